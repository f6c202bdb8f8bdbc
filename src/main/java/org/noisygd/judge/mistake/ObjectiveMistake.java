// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.mistake;

import static org.noisygd.judge.exact.ExactObjective.columnMajor;
import static org.noisygd.judge.exact.ExactObjective.firstColumns;
import static org.noisygd.judge.exact.ExactObjective.firstRows;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.noisygd.judge.exact.ExactObjective;
import org.noisygd.judge.exact.Side;
import org.noisygd.judge.mistake.Code.Found;
import org.noisygd.number.matrix.Matrix;

/**
 * Mistakes in the residual, the gradient and the loss. The sides (x, y) are explained at {@link
 * UpdateMistake}.
 */
@SuppressWarnings("shape") // mistakes confuse shapes; that is their nature
public enum ObjectiveMistake implements Mistake {
  SIGN(
      Code.SIGN.of(
          "the gradient's sign is wrong: it is R Y and R^T X with R = X Y^T - M, and is subtracted"),
      f -> f.sign = -1),
  SIGN_X(
      Code.SIGN.of("the sign of the gradient by X is wrong"),
      Scope.FACTORS,
      (x, y) -> x.size *= -1),
  SIGN_Y(SIGN_X),
  DOUBLED(Code.FACTOR_TWO.of("off by a factor 2"), f -> f.size = 2),
  HALVED(Code.FACTOR_TWO.of("off by a factor 1/2"), f -> f.size = 0.5),
  DOUBLED_X(
      Code.FACTOR_TWO.of("the gradient by X is off by a factor 2"),
      Scope.FACTORS,
      (x, y) -> x.size *= 2),
  DOUBLED_Y(DOUBLED_X),
  MEAN_OF_CELLS(
      Code.MEAN_INSTEAD_OF_SUM.of("divided by d1 d2: a mean over the cells of M was taken"),
      f -> f.gradientOfEach(sums -> sums.map(f::mean))),
  TARGET_TRANSPOSED(
      Code.TARGET_TRANSPOSED.of("M^T stands where M belongs"),
      Scope.RESIDUAL,
      f -> f.ifSquare().target = f.target.transpose()),
  TARGET_MISSING(
      Code.TARGET_MISSING.of("M is left out"),
      Scope.RESIDUAL,
      f -> f.target = firstRows(f.target, 0)),
  TARGET_NEGATED(
      Code.TARGET_NEGATED.of("M is added"), Scope.RESIDUAL, f -> f.target = f.target.negate()),
  TARGET_COLUMN_MAJOR(
      Code.TARGET_ORDER.of("M is laid out column by column"),
      Scope.RESIDUAL,
      f -> f.target = columnMajor(f.target)),
  RESIDUAL_NOT_TRANSPOSED(
      Code.RESIDUAL_TRANSPOSED.of("the gradient by Y uses R"),
      f -> f.ifSquare().y.residual = r -> r),
  RESIDUAL_TRANSPOSED(
      Code.RESIDUAL_TRANSPOSED.of("the gradient by X uses R^T"),
      f -> f.ifSquare().x.residual = Matrix::transpose),
  GRADIENTS_SWAPPED(
      Code.GRADIENTS_SWAPPED.of("the gradients by X and by Y are exchanged"),
      f -> f.ifSquare().gradient(ExactObjective::swapped)),
  FIRST_COLUMN_ONLY(
      Code.RANK_IGNORED.of("only the first column of X and Y enters the residual"),
      Scope.RESIDUAL,
      f -> f.inResidual = a -> firstColumns(a, 1)),
  LAST_COLUMN_LEFT_OUT(
      Code.RANK_IGNORED.of(
          "the last column of X and Y is left out of the residual: a loop ends one too early"),
      Scope.RESIDUAL,
      f -> f.inResidual = a -> firstColumns(a, Math.max(1, a.columns() - 1))),
  TAIL_OF_4(
      Code.LOOP_TAIL.of(
          "rows beyond the last multiple of 4 are left out of the sums: the tail of a vectorised loop"),
      f -> f.each(side -> side.summed = multipleOf(4))),
  TAIL_OF_8(
      Code.LOOP_TAIL.of(
          "rows beyond the last multiple of 8 are left out of the sums: the tail of a vectorised loop"),
      f -> f.each(side -> side.summed = multipleOf(8))),
  TAIL_OF_4_IN_X(
      Code.LOOP_TAIL.of(
          "the sum over the rows of Y, in the gradient by X, leaves out those beyond the last multiple"
              + " of 4"),
      (x, y) -> x.summed = multipleOf(4)),
  TAIL_OF_4_IN_Y(TAIL_OF_4_IN_X),
  TAIL_OF_8_IN_X(
      Code.LOOP_TAIL.of(
          "the sum over the rows of Y, in the gradient by X, leaves out those beyond the last multiple"
              + " of 8"),
      (x, y) -> x.summed = multipleOf(8)),
  TAIL_OF_8_IN_Y(TAIL_OF_8_IN_X),
  LAST_LEFT_OUT_IN_X(
      Code.LOOP_TAIL.of("the sum over the rows of Y, in the gradient by X, ends one too early"),
      (x, y) -> x.summed = a -> firstRows(a, a.rows() - 1)),
  LAST_LEFT_OUT_IN_Y(LAST_LEFT_OUT_IN_X),
  LAST_LEFT_OUT(
      Code.LOOP_TAIL.of("the last row is left out of the sums: a loop ends one too early"),
      f -> f.each(side -> side.summed = a -> firstRows(a, a.rows() - 1))),
  LOSS_DOUBLED(Code.FACTOR_TWO.of("the factor 1/2 is missing"), Scope.LOSS, f -> f.half = 1),
  LOSS_HALVED(Code.FACTOR_TWO.of("F is halved twice"), Scope.LOSS, f -> f.half = 0.25),
  LOSS_NEGATED(
      Code.SIGN.of("the sign of the loss is wrong"), Scope.LOSS, f -> f.loss(f.arithmetic::negate)),
  LOSS_MEAN(
      Code.MEAN_INSTEAD_OF_SUM.of("the mean over the cells of M is taken"),
      Scope.LOSS,
      f -> f.loss(f::mean)),
  LOSS_MEAN_UNHALVED(
      Code.MEAN_INSTEAD_OF_SUM.of("the mean square over the cells of M is taken"),
      Scope.LOSS,
      f -> {
        f.half = 1;
        f.loss(f::mean);
      });

  @SuppressWarnings("ImmutableEnumChecker") // the change has no state
  private final Entry entry;

  ObjectiveMistake(Found found, Consumer<ExactObjective<Object>> change) {
    this(found, Scope.GRADIENT, change);
  }

  ObjectiveMistake(Found found, Scope scope, Consumer<ExactObjective<Object>> change) {
    entry = Entry.of(found, scope, image -> change.accept(image.objective));
  }

  ObjectiveMistake(Found found, BiConsumer<Side<Object>, Side<Object>> change) {
    this(found, Scope.GRADIENT, change);
  }

  ObjectiveMistake(Found found, Scope scope, BiConsumer<Side<Object>, Side<Object>> change) {
    entry = Entry.ofSides(found, scope, change);
  }

  ObjectiveMistake(ObjectiveMistake other) {
    entry = other.entry.mirrored();
  }

  @Override
  public Entry entry() {
    return entry;
  }

  /** Keeps the rows up to the last multiple of n. */
  private static UnaryOperator<Matrix<Object>> multipleOf(int n) {
    return a -> firstRows(a, a.rows() / n * n);
  }
}
