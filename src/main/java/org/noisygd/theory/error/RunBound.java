// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.error;

import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * The bound on a state several updates after a known one, without known states between them.
 *
 * <p>If the computed state is within E_X, E_Y of the exact one (entry-wise), one more correct
 * update is within the bound of one update ({@link OpBounds#step}) at magnitudes |X| + E_X, |Y| +
 * E_Y of its own exact result, and this result within
 *
 * <pre>
 *   E_X + etaX ((E_X |Yt|^T + |Xt| E_Y^T + E_X E_Y^T) (|Yt| + E_Y) + |R| E_Y)
 * </pre>
 *
 * <p>of the exact state, with Xt, Yt the perturbed iterate and R its residual; the same with the
 * factors exchanged for Y. The sum of both is the next E.
 *
 * <p>Magnitudes are evaluated in the arithmetic of M, of unit roundoff u at most 2^-53. A bound on
 * its rounding error is added to each difference: 200 u times its terms, for ranks below 190.
 *
 * @param <T> the type of the magnitudes
 */
public final class RunBound<T> {
  private static final int ROUNDED = 200; // roundings, see above

  private final OpBounds bounds;
  private final int more;
  private final Matrix<T> m;
  private final T etaX;
  private final T etaY;
  private final Arithmetic<T> arithmetic;
  private final T rounded;
  private Factors<T> error;

  /**
   * The bound before any update.
   *
   * @param more the roundings allowed in addition to {@link OpBounds#step}
   * @param m M, in the arithmetic of the magnitudes, as are all arguments
   * @param error a bound on the distance of known and computed state
   */
  public RunBound(OpBounds bounds, int more, Matrix<T> m, T etaX, T etaY, Factors<T> error) {
    this.bounds = bounds;
    this.more = more;
    this.m = m;
    this.etaX = etaX;
    this.etaY = etaY;
    this.error = error;
    this.arithmetic = m.arithmetic();
    this.rounded = arithmetic.fromRational(arithmetic.unitRoundoff().multiply(ROUNDED));
  }

  /** A bound on the distance of computed and exact state. */
  public Factors<T> error() {
    return error;
  }

  /**
   * The bound after one more update.
   *
   * @param state the exact state before the update, rounded
   * @param noise the noise of the update
   */
  public OpBounds.Pair next(Factors<T> state, Factors<T> noise) {
    Factors<T> sizes = state.abs();
    OpBounds.Pair own = bounds.step(m, sizes.plus(error), noise, etaX, etaY, true).withMore(more);
    if (!own.x().decides() || !own.y().decides()) {
      return own;
    }
    Factors<T> perturbed = state.plus(noise);
    Factors<T> terms = sizes.plus(noise.abs());
    Matrix<T> a = above(perturbed.x(), terms.x());
    Matrix<T> b = above(perturbed.y(), terms.y());
    Matrix<T> residual =
        above(
            perturbed.x().times(perturbed.y().transpose()).minus(m),
            a.times(b.transpose()).plus(m.abs()));
    Matrix<T> reached = b.plus(error.y());
    Matrix<T> moved = error.x().times(reached.transpose()).plus(a.times(error.y().transpose()));
    Matrix<T> x = moved.times(reached).plus(residual.times(error.y()));
    Matrix<T> y =
        moved.transpose().times(a.plus(error.x())).plus(residual.transpose().times(error.x()));
    OpBounds.Pair all =
        new OpBounds.Pair(
            own.x().plus(error.x().plus(x.scale(etaX))),
            own.y().plus(error.y().plus(y.scale(etaY))));
    error = new Factors<>(all.x().matrix(arithmetic), all.y().matrix(arithmetic));
    return all;
  }

  /** An upper bound on the entries of a rounded difference with terms of these sizes. */
  private Matrix<T> above(Matrix<T> difference, Matrix<T> terms) {
    return difference.abs().plus(terms.scale(rounded));
  }
}
