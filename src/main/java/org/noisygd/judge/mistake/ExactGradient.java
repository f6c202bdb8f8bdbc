// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.mistake;

import java.util.Set;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;

/**
 * The residual X Y^T - M and the gradient (R Y, R^T X) with a set of faults built in; see {@link
 * ExactImage}.
 *
 * @param <T> the type of the entries
 */
@SuppressWarnings("shape") // mistakes confuse shapes; that is their nature
public final class ExactGradient<T extends Object> {
  private final Arithmetic<T> arithmetic;
  private final Matrix<T> m;
  private final Set<Mistake> faults;

  ExactGradient(Matrix<T> m, Set<Mistake> faults) {
    this.arithmetic = m.arithmetic();
    this.faults = faults;
    this.m = target(m, faults);
  }

  private boolean has(Mistake fault) {
    return faults.contains(fault);
  }

  private static <T extends Object> Matrix<T> target(Matrix<T> right, Set<Mistake> faults) {
    Matrix<T> result = right;
    if (faults.contains(Mistake.TARGET_TRANSPOSED)) {
      result = result.transpose();
    }
    if (faults.contains(Mistake.TARGET_MISSING)) {
      result = result.scale(right.arithmetic().zero());
    }
    if (faults.contains(Mistake.TARGET_NEGATED)) {
      result = result.negate();
    }
    return faults.contains(Mistake.TARGET_COLUMN_MAJOR) ? columnMajor(result) : result;
  }

  /** A matrix of the same shape whose entries, read column by column, are those read row by row. */
  static <T extends Object> Matrix<T> columnMajor(Matrix<T> a) {
    return Matrix.of(
        a.arithmetic(), a.rows(), a.columns(), (i, j) -> a.entries().get(j * a.rows() + i));
  }

  /** The residual X Y^T - M. */
  Matrix<T> residual(Factors<T> at) {
    Matrix<T> x = at.x();
    Matrix<T> y = at.y();
    if (has(Mistake.FIRST_COLUMN_ONLY)) {
      x = x.block(0, 0, x.rows(), 1);
      y = y.block(0, 0, y.rows(), 1);
    }
    if (has(Mistake.LAST_COLUMN_LEFT_OUT) && x.columns() > 1) {
      x = x.block(0, 0, x.rows(), x.columns() - 1);
      y = y.block(0, 0, y.rows(), y.columns() - 1);
    }
    return x.times(y.transpose()).minus(m);
  }

  /** The gradient at (X, Y). */
  Factors<T> at(Factors<T> at) {
    return at(residual(at), at.x(), residual(at), at.y());
  }

  /** R Y and S^T X, for residuals and factors that a fault may take at different points. */
  Factors<T> at(Matrix<T> residualOfY, Matrix<T> x, Matrix<T> residualOfX, Matrix<T> y) {
    Matrix<T> r = has(Mistake.RESIDUAL_TRANSPOSED) ? residualOfX.transpose() : residualOfX;
    Matrix<T> s = has(Mistake.RESIDUAL_NOT_TRANSPOSED) ? residualOfY : residualOfY.transpose();
    Matrix<T> gx =
        r.times(
            head(
                y,
                has(Mistake.TAIL_OF_4) || has(Mistake.TAIL_OF_4_IN_X),
                has(Mistake.TAIL_OF_8) || has(Mistake.TAIL_OF_8_IN_X),
                has(Mistake.LAST_LEFT_OUT) || has(Mistake.LAST_LEFT_OUT_IN_X)));
    Matrix<T> gy =
        s.times(
            head(
                x,
                has(Mistake.TAIL_OF_4) || has(Mistake.TAIL_OF_4_IN_Y),
                has(Mistake.TAIL_OF_8) || has(Mistake.TAIL_OF_8_IN_Y),
                has(Mistake.LAST_LEFT_OUT) || has(Mistake.LAST_LEFT_OUT_IN_Y)));
    if (weightOfBalance() != 0) {
      Matrix<T> d = imbalance(x, y).scale(number(weightOfBalance()));
      gx = gx.plus(x.times(d));
      gy = gy.minus(y.times(d));
    }
    gx = gx.scale(number(scaleX()));
    gy = gy.scale(number(scaleY()));
    if (has(Mistake.MEAN_OF_CELLS)) {
      T cells = number((double) m.rows() * m.columns());
      gx = gx.map(g -> arithmetic.divide(g, cells));
      gy = gy.map(g -> arithmetic.divide(g, cells));
    }
    if (has(Mistake.GRADIENTS_SWAPPED)) {
      Require.that(
          gx.rows() == gy.rows(), "gradients of " + gx.shape(), "have one shape", gy.shape());
    }
    return has(Mistake.GRADIENTS_SWAPPED) ? new Factors<>(gy, gx) : new Factors<>(gx, gy);
  }

  /** What X (X^T X - Y^T Y) is multiplied by in the gradient: four times its weight in F. */
  double weightOfBalance() {
    return has(Mistake.BALANCED_BY_QUARTER) ? 1 : has(Mistake.BALANCED_BY_EIGHTH) ? 0.5 : 0;
  }

  /** X^T X - Y^T Y. */
  Matrix<T> imbalance(Matrix<T> x, Matrix<T> y) {
    return x.gram().minus(y.gram());
  }

  /** The factor of a sum whose tail a fault leaves out: those rows are zero. */
  private Matrix<T> head(Matrix<T> a, boolean of4, boolean of8, boolean last) {
    int rows = a.rows();
    int kept = of4 ? rows / 4 * 4 : of8 ? rows / 8 * 8 : last ? rows - 1 : rows;
    return kept == rows ? a : firstRows(a, kept);
  }

  /** A matrix with zeros in place of the rows beyond the first few. */
  Matrix<T> firstRows(Matrix<T> a, int kept) {
    T zero = arithmetic.zero();
    return Matrix.of(arithmetic, a.rows(), a.columns(), (i, k) -> i < kept ? a.get(i, k) : zero);
  }

  /** What a fault multiplies the gradient by X by. */
  double scaleX() {
    return common() * (has(Mistake.SIGN_X) ? -1 : 1) * (has(Mistake.DOUBLED_X) ? 2 : 1);
  }

  /** What a fault multiplies the gradient by Y by. */
  double scaleY() {
    return common() * (has(Mistake.SIGN_Y) ? -1 : 1) * (has(Mistake.DOUBLED_Y) ? 2 : 1);
  }

  private double common() {
    double size = has(Mistake.DOUBLED) ? 2 : has(Mistake.HALVED) ? 0.5 : 1;
    return has(Mistake.SIGN) ? -size : size;
  }

  private T number(double value) {
    return arithmetic.of(value);
  }
}
