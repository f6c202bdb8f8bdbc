// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import java.util.List;
import java.util.Optional;
import org.noisygd.explain.Explanation;
import org.noisygd.explain.diagnosis.Diagnosis;
import org.noisygd.judge.distribution.TestResult;
import org.noisygd.judge.judgement.CaseResult;

/**
 * The outcome of judging a trace.
 *
 * @param file the file
 * @param name the name that the trace gives itself; empty if none
 * @param declared the arithmetic it declares
 * @param observed the arithmetic that its errors fit; empty if it is not known
 * @param judged the updates that were judged
 * @param law the tests of the increments' law, for a trace with no noise at all
 * @param complaint why the file could not be read to its end; empty if it could
 * @param explanation what explains wrong updates; its replay is the first of them as a {@code step}
 *     request, from the state before it
 */
public record TraceVerdict(
    String file,
    String name,
    String declared,
    String observed,
    Judged judged,
    List<TestResult> law,
    String complaint,
    Explanation explanation) {

  /**
   * Updates that were judged.
   *
   * @param updates how many
   * @param failed how many of them are wrong
   * @param idle how many are so small beside their bounds that a program that changes nothing would
   *     pass them
   * @param undecided about how many more the bound says nothing
   * @param unchecked how many more could not be judged because their noise is missing
   * @param worst the largest error over its bound
   * @param firstFailure the first wrong update's worst entry
   */
  public record Judged(
      long updates,
      long failed,
      long idle,
      long undecided,
      long unchecked,
      double worst,
      Optional<CaseResult.Failure> firstFailure) {
    /** Whether a program that changes nothing would pass every update. */
    public boolean areAllIdle() {
      return updates > 0 && idle == updates;
    }
  }

  /** The verdict on a file that cannot be opened, or whose header cannot be read. */
  static TraceVerdict unreadable(String file, String why) {
    Judged none = new Judged(0, 0, 0, 0, 0, -1, Optional.empty());
    return new TraceVerdict(file, "", "", "", none, List.of(), why, Explanation.NONE);
  }

  /** The known mistakes that reproduce the first wrong updates. */
  public List<Diagnosis> diagnosis() {
    return explanation.diagnosis();
  }

  /** The same verdict, explained. */
  TraceVerdict explained(Explanation found) {
    return new TraceVerdict(file, name, declared, observed, judged, law, complaint, found);
  }

  /** The same verdict without an explanation, because a fault of the reference ended it. */
  public TraceVerdict unexplained(Throwable fault) {
    return explained(Explanation.none(fault));
  }

  /**
   * The verdict: a wrong update counts first, then an unreadable line, then that nothing was
   * judged, or nothing that a program must do.
   */
  public Verdict verdict() {
    if (judged.failed > 0 || law.stream().anyMatch(s -> !s.pass())) {
      return Verdict.FAIL;
    }
    if (!complaint.isEmpty()) {
      return Verdict.UNUSABLE;
    }
    boolean told = judged.updates > 0 && !judged.areAllIdle();
    return told || !law.isEmpty() ? Verdict.PASS : Verdict.BROKEN;
  }
}
