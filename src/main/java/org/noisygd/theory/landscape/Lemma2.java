// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import java.util.List;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;

/**
 * Lemma 2: the Hessian of F at the global optimum (alpha u, v / alpha), for all d1, d2 >= 1. Its
 * eigenvalues are 0 (the scaling direction), alpha^2 + alpha^-2, alpha^-2 (d1 - 1 times) and
 * alpha^2 (d2 - 1 times).
 *
 * <p>The condition number over the non-zero eigenvalues:
 *
 * <pre>
 *   d1, d2 >= 2:       max(alpha^4, alpha^-4) + 1      (the printed formula)
 *   d1 >= 2, d2 = 1:   alpha^4 + 1
 *   d1 = 1, d2 >= 2:   alpha^-4 + 1
 *   d1 = d2 = 1:       1
 * </pre>
 *
 * <p>Claims: L2.spectrum, L2.multiplicity, L2.kappa, L2.kappa-small-dimension; errata
 * ERR.L2-singular and ERR.L2-small-dimension. Exact in an exact arithmetic; else a few roundings.
 *
 * @param arithmetic the arithmetic of alpha
 * @param d1 the rows of x
 * @param d2 the rows of y
 * @param alpha the scale, not 0
 * @param <T> the type of the numbers
 */
public record Lemma2<T>(Arithmetic<T> arithmetic, int d1, int d2, T alpha) {
  /**
   * Checks the dimensions and that alpha is not 0.
   *
   * @throws IllegalArgumentException if not
   */
  public Lemma2 {
    Require.positive("d1", d1);
    Require.positive("d2", d2);
    Require.that(arithmetic.isFinite(alpha), "alpha", "be finite and not 0", alpha);
    Require.that(
        arithmetic.signum(alpha) != 0, "alpha", "be finite and not 0", arithmetic.print(alpha));
  }

  private Scalar<T> alphaSquared() {
    return Scalar.of(arithmetic, alpha).squared();
  }

  /** All d1 + d2 eigenvalues. */
  public Spectrum<T> spectrum() {
    Scalar<T> a = alphaSquared();
    return new Spectrum<>(
        List.of(
            EigenPolynomial.ofRoot(arithmetic, arithmetic.zero(), 1),
            EigenPolynomial.ofRoot(arithmetic, largest(), 1),
            EigenPolynomial.ofRoot(arithmetic, a.inverse().value(), d1 - 1),
            EigenPolynomial.ofRoot(arithmetic, a.value(), d2 - 1)));
  }

  /** The largest eigenvalue, alpha^2 + alpha^-2. */
  public T largest() {
    Scalar<T> a = alphaSquared();
    return a.plus(a.inverse()).value();
  }

  /** The largest eigenvalue over the smallest non-zero one, at least 1. */
  public T kappa() {
    Scalar<T> one = Scalar.of(arithmetic, 1);
    Scalar<T> fourth = alphaSquared().squared();
    if (d1 == 1 && d2 == 1) {
      return one.value();
    }
    if (d2 == 1) {
      return fourth.plus(one).value();
    }
    if (d1 == 1) {
      return fourth.inverse().plus(one).value();
    }
    return (fourth.isLessThan(one) ? fourth.inverse() : fourth).plus(one).value();
  }
}
