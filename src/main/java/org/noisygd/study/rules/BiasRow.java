// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.rules;

import java.util.List;
import java.util.Optional;
import org.noisygd.study.statistics.FiveNumbers;
import org.noisygd.study.statistics.MedianInterval;

/**
 * What one rule did on one problem.
 *
 * @param problem the problem
 * @param rule the rule
 * @param finite how many runs stayed finite; the numbers below are of those
 * @param ratio ||X||/||Y|| at the end
 * @param expected the median over the runs of the ratio that theory expects; empty for none
 * @param quotient where the median of the law of found/expected is; empty for none
 * @param loss the median loss at the end
 * @param traceOfHessian the median of tr H there
 * @param sharpness the median of the largest eigenvalue of H there
 * @param course the median ratio at steps of equal distance, 0 the first
 */
public record BiasRow(
    BiasProblem problem,
    ComparedRule rule,
    int finite,
    FiveNumbers ratio,
    Optional<Double> expected,
    Optional<MedianInterval> quotient,
    double loss,
    double traceOfHessian,
    double sharpness,
    List<Double> course) {
  /** Keeps its own copy. */
  public BiasRow {
    course = List.copyOf(course);
  }

  /** Found over expected, less 1, of the medians. */
  public Optional<Double> deviation() {
    return expected.map(ratioExpected -> ratio.median() / ratioExpected - 1);
  }
}
