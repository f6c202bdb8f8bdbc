// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.objective;

import java.util.List;
import java.util.stream.IntStream;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * The mean change and the variance of each entry in one perturbed update: the diagonal of {@link
 * UpdateMoments}, from products with M alone, so M may be given by its factors. With N = Y^T Y, K
 * as in {@link UpdateMoments}, a row x of X, its row y of M Y and n its row's squared norm in M,
 * the gradient by X has the mean X E K - M Y and the variances
 *
 * <pre>
 *   v1 (E K^2)_aa + v2 ( |x|^2 N_aa + 2 x_a (x N)_a + x N x^T - 2 x_a y_a - 2 x y^T + n )
 *   + d2 v2^2 ( |x|^2 + x_a^2 ).
 * </pre>
 *
 * <p>For Y exchange the roles. Exact in an exact arithmetic; equal to {@link UpdateMoments}
 * (<b>measured</b> by {@code EntryMomentsTest}).
 *
 * @param change the mean change of X and of Y
 * @param variance the variance of each entry of X and of Y
 * @param <T> the type of the entries
 */
public record EntryMoments<T>(Factors<T> change, Factors<T> variance) {
  /**
   * The moments of an update from a point.
   *
   * @param at the point, which fits the target
   * @param eta the step sizes of X and of Y
   * @param variances the variances of the noise entries of X and of Y
   */
  @SuppressWarnings("shape") // a side serves X and Y
  public static <T> EntryMoments<T> of(
      Target<T> target, Factors<T> at, List<T> eta, List<T> variances) {
    Side<T> x =
        new Side<>(
            new Gaussian<>(at.x(), variances.get(0)),
            new Gaussian<>(at.y(), variances.get(1)),
            target.times(at.y()),
            target.rowSquares(),
            eta.get(0));
    Side<T> y =
        new Side<>(
            x.other, x.own, target.transposeTimes(at.x()), target.columnSquares(), eta.get(1));
    return new EntryMoments<>(
        new Factors<>(x.change(), y.change()), new Factors<>(x.variance(), y.variance()));
  }

  /**
   * The moments of one factor.
   *
   * @param own the perturbed factor
   * @param other the other factor
   * @param product M times the other's mean, or M^T
   * @param squares the squared norm of each row of M, or of each column
   * @param eta the step size
   */
  @SuppressWarnings("shape") // serves X and Y, so the number of rows has no single name
  private record Side<T>(
      Gaussian<T> own, Gaussian<T> other, Matrix<T> product, List<T> squares, T eta) {
    Matrix<T> change() {
      return product.minus(own.mean().times(other.meanOfGram())).scale(eta);
    }

    Matrix<T> variance() {
      Arithmetic<T> arithmetic = product.arithmetic();
      Matrix<T> x = own.mean();
      Matrix<T> n = other.gramOfMean();
      Matrix<T> xn = x.times(n);
      T two = arithmetic.of(2);
      List<T> meanSquares =
          IntStream.range(0, x.columns())
              .mapToObj(a -> arithmetic.multiply(own.variance(), other.meanSquare(a, a)))
              .toList();
      List<T> norms = Target.rowProducts(x, x);
      List<T> quadratic = Target.rowProducts(xn.minus(product.scale(two)), x);
      T etaSquared = arithmetic.multiply(eta, eta);
      return Matrix.of(
          arithmetic,
          x.rows(),
          x.columns(),
          (i, a) -> {
            T entry = x.get(i, a);
            T twice =
                arithmetic.multiply(
                    arithmetic.multiply(two, entry),
                    arithmetic.subtract(xn.get(i, a), product.get(i, a)));
            T ofRow = arithmetic.add(quadratic.get(i), squares.get(i));
            T norm = norms.get(i);
            T once = arithmetic.addProduct(arithmetic.add(ofRow, twice), norm, n.get(a, a));
            T sum = arithmetic.addProduct(meanSquares.get(a), other.variance(), once);
            T pairs = arithmetic.addProduct(norm, entry, entry);
            return arithmetic.multiply(
                etaSquared, arithmetic.addProduct(sum, other.pairs(), pairs));
          });
    }
  }
}
