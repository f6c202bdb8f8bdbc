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
 * <p>With B random bits h is the spacing over 2^B, and the fraction is cut down or to nearest.
 *
 * @param spacing h; 0 where the mean is right
 * @param middle where the break is, in units of h
 */
record Sawtooth(double spacing, double middle) {
  private static final Sawtooth NONE = new Sawtooth(0, 0);

  /** More breaks than this are not summed one by one. */
  private static final int BREAKS = 4000;

  /**
   * The mean error of a store.
   *
   * @param negative whether the numbers are negative
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
   * The mean error over magnitudes between two. Where they hold many periods, or doubles do not
   * tell the periods apart, the first two terms of Euler's and Maclaurin's formula: with r the mean
   * of the error over a period and q its covariance with the place, h r P + h^2 q (density(to) -
   * density(from)).
   */
  double mean(GaussianUpdate law, double from, double to) {
    if (spacing == 0 || from >= to) {
      return 0;
    }
    if ((to - from) / spacing > BREAKS || spacing < Math.ulp(to)) {
      return spacing * average() * law.probability(from, to)
          + spacing * spacing * covariance() * (law.density(to) - law.density(from));
    }
    double sum = 0;
    for (double k = Math.floor(from / spacing); k * spacing < to; k++) {
      double lower = k * spacing;
      double broken = Math.min(to, Math.max(from, lower + middle * spacing));
      double upper = lower + spacing;
      sum += part(law, Math.max(from, lower), broken, lower);
      sum += part(law, broken, Math.min(to, upper), upper);
    }
    return sum;
  }

  private static double part(GaussianUpdate law, double from, double to, double end) {
    return from >= to ? 0 : -law.moment(from, to, end);
  }

  /** r: the integrals of the two parts. */
  private double average() {
    double rest = 1 - middle;
    return (rest * rest - middle * middle) / 2;
  }

  /** q: the integral of the error times (t - 1/2), t the place in units of h. */
  private double covariance() {
    double b = middle;
    double rest = 1 - b;
    return b * b / 4 - b * b * b / 3 + rest * rest / 4 - rest * rest * rest / 3;
  }
}
