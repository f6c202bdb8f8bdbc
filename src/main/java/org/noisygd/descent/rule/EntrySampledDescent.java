// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.rule;

import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/**
 * Minibatch SGD on entries of M: B of the N = d1 d2 entries, drawn uniformly with replacement,
 *
 * <pre>
 *   G = (S Y, S^T X),   S_ij = ((N/B) n_ij) R_ij,   n_ij how often (i, j) was drawn.
 * </pre>
 *
 * <p>E n_ij = B/N, so the estimate is unbiased. Order: N/B once, its product with n_ij, the product
 * with R_ij; then the products of plain descent over all entries, the zeros too. Draws {@link
 * Draw#cells} = n.
 *
 * <p>Which optimum: where M can be fitted the noise vanishes with R, and the start decides, as in
 * plain descent, blurred by the steps on the way. Where it cannot, the noise stays and acts like
 * that of labels: to leading order the balance stands still where etaX sum_ij R_ij^2 ||Y_j||^2 =
 * etaY sum_ij R_ij^2 ||X_i||^2, R the residual of the best fit.
 *
 * @param target M, d1 x d2
 * @param steps etaX and etaY
 * @param batch B
 * @param <T> the type of the entries
 */
public record EntrySampledDescent<T>(
    @Shape({"d1", "d2"}) Matrix<T> target, StepSizes<T> steps, int batch) implements UpdateRule<T> {
  /** Checks B. */
  public EntrySampledDescent {
    Require.positive("batch", batch);
  }

  /** N/B. */
  public T scale() {
    Arithmetic<T> arithmetic = target.arithmetic();
    return arithmetic.divide(arithmetic.of(target.rows() * target.columns()), arithmetic.of(batch));
  }

  @Override
  public Factors<T> gradient(Factors<T> at, Draw<T> draw) {
    Arithmetic<T> arithmetic = target.arithmetic();
    T scale = scale();
    var counts = draw.cells();
    var residual = new MatrixFactorization<>(target).residual(at);
    Require.that(counts.shape().equals(target.shape()), "counts", "fit M", counts.shape());
    @Shape({"d1", "d2"})
    Matrix<T> sampled = sampled(arithmetic, scale, counts, residual);
    return new Factors<>(sampled.times(at.y()), sampled.transpose().times(at.x()));
  }

  @SuppressWarnings("shape") // of the shape of both
  private static <T> @Shape({"d1", "d2"}) Matrix<T> sampled(
      Arithmetic<T> arithmetic,
      T scale,
      @Shape({"d1", "d2"}) Matrix<T> counts,
      @Shape({"d1", "d2"}) Matrix<T> residual) {
    return Matrix.of(
        arithmetic,
        counts.rows(),
        counts.columns(),
        (i, j) ->
            arithmetic.multiply(arithmetic.multiply(scale, counts.get(i, j)), residual.get(i, j)));
  }
}
