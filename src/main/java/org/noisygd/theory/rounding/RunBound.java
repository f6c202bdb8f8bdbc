// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.rounding;

import java.math.BigDecimal;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.matrix.Matrix;

/**
 * The bound on a state some updates after a known one, with no known state between them.
 *
 * <p>If the computed state is within E_X, E_Y of the exact one (entry-wise), one more legal update
 * is within the bound of one update ({@link OpBounds#step}) at magnitudes |X| + E_X, |Y| + E_Y of
 * its own exact image, and that image within
 *
 * <pre>
 *   E_X + etaX ((E_X |Yt|^T + |Xt| E_Y^T + E_X E_Y^T) (|Yt| + E_Y) + |R| E_Y)
 * </pre>
 *
 * <p>of the exact state, with Xt, Yt the perturbed iterate and R its residual; the same with the
 * factors exchanged for Y. The sum of both is the next E.
 *
 * <p>Magnitudes are evaluated in {@link ErrorBound#MAGNITUDES}. To a difference is added what
 * rounding it may lose: 10^-17 times their terms, for ranks below 190.
 */
public final class RunBound {
  private static final BigDecimal ROUNDED = BigDecimal.ONE.movePointLeft(17);

  private final OpBounds bounds;
  private final int more;
  private final Matrix<BigDecimal> m;
  private final BigDecimal etaX;
  private final BigDecimal etaY;
  private Factors<BigDecimal> error;

  /**
   * The bound before any update.
   *
   * @param more roundings that are allowed beyond those of {@link OpBounds#step}
   * @param m M, in the arithmetic of the magnitudes, as are all arguments
   * @param error how far the known state may be from the computed one
   */
  public RunBound(
      OpBounds bounds,
      int more,
      Matrix<BigDecimal> m,
      BigDecimal etaX,
      BigDecimal etaY,
      Factors<BigDecimal> error) {
    this.bounds = bounds;
    this.more = more;
    this.m = m;
    this.etaX = etaX;
    this.etaY = etaY;
    this.error = error;
  }

  /**
   * The bound after one more update.
   *
   * @param state the exact state before it, rounded
   * @param noise its noise
   */
  public OpBounds.Pair next(Factors<BigDecimal> state, Factors<BigDecimal> noise) {
    Factors<BigDecimal> sizes = state.abs();
    OpBounds.Pair own = bounds.step(m, sizes.plus(error), noise, etaX, etaY, true).withMore(more);
    if (!own.x().decides() || !own.y().decides()) {
      return own;
    }
    Factors<BigDecimal> perturbed = state.plus(noise);
    Factors<BigDecimal> terms = sizes.plus(noise.abs());
    Matrix<BigDecimal> a = above(perturbed.x(), terms.x());
    Matrix<BigDecimal> b = above(perturbed.y(), terms.y());
    Matrix<BigDecimal> residual =
        above(
            perturbed.x().times(perturbed.y().transpose()).minus(m),
            a.times(b.transpose()).plus(m.abs()));
    Matrix<BigDecimal> reached = b.plus(error.y());
    Matrix<BigDecimal> moved =
        error.x().times(reached.transpose()).plus(a.times(error.y().transpose()));
    Matrix<BigDecimal> x = moved.times(reached).plus(residual.times(error.y()));
    Matrix<BigDecimal> y =
        moved.transpose().times(a.plus(error.x())).plus(residual.transpose().times(error.x()));
    OpBounds.Pair all =
        new OpBounds.Pair(
            own.x().plus(error.x().plus(x.scale(etaX))),
            own.y().plus(error.y().plus(y.scale(etaY))));
    error = new Factors<>(all.x().matrix(), all.y().matrix());
    return all;
  }

  /** An upper bound on the entries of a difference, rounded, whose terms have such sizes. */
  private static Matrix<BigDecimal> above(Matrix<BigDecimal> difference, Matrix<BigDecimal> terms) {
    return difference.abs().plus(terms.scale(ROUNDED));
  }
}
