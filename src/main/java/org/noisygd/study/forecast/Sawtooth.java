// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import java.util.Optional;
import org.noisygd.number.format.Rounding;
import org.noisygd.number.format.SignedBias;
import org.noisygd.number.format.StochasticRounding;

/**
 * The mean error of a rounding of magnitudes to the multiples of a spacing, as a function of the
 * magnitude v. Each period h has a break, with one formula before it and another after it.
 *
 * <pre>
 *   rounding              before the break   the break   after it
 *   down                  lower - v                 1
 *   up                                              0    upper - v
 *   nearest               lower - v               1/2    upper - v
 *   signed, away          E h                   1 - E    upper - v
 *   signed, towards 0     lower - v                 E    -E h
 * </pre>
 *
 * <p>With B random bits h is the spacing over 2^B, and the fraction is cut down or to nearest.
 *
 * @param spacing h; 0 where the mean is right
 * @param middle where the break is, in units of h
 * @param before the error before it, in units of h; NaN for lower - v
 * @param after the error after it; NaN for upper - v
 */
record Sawtooth(double spacing, double middle, double before, double after) {
  private static final Sawtooth NONE = new Sawtooth(0, 0, 0, 0);

  /** More breaks than this are not summed one by one. */
  private static final int BREAKS = 4000;

  /**
   * The mean error of a store.
   *
   * @param negative whether the numbers are negative
   * @param away whether the update leads away from 0
   */
  static Sawtooth of(
      Rounding rounding,
      Optional<SignedBias> signed,
      double spacing,
      boolean negative,
      boolean away) {
    if (signed.isPresent()) {
      double e = signed.get().epsilon();
      return away
          ? new Sawtooth(spacing, 1 - e, e, Double.NaN)
          : new Sawtooth(spacing, e, Double.NaN, -e);
    }
    if (rounding instanceof StochasticRounding stochastic) {
      double finer = Math.scalb(spacing, -stochastic.bits());
      return stochastic.isProportional() ? NONE : broken(finer, stochastic.cutToEven() ? 0.5 : 1);
    }
    return switch ((Rounding.Directed) rounding) {
      case NEAREST, NEAREST_AWAY -> broken(spacing, 0.5);
      case ZERO -> broken(spacing, 1);
      case UP -> broken(spacing, negative ? 1 : 0);
      case DOWN -> broken(spacing, negative ? 0 : 1);
      case ODD ->
          throw new IllegalArgumentException(
              "rounding must be any but odd to be forecast, got odd");
    };
  }

  private static Sawtooth broken(double spacing, double middle) {
    return new Sawtooth(spacing, middle, Double.NaN, Double.NaN);
  }

  /**
   * The mean error over magnitudes between two. Where they hold many periods, or doubles do not
   * tell the periods apart, the first two terms of Euler's and Maclaurin's formula: with r the mean
   * of the error over a period and q its covariance with the place, h r P + h^2 q (density(to) -
   * density(from)).
   */
  double mean(Normal law, double from, double to) {
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
      sum += part(law, Math.max(from, lower), broken, lower, before);
      sum += part(law, broken, Math.min(to, upper), upper, after);
    }
    return sum;
  }

  private double part(Normal law, double from, double to, double end, double error) {
    if (from >= to) {
      return 0;
    }
    return Double.isNaN(error)
        ? -law.moment(from, to, end)
        : error * spacing * law.probability(from, to);
  }

  /** r: the integrals of the two parts. */
  private double average() {
    double first = Double.isNaN(before) ? -middle * middle / 2 : before * middle;
    double rest = 1 - middle;
    return first + (Double.isNaN(after) ? rest * rest / 2 : after * rest);
  }

  /** q: the integral of the error times (t - 1/2), t the place in units of h. */
  private double covariance() {
    double b = middle;
    double square = b * (b - 1) / 2; // of t - 1/2 from 0 to the break, and less that beyond it
    double first = Double.isNaN(before) ? b * b / 4 - b * b * b / 3 : before * square;
    double rest = 1 - b;
    return first
        + (Double.isNaN(after) ? rest * rest / 4 - rest * rest * rest / 3 : -after * square);
  }
}
