// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge;

import java.util.List;
import java.util.Optional;
import org.noisygd.judge.diagnosis.Diagnosis;
import org.noisygd.judge.verdict.CaseResult;

/**
 * What explains a failed verdict. The search for it begins after the verdict is told.
 *
 * @param diagnosis the known mistakes that reproduce the numbers
 * @param smaller a failed case that is smaller than those that the verdict rests on
 * @param replay how to repeat the failed case
 * @param notes where the search ended early
 * @param complete whether the search came to its end within its time
 */
public record Explanation(
    List<Diagnosis> diagnosis,
    Optional<CaseResult> smaller,
    Optional<Replay> replay,
    List<String> notes,
    boolean complete) {
  /** Nothing failed, or nobody has looked yet. */
  static final Explanation NONE =
      new Explanation(List.of(), Optional.empty(), Optional.empty(), List.of(), true);

  /** No explanation, and the reason. */
  static Explanation none(String why) {
    return new Explanation(List.of(), Optional.empty(), Optional.empty(), List.of(why), false);
  }

  public Explanation {
    diagnosis = List.copyOf(diagnosis);
    notes = List.copyOf(notes);
  }
}
