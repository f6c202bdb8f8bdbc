// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.literature;

import java.util.List;
import org.noisygd.number.Text;
import org.noisygd.report.Columns;
import org.noisygd.report.Evidence;
import org.noisygd.report.Json;
import org.noisygd.report.Report;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.LineChart;
import org.noisygd.report.chart.Points;
import org.noisygd.report.chart.Series;
import org.noisygd.report.chart.Series.Kind;
import org.noisygd.study.Finding;
import org.noisygd.study.Finding.Agreement;
import org.noisygd.study.literature.LiteratureStudy.Langevin;
import org.noisygd.study.literature.LiteratureStudy.Result;

/** Results of others beside ours. */
public final class LiteratureReport {
  /** The name of its table. */
  public static final String TABLE = "langevin";

  private LiteratureReport() {}

  /** The report: they say, we find. */
  public static Report of(Result result) {
    List<Finding> findings = result.findings();
    long agree = count(findings, Agreement.AGREES);
    long follow = count(findings, Agreement.FOLLOWS);
    return new Report("noisygd literature", "Results of others on rounding and noise, found again")
        .verdict(
            agree + follow == findings.size() ? "pass" : "fail",
            Text.format(
                "%d of %d results are found again, %s.",
                agree, findings.size(), Agreement.FOLLOWS.count(follow)))
        .oneCommand()
        .table(
            Columns.of(findings)
                .text("", "Source", Finding::figure)
                .style(one -> "strong")
                .text("", "Verdict", one -> one.agreement().word())
                .text("", "They say", Finding::says)
                .text("", "We find", Finding::finds)
                .below("-> ")
                .table())
        .section("langevin", "Langevin dynamics with a stochastic store")
        .table(
            Columns.of(result.langevin())
                .number("step", "Step", "%.0e", Langevin::step)
                .number("predicted", "Variance, formula", "%.4f", Langevin::predicted)
                .number("measured", "Variance, runs", "%.4f", Langevin::measured)
                .number("standard_error", "+-", "%.4f", Langevin::error)
                .number("limit", "h / √(π a)", "%.4f", Langevin::limit)
                .number("corrected", "Corrected store", "%.4f", Langevin::corrected)
                .number("corrected_error", "+-", "%.4f", Langevin::correctedError)
                .table(TABLE))
        .figureWithData("variance", () -> figure(result.langevin()))
        .terms(Evidence.terms(findings.stream().map(Finding::how).toList()));
  }

  private static long count(List<Finding> findings, Agreement agreement) {
    return findings.stream().filter(one -> one.agreement() == agreement).count();
  }

  private static LineChart figure(List<Langevin> chains) {
    Points points = Points.withInterval("two standard errors either way");
    for (Langevin one : chains) {
      double bar = 2 * one.error();
      points.add(one.step(), one.measured(), one.measured() - bar, one.measured() + bar);
    }
    List<Series> series =
        List.of(
            Points.of(chains, Langevin::step, Langevin::predicted).series("formula", Kind.line(0)),
            Points.of(chains, Langevin::step, Langevin::limit)
                .series("lower bound, h / √(π a)", Kind.line(1)),
            Points.of(chains, Langevin::step, Langevin::most).series("upper bound", Kind.line(2)),
            points.series("runs", Kind.FULL_MARKS));
    return new LineChart(
        "variance",
        "The variance of a Langevin chain for N(0, 1) whose stores are stochastic",
        "Numbers are 1/8 apart. 1 would be right.",
        Axis.fitted("step a", true, series, true),
        Axis.fitted("variance", false, series, true),
        series);
  }

  /** The JSON result. */
  public static String json(Result result) {
    return Json.text(
        Json.object()
            .put(
                "findings",
                result.findings().stream()
                    .map(
                        one ->
                            Json.object()
                                .put("source", one.figure())
                                .put("says", one.says())
                                .put("finds", one.finds())
                                .put("how", one.how().word())
                                .put("verdict", one.agreement().word()))
                    .toList())
            .put("langevin", result.langevin()));
  }
}
