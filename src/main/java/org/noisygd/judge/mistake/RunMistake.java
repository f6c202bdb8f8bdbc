// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.mistake;

import java.util.function.Consumer;
import org.noisygd.judge.exact.RunStages;

/**
 * Mistakes in a run: the noise of another step, the state of another step, what is carried from
 * step to step.
 */
public enum RunMistake implements Mistake {
  NOISE_NEXT(
      "noise-off-by-one",
      "step t uses the noise of step t + 1",
      run -> run.noise((t, last) -> t + 1)),
  NOISE_PREVIOUS(
      "noise-off-by-one",
      "step t uses the noise of step t - 1",
      run -> run.noise((t, last) -> t - 1)),
  NOISE_REUSED(
      "noise-reused", "every step uses the noise of the first", run -> run.noise((t, last) -> 0)),
  NOISE_NEXT_X(
      "noise-off-by-one",
      "step t perturbs X by the noise of step t + 1",
      run -> run.noiseOfX = (t, last) -> t + 1),
  NOISE_NEXT_Y(
      "noise-off-by-one",
      "step t perturbs Y by the noise of step t + 1",
      run -> run.noiseOfY = (t, last) -> t + 1),
  NOISE_PREVIOUS_X(
      "noise-off-by-one",
      "step t perturbs X by the noise of step t - 1",
      run -> run.noiseOfX = (t, last) -> t - 1),
  NOISE_PREVIOUS_Y(
      "noise-off-by-one",
      "step t perturbs Y by the noise of step t - 1",
      run -> run.noiseOfY = (t, last) -> t - 1),
  NOISE_REUSED_X(
      "noise-reused",
      "every step perturbs X by the noise of the first",
      run -> run.noiseOfX = (t, last) -> 0),
  NOISE_REUSED_Y(
      "noise-reused",
      "every step perturbs Y by the noise of the first",
      run -> run.noiseOfY = (t, last) -> 0),
  NOISE_OF_LAST(
      "noise-reused", "every step uses the noise of the last", run -> run.noise((t, last) -> last)),
  NOISE_REVERSED(
      "noise-order",
      "the noise is used from the last step to the first",
      run -> run.noise((t, last) -> last - t)),
  NOISE_MISSING_LAST("noise-missing", "the last step has no noise", run -> run.lastIsQuiet = true),
  NOISE_MISSING_FIRST(
      "noise-missing", "the first step has no noise", run -> run.firstIsQuiet = true),
  NOISE_ACCUMULATED(
      "noise-accumulated",
      "the noise of earlier steps is still in the perturbed iterate; perturb the iterate afresh",
      run -> run.accumulates = true),
  STATES_LATE(
      "states-off-by-one", "the state recorded for t is that of t + 1", run -> run.ahead = 1),
  STATES_EARLY(
      "states-off-by-one", "the state recorded for t is that of t - 1", run -> run.ahead = -1),
  STATES_PERTURBED(
      "states-perturbed",
      "the perturbed iterate is recorded; record the iterate",
      run -> run.recordsPerturbed = true),
  UPDATES_MISSING("updates-missing", "the update is not made", run -> run.missing = (k, n) -> true);

  @SuppressWarnings("ImmutableEnumChecker") // the change is a function without state
  private final Entry entry;

  RunMistake(String code, String advice, Consumer<RunStages> change) {
    entry = new Entry(code, Scope.RUN, advice, image -> change.accept(image.run));
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
