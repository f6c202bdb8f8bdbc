// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.mistake;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.noisygd.explain.model.ExactUpdate;
import org.noisygd.explain.model.Side;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.protocol.Code.Found;

/**
 * Mistakes in a run: the noise of another step is used. The sides (x, y) are explained at {@link
 * UpdateMistake}.
 */
@SuppressWarnings("shape") // mistakes confuse shapes; that is their nature
public enum RunMistake implements Mistake {
  NOISE_NEXT(
      Code.NOISE_OFF_BY_ONE.of("step t uses the noise of step t + 1"),
      update -> update.each(side -> side.noiseStep = (t, last) -> t + 1)),
  NOISE_PREVIOUS(
      Code.NOISE_OFF_BY_ONE.of("step t uses the noise of step t - 1"),
      update -> update.each(side -> side.noiseStep = (t, last) -> t - 1)),
  NOISE_REUSED(
      Code.NOISE_REUSED.of("every step uses the noise of the first"),
      update -> update.each(side -> side.noiseStep = (t, last) -> 0)),
  NOISE_NEXT_X(
      Code.NOISE_OFF_BY_ONE.of("step t perturbs X by the noise of step t + 1"),
      (x, y) -> x.noiseStep = (t, last) -> t + 1),
  NOISE_NEXT_Y(NOISE_NEXT_X),
  NOISE_PREVIOUS_X(
      Code.NOISE_OFF_BY_ONE.of("step t perturbs X by the noise of step t - 1"),
      (x, y) -> x.noiseStep = (t, last) -> t - 1),
  NOISE_PREVIOUS_Y(NOISE_PREVIOUS_X),
  NOISE_REUSED_X(
      Code.NOISE_REUSED.of("every step perturbs X by the noise of the first"),
      (x, y) -> x.noiseStep = (t, last) -> 0),
  NOISE_REUSED_Y(NOISE_REUSED_X),
  NOISE_OF_LAST(
      Code.NOISE_REUSED.of("every step uses the noise of the last"),
      update -> update.each(side -> side.noiseStep = (t, last) -> last));

  @SuppressWarnings("ImmutableEnumChecker") // the change has no state
  private final Entry entry;

  RunMistake(Found found, Consumer<ExactUpdate<Object>> change) {
    entry = Entry.of(found, Scope.RUN, image -> change.accept(image.update));
  }

  RunMistake(Found found, BiConsumer<Side<Object>, Side<Object>> change) {
    entry = Entry.ofSides(found, Scope.RUN, change);
  }

  RunMistake(RunMistake other) {
    entry = other.entry.mirrored();
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
