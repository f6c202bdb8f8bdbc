// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import java.util.Optional;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.IterateStorage;
import org.noisygd.number.format.Rounding;
import org.noisygd.number.format.StochasticRounding;

/**
 * One Gaussian update u of a weight, stored on a grid of one spacing, in closed form: its mean
 * becomes {@code ratio} E u + {@code bias}, its mean square {@code square}. All are in units of the
 * spacing, u counts away from zero, and a is its standard deviation:
 *
 * <pre>
 *   to nearest      ratio 1 + 2 sum (-1)^n q^(n^2),   q = exp(-2 pi^2 a^2)
 *   towards zero    ratio 1 + 2 sum q^(n^2),          bias -1/2
 *   stochastic      ratio 1; of B truncated bits, as towards zero on a grid 2^-B as wide;
 *                   of B bits rounded to even, as to nearest on that grid
 *   mean square     a^2 + E f(1 - f), f the fraction of |u|, if stochastic; a^2 + 1/3 in one
 *                   direction; to nearest a^2 (1 + 4 sum (-1)^n q^(n^2)) + 1/12 + sum (-1)^n q^(n^2)
 *                   / (pi n)^2
 * </pre>
 *
 * <p>Exact to 1e-12 for a mean of 0 and to first order in the mean; a weight next to a power of
 * two, where the spacing changes, is treated as one within a binade. A weight with a master copy in
 * binary64 moves by its updates; a weight with a compensation term moves by the part that the term
 * keeps at its widest spacing, half a spacing over 2^p.
 *
 * @param ratio the expected step ratio
 * @param bias the bias, in spacings
 * @param square the mean square, in squares of spacings
 */
record RoundedStep(double ratio, double bias, double square) {
  /** The step in an arithmetic; empty if there is no formula for its rounding. */
  static Optional<RoundedStep> of(ArithmeticName arithmetic, double a) {
    if (!arithmetic.roundsStores() || arithmetic.format().isEmpty()) {
      return Optional.empty();
    }
    if (arithmetic.beside() == IterateStorage.Beside.MASTER) {
      return Optional.of(new RoundedStep(1, 0, a * a));
    }
    if (arithmetic.beside() == IterateStorage.Beside.CARRY) {
      return arithmetic
          .format()
          .map(
              format ->
                  new RoundedStep(
                      RoundedGaussian.stepRatio(Math.scalb(a, format.precision())), 0, a * a));
    }
    if (arithmetic.rounding() instanceof StochasticRounding stochastic) {
      double square = a * a + RoundedGaussian.variance(a);
      if (stochastic.isProportional()) {
        return Optional.of(new RoundedStep(1, 0, square));
      }
      double finer = Math.scalb(a, stochastic.bits());
      return Optional.of(
          stochastic.cutToEven()
              ? new RoundedStep(RoundedGaussian.stepRatio(finer), 0, square)
              : new RoundedStep(oneWay(finer), -Math.scalb(0.5, -stochastic.bits()), square));
    }
    return switch ((Rounding.Directed) arithmetic.rounding()) {
      case NEAREST, NEAREST_AWAY ->
          Optional.of(new RoundedStep(RoundedGaussian.stepRatio(a), 0, square(a)));
      case ZERO -> Optional.of(new RoundedStep(oneWay(a), -0.5, a * a + 1.0 / 3));
      case UP, DOWN, ODD -> Optional.empty();
    };
  }

  /** The expected step ratio of rounding in one direction. */
  private static double oneWay(double a) {
    return 1 + 2 * RoundedGaussian.sum(a, n -> 1);
  }

  /** The mean square of an update rounded to nearest. */
  private static double square(double a) {
    if (RoundedGaussian.isStagnated(a)) {
      return 0;
    }
    double square =
        a * a * (1 + 4 * RoundedGaussian.sum(a, RoundedGaussian::sign))
            + 1.0 / 12
            + RoundedGaussian.sum(a, n -> RoundedGaussian.sign(n) * Math.PI * Math.PI * n * n);
    return Math.max(0, square);
  }
}
