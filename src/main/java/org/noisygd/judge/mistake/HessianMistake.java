// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.mistake;

import java.util.function.Consumer;
import org.noisygd.judge.exact.ExactHessian;

/** Mistakes in the Hessian and in its product with a direction. */
public enum HessianMistake implements Mistake {
  NO_RESIDUAL(
      "hessian-off-diagonal",
      Scope.HESSIAN,
      "the off-diagonal block lacks the residual: it is R_ij delta_ab + X_ib Y_ja",
      h -> h.residual = 0),
  RESIDUAL_NEGATED(
      "hessian-off-diagonal",
      Scope.HESSIAN,
      "the residual in the off-diagonal block has the wrong sign",
      h -> h.residual = -1),
  RESIDUAL_DOUBLED(
      "hessian-off-diagonal",
      Scope.HESSIAN,
      "the residual in the off-diagonal block is counted twice",
      h -> h.residual = 2),
  OUTER_EXCHANGED(
      "hessian-off-diagonal",
      "the off-diagonal block has X_ia Y_jb where X_ib Y_ja belongs",
      h -> h.exchangeOuter()),
  RESIDUAL_EVERYWHERE(
      "hessian-off-diagonal",
      "the off-diagonal block has R_ij for a != b too: it is R_ij delta_ab + X_ib Y_ja",
      h -> h.residualElsewhere = 1),
  OUTER_MISSING(
      "hessian-off-diagonal",
      "the off-diagonal block lacks X_ib Y_ja: it is R_ij delta_ab + X_ib Y_ja",
      h -> h.outer = 0),
  CROSS_MISSING(
      "hessian-off-diagonal",
      Scope.HVP,
      "the change of X Y^T lacks X dY^T: it is dX Y^T + X dY^T",
      h -> h.changeByY = 0),
  UPPER("hessian-triangle", "only the upper triangle is filled; it is symmetric", h -> h.below = 0),
  LOWER("hessian-triangle", "only the lower triangle is filled; it is symmetric", h -> h.above = 0),
  DIAGONAL_DOUBLED(
      "hessian-triangle",
      "the diagonal is doubled: a triangle was added to its own transpose",
      h -> h.diagonal = 2),
  BLOCK_DIAGONAL(
      "hessian-off-diagonal",
      Scope.HESSIAN,
      "the off-diagonal block is missing",
      h -> h.blockDiagonal()),
  GRAMS_SWAPPED(
      "hessian-diagonal",
      "the diagonal blocks are exchanged: Y^T Y belongs to X and X^T X to Y",
      h -> h.gramsSwapped = true),
  GRAMS_DIAGONAL(
      "hessian-diagonal",
      "only the diagonals of Y^T Y and X^T X enter the diagonal blocks",
      h -> h.gramsElsewhere = 0),
  SIGN("sign", Scope.HESSIAN, "the sign of the Hessian is wrong", h -> h.sign = -1),
  DOUBLED("factor-two", Scope.HESSIAN, "the Hessian is off by a factor 2", h -> h.size = 2),
  HALVED("factor-two", Scope.HESSIAN, "the Hessian is off by a factor 1/2", h -> h.size = 0.5),
  COLUMN_MAJOR(
      "hessian-order",
      "the variables are ordered column by column within X and Y; order them row by row",
      h -> h.order = HessianMistake::columnMajor),
  Y_FIRST(
      "hessian-order",
      "the variables of Y come first; X comes first",
      h -> h.order = (p, d1, d2, r) -> (p + d1 * r) % ((d1 + d2) * r)),
  BY_COMPONENT(
      "hessian-order",
      "the variables are grouped by column of (X; Y); order X row by row, then Y row by row",
      h -> h.order = (p, d1, d2, r) -> p % (d1 + d2) * r + p / (d1 + d2));

  @SuppressWarnings("ImmutableEnumChecker") // the change is a function without state
  private final Entry entry;

  HessianMistake(String code, String advice, Consumer<ExactHessian<Object>> change) {
    this(code, Scope.FULL_HESSIAN, advice, change);
  }

  HessianMistake(String code, Scope scope, String advice, Consumer<ExactHessian<Object>> change) {
    entry = new Entry(code, scope, advice, image -> change.accept(image.hessian));
  }

  @Override
  public Entry entry() {
    return entry;
  }

  /** The variables of X, and those of Y, column by column. */
  private static int columnMajor(int p, int d1, int d2, int r) {
    int split = d1 * r;
    int n = p - split;
    return p < split ? p % d1 * r + p / d1 : split + n % d2 * r + n / d2;
  }
}
