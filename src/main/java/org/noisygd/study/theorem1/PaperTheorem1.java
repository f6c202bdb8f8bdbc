// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.theorem1;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.noisygd.report.Page;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.LineChart;
import org.noisygd.report.chart.Series;
import org.noisygd.report.chart.Series.Kind;
import org.noisygd.study.Finding;
import org.noisygd.study.Finding.Agreement;
import org.noisygd.study.PaperJson;
import org.noisygd.study.PaperSection;
import org.noisygd.study.SectionTable;

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
    SectionTable table = table(study);
    SectionTable perpendicular = PaperPerpendicular.table(lemma4);
    Page part = Page.part();
    part.element(
            "p",
            format(
                "The event that ||x_t - u|| <= epsilon and ||y_t - v|| <= epsilon, up to the common sign, for"
                    + " all t1 <= t <= T1, over %d runs a cell from the unbalanced optimum (2u, v/2) of the"
                    + " problem of Fig. 2a, sigma^2 = E||xi_1||^2 = E||xi_2||^2. The theorem names no constants:"
                    + " here T1 = 1/eta^2, delta = %s, t1 = C log(1/eta) log(1/delta) / (eta sigma^2), C = %s."
                    + " Intervals are those of Clopper and Pearson at 95%%. The limit point is sqrt(1 -"
                    + " sigma^2) (u, v), which is the floor of epsilon.",
                study.replicates(), CoverageStudy.DELTA, CoverageStudy.CONSTANT))
        .raw("\n")
        .raw(grid(study).markup())
        .element("p", PaperPerpendicular.TEXT)
        .raw("\n")
        .raw(perpendicular.markup());
    ObjectNode json = json(study);
    PaperPerpendicular.json(json.putArray("lemma4"), lemma4);
    List<Finding> findings = new ArrayList<>(findings(study));
    findings.add(PaperPerpendicular.finding(lemma4));
    return new PaperSection(
        "theorem1",
        "Theorem 1 as an experiment",
        PaperSection.PAPER,
        part.markup(),
        List.of(hits(study), constants(study)),
        Map.of("theorem1.csv", table.csv(), "theorem1-lemma4.csv", perpendicular.csv()),
        Map.of("theorem1", json),
        findings);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private static SectionTable table(CoverageStudy study) {
    SectionTable table =
        new SectionTable(
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
      table.row(
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
  private static SectionTable grid(CoverageStudy study) {
    List<String> heads = new ArrayList<>(List.of("sigma^2", "eta", "floor", "t1", "T1"));
    CoverageStudy.EPSILON.forEach(epsilon -> heads.add("held, epsilon = " + epsilon));
    SectionTable grid = new SectionTable(heads.toArray(String[]::new));
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
      grid.row(line.toArray(String[]::new));
    }
    return grid;
  }

  private static String constant(Optional<Double> value) {
    return value.map(c -> format("%.3f", c)).orElse("none");
  }

  private static LineChart hits(CoverageStudy study) {
    double widest = CoverageStudy.EPSILON.get(CoverageStudy.EPSILON.size() - 1);
    List<Series> series = new ArrayList<>();
    List<Double> found = new ArrayList<>();
    for (int k = 0; k < CoverageStudy.SIGMA_SQUARED.size(); k++) {
      double sigmaSquared = CoverageStudy.SIGMA_SQUARED.get(k);
      List<Double> predicted = new ArrayList<>();
      for (CoverageCell cell : study.cells()) {
        if (cell.epsilon() == widest && cell.sigmaSquared() == sigmaSquared) {
          cell.medianHit().ifPresent(t -> found.addAll(List.of(1 / cell.eta(), t)));
          cell.predictedHit().ifPresent(t -> predicted.addAll(List.of(1 / cell.eta(), (double) t)));
        }
      }
      if (!predicted.isEmpty()) {
        series.add(new Series("predicted, sigma^2 = " + sigmaSquared, Kind.line(k), predicted));
      }
    }
    series.add(new Series("found (median)", Kind.MARKS, found));
    return new LineChart(
        "theorem1-time",
        "The first step inside, epsilon = " + widest,
        "Circles: the median over the runs. Lines: descent on the smoothed objective, from no run. Slope 1"
            + " is the theorem's eta^-1.",
        new Axis("1/eta", 20, 250, true),
        new Axis("update", 100, 10_000, true),
        series);
  }

  private static LineChart constants(CoverageStudy study) {
    List<Series> series = new ArrayList<>();
    List<Double> room = new ArrayList<>();
    for (int k = 0; k < CoverageStudy.EPSILON.size(); k++) {
      double epsilon = CoverageStudy.EPSILON.get(k);
      List<Double> needed = new ArrayList<>();
      for (CoverageCell cell : study.cells()) {
        if (cell.epsilon() == epsilon) {
          double place = cell.sigmaSquared() / cell.eta();
          cell.sureConstant().ifPresent(c -> needed.addAll(List.of(place, c)));
          if (k == 0) {
            room.addAll(List.of(place, cell.room()));
          }
        }
      }
      series.add(
          new Series(
              "needed, epsilon = " + epsilon,
              List.of(Kind.SQUARES, Kind.TRIANGLES, Kind.MARKS).get(k),
              needed));
    }
    series.add(new Series("most: t1 = T1", Kind.BARS, bars(room)));
    series.add(
        new Series(
            "C = " + CoverageStudy.CONSTANT,
            Kind.GUIDE,
            List.of(0.3, CoverageStudy.CONSTANT, 40.0, CoverageStudy.CONSTANT)));
    return new LineChart(
        "theorem1-constants",
        "Where the constant C of t1 must lie",
        "Above what is needed (the lower end of the exact interval is then 1 - delta), below where t1 = T1"
            + " leaves nothing: the foot of each bar. A cell without a mark has no C that would do.",
        new Axis("sigma^2 / eta", 0.3, 40, true),
        new Axis("C", 0.02, 4, true),
        series);
  }

  /** From each value to the top of the chart. */
  private static List<Double> bars(List<Double> points) {
    List<Double> bars = new ArrayList<>();
    for (int k = 0; k < points.size(); k += 2) {
      bars.addAll(List.of(points.get(k), points.get(k + 1), points.get(k), 4.0));
    }
    return bars;
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

  private static ObjectNode json(CoverageStudy study) {
    ObjectNode root = PaperJson.object();
    root.put("replicates", study.replicates());
    root.put("delta", CoverageStudy.DELTA);
    root.put("constant", CoverageStudy.CONSTANT);
    ArrayNode cells = root.putArray("cells");
    for (CoverageCell cell : study.cells()) {
      ObjectNode node = cells.addObject();
      node.put("sigmaSquared", cell.sigmaSquared());
      node.put("eta", cell.eta());
      node.put("epsilon", cell.epsilon());
      node.put("floor", cell.floor());
      node.put("t1", cell.start());
      node.put("T1", cell.horizon());
      cell.coverage()
          .ifPresent(
              held -> {
                node.put("held", held.successes());
                node.put("lower", held.lower());
                node.put("upper", held.upper());
              });
      PaperJson.number(node, "medianHit", cell.medianHit().orElse(Double.NaN));
      PaperJson.number(node, "constantNeeded", cell.sureConstant().orElse(Double.NaN));
      PaperJson.number(node, "constantRoom", cell.room());
    }
    fit(root.putObject("hits"), study.hits());
    fit(root.putObject("expectedHits"), study.expectedHits());
    return root;
  }

  private static void fit(ObjectNode node, PowerLaw fit) {
    PaperJson.number(node, "etaExponent", fit.exponent(0));
    PaperJson.number(node, "etaError", fit.error(0));
    PaperJson.number(node, "sigmaExponent", fit.exponent(1));
    PaperJson.number(node, "sigmaError", fit.error(1));
  }
}
