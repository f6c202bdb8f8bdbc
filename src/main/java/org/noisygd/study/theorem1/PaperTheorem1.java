// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.theorem1;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.noisygd.number.statistics.BinomialInterval;
import org.noisygd.number.statistics.PowerLaw;
import org.noisygd.number.statistics.Student;
import org.noisygd.report.How;
import org.noisygd.report.Json;
import org.noisygd.report.ResultTable;
import org.noisygd.study.Finding;
import org.noisygd.study.Finding.Agreement;
import org.noisygd.study.PaperSection;

/** Theorem 1 as an experiment. */
public final class PaperTheorem1 {
  /**
   * Standard errors of an exponent that a time may grow faster by than the theorem's bound. They
   * are those of the fit, mostly the model's, which is far from the bound, so that chance has no
   * say.
   */
  private static final double ERRORS = 4;

  private PaperTheorem1() {}

  /** The section. */
  public static PaperSection of(CoverageStudy study, PerpendicularStudy lemma4) {
    List<Finding> findings = new ArrayList<>(findings(study));
    findings.add(PaperPerpendicular.finding(lemma4));
    return new PaperSection(
        "theorem1",
        "Theorem 1 as an experiment",
        PaperSection.PAPER,
        report ->
            report
                .paragraphOnPage(text(study))
                .tableOnPage(grid(study))
                .paragraphOnPage(PaperPerpendicular.TEXT)
                .tableOnPage(PaperPerpendicular.table(lemma4))
                .file(table(study)),
        List.of(CoverageFigures.hits(study), CoverageFigures.constants(study)),
        Map.of("theorem1", json(study).put("lemma4", PaperPerpendicular.json(lemma4))),
        findings);
  }

  private static String text(CoverageStudy study) {
    return format(
        "The event that ||x_t - u|| <= epsilon and ||y_t - v|| <= epsilon, up to the common sign, for"
            + " all t1 <= t <= T1, over %d runs a cell from the unbalanced optimum (2u, v/2) of the"
            + " problem of Fig. 2a, sigma^2 = E||xi_1||^2 = E||xi_2||^2. The theorem names no constants:"
            + " here T1 = 1/eta^2, delta = %s, t1 = C log(1/eta) log(1/delta) / (eta sigma^2), C = %s."
            + " Intervals are those of Clopper and Pearson at 95%%. The limit point is sqrt(1 -"
            + " sigma^2) (u, v), which is the floor of epsilon.",
        study.replicates(), CoverageStudy.DELTA, CoverageStudy.CONSTANT);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private static ResultTable table(CoverageStudy study) {
    ResultTable table =
        ResultTable.ofWords(
            "theorem1",
            "sigma^2",
            "eta",
            "epsilon",
            "floor",
            "t1",
            "T1",
            "event held",
            "95% interval",
            "first inside, median (predicted)",
            "C needed, observed (sure)",
            "C at t1 = T1");
    for (CoverageCell cell : study.cells()) {
      table.add(
          String.valueOf(cell.sigmaSquared()),
          String.valueOf(cell.eta()),
          String.valueOf(cell.epsilon()),
          format("%.4f", cell.floor()),
          String.valueOf(cell.start()),
          String.valueOf(cell.horizon()),
          cell.coverage()
              .map(held -> held.successes() + " of " + held.trials())
              .orElse("no room: t1 >= T1"),
          cell.coverage()
              .map(held -> format("%.3f to %.3f", held.lower(), held.upper()))
              .orElse(""),
          cell.medianHit().map(t -> format("%.0f", t)).orElse("never")
              + cell.predictedHit().map(t -> " (" + t + ")").orElse(" (never)"),
          constant(cell.observedConstant()) + " (" + constant(cell.sureConstant()) + ")",
          format("%.3f", cell.room()));
    }
    return table;
  }

  /** A line for each noise and step, for the page. */
  private static ResultTable grid(CoverageStudy study) {
    List<String> heads = new ArrayList<>(List.of("sigma^2", "eta", "floor", "t1", "T1"));
    CoverageStudy.EPSILON.forEach(epsilon -> heads.add("held, epsilon = " + epsilon));
    ResultTable grid = ResultTable.ofWords("", heads.toArray(String[]::new));
    int columns = CoverageStudy.EPSILON.size();
    for (int k = 0; k < study.cells().size(); k += columns) {
      CoverageCell first = study.cells().get(k);
      List<String> line =
          new ArrayList<>(
              List.of(
                  String.valueOf(first.sigmaSquared()),
                  String.valueOf(first.eta()),
                  format("%.3f", first.floor()),
                  String.valueOf(first.start()),
                  String.valueOf(first.horizon())));
      for (CoverageCell cell : study.cells().subList(k, k + columns)) {
        line.add(
            cell.coverage()
                .map(
                    held ->
                        format(
                            "%d of %d (%.3f to %.3f)",
                            held.successes(), held.trials(), held.lower(), held.upper()))
                .orElse("no room: t1 >= T1"));
      }
      grid.add(line.toArray(String[]::new));
    }
    return grid;
  }

  private static String constant(Optional<Double> value) {
    return value.map(c -> format("%.3f", c)).orElse("none");
  }

  private static List<Finding> findings(CoverageStudy study) {
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
            format(
                "in %d of %d cells with t1 < T1 and epsilon at least twice the floor the exact interval is above"
                    + " 1 - delta",
                held, wide.size()),
            How.MEASURED,
            Agreement.of(
                held == wide.size() && held > 0, wide.stream().anyMatch(PaperTheorem1::isRefuted))),
        new Finding(
            "T1",
            "for any epsilon > 0, if sigma is small enough for it",
            format(
                "the limit point is sqrt(1 - sigma^2) (u, v): of %d runs with epsilon below 1 - sqrt(1 -"
                    + " sigma^2), %d kept the event",
                below.stream()
                    .mapToInt(cell -> cell.coverage().map(BinomialInterval::trials).orElse(0))
                    .sum(),
                inside),
            How.MEASURED,
            Agreement.of(inside == 0)),
        new Finding(
            "T1",
            "t1 = O(eta^-1 sigma^-2 log(1/eta) log(1/delta))",
            format(
                "first step inside ~ eta^(%.3f +- %.3f) (sigma^2)^(%.3f +- %.3f); descent on the smoothed objective"
                    + " gives %.3f and %.3f (not -1: the floor grows with sigma^2)",
                hits.exponent(0),
                hits.error(0),
                hits.exponent(1),
                hits.error(1),
                expected.exponent(0),
                expected.exponent(1)),
            How.MEASURED,
            Agreement.of(
                hits.exponent(0) >= -1 - logarithm - ERRORS * hits.error(0)
                    && hits.exponent(1) >= -1 - ERRORS * hits.error(1))),
        new Finding(
            "T1",
            "constants unnamed; t1 does not depend on the start",
            format(
                "from (2u, v/2) C must be at least %.3f to %.3f, cell by cell, and below sigma^2 / (eta"
                    + " log(1/eta) log(1/delta)) for t1 < T1; from (a u, v/a) the time grows as log a, at the"
                    + " rate 2 eta sigma^2, so that no C serves all starts",
                DoubleStream.of(needed).min().orElse(Double.NaN),
                DoubleStream.of(needed).max().orElse(Double.NaN)),
            How.MEASURED,
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

  private static Json.Fields json(CoverageStudy study) {
    return Json.object()
        .put("replicates", study.replicates())
        .put("delta", CoverageStudy.DELTA)
        .put("constant", CoverageStudy.CONSTANT)
        .put("cells", study.cells().stream().map(PaperTheorem1::json).toList())
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
