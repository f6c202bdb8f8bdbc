// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.noisygd.judge.distribution.TestResult;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Op;
import org.noisygd.verdict.CandidateVerdict;

/**
 * The judge's results for one op, counted.
 *
 * @param op the op's name
 * @param cases number of decided cases
 * @param passed number of passed ones
 * @param failed number of failed ones
 * @param unsupported number of further cases that the candidate does not support
 * @param undecided number of further cases without a bound
 * @param worst the largest error over its bound; 0 if none was compared
 */
record CandidateSummary(
    String op, int cases, int passed, int failed, int unsupported, int undecided, double worst) {

  /** Returns true if it is about samples, which have no bound. */
  boolean isOfSamples() {
    return op.equals(Ops.SAMPLE.word());
  }

  /** The largest ratio of error to bound; a dash if there is none. */
  String ratio() {
    return isOfSamples() || cases == 0 ? "-" : VerdictParts.ratio(worst);
  }

  /** The numbers of cases that were not judged, each after a separator and before its reason. */
  String unjudged(String separator) {
    return (unsupported > 0 ? separator + unsupported + " unsupported" : "")
        + (undecided > 0 ? separator + undecided + " beyond any bound" : "");
  }

  /** The summaries of the ops that have any case. */
  static List<CandidateSummary> of(CandidateVerdict examination) {
    List<CandidateSummary> all = new ArrayList<>();
    byOp(examination).forEach((op, results) -> all.add(of(op, results)));
    if (!examination.samples().isEmpty()) {
      int passed = (int) examination.samples().stream().filter(TestResult::pass).count();
      int cases = examination.samples().size();
      all.add(new CandidateSummary(Ops.SAMPLE.word(), cases, passed, cases - passed, 0, 0, 0));
    }
    return all;
  }

  /** The results of each op, in order of the answers. */
  static Map<Op, List<CaseResult>> byOp(CandidateVerdict examination) {
    return examination.results().stream()
        .collect(
            Collectors.groupingBy(r -> r.tested().op(), LinkedHashMap::new, Collectors.toList()));
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
