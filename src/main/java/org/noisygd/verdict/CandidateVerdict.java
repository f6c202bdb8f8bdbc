// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.noisygd.explain.Explanation;
import org.noisygd.explain.diagnosis.DiagnosisDeadline;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.distribution.TestResult;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.judgement.CaseResult.Outcome;
import org.noisygd.judge.op.Ops;
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

  /** The outcome for a candidate that could not take any request. */
  public static CandidateVerdict unasked(String name, String declared, long seed, String why) {
    Program program = new Program(name, declared, "");
    return new CandidateVerdict(
        program, seed, List.of(), List.of(), List.of(why), List.of(), Explanation.NONE);
  }

  /** The verdict; a failed case takes precedence over a broken protocol. */
  @Override
  public Verdict verdict() {
    if (results.stream().anyMatch(CaseResult::hasFailed) || !failedTests().isEmpty()) {
      return Verdict.FAIL;
    }
    boolean update = results.stream().anyMatch(r -> r.hasPassed() && r.tested().op().suffices());
    return broken.isEmpty() && update ? Verdict.PASS : Verdict.BROKEN;
  }

  /**
   * The codes of admissible deviations to report, such as {@code expanded-loss}. A failed op has
   * none, since the code would call its computation admissible.
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

  @Override
  public String sentence() {
    List<OpCounts> ops = counts();
    int cases = ops.stream().mapToInt(OpCounts::cases).sum();
    String wrong =
        ops.stream()
            .filter(s -> s.failed() > 0)
            .map(s -> s.op() + " (" + s.failed() + " of " + s.cases() + ")")
            .collect(Collectors.joining(", "));
    boolean onlyErrors = !results.isEmpty() && results.stream().allMatch(CaseResult::isError);
    String reason =
        switch (verdict()) {
          case PASS ->
              (cases == 1 ? "The case is right" : "All " + cases + " cases are right")
                  + ": every error is within its proved bound"
                  + (tests.isEmpty() ? "." : ", and the samples follow their distribution.");
          case FAIL ->
              onlyErrors
                  ? "It answers no case: " + wrong + "; the first error is below."
                  : "The numbers are wrong: " + wrong + ".";
          case UNUSABLE, BROKEN ->
              broken.isEmpty()
                  ? "None of step, run and round was answered, and a verdict needs one"
                      + (cases > 0 ? "; the " + cases + " cases that were are right." : ".")
                  : program.declared().isEmpty()
                      ? "It gave no usable reply to hello."
                      : hasInternalError()
                          ? "A fault of the reference itself kept it from a verdict."
                          : "The protocol was broken"
                              + (cases > 0 ? "; what was answered is right." : ".");
        };
    return reason + " The seed is " + seed + ".";
  }

  /** The counts of the ops that have any case, in order of the answers. */
  public List<OpCounts> counts() {
    Map<String, List<CaseResult>> byOp =
        results.stream()
            .collect(
                Collectors.groupingBy(
                    r -> r.tested().op().word(), LinkedHashMap::new, Collectors.toList()));
    List<OpCounts> all = new ArrayList<>();
    byOp.forEach(
        (op, ofOp) ->
            all.add(
                new OpCounts(
                    op,
                    ofOp.stream().map(CaseResult::outcome).toList(),
                    ofOp.stream().mapToDouble(CaseResult::worst).reduce(0, Math::max))));
    if (!tests.isEmpty()) {
      Stream<Outcome> outcomes = tests.stream().map(s -> s.pass() ? Outcome.PASS : Outcome.FAIL);
      all.add(new OpCounts(Ops.SAMPLE.word(), outcomes.toList(), 0));
    }
    return all;
  }

  /** The entry of a smaller failed case if one was found, else of the one with fewest variables. */
  @Override
  public Optional<WrongEntry> wrongEntry() {
    Optional<CaseResult> shown =
        explanation.smaller().or(() -> CaseResult.simplestFailure(results));
    return shown.flatMap(
        r -> {
          Case tested = r.tested();
          String heading = "Smallest failed case: " + tested.name() + " (" + tested.purpose() + ")";
          return r.failure().map(f -> new WrongEntry(tested.op(), tested.name(), heading, f));
        });
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

  /**
   * The judge's results for one op.
   *
   * @param op the op's name
   * @param outcomes the outcome of each case
   * @param worst the largest ratio of an error to its bound; 0 if none was compared
   */
  public record OpCounts(String op, List<Outcome> outcomes, double worst) {
    /** The number of cases with an outcome. */
    public int count(Outcome outcome) {
      return Collections.frequency(outcomes, outcome);
    }

    public int passed() {
      return count(Outcome.PASS);
    }

    public int failed() {
      return count(Outcome.FAIL);
    }

    /** The number of decided cases. */
    public int cases() {
      return passed() + failed();
    }
  }
}
