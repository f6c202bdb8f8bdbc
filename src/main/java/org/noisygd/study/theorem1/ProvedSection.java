// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.theorem1;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.noisygd.number.Text;
import org.noisygd.report.Columns;
import org.noisygd.report.Evidence;
import org.noisygd.report.Json;
import org.noisygd.report.ResultTable;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.LineChart;
import org.noisygd.report.chart.Points;
import org.noisygd.report.chart.Series;
import org.noisygd.report.chart.Series.Kind;
import org.noisygd.study.Finding;
import org.noisygd.study.Finding.Agreement;
import org.noisygd.study.theorem1.ProvedCoverage.Bound;

/** The proved bound beside the measured coverage: where it says something, and how far it is. */
final class ProvedSection {
  /** The text above the table. */
  static final String TEXT =
      "What Coq has proved of the same event from the same start, where sigma^2 <= 1/16 and 3 sigma^2 <= epsilon:"
          + " for Gaussian noise to T1 = c/eta^2, c = delta sigma^4 / (2 (720 + 40/(sigma^2 epsilon^2))), and for"
          + " random signs to T1 = 1/eta^2. t1 makes the start's share of the bound delta/10. The proofs ask for far"
          + " smaller steps than those that work.";

  private static final String GAUSSIAN = "Gaussian noise";
  private static final String SIGNS = "random signs";

  /**
   * How far apart proof and runs are.
   *
   * @param coverage what is proved
   * @param noise the noise, in words
   * @param proved the bound with the greatest step that has the event with probability 1 - delta
   * @param measured the greatest step at which Gaussian runs have the event; empty for none
   */
  private record Gap(
      ProvedCoverage coverage, String noise, Bound proved, Optional<Double> measured) {
    Optional<Double> factor() {
      return measured.map(eta -> eta / proved.eta());
    }
  }

  private ProvedSection() {}

  /** What is proved for each noise and distance of the study that the theorems cover. */
  static List<ProvedCoverage> of(CoverageStudy study) {
    return study.cells().stream()
        .filter(cell -> ProvedCoverage.speaksOf(cell.sigmaSquared(), cell.epsilon()))
        .map(cell -> List.of(cell.sigmaSquared(), cell.epsilon()))
        .distinct()
        .map(pair -> ProvedCoverage.of(pair.get(0), pair.get(1)))
        .toList();
  }

  /** The figure for the last of them, which has the most noise. */
  static LineChart chart(CoverageStudy study, List<ProvedCoverage> proved) {
    ProvedCoverage last = proved.get(proved.size() - 1);
    Points held = Points.withInterval("exact intervals at 95%");
    for (CoverageCell cell : cells(study, last)) {
      cell.coverage()
          .ifPresent(
              found ->
                  held.add(
                      cell.eta(),
                      (double) found.successes() / (double) found.trials(),
                      found.lower(),
                      found.upper()));
    }
    return new LineChart(
        "theorem1-proved",
        Text.format(
            "Proved and measured, sigma^2 = %s, epsilon = %s", last.sigmaSquared(), last.epsilon()),
        "Proved: the event's probability from t1 to T1 is at least that; for greater steps nothing is proved,"
            + " for smaller ones T1 has more than 63 bits. Measured: the share of runs that kept it, to T1 ="
            + " 1/eta^2.",
        new Axis("eta", 1e-14, 0.1, true),
        new Axis("probability of the event", 0.9, 1, false),
        List.of(
            new Series("proved, " + SIGNS, Kind.LINE_A, line(last.signs())),
            new Series("proved, " + GAUSSIAN, Kind.LINE_B, line(last.gaussian())),
            held.series("measured, " + GAUSSIAN, Kind.MARKS),
            new Series(
                "1 - delta",
                Kind.GUIDE,
                List.of(1e-14, 1 - CoverageStudy.DELTA, 0.1, 1 - CoverageStudy.DELTA))));
  }

  private static List<Double> line(List<Bound> bounds) {
    List<Double> points = new ArrayList<>();
    bounds.stream()
        .sorted(Comparator.comparingDouble(Bound::eta))
        .forEach(bound -> points.addAll(List.of(bound.eta(), 1 - bound.probability())));
    return points;
  }

