// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.noisygd.explain.Explainer;
import org.noisygd.explain.Explanation;
import org.noisygd.explain.diagnosis.Diagnosis;
import org.noisygd.explain.diagnosis.InternalErrors;
import org.noisygd.judge.distribution.TestResult;
import org.noisygd.judge.judgement.Candidate;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.request.Op;

/**
 * The whole outcome of judging a candidate.
 *
 * @param candidate the name it gave, or the command
 * @param declared the arithmetic it declared, empty if it declared none before it failed
 * @param observed the arithmetic whose unit roundoff its errors fit; empty if it is not known
 * @param seed the seed of the cases
 * @param results every case that was answered
 * @param samples what the tests of the drawn images found
 * @param broken how the protocol was broken, with the request; empty if it was kept
 * @param notes restarts and skipped ops, in words
 * @param explanation what explains a failed verdict
 */
public record CandidateVerdict(
    String candidate,
    String declared,
    String observed,
    long seed,
    List<CaseResult> results,
    List<TestResult> samples,
    List<String> broken,
    List<String> notes,
    Explanation explanation) {

  /** The outcome for a candidate that could not be asked anything. */
  public static CandidateVerdict unasked(String candidate, String declared, long seed, String why) {
    return new CandidateVerdict(
        candidate,
        declared,
        "",
        seed,
        List.of(),
        List.of(),
        List.of(why),
        List.of(),
        Explanation.NONE);
  }

  /** The verdict: a failed case counts for more than a broken protocol. */
  public Verdict verdict() {
    boolean failed =
        results.stream().anyMatch(CaseResult::hasFailed)
            || samples.stream().anyMatch(s -> !s.pass());
    if (failed) {
      return Verdict.FAIL;
    }
    boolean update =
        results.stream()
            .anyMatch(r -> r.outcome() == CaseResult.Outcome.PASS && r.tested().op().suffices());
    return broken.isEmpty() && update ? Verdict.PASS : Verdict.BROKEN;
  }

  /**
   * Codes of what passed but should be reported, such as {@code expanded-loss}. They call legal how
   * an op is computed, so an op that failed has none.
   */
  public List<String> warnings() {
    return results.stream()
        .filter(r -> !r.warnings().isEmpty() && !hasFailed(r.tested().op()))
        .flatMap(r -> r.warnings().stream())
        .distinct()
        .toList();
  }

  private boolean hasFailed(Op op) {
    return results.stream().anyMatch(r -> r.hasFailed() && r.tested().op() == op);
  }

  /** The known mistakes that reproduce the candidate's numbers. */
  public List<Diagnosis> diagnosis() {
    return explanation.diagnosis();
  }

  /** The failed case to show: the one made smaller, else the first with the fewest variables. */
  public Optional<CaseResult> firstFailure() {
    return explanation.smaller().or(() -> CaseResult.simplestFailure(results));
  }

  /** The same verdict, explained if it is a failure. */
  CandidateVerdict explained(Explainer explainer, Candidate asked) {
    return verdict() == Verdict.FAIL ? explained(explainer.explain(observed, asked)) : this;
  }

  private CandidateVerdict explained(Explanation found) {
    return new CandidateVerdict(
        candidate, declared, observed, seed, results, samples, broken, notes, found);
  }

  /** The arithmetic whose unit roundoff its errors fit; empty if it is not known. */
  @Override
  public String observed() {
    return explanation.observed().isEmpty() ? observed : explanation.observed();
  }

  /**
   * A report of this verdict; without the explanation if a fault of the reference ends the report
   * of that.
   */
  public String in(Function<CandidateVerdict, String> report) {
    try {
      return report.apply(this);
    } catch (RuntimeException | StackOverflowError e) {
      return report.apply(explained(Explanation.none(e)));
    }
  }

  /** Whether a fault of the reference itself kept a case from being judged. */
  public boolean isOurFault() {
    return broken.stream().anyMatch(how -> how.contains(InternalErrors.FAULT));
  }
}
