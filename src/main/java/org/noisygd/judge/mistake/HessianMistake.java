// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.mistake;

import java.util.function.Consumer;
import org.noisygd.judge.exact.ExactHessian;

/** Mistakes in the Hessian and in its product with a direction. */
@SuppressWarnings("shape") // mistakes confuse shapes; that is their nature
public enum HessianMistake implements Mistake {
  NO_RESIDUAL(
      Code.HESSIAN_OFF_DIAGONAL,
      Scope.HESSIAN,
      "the off-diagonal block lacks the residual",
      h -> h.residual = 0),
  RESIDUAL_NEGATED(
      Code.HESSIAN_OFF_DIAGONAL,
      Scope.HESSIAN,
      "the residual in the off-diagonal block has the wrong sign",
      h -> h.residual = -1),
  RESIDUAL_DOUBLED(
      Code.HESSIAN_OFF_DIAGONAL,
      Scope.HESSIAN,
      "the residual in the off-diagonal block is counted twice",
      h -> h.residual = 2),
  OUTER_EXCHANGED(
      Code.HESSIAN_OFF_DIAGONAL,
      "the off-diagonal block has X_ia Y_jb where X_ib Y_ja belongs",
      h -> h.exchangeOuter()),
  RESIDUAL_EVERYWHERE(
      Code.HESSIAN_OFF_DIAGONAL,
      "the off-diagonal block has R_ij for a != b too",
      h -> h.residualElsewhere = 1),
  OUTER_MISSING(
      Code.HESSIAN_OFF_DIAGONAL, "the off-diagonal block lacks X_ib Y_ja", h -> h.outer = 0),
  CROSS_MISSING(
      Code.HESSIAN_OFF_DIAGONAL,
      Scope.HVP,
      "the change of X Y^T lacks X dY^T, which comes from the off-diagonal block",
      h -> h.changeByY = 0),
  UPPER(Code.HESSIAN_TRIANGLE, "only the upper triangle is filled", h -> h.below = 0),
  LOWER(Code.HESSIAN_TRIANGLE, "only the lower triangle is filled", h -> h.above = 0),
  DIAGONAL_DOUBLED(
      Code.HESSIAN_TRIANGLE,
      "the diagonal is doubled: a triangle was added to its own transpose",
      h -> h.diagonal = 2),
  BLOCK_DIAGONAL(
      Code.HESSIAN_OFF_DIAGONAL,
      Scope.HESSIAN,
      "the off-diagonal block is missing",
      h -> h.blockDiagonal()),
  GRAMS_SWAPPED(
      Code.HESSIAN_DIAGONAL, "the diagonal blocks are exchanged", h -> h.gramsSwapped = true),
  GRAMS_DIAGONAL(
      Code.HESSIAN_DIAGONAL,
      "only the diagonals of the Gram matrices enter the diagonal blocks",
      h -> h.gramsElsewhere = 0),
  SIGN(Code.SIGN, Scope.HESSIAN, "the sign of the Hessian is wrong", h -> h.sign = -1),
  DOUBLED(Code.FACTOR_TWO, Scope.HESSIAN, "the Hessian is off by a factor 2", h -> h.size = 2),
  HALVED(Code.FACTOR_TWO, Scope.HESSIAN, "the Hessian is off by a factor 1/2", h -> h.size = 0.5),
  COLUMN_MAJOR(
      Code.HESSIAN_ORDER,
      "the variables are ordered column by column within X and Y",
      h -> h.order = HessianMistake::byColumn),
  Y_FIRST(
      Code.HESSIAN_ORDER,
      "the variables of Y come first",
      h -> h.order = (p, d1, d2, r) -> (p + d1 * r) % ((d1 + d2) * r)),
  BY_COMPONENT(
      Code.HESSIAN_ORDER,
      "the variables are grouped by column of (X; Y)",
      h -> h.order = (p, d1, d2, r) -> p % (d1 + d2) * r + p / (d1 + d2));

  @SuppressWarnings("ImmutableEnumChecker") // the change is a function without state
  private final Entry entry;

  HessianMistake(Code code, String found, Consumer<ExactHessian<Object>> change) {
    this(code, Scope.FULL_HESSIAN, found, change);
  }

  HessianMistake(Code code, Scope scope, String found, Consumer<ExactHessian<Object>> change) {
    entry = Entry.of(code, scope, found, image -> change.accept(image.hessian));
  }

  @Override
  public Entry entry() {
    return entry;
  }

  /** The variables of X, and those of Y, column by column. */
  private static int byColumn(int p, int d1, int d2, int r) {
    int split = d1 * r;
    int n = p - split;
    return p < split ? p % d1 * r + p / d1 : split + n % d2 * r + n / d2;
  }
}
