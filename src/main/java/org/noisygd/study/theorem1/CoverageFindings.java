// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.theorem1;

import java.util.List;
import java.util.stream.DoubleStream;
import org.noisygd.number.Text;
import org.noisygd.report.Evidence;
import org.noisygd.study.Finding;
import org.noisygd.study.Finding.Agreement;
import org.noisygd.study.statistics.BinomialInterval;
import org.noisygd.study.statistics.PowerLaw;
import org.noisygd.study.statistics.Student;

/** What Theorem 1 says of its event, beside what was found. */
final class CoverageFindings {
  /**
   * The standard errors by which an exponent may exceed the theorem's. They are errors of the fit,
   * mostly of its model; the fit is far from the bound, so that chance does not matter.
   */
  private static final double ERRORS = 4;

  private CoverageFindings() {}

  static List<Finding> of(CoverageStudy study) {
    List<CoverageCell> roomy =
        study.cells().stream().filter(cell -> cell.coverage().isPresent()).toList();
    List<CoverageCell> wide =
        roomy.stream().filter(cell -> cell.epsilon() >= 2 * cell.floor()).toList();
    List<CoverageCell> below = roomy.stream().filter(cell -> !cell.isAboveFloor()).toList();
    long held =
        wide.stream()
            .filter(
                cell ->
                    cell.coverage()
                        .map(BinomialInterval::lower)
                        .filter(lower -> lower >= 1 - CoverageStudy.DELTA)
                        .isPresent())
            .count();
    int inside =
        below.stream()
            .mapToInt(cell -> cell.coverage().map(BinomialInterval::successes).orElse(0))
            .sum();
    double[] needed =
        wide.stream()
            .flatMap(cell -> cell.sureConstant().stream())
            .mapToDouble(Double::doubleValue)
            .sorted()
            .toArray();
    PowerLaw hits = study.hits();
    PowerLaw expected = study.expectedHits();
    // log(1/eta) as a power, at the middle of the grid.
    double logarithm = -1 / StrictMath.log(CoverageStudy.ETA.get(CoverageStudy.ETA.size() / 2));
    return List.of(
        new Finding(
            "T1",
            "with probability at least 1 - delta the event holds for all t1 <= t <= T1",
            Text.format(
                "in %d of %d cells with t1 < T1 and epsilon at least twice the floor the exact interval is above"
                    + " 1 - delta",
                held, wide.size()),
            Evidence.MEASURED,
            Agreement.of(
                held == wide.size() && held > 0,
                wide.stream().anyMatch(CoverageFindings::isRefuted))),
        new Finding(
            "T1",
            "for any epsilon > 0, if sigma is small enough for it",
            Text.format(
                "the limit point is sqrt(1 - sigma^2) (u, v): of %d runs with epsilon below 1 - sqrt(1 -"
                    + " sigma^2), %d kept the event",
                below.stream()
                    .mapToInt(cell -> cell.coverage().map(BinomialInterval::trials).orElse(0))
                    .sum(),
                inside),
            Evidence.MEASURED,
            Agreement.of(inside == 0)),
        new Finding(
            "T1",
            "t1 = O(eta^-1 sigma^-2 log(1/eta) log(1/delta))",
            Text.format(
                "first step inside ~ eta^(%.3f +- %.3f) (sigma^2)^(%.3f +- %.3f); descent on the smoothed objective"
                    + " gives %.3f and %.3f (not -1: the floor grows with sigma^2)",
                hits.exponent(0),
                hits.error(0),
                hits.exponent(1),
                hits.error(1),
                expected.exponent(0),
                expected.exponent(1)),
            Evidence.MEASURED,
            Agreement.of(
                hits.exponent(0) >= -1 - logarithm - ERRORS * hits.error(0)
                    && hits.exponent(1) >= -1 - ERRORS * hits.error(1))),
        new Finding(
            "T1",
            "constants unnamed; t1 does not depend on the start",
            Text.format(
                "from (2u, v/2) C must be at least %.3f to %.3f, cell by cell, and below sigma^2 / (eta"
                    + " log(1/eta) log(1/delta)) for t1 < T1; from (a u, v/a) the time grows as log a, at the"
                    + " rate 2 eta sigma^2, so that no C serves all starts",
                DoubleStream.of(needed).min().orElse(Double.NaN),
                DoubleStream.of(needed).max().orElse(Double.NaN)),
            Evidence.MEASURED,
            Agreement.BEYOND));
  }

  /** Whether the event is rarer than 1 - delta, by an interval that misses once in 16,000 times. */
  private static boolean isRefuted(CoverageCell cell) {
    return cell.coverage()
        .map(
            held -> BinomialInterval.of(held.successes(), held.trials(), 1 - 2.0 / Student.ONCE_IN))
        .filter(interval -> interval.upper() < 1 - CoverageStudy.DELTA)
        .isPresent();
  }
}
