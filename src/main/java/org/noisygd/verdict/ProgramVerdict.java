// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.noisygd.explain.Explanation;
import org.noisygd.explain.diagnosis.Diagnosis;
import org.noisygd.judge.distribution.TestResult;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.request.Op;
import org.noisygd.verdict.Verdict.Program;

/** The outcome of judging a program: over a conversation, or from the trace of a run. */
public sealed interface ProgramVerdict permits CandidateVerdict, TraceVerdict {
  /**
   * A wrong entry to show.
   *
   * @param op the op whose answer has it
   * @param of the name of the case, or the file of the trace
   * @param heading the words above it in a report
   */
  record WrongEntry(Op op, String of, String heading, CaseResult.Failure failure) {}

  /** The verdict. */
  Verdict verdict();

  /** The program that was judged. */
  Program program();

  /** The program's name, or its file. */
  String name();

  /** The tests of the distribution of samples or of increments. */
  List<TestResult> tests();

  /** The tests that failed. */
  default List<TestResult> failedTests() {
    return tests().stream().filter(test -> !test.pass()).toList();
  }

  /** The ops that gave wrong numbers, without those that answered only with errors. */
  List<String> failedOps();

  /** The reason of the verdict, in a sentence or two. */
  String sentence();

  /** The wrong entry to show, if there is one. */
  Optional<WrongEntry> wrongEntry();

  /** The explanation of a failed verdict. */
  Explanation explanation();

  /** Returns a copy with an explanation. */
  ProgramVerdict explained(Explanation found);

  /** The known faults that reproduce the program's numbers. */
  default List<Diagnosis> diagnosis() {
    return explanation().diagnosis();
  }

  /**
   * Returns a report of verdicts. After an internal error it is made again, without explanations.
   */
  static String in(
      Function<List<ProgramVerdict>, String> report, List<? extends ProgramVerdict> all) {
    try {
      return report.apply(List.copyOf(all));
    } catch (RuntimeException | StackOverflowError e) {
      Explanation none = Explanation.none(e);
      return report.apply(all.stream().map(one -> one.explained(none)).toList());
    }
  }
}
