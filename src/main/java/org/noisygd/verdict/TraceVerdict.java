// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import java.util.List;
import java.util.Optional;
import org.noisygd.explain.Explanation;
import org.noisygd.judge.answers.JudgedTrace;
import org.noisygd.judge.answers.JudgedTrace.Counts;
import org.noisygd.judge.distribution.TestResult;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.TraceReader.TraceHeader;
import org.noisygd.verdict.Verdict.Program;

/**
 * The outcome of judging a trace.
 *
 * @param judged the counts of the judged updates
 * @param tests the tests of the increments' distribution, for a trace without any noise
 * @param complaint the reason why the file could not be read to its end; empty if it could
 * @param explanation the explanation of wrong updates; it replays the first as a {@code step}
 */
public record TraceVerdict(
    String file,
    Program program,
    Counts judged,
    List<TestResult> tests,
    String complaint,
    Explanation explanation)
    implements ProgramVerdict {

  /** The verdict on a judged trace; the complaint is empty if it was read to its end. */
  static TraceVerdict of(String file, TraceHeader header, JudgedTrace trace, String complaint) {
    Program program = new Program(header.name(), header.arithmetic().name(), trace.observed());
    return new TraceVerdict(
        file, program, trace.counts(), trace.tests(), complaint, Explanation.NONE);
  }

  /** The verdict on a file that cannot be opened, or whose header cannot be read. */
  static TraceVerdict unreadable(String file, String why) {
    Program unknown = new Program("", "", "");
    return new TraceVerdict(file, unknown, Counts.NONE, List.of(), why, Explanation.NONE);
  }

  /** The trace's own name, or its file. */
  @Override
  public String name() {
    return program.name().isEmpty() ? file : program.name();
  }

  @Override
  public List<String> failedOps() {
    return judged.firstFailure().filter(CaseResult.Failure::hasNumbers).isPresent()
        ? List.of(Ops.RUN.word())
        : List.of();
  }

  @Override
  public TraceVerdict explained(Explanation found) {
    return new TraceVerdict(file, program, judged, tests, complaint, found);
  }

  /**
   * The verdict, in order of precedence: a wrong update; an unreadable line; nothing judged, or
   * only updates that an unchanged state would pass.
   */
  @Override
  public Verdict verdict() {
    if (judged.failed() > 0 || !failedTests().isEmpty()) {
      return Verdict.FAIL;
    }
    if (!complaint.isEmpty()) {
      return Verdict.UNUSABLE;
    }
    boolean decided = judged.updates() > 0 && !judged.areAllIdle();
    return decided || !tests.isEmpty() ? Verdict.PASS : Verdict.BROKEN;
  }

  @Override
  public String sentence() {
    return switch (verdict()) {
      case PASS ->
          judged.updates() > 0
              ? (judged.updates() == 1
                      ? "The update is right"
                      : "All " + judged.updates() + " updates are right")
                  + ": every error is within its proved bound."
              : "The increments follow their distribution.";
      case FAIL ->
          judged.failed() > 0
              ? judged.failed() + " of " + judged.updates() + " updates are wrong."
              : "The increments do not follow their distribution.";
      case UNUSABLE -> complaint;
      case BROKEN -> "No update could be checked" + whyUnchecked() + ".";
    };
  }

  private String whyUnchecked() {
    return judged.undecided() > 0
        ? ": for factors of these sizes no bound on rounding holds in " + program.declared()
        : judged.areAllIdle()
            ? ": the bounds on rounding in "
                + program.declared()
                + " are wider than the updates; judge the same code in a wider arithmetic, or with"
                + " larger steps"
            : judged.unchecked() > 0
                ? ": give noiseX and noiseY on each line, or sigma1 and sigma2 in the header"
                : "";
  }

  @Override
  public Optional<WrongEntry> wrongEntry() {
    return judged.firstFailure().map(f -> new WrongEntry(Ops.RUN, file, "First wrong update", f));
  }
}
