// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.theorem1;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.noisygd.number.Text;
import org.noisygd.report.Columns;
import org.noisygd.report.Json;
import org.noisygd.report.ResultTable;
import org.noisygd.study.Finding;
import org.noisygd.study.PaperSection;
import org.noisygd.study.statistics.PowerLaw;

/** Theorem 1 as an experiment. */
public final class Theorem1Section {
  private Theorem1Section() {}

  /** The section. */
  public static PaperSection of(
      CoverageStudy study, SaddleStudy saddle, PerpendicularStudy lemma4) {
    List<Finding> findings = new ArrayList<>(CoverageFindings.of(study));
    List<ProvedCoverage> proved = ProvedSection.of(study);
    findings.add(ProvedSection.finding(study, proved));
    findings.add(SaddleSection.finding(saddle));
    findings.add(PerpendicularSection.finding(lemma4));
    return new PaperSection(
        "theorem1",
        "Theorem 1 as an experiment",
        PaperSection.PAPER,
        report ->
            report
                .paragraphOnPage(text(study))
                .tableOnPage(grid(study))
                .paragraphOnPage(ProvedSection.TEXT)
                .tableOnPage(ProvedSection.table(study, proved))
                .paragraphOnPage(SaddleSection.TEXT)
                .tableOnPage(SaddleSection.table(saddle))
                .paragraphOnPage(PerpendicularSection.TEXT)
                .tableOnPage(PerpendicularSection.table(lemma4))
                .file(table(study)),
        List.of(
            CoverageFigures.hits(study),
            CoverageFigures.constants(study),
            ProvedSection.chart(study, proved)),
        Map.of(
            "theorem1",
            json(study)
                .put("proved", ProvedSection.json(study, proved))
                .put("saddle", SaddleSection.json(saddle))
                .put("lemma4", PerpendicularSection.json(lemma4))),
        findings);
  }

  private static String text(CoverageStudy study) {
    return Text.format(
        "The event that ||x_t - u|| <= epsilon and ||y_t - v|| <= epsilon, up to the common sign,"
            + " for all t1 <= t <= T1, over %d runs a cell from the unbalanced optimum (2u, v/2) of"
            + " the problem of Fig. 2a, sigma^2 = E||xi_1||^2 = E||xi_2||^2. The theorem names no"
            + " constants: here T1 = 1/eta^2, delta = %s, t1 = C log(1/eta) log(1/delta) / (eta"
            + " sigma^2), C = %s. Intervals are those of Clopper and Pearson at 95%%. The limit"
            + " point is sqrt(1 - sigma^2) (u, v), which is the floor of epsilon.",
        study.replicates(), CoverageStudy.DELTA, CoverageStudy.CONSTANT);
  }

  private static ResultTable table(CoverageStudy study) {
    return Columns.of(study.cells())
        .words("sigma^2", cell -> String.valueOf(cell.sigmaSquared()))
        .words("eta", cell -> String.valueOf(cell.eta()))
        .words("epsilon", cell -> String.valueOf(cell.epsilon()))
        .words("floor", cell -> Text.format("%.4f", cell.floor()))
        .words("t1", cell -> String.valueOf(cell.start()))
        .words("T1", cell -> String.valueOf(cell.horizon()))
        .words(
            "event held",
            cell ->
                cell.coverage()
                    .map(held -> held.successes() + " of " + held.trials())
                    .orElse("no room: t1 >= T1"))
        .words(
            "95% interval",
            cell ->
                cell.coverage()
                    .map(held -> Text.format("%.3f to %.3f", held.lower(), held.upper()))
                    .orElse(""))
        .words(
            "first inside, median (predicted)",
            cell ->
                cell.medianHit().map(t -> Text.format("%.0f", t)).orElse("never")
                    + cell.predictedHit().map(t -> " (" + t + ")").orElse(" (never)"))
        .words(
            "C needed, observed (sure)",
            cell -> constant(cell.observedConstant()) + " (" + constant(cell.sureConstant()) + ")")
        .words("C at t1 = T1", cell -> Text.format("%.3f", cell.room()))
        .table("theorem1");
  }

  /** A line for each noise and step, for the page. */
  private static ResultTable grid(CoverageStudy study) {
    int columns = CoverageStudy.EPSILON.size();
    Columns<Integer> grid =
        Columns.of(IntStream.range(0, study.cells().size() / columns).boxed().toList())
            .words("sigma^2", k -> String.valueOf(study.cells().get(k * columns).sigmaSquared()))
            .words("eta", k -> String.valueOf(study.cells().get(k * columns).eta()))
            .words("floor", k -> Text.format("%.3f", study.cells().get(k * columns).floor()))
            .words("t1", k -> String.valueOf(study.cells().get(k * columns).start()))
            .words("T1", k -> String.valueOf(study.cells().get(k * columns).horizon()));
    for (int e = 0; e < columns; e++) {
      int place = e;
      grid.words(
          "held, epsilon = " + CoverageStudy.EPSILON.get(e),
          k -> held(study.cells().get(k * columns + place)));
    }
    return grid.table();
  }

  private static String held(CoverageCell cell) {
    return cell.coverage()
        .map(
            held ->
                Text.format(
                    "%d of %d (%.3f to %.3f)",
                    held.successes(), held.trials(), held.lower(), held.upper()))
        .orElse("no room: t1 >= T1");
  }

  private static String constant(Optional<Double> value) {
    return value.map(c -> Text.format("%.3f", c)).orElse("none");
  }

  private static Json.Fields json(CoverageStudy study) {
    return Json.object()
        .put("replicates", study.replicates())
        .put("delta", CoverageStudy.DELTA)
        .put("constant", CoverageStudy.CONSTANT)
        .put("cells", study.cells().stream().map(Theorem1Section::json).toList())
        .put("hits", json(study.hits()))
        .put("expectedHits", json(study.expectedHits()));
  }

  private static Json.Fields json(CoverageCell cell) {
    Json.Fields fields =
        Json.object()
            .put("sigmaSquared", cell.sigmaSquared())
            .put("eta", cell.eta())
            .put("epsilon", cell.epsilon())
            .put("floor", cell.floor())
            .put("t1", cell.start())
            .put("T1", cell.horizon());
    cell.coverage()
        .ifPresent(
            held ->
                fields
                    .put("held", held.successes())
                    .put("lower", held.lower())
                    .put("upper", held.upper()));
    return fields
        .put("medianHit", cell.medianHit())
        .put("constantNeeded", cell.sureConstant())
        .put("constantRoom", cell.room());
  }

  private static Json.Fields json(PowerLaw fit) {
    return Json.object()
        .put("etaExponent", fit.exponent(0))
        .put("etaError", fit.error(0))
        .put("sigmaExponent", fit.exponent(1))
        .put("sigmaError", fit.error(1));
  }
}
