// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import java.util.List;
import java.util.Optional;
import org.noisygd.explain.Explanation;
import org.noisygd.explain.diagnosis.DiagnosisDeadline;
import org.noisygd.judge.distribution.TestResult;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.request.Op;
import org.noisygd.verdict.Verdict.Program;

/**
 * The outcome of judging a candidate.
 *
 * @param seed the seed of the cases
 * @param results the result of every case that was answered
 * @param tests the results of the tests of samples
 * @param broken violations of the protocol, with the requests
 * @param notes restarts and skipped ops, in words
 * @param explanation the explanation of a failed verdict
 */
public record CandidateVerdict(
    Program program,
    long seed,
    List<CaseResult> results,
    List<TestResult> tests,
    List<String> broken,
    List<String> notes,
    Explanation explanation)
    implements ProgramVerdict {

  /** The outcome for a candidate that could not be asked anything. */
  public static CandidateVerdict unasked(String name, String declared, long seed, String why) {
    Program program = new Program(name, declared, "");
    return new CandidateVerdict(
        program, seed, List.of(), List.of(), List.of(why), List.of(), Explanation.NONE);
  }

  /** The verdict; a failed case takes precedence over a broken protocol. */
  @Override
  public Verdict verdict() {
    if (results.stream().anyMatch(CaseResult::hasFailed)
        || tests.stream().anyMatch(s -> !s.pass())) {
      return Verdict.FAIL;
    }
    boolean update = results.stream().anyMatch(r -> r.hasPassed() && r.tested().op().suffices());
    return broken.isEmpty() && update ? Verdict.PASS : Verdict.BROKEN;
  }

  /**
   * The codes of admissible deviations that should be reported, such as {@code expanded-loss}. An
   * op that failed has none, since the code would call its computation admissible.
   */
  public List<String> warnings() {
    List<Op> failed =
        results.stream().filter(CaseResult::hasFailed).map(r -> r.tested().op()).toList();
    return results.stream()
        .filter(r -> !failed.contains(r.tested().op()))
        .flatMap(r -> r.warnings().stream())
        .distinct()
        .toList();
  }

  @Override
  public String name() {
    return program.name();
  }

  @Override
  public List<String> failedOps() {
    return results.stream()
        .filter(r -> r.hasFailed() && !r.isError())
        .map(r -> r.tested().op().word())
        .distinct()
        .toList();
  }

  /** The failed case to show: a smaller one if it was found, else the one of fewest variables. */
  public Optional<CaseResult> firstFailure() {
    return explanation.smaller().or(() -> CaseResult.simplestFailure(results));
  }

  /** Returns a copy with an explanation, which may identify the arithmetic more precisely. */
  @Override
  public CandidateVerdict explained(Explanation found) {
    Program known =
        found.observed().isEmpty()
            ? program
            : new Program(program.name(), program.declared(), found.observed());
    return new CandidateVerdict(known, seed, results, tests, broken, notes, found);
  }

  /** Returns true if an internal error kept a case from being judged. */
  public boolean hasInternalError() {
    return broken.stream().anyMatch(how -> how.contains(DiagnosisDeadline.FAULT));
  }
}
