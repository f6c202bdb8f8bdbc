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
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.request.Op;

/**
 * The explanation of a failed verdict; the search for it begins after the verdict is printed.
 *
 * @param observed the arithmetic whose unit roundoff the errors fit, given the fault; empty if
 *     unknown
 * @param diagnosis the known faults that reproduce the numbers
 * @param where for some ops, the condition on a request under which the op fails, on one line
 * @param smaller a failed case that is smaller than all that were judged
 * @param replay the request that repeats the failed case
 * @param notes parts of the search that ended early
 * @param complete true if the search ended within its time and without an internal error
 */
public record Explanation(
    String observed,
    List<Diagnosis> diagnosis,
    Map<Op, String> where,
    Optional<CaseResult> smaller,
    Optional<Replay> replay,
    List<String> notes,
    boolean complete) {
  /** The explanation before any search, or if nothing failed. */
  public static final Explanation NONE = none(List.of(), true);

  /** No explanation, because of an internal error. */
  public static Explanation none(Throwable fault) {
    return none(List.of("Not explained; " + DiagnosisDeadline.words(fault)), false);
  }

  private static Explanation none(List<String> why, boolean complete) {
    return new Explanation(
        "", List.of(), Map.of(), Optional.empty(), Optional.empty(), why, complete);
  }

  /**
   * The results of a search, with notes on its end and on internal errors.
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
    all.addAll(search.notes());
    return new Explanation(
        observed, diagnosis, where, smaller, replay, all, search.notes().isEmpty());
  }

  public Explanation {
    diagnosis = List.copyOf(diagnosis);
    where = Collections.unmodifiableMap(new LinkedHashMap<>(where));
    notes = List.copyOf(notes);
  }

  /** The conditions under which ops fail, one line per op. */
  public List<String> whereItFails() {
    return where.entrySet().stream().map(w -> w.getKey() + ": " + w.getValue()).toList();
  }

  /**
   * A failed request that a user can repeat in a fresh process.
   *
   * @param request the line to pipe into it
   * @param words sentences about its answer; empty if a fresh process fails too, or none was tried
   */
  public record Replay(String request, String words) {
    /** The sentence about a request that fails only after others in the same process. */
    public static final String RIGHT =
        "A fresh process answers this request correctly: the program remembers earlier requests, or"
            + " its answers change from one start to the next.";
  }
}