  private static List<CoverageCell> cells(CoverageStudy study, ProvedCoverage proved) {
    return study.cells().stream()
        .filter(cell -> cell.sigmaSquared() == proved.sigmaSquared())
        .filter(cell -> cell.epsilon() == proved.epsilon())
        .toList();
  }

  private static List<Gap> gaps(CoverageStudy study, List<ProvedCoverage> proved) {
    List<Gap> gaps = new ArrayList<>();
    for (ProvedCoverage one : proved) {
      Optional<Double> measured =
          cells(study, one).stream()
              .filter(
                  cell ->
                      cell.coverage()
                          .filter(held -> held.lower() >= 1 - CoverageStudy.DELTA)
                          .isPresent())
              .map(CoverageCell::eta)
              .max(Comparator.naturalOrder());
      ProvedCoverage.first(one.gaussian())
          .ifPresent(bound -> gaps.add(new Gap(one, GAUSSIAN, bound, measured)));
      ProvedCoverage.first(one.signs())
          .ifPresent(bound -> gaps.add(new Gap(one, SIGNS, bound, measured)));
    }
    return gaps;
  }

  static ResultTable table(CoverageStudy study, List<ProvedCoverage> proved) {
    return Columns.of(gaps(study, proved))
        .words("sigma^2", gap -> String.valueOf(gap.coverage().sigmaSquared()))
        .words("epsilon", gap -> String.valueOf(gap.coverage().epsilon()))
        .words("proved for", Gap::noise)
        .words("up to eta", gap -> Text.format("%.2g", gap.proved().eta()))
        .words("from t1", gap -> Text.format("%.2g", (double) gap.proved().from()))
        .words("to T1", gap -> Text.format("%.2g", (double) gap.proved().to()))
        .words("probability of failure", gap -> Text.format("%.3f", gap.proved().probability()))
        .words(
            "runs keep it at eta",
            gap -> gap.measured().map(String::valueOf).orElse("none of the steps"))
        .words("apart", gap -> gap.factor().map(f -> Text.format("%.1g", f)).orElse(""))
        .table("theorem1-proved-table");
  }

  static Finding finding(CoverageStudy study, List<ProvedCoverage> proved) {
    List<Gap> gaps = gaps(study, proved);
    String apart =
        gaps.stream().allMatch(gap -> gap.measured().isPresent())
            ? Text.format(
                "the step that works in runs is at least %.1g and %.1g times larger",
                nearest(gaps, GAUSSIAN), nearest(gaps, SIGNS))
            : "runs of so few steps do not tell which step works";
    return new Finding(
        "T1",
        "eta = poly(sigma, epsilon, ...), its constants unnamed",
        Text.format(
            "proved with probability 1 - delta up to eta = %.1g for Gaussian noise and %.1g for random signs; %s",
            largest(gaps, GAUSSIAN), largest(gaps, SIGNS), apart),
        Evidence.PROVED,
        Agreement.BEYOND);
  }

  private static double largest(List<Gap> gaps, String noise) {
    return gaps.stream()
        .filter(gap -> gap.noise().equals(noise))
        .mapToDouble(gap -> gap.proved().eta())
        .max()
        .orElse(Double.NaN);
  }

  private static double nearest(List<Gap> gaps, String noise) {
    return gaps.stream()
        .filter(gap -> gap.noise().equals(noise))
        .flatMap(gap -> gap.factor().stream())
        .mapToDouble(Double::doubleValue)
        .min()
        .orElse(Double.NaN);
  }

  static List<Json.Fields> json(CoverageStudy study, List<ProvedCoverage> proved) {
    return gaps(study, proved).stream()
        .map(
            gap ->
                Json.object()
                    .put("sigmaSquared", gap.coverage().sigmaSquared())
                    .put("epsilon", gap.coverage().epsilon())
                    .put("noise", gap.noise())
                    .put("eta", gap.proved().eta())
                    .put("t1", gap.proved().from())
                    .put("T1", gap.proved().to())
                    .put("bound", gap.proved().probability())
                    .put("measuredEta", gap.measured()))
        .toList();
  }
}
