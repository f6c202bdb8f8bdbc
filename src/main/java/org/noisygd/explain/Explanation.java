// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisygd.explain.diagnosis.Diagnosis;
import org.noisygd.explain.diagnosis.DiagnosisDeadline;
import org.noisygd.explain.diagnosis.InternalErrors;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.request.Op;

/**
 * What explains a failed verdict. The search for it begins after the verdict is told.
 *
 * @param observed the arithmetic whose unit roundoff the errors fit, if the mistake is known; empty
 *     if nobody has looked
 * @param diagnosis the known mistakes that reproduce the numbers
 * @param where where each op fails, in a line; an op has none if no condition separates
 * @param smaller a failed case that is smaller than those that the verdict rests on
 * @param replay how to repeat the failed case
 * @param notes where the search ended early
 * @param complete whether the search came to its end within its time
 */
public record Explanation(
    String observed,
    List<Diagnosis> diagnosis,
    Map<Op, String> where,
    Optional<CaseResult> smaller,
    Optional<Replay> replay,
    List<String> notes,
    boolean complete) {
  /** Nothing failed, or nobody has looked yet. */
  public static final Explanation NONE = none(List.of(), true);

  /** No explanation, because of a fault of the reference itself. */
  public static Explanation none(Throwable fault) {
    List<String> why = List.of("Not explained; " + InternalErrors.words(fault));
    return none(why, false);
  }

  private static Explanation none(List<String> why, boolean complete) {
    return new Explanation(
        "", List.of(), Map.of(), Optional.empty(), Optional.empty(), why, complete);
  }

  /**
   * What a search found, with notes on what ended it or parts of it.
   *
   * @param notes other notes
   */
  public static Explanation of(
      String observed,
      List<Diagnosis> diagnosis,
      Map<Op, String> where,
      Optional<CaseResult> smaller,
      Optional<Replay> replay,
      List<String> notes,
      DiagnosisDeadline search) {
    List<String> all = new ArrayList<>(notes);
    if (search.isMet()) {
      all.add(search.words());
    }
    all.addAll(search.faults().found());
    return new Explanation(observed, diagnosis, where, smaller, replay, all, search.isComplete());
  }

  public Explanation {
    diagnosis = List.copyOf(diagnosis);
    where = Collections.unmodifiableMap(new LinkedHashMap<>(where));
    notes = List.copyOf(notes);
  }

  /** Where each op fails, a line each. */
  public List<String> whereItFails() {
    return where.entrySet().stream().map(w -> w.getKey() + ": " + w.getValue()).toList();
  }
}
