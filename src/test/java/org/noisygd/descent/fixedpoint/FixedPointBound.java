// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;

/**
 * How far {@link FixedPointUpdate} is from the exact update of the same iterate and noise, entry by
 * entry (proved: fixed_point_update in {@code FixedPoint.v}; tested: {@code FixedPointUpdateTest}).
 * With Xt, Yt the perturbed iterate, K = Yt^T Yt and eX the step size rounded to 2^-F:
 *
 * <pre>
 *   |X'_ik - exact| <= 2^-F / 2 (1 + sum_j |Yt_jk| + sum_a |Xt_ia| (1 + eX + |K_ak|))
 *                   <= 2^-F / 2 (1 + d2 y + r x (1 + eX + d2 y^2)),  x = max |Xt|, y = max |Yt|
 * </pre>
 *
 * <p>and the same for Y with the roles exchanged. Target and step sizes are the numbers given,
 * before any rounding; iterate and noise are the fixed-point ones.
 */
public final class FixedPointBound {
  private FixedPointBound() {}

  /** The bound of every entry, given the perturbed iterate; exact. */
  public static Factors<Dyadic> of(FixedPointUpdate update, Factors<Dyadic> perturbed) {
    FixedPoint format = update.format();
    return new Factors<>(
        bound(format, format.toDyadic(update.etaX()), perturbed.x(), perturbed.y()),
        bound(format, format.toDyadic(update.etaY()), perturbed.y(), perturbed.x()));
  }

  private static Matrix<Dyadic> bound(
      FixedPoint format, Dyadic eta, Matrix<Dyadic> own, Matrix<Dyadic> other) {
    Matrix<Dyadic> gram = other.gram();
    Dyadic halfUnit = Dyadic.ONE.scaleByPowerOfTwo(-format.fractionBits()).scaleByPowerOfTwo(-1);
    return Matrix.of(
        own.arithmetic(),
        own.rows(),
        own.columns(),
        (i, k) -> {
          Dyadic sum = Dyadic.ONE;
          for (int j = 0; j < other.rows(); j++) {
            sum = sum.add(abs(other.get(j, k)));
          }
          for (int a = 0; a < own.columns(); a++) {
            Dyadic weight = Dyadic.ONE.add(eta).add(abs(gram.get(a, k)));
            sum = sum.add(abs(own.get(i, a)).multiply(weight));
          }
          return sum.multiply(halfUnit);
        });
  }

  private static Dyadic abs(Dyadic a) {
    return a.signum() < 0 ? a.negate() : a;
  }
}
