// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.report;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.judge.distribution.TestResult;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Op;
import org.noisygd.verdict.CandidateVerdict;

/**
 * The judge's results for one op, counted.
 *
 * @param op the op's name
 * @param cases the cases that were answered and decided
 * @param passed how many passed
 * @param failed how many failed
 * @param unsupported how many the candidate could not do
 * @param undecided about how many the bound says nothing
 * @param worst the largest error over its bound; 0 where none was compared
 */
record CandidateSummary(
    String op, int cases, int passed, int failed, int unsupported, int undecided, double worst) {

  /** Whether it is about random images, which have no bound. */
  boolean isLaw() {
    return op.equals(Ops.SAMPLE.word());
  }

  /** The summaries of the ops that have any case. */
  static List<CandidateSummary> of(CandidateVerdict examination) {
    List<CandidateSummary> all = new ArrayList<>();
    for (Op op : ops(examination)) {
      List<CaseResult> results =
          examination.results().stream().filter(r -> r.tested().op() == op).toList();
      all.add(of(op, results));
    }
    if (!examination.samples().isEmpty()) {
      int passed = (int) examination.samples().stream().filter(TestResult::pass).count();
      int cases = examination.samples().size();
      all.add(new CandidateSummary(Ops.SAMPLE.word(), cases, passed, cases - passed, 0, 0, 0));
    }
    return all;
  }

  /** The ops of the cases that were answered, in order. */
  static List<Op> ops(CandidateVerdict examination) {
    return examination.results().stream().map(r -> r.tested().op()).distinct().toList();
  }

  private static CandidateSummary of(Op op, List<CaseResult> results) {
    int passed = count(results, CaseResult.Outcome.PASS);
    int failed = count(results, CaseResult.Outcome.FAIL);
    double worst = results.stream().mapToDouble(CaseResult::worst).max().orElse(0);
    return new CandidateSummary(
        op.word(),
        passed + failed,
        passed,
        failed,
        count(results, CaseResult.Outcome.UNSUPPORTED),
        count(results, CaseResult.Outcome.UNDECIDED),
        Math.max(worst, 0));
  }

  private static int count(List<CaseResult> results, CaseResult.Outcome outcome) {
    return (int) results.stream().filter(r -> r.outcome() == outcome).count();
  }
}
