// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.mistake;

import java.util.function.Consumer;
import org.noisygd.explain.model.ExactHessian;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.protocol.Code.Found;

/** Mistakes in the Hessian and in its product with a direction. */
@SuppressWarnings("shape") // mistakes confuse shapes; that is their nature
public enum HessianMistake implements Mistake {
  NO_RESIDUAL(
      Code.HESSIAN_OFF_DIAGONAL.of("the off-diagonal block lacks the residual"),
      Scope.HESSIAN,
      h -> h.residual = 0),
  RESIDUAL_NEGATED(
      Code.HESSIAN_OFF_DIAGONAL.of("the residual in the off-diagonal block has the wrong sign"),
      Scope.HESSIAN,
      h -> h.residual = -1),
  RESIDUAL_DOUBLED(
      Code.HESSIAN_OFF_DIAGONAL.of("the residual in the off-diagonal block is counted twice"),
      Scope.HESSIAN,
      h -> h.residual = 2),
  OUTER_EXCHANGED(
      Code.HESSIAN_OFF_DIAGONAL.of("the off-diagonal block has X_ia Y_jb where X_ib Y_ja belongs"),
      h -> h.exchangeOuter()),
  RESIDUAL_EVERYWHERE(
      Code.HESSIAN_OFF_DIAGONAL.of("the off-diagonal block has R_ij for a != b too"),
      h -> h.residualElsewhere = 1),
  OUTER_MISSING(
      Code.HESSIAN_OFF_DIAGONAL.of("the off-diagonal block lacks X_ib Y_ja"), h -> h.outer = 0),
  CROSS_MISSING(
      Code.HESSIAN_OFF_DIAGONAL.of(
          "the change of X Y^T lacks X dY^T, which comes from the off-diagonal block"),
      Scope.HVP,
      h -> h.changeByY = 0),
  BLOCK_DIAGONAL(
      Code.HESSIAN_OFF_DIAGONAL.of("the off-diagonal block is missing"),
      Scope.HESSIAN,
      h -> h.blockDiagonal()),
  SIGN(Code.SIGN.of("the sign of the Hessian is wrong"), Scope.HESSIAN, h -> h.sign = -1),
  DOUBLED(Code.FACTOR_TWO.of("the Hessian is off by a factor 2"), Scope.HESSIAN, h -> h.size = 2),
  HALVED(
      Code.FACTOR_TWO.of("the Hessian is off by a factor 1/2"), Scope.HESSIAN, h -> h.size = 0.5),
  COLUMN_MAJOR(
      Code.HESSIAN_ORDER.of("the variables are ordered column by column within X and Y"),
      h -> h.order = HessianMistake::byColumn),
  Y_FIRST(
      Code.HESSIAN_ORDER.of("the variables of Y come first"),
      h -> h.order = (p, d1, d2, r) -> (p + d1 * r) % ((d1 + d2) * r)),
  BY_COMPONENT(
      Code.HESSIAN_ORDER.of("the variables are grouped by column of (X; Y)"),
      h -> h.order = (p, d1, d2, r) -> p % (d1 + d2) * r + p / (d1 + d2));

  @SuppressWarnings("ImmutableEnumChecker") // the change has no state
  private final Entry entry;

  HessianMistake(Found found, Consumer<ExactHessian<Object>> change) {
    this(found, Scope.FULL_HESSIAN, change);
  }

  HessianMistake(Found found, Scope scope, Consumer<ExactHessian<Object>> change) {
    entry = Entry.of(found, scope, image -> change.accept(image.hessian));
  }

  @Override
  public Entry entry() {
    return entry;
  }

  /** Numbers the variables of X column by column, then those of Y column by column. */
  private static int byColumn(int p, int d1, int d2, int r) {
    int split = d1 * r;
    int n = p - split;
    return p < split ? p % d1 * r + p / d1 : split + n % d2 * r + n / d2;
  }
}
