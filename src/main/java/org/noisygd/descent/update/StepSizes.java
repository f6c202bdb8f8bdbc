// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.update;

import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;

/**
 * The step sizes of X and of Y, dimensionless. {@link #of} checks that each is finite and positive;
 * the constructor has no arithmetic and checks nothing.
 *
 * @param etaX the step size of X
 * @param etaY the step size of Y
 * @param <T> the type of the numbers
 */
public record StepSizes<T>(T etaX, T etaY) {
  /**
   * The two step sizes, checked.
   *
   * @throws IllegalArgumentException unless both are finite and positive
   */
  public static <T> StepSizes<T> of(Arithmetic<T> arithmetic, T etaX, T etaY) {
    return new StepSizes<>(check(arithmetic, "etaX", etaX), check(arithmetic, "etaY", etaY));
  }

  /** Two doubles, each exactly a value of the arithmetic. */
  public static <T> StepSizes<T> of(Arithmetic<T> arithmetic, double etaX, double etaY) {
    Require.finitePositive("etaX", etaX);
    Require.finitePositive("etaY", etaY);
    return new StepSizes<>(arithmetic.of(etaX), arithmetic.of(etaY));
  }

  /** The iterate minus the step sizes times a gradient: a product and a difference per entry. */
  public Factors<T> descend(Factors<T> iterate, Factors<T> gradient) {
    return new Factors<>(
        iterate.x().minus(gradient.x().scale(etaX)), iterate.y().minus(gradient.y().scale(etaY)));
  }

  private static <T> T check(Arithmetic<T> arithmetic, String name, T eta) {
    Require.that(arithmetic.isFinite(eta), name, "be finite and > 0", eta);
    Require.that(arithmetic.signum(eta) > 0, name, "be finite and > 0", arithmetic.print(eta));
    return eta;
  }
}
