// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import org.noisygd.number.format.Rounding;
import org.noisygd.number.format.StochasticRounding;

/**
 * The mean error of a rounding of magnitudes to the multiples of a spacing, as a function of the
 * magnitude v. Each period h has a break: before it the error is lower - v, after it upper - v.
 *
 * <pre>
 *   rounding   the break
 *   down               1
 *   up                 0
 *   nearest          1/2
 * </pre>
 *
 * <p>With B random bits h is the spacing over 2^B, and the fraction is truncated or rounded.
 *
 * @param spacing h; 0 if the mean error is 0
 * @param middle the position of the break, in units of h
 */
record Sawtooth(double spacing, double middle) {
  private static final Sawtooth NONE = new Sawtooth(0, 0);

  /** Maximum number of breaks that are summed one by one. */
  private static final int BREAKS = 4000;

  /**
   * The mean error of a store.
   *
   * @param negative true for negative numbers
   */
  static Sawtooth of(Rounding rounding, double spacing, boolean negative) {
    if (rounding instanceof StochasticRounding stochastic) {
      double finer = Math.scalb(spacing, -stochastic.bits());
      return stochastic.isProportional()
          ? NONE
          : new Sawtooth(finer, stochastic.cutToEven() ? 0.5 : 1);
    }
    return switch ((Rounding.Directed) rounding) {
      case NEAREST, NEAREST_AWAY -> new Sawtooth(spacing, 0.5);
      case ZERO -> new Sawtooth(spacing, 1);
      case UP -> new Sawtooth(spacing, negative ? 1 : 0);
      case DOWN -> new Sawtooth(spacing, negative ? 0 : 1);
      case ODD ->
          throw new IllegalArgumentException(
              "rounding must be any but odd to be forecast, got odd");
    };
  }

  /**
   * The mean error over an interval of magnitudes. For many periods, or periods below the ulp of a
   * double, it is approximated by two terms of the Euler-Maclaurin formula: with r the mean of the
   * error over a period and q its covariance with the position, h r P + h^2 q (density(to) -
   * density(from)).
   */
  double mean(GaussianUpdate update, double from, double to) {
    if (spacing == 0 || from >= to) {
      return 0;
    }
    if ((to - from) / spacing > BREAKS || spacing < Math.ulp(to)) {
      return spacing * average() * update.probability(from, to)
          + spacing * spacing * covariance() * (update.density(to) - update.density(from));
    }
    double sum = 0;
    for (double k = Math.floor(from / spacing); k * spacing < to; k++) {
      double lower = k * spacing;
      double broken = Math.min(to, Math.max(from, lower + middle * spacing));
      double upper = lower + spacing;
      sum += part(update, Math.max(from, lower), broken, lower);
      sum += part(update, broken, Math.min(to, upper), upper);
    }
    return sum;
  }

  private static double part(GaussianUpdate update, double from, double to, double end) {
    return from >= to ? 0 : -update.moment(from, to, end);
  }

  /** The mean r: the integrals of the two parts. */
  private double average() {
    double after = 1 - middle;
    return (after * after - middle * middle) / 2;
  }

  /** The covariance q: the integral of the error times (t - 1/2), t the position in units of h. */
  private double covariance() {
    double b = middle;
    double after = 1 - b;
    return b * b / 4 - b * b * b / 3 + after * after / 4 - after * after * after / 3;
  }
}
