// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.mistake;

import static org.noisygd.explain.model.ExactObjective.scaled;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.noisygd.explain.model.ExactObjective;
import org.noisygd.explain.model.Side;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.protocol.Code.Found;

/**
 * Mistakes in the residual, the gradient and the loss. The sides (x, y) are explained at {@link
 * UpdateMistake}.
 */
@SuppressWarnings("shape") // mistakes confuse shapes; that is their nature
public enum ObjectiveMistake implements Mistake {
  SIGN(
      Code.SIGN.of(
          "the gradient's sign is wrong: it is R Y and R^T X with R = X Y^T - M, and is"
              + " subtracted"),
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
  TARGET_TRANSPOSED(
      Code.TARGET_TRANSPOSED.of("M^T stands where M belongs"),
      Scope.RESIDUAL,
      f -> f.ifSquare().target = f.target.transpose()),
  TARGET_MISSING(
      Code.TARGET_MISSING.of("M is left out"), Scope.RESIDUAL, f -> f.target = scaled(f.target, 0)),
  LOSS_DOUBLED(Code.FACTOR_TWO.of("the factor 1/2 is missing"), Scope.LOSS, f -> f.half = 1),
  LOSS_HALVED(Code.FACTOR_TWO.of("F is halved twice"), Scope.LOSS, f -> f.half = 0.25),
  LOSS_NEGATED(Code.SIGN.of("the sign of the loss is wrong"), Scope.LOSS, f -> f.half = -0.5);

  @SuppressWarnings("ImmutableEnumChecker") // the change has no state
  private final Entry entry;

  ObjectiveMistake(Found found, Consumer<ExactObjective<Object>> change) {
    this(found, Scope.GRADIENT, change);
  }

  ObjectiveMistake(Found found, Scope scope, Consumer<ExactObjective<Object>> change) {
    entry = Entry.of(found, scope, image -> change.accept(image.objective));
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
}
