// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.mistake;

import static org.noisygd.judge.exact.ExactObjective.firstColumns;
import static org.noisygd.judge.exact.ExactObjective.firstRows;

import java.util.function.Consumer;
import org.noisygd.judge.exact.ExactObjective;
import org.noisygd.number.matrix.Matrix;

/** Mistakes in the residual, the gradient and the loss. */
@SuppressWarnings("shape") // mistakes confuse shapes; that is their nature
public enum ObjectiveMistake implements Mistake {
  SIGN(
      "sign",
      "the gradient's sign is wrong: it is R Y and R^T X with R = X Y^T - M, and is subtracted",
      f -> f.sign = -1),
  SIGN_X("sign", Scope.FACTORS, "the sign of the gradient by X is wrong", f -> f.sizeX *= -1),
  SIGN_Y("sign", Scope.FACTORS, "the sign of the gradient by Y is wrong", f -> f.sizeY *= -1),
  DOUBLED(
      "factor-two",
      "off by a factor 2: F has a factor 1/2, so that its gradient has none",
      f -> f.size = 2),
  HALVED("factor-two", "off by a factor 1/2", f -> f.size = 0.5),
  DOUBLED_X(
      "factor-two", Scope.FACTORS, "the gradient by X is off by a factor 2", f -> f.sizeX *= 2),
  DOUBLED_Y(
      "factor-two", Scope.FACTORS, "the gradient by Y is off by a factor 2", f -> f.sizeY *= 2),
  MEAN_OF_CELLS(
      "mean-instead-of-sum",
      "divided by d1 d2: a mean over the cells of M was taken instead of their sum",
      f -> f.gradientOfEach(sums -> sums.map(f::mean))),
  TARGET_TRANSPOSED(
      "target-transposed",
      Scope.RESIDUAL,
      "M^T stands where M belongs",
      f -> f.target = f.target.transpose()),
  TARGET_MISSING(
      "target-missing", Scope.RESIDUAL, "M is left out", f -> f.target = firstRows(f.target, 0)),
  TARGET_NEGATED(
      "target-negated",
      Scope.RESIDUAL,
      "M is added; R = X Y^T - M",
      f -> f.target = f.target.negate()),
  TARGET_COLUMN_MAJOR(
      "target-order",
      Scope.RESIDUAL,
      "M is laid out column by column; it comes row by row",
      f -> f.target = ExactObjective.columnMajor(f.target)),
  RESIDUAL_NOT_TRANSPOSED(
      "residual-transposed", "the gradient by Y uses R; it is R^T X", f -> f.residualByY = s -> s),
  RESIDUAL_TRANSPOSED(
      "residual-transposed",
      "the gradient by X uses R^T; it is R Y",
      f -> f.residualByX = Matrix::transpose),
  GRADIENTS_SWAPPED(
      "gradients-swapped",
      "the gradients by X and by Y are exchanged",
      f -> f.gradient(ExactObjective::swapped)),
  FIRST_COLUMN_ONLY(
      "rank-ignored",
      Scope.RESIDUAL,
      "only the first column of X and Y enters the residual; sum over all r",
      f -> f.inResidual = a -> firstColumns(a, 1)),
  LAST_COLUMN_LEFT_OUT(
      "rank-ignored",
      Scope.RESIDUAL,
      "the last column of X and Y is left out of the residual: a loop ends one too early",
      f -> f.inResidual = a -> firstColumns(a, Math.max(1, a.columns() - 1))),
  TAIL_OF_4(
      "loop-tail",
      "rows beyond the last multiple of 4 are left out of the sums: the tail of a vectorised loop",
      f -> f.summedByX = f.summedByY = a -> firstRows(a, a.rows() / 4 * 4)),
  TAIL_OF_8(
      "loop-tail",
      "rows beyond the last multiple of 8 are left out of the sums: the tail of a vectorised loop",
      f -> f.summedByX = f.summedByY = a -> firstRows(a, a.rows() / 8 * 8)),
  TAIL_OF_4_IN_X(
      "loop-tail",
      "the sum over the rows of Y, in the gradient by X, leaves out those beyond the last multiple"
          + " of 4",
      f -> f.summedByX = y -> firstRows(y, y.rows() / 4 * 4)),
  TAIL_OF_4_IN_Y(
      "loop-tail",
      "the sum over the rows of X, in the gradient by Y, leaves out those beyond the last multiple"
          + " of 4",
      f -> f.summedByY = x -> firstRows(x, x.rows() / 4 * 4)),
  TAIL_OF_8_IN_X(
      "loop-tail",
      "the sum over the rows of Y, in the gradient by X, leaves out those beyond the last multiple"
          + " of 8",
      f -> f.summedByX = y -> firstRows(y, y.rows() / 8 * 8)),
  TAIL_OF_8_IN_Y(
      "loop-tail",
      "the sum over the rows of X, in the gradient by Y, leaves out those beyond the last multiple"
          + " of 8",
      f -> f.summedByY = x -> firstRows(x, x.rows() / 8 * 8)),
  LAST_LEFT_OUT_IN_X(
      "loop-tail",
      "the sum over the rows of Y, in the gradient by X, ends one too early",
      f -> f.summedByX = y -> firstRows(y, y.rows() - 1)),
  LAST_LEFT_OUT_IN_Y(
      "loop-tail",
      "the sum over the rows of X, in the gradient by Y, ends one too early",
      f -> f.summedByY = x -> firstRows(x, x.rows() - 1)),
  LAST_LEFT_OUT(
      "loop-tail",
      "the last row is left out of the sums: a loop ends one too early",
      f -> f.summedByX = f.summedByY = a -> firstRows(a, a.rows() - 1)),
  LOSS_DOUBLED("factor-two", Scope.LOSS, "the factor 1/2 of F is missing", f -> f.half = 1),
  LOSS_HALVED("factor-two", Scope.LOSS, "F is halved twice", f -> f.half = 0.25),
  LOSS_NEGATED(
      "sign",
      Scope.LOSS,
      "the sign of the loss is wrong",
      f -> f.loss = f.loss.andThen(f.arithmetic::negate)),
  LOSS_MEAN(
      "mean-instead-of-sum",
      Scope.LOSS,
      "the mean over the cells of M is taken; F is half their sum",
      f -> f.loss = f.loss.andThen(f::mean)),
  LOSS_MEAN_UNHALVED(
      "mean-instead-of-sum",
      Scope.LOSS,
      "the mean square over the cells of M is taken; F is half the sum of squares",
      f -> f.loss(1, f::mean));

  @SuppressWarnings("ImmutableEnumChecker") // the change is a function without state
  private final Entry entry;

  ObjectiveMistake(String code, String advice, Consumer<ExactObjective<Object>> change) {
    this(code, Scope.GRADIENT, advice, change);
  }

  ObjectiveMistake(
      String code, Scope scope, String advice, Consumer<ExactObjective<Object>> change) {
    entry = new Entry(code, scope, advice, image -> change.accept(image.objective));
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
