// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import java.util.List;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;

/**
 * The two eigenvalues of a 2 x 2 matrix with real spectrum and a trace that is not negative: the
 * roots of lambda^2 - trace lambda + determinant, by
 *
 * <pre>
 *   larger  = (trace + sqrt(discriminant)) / 2
 *   smaller = determinant / larger
 * </pre>
 *
 * <p>Trace, determinant and discriminant are all stored, since each has a formula without
 * cancellation, unlike trace^2 - 4 determinant. So in a rounded arithmetic both eigenvalues have a
 * small relative error, however far apart or close they are (proved: every operation above acts on
 * numbers of one sign). In an exact arithmetic they exist if the discriminant is a square; {@link
 * #polynomial} is always exact.
 *
 * @param arithmetic the arithmetic of the numbers
 * @param trace the sum of the eigenvalues, not negative
 * @param determinant the product of the eigenvalues
 * @param discriminant the square of the eigenvalues' difference, not negative
 * @param <T> the type of the numbers
 */
public record EigenPair<T>(Arithmetic<T> arithmetic, T trace, T determinant, T discriminant) {
  /**
   * Checks the signs.
   *
   * @throws IllegalArgumentException if trace or discriminant is negative
   */
  public EigenPair {
    Require.that(arithmetic.signum(trace) >= 0, "trace", "be >= 0", arithmetic.print(trace));
    Require.that(
        arithmetic.signum(discriminant) >= 0,
        "discriminant",
        "be >= 0",
        arithmetic.print(discriminant));
  }

  /**
   * The symmetric matrix [[a, b], [b, c]], whose discriminant is (a - c)^2 + 4 b^2.
   *
   * @param determinant a c - b^2, by a formula that does not cancel
   */
  static <T> EigenPair<T> ofSymmetric(
      Scalar<T> a, Scalar<T> b, Scalar<T> c, Scalar<T> determinant) {
    return new EigenPair<>(
        a.arithmetic(),
        a.plus(c).value(),
        determinant.value(),
        a.minus(c).squared().plus(b.squared().times(4)).value());
  }

  /** The larger eigenvalue. */
  public T larger() {
    return Scalar.of(arithmetic, trace)
        .plus(Scalar.of(arithmetic, discriminant).sqrt())
        .over(2)
        .value();
  }

  /** The smaller eigenvalue; 0 if both are 0. */
  public T smaller() {
    T larger = larger();
    return arithmetic.signum(larger) == 0 ? larger : arithmetic.divide(determinant, larger);
  }

  /** The characteristic polynomial with a multiplicity. */
  public EigenPolynomial<T> polynomial(int multiplicity) {
    return new EigenPolynomial<>(
        arithmetic, List.of(determinant, arithmetic.negate(trace), arithmetic.one()), multiplicity);
  }
}
