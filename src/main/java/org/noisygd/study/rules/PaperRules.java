// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.noisygd.number.statistics.FiveNumbers;
import org.noisygd.report.How;
import org.noisygd.report.Page;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.BoxPlot;
import org.noisygd.report.chart.Chart;
import org.noisygd.report.chart.LineChart;
import org.noisygd.report.chart.Series;
import org.noisygd.report.chart.Series.Kind;
import org.noisygd.study.Finding;
import org.noisygd.study.Finding.Agreement;
import org.noisygd.study.PaperJson;
import org.noisygd.study.PaperSection;
import org.noisygd.study.SectionTable;

/** What a user would compare with: which optimum each update rule picks, on the same problems. */
public final class PaperRules {
  /** Of the ratio that the paper names, as for Figures 2 and 3. */
  private static final double ONE_PERCENT = 0.01;

  /** Problems whose runs are long enough for every rule, in the quick study too. */
  private static final List<String> SETTLED = List.of("2a", "2b", "2c");

  private static final String WALKS =
      "The walk of kept noise. Each run is followed until the variance of its steps, which is known before"
          + " each is drawn, adds up to a number fixed beforehand; then its walk is normal with that"
          + " variance, exactly, at any rank and from any start, and the interval is exact. One in twenty"
          + " such intervals misses 1 by chance; the verdict is by one that misses once in 16,000 times.";

  private PaperRules() {}

  /** The section. */
  public static PaperSection of(BiasStudy study) {
    List<BiasProblem> problems = study.rows().stream().map(BiasRow::problem).distinct().toList();
    List<Chart> charts = new ArrayList<>();
    for (String name : List.of("2c", "misfit")) {
      charts.add(boxes(rows(study, name)));
    }
    charts.add(courses(rows(study, "4")));
    charts.add(walkChart(study.walks()));
    SectionTable table = table(study);
    SectionTable walks = walks(study);
    Page part = Page.part();
    part.element("p", text(problems)).raw("\n").raw(table.markup());
    part.element("p", WALKS).raw("\n").raw(walks.markup());
    Map<String, JsonNode> figures = new LinkedHashMap<>();
    figures.put("rules", json(study, problems));
    return new PaperSection(
        "rules",
        "Beyond the paper: which optimum other update rules pick",
        PaperSection.THEORY,
        part.markup(),
        charts,
        Map.of("rules.csv", table.csv(), "rules-walks.csv", walks.csv()),
        figures,
        findings(study));
  }

  private static List<BiasRow> rows(BiasStudy study, String problem) {
    return study.rows().stream().filter(row -> row.problem().name().equals(problem)).toList();
  }

  private static String text(List<BiasProblem> problems) {
    return "Seven rules from the same starts: Perturbed GD; GD on the smoothed objective itself; GD;"
        + " GD with the penalty 1/8 ||X^T X - Y^T Y||^2; labels M + E with entries of E = tau or -tau"
        + " at random, tau = 0.05 sqrt(2/etaY), so that with equal steps the implicit regulariser is"
        + " as strong as the smoothing; noise kept in the iterate, with standard deviations sqrt(eta)"
        + " sigma (Langevin); SGD on B entries drawn with replacement. Definitions and derivations:"
        + " proofs-notes/rivals.md. Expected ratios are to leading order in the steps. The problems: "
        + problems.stream()
            .map(
                problem ->
                    String.format(
                        Locale.ROOT,
                        "%s (%s; %,d updates, %d runs)",
                        problem.name(),
                        problem.label(),
                        problem.updates(),
                        problem.replicates()))
            .collect(Collectors.joining("; "))
        + ". From (3, 5) imbalance falls by 5e-5 of itself an update, so some of it is left at the end.";
  }

  private static SectionTable table(BiasStudy study) {
    SectionTable table =
        new SectionTable(
            "problem",
            "rule",
            "ratio, quartiles",
            "expected",
            "found/expected - 1",
            "loss",
            "tr H",
            "largest eigenvalue of H");
    for (BiasRow row : study.rows()) {
      FiveNumbers ratio = row.ratio();
      table.row(
          row.problem().name(),
          row.rival().label(),
          format("%.4f / %.4f / %.4f", ratio.q1(), ratio.median(), ratio.q3()),
          row.expected().map(value -> format("%.4f", value)).orElse("none"),
          row.deviation().map(value -> format("%.1e", value)).orElse(""),
          format("%.2g", row.loss()),
          format("%.1f", row.traceOfHessian()),
          format("%.3f", row.sharpness()));
    }
    return table;
  }

  private static SectionTable walks(BiasStudy study) {
    SectionTable table =
        new SectionTable(
            "problem",
            "runs",
            "updates, mean",
            "standard deviation / predicted",
            "exact interval, 95%",
            "what else moves it / predicted");
    for (BalanceWalk walk : study.walks()) {
      table.row(
          walk.problem().name(),
          format("%d", walk.runs()),
          format("%,.0f", walk.updates()),
          format("%.3f", walk.ratio()),
          format("%.3f to %.3f", walk.lower(), walk.upper()),
          format("%.3f", walk.rest()));
    }
    return table;
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private static BoxPlot boxes(List<BiasRow> rows) {
    double least = rows.stream().mapToDouble(row -> row.ratio().min()).min().orElse(1);
    double most = rows.stream().mapToDouble(row -> row.ratio().max()).max().orElse(1);
    BiasProblem problem = rows.get(0).problem();
    List<BoxPlot.Box> boxes = new ArrayList<>();
    List<Double> expected = new ArrayList<>();
    for (int k = 0; k < rows.size(); k++) {
      BiasRow row = rows.get(k);
      FiveNumbers ratio = row.ratio();
      boxes.add(
          new BoxPlot.Box(
              row.rival().mark(),
              ratio.min(),
              ratio.q1(),
              ratio.median(),
              ratio.q3(),
              ratio.max()));
      double value = row.expected().orElse(Double.NaN);
      expected.addAll(List.of(k + 0.1, value, k + 0.9, value, k + 0.9, Double.NaN));
    }
    return new BoxPlot(
        "rules-" + problem.name(),
        "||X||/||Y|| at the end, " + problem.label(),
        "Each rule from the same small starts. Lines: what theory expects; there is nothing to expect of"
            + " kept noise.",
        "rule",
        new Axis("||X|| / ||Y||", Math.min(0.25, least / 1.1), Math.max(3, 1.1 * most), true),
        boxes,
        List.of(new Series("expected", Kind.LINE_B, expected)));
  }

  private static LineChart courses(List<BiasRow> rows) {
    List<Series> series = new ArrayList<>();
    BiasProblem problem = rows.get(0).problem();
    for (int k = 0; k < rows.size(); k++) {
      BiasRow row = rows.get(k);
      List<Double> points = new ArrayList<>();
      int intervals = row.course().size() - 1;
      for (int look = 0; look <= intervals; look++) {
        long step = problem.updates() * look / intervals;
        points.add((double) step);
        points.add(row.course().get(look));
      }
      series.add(new Series(row.rival().label(), Kind.line(k), points));
    }
    return new LineChart(
        "rules-course",
        "The median of |x|/|y| from (3, 5), where M = 1",
        "Descent falls to 0.065 and stays; the penalty balances at once. Perturbed GD, its smoothed"
            + " objective and label noise of that size return to 1 at the same rate; kept noise does"
            + " not.",
        new Axis("update", 0, 1.05 * problem.updates(), false),
        new Axis("|x| / |y|", 0.01, 2, true),
        series);
  }

  private static LineChart walkChart(List<BalanceWalk> walks) {
    List<Double> found = new ArrayList<>();
    List<Double> intervals = new ArrayList<>();
    double least = 1;
    double most = 1;
    for (int k = 0; k < walks.size(); k++) {
      BalanceWalk walk = walks.get(k);
      found.addAll(List.of(k + 0.5, walk.ratio()));
      intervals.addAll(List.of(k + 0.5, walk.lower(), k + 0.5, walk.upper()));
      least = Math.min(least, walk.lower());
      most = Math.max(most, walk.upper());
    }
    return new LineChart(
        "rules-walk",
        "How far kept noise walks, over the prediction",
        "Theory says 1, whatever the rank and the start. Such an exact interval misses it once in twenty"
            + " times.",
        Axis.ofNames("problem", walks.stream().map(walk -> walk.problem().name()).toList()),
        new Axis("standard deviation / predicted", 0.95 * least, 1.05 * most, false),
        List.of(
            new Series("exact interval, 95%", Kind.BARS, intervals),
            new Series("predicted", Kind.GUIDE, List.of(0.0, 1.0, (double) walks.size(), 1.0)),
            new Series("found", Kind.MARKS, found)));
  }

  private static List<Finding> findings(BiasStudy study) {
    List<Finding> findings = new ArrayList<>();
    for (ComparedRule rival : ComparedRule.values()) {
      List<BiasRow> rows = study.rows().stream().filter(row -> row.rival() == rival).toList();
      findings.add(
          new Finding(
              "rules",
              says(rival),
              finds(study, rival, rows),
              How.MEASURED,
              agreement(study, rival, rows)));
    }
    return findings;
  }

  private static String says(ComparedRule rival) {
    return rival.label()
        + ": "
        + switch (rival) {
          case PERTURBED -> "the balanced optimum, whatever the start and the steps";
          case SMOOTHED -> "the same; Perturbed GD is this in the mean";
          case PLAIN -> "any optimum: what the start and the steps conserve";
          case REGULARISED -> "X^T X = Y^T Y, whatever the start and the steps";
          case LABEL_NOISE ->
              "(etaX d1 / etaY d2)^1/2; with equal steps the optimum of the least tr H";
          case KEPT_NOISE ->
              "no optimum at all, but a random walk of the balance, of a variance that is known";
          case ENTRY_SAMPLED ->
              "what GD finds if M can be fitted, else the balance of the residual's noise";
        };
  }

  private static String finds(BiasStudy study, ComparedRule rival, List<BiasRow> rows) {
    if (rival == ComparedRule.KEPT_NOISE) {
      return "standard deviation of ||X||^2/etaX - ||Y||^2/etaY over the predicted one (exact interval,"
          + " 95%): "
          + study.walks().stream()
              .map(
                  walk ->
                      walk.problem().name()
                          + format(
                              " %.2f (%.2f to %.2f)", walk.ratio(), walk.lower(), walk.upper()))
              .collect(Collectors.joining(", "))
          + format(
              "; what else moves it is %.2f of that at most, over %d runs each",
              study.walks().stream().mapToDouble(BalanceWalk::rest).max().orElse(Double.NaN),
              study.walks().stream().mapToInt(BalanceWalk::runs).min().orElse(0));
    }
    return "median ratio (expected): "
        + rows.stream()
            .map(
                row ->
                    row.problem().name()
                        + format(
                            " %.4f (%.4f)",
                            row.ratio().median(), row.expected().orElse(Double.NaN)))
            .collect(Collectors.joining(", "));
  }

  private static Agreement agreement(BiasStudy study, ComparedRule rival, List<BiasRow> rows) {
    return switch (rival) {
      case LABEL_NOISE, ENTRY_SAMPLED -> Agreement.BEYOND;
      case KEPT_NOISE -> Agreement.of(study.walks().stream().allMatch(BalanceWalk::holds));
      case PERTURBED, SMOOTHED, PLAIN, REGULARISED -> {
        List<BiasRow> settled =
            rows.stream().filter(row -> SETTLED.contains(row.problem().name())).toList();
        yield Agreement.of(
            settled.stream()
                .allMatch(row -> Math.abs(row.deviation().orElse(Double.NaN)) < ONE_PERCENT),
            settled.stream()
                .anyMatch(
                    row ->
                        row.quotient()
                            .filter(median -> median.isFartherThan(ONE_PERCENT, 1))
                            .isPresent()));
      }
    };
  }

  private static ObjectNode json(BiasStudy study, List<BiasProblem> problems) {
    ObjectNode root = PaperJson.object();
    for (BiasProblem problem : problems) {
      ObjectNode node = root.putObject(problem.name());
      node.put("replicates", problem.replicates());
      node.put("steps", problem.updates());
      for (BiasRow row : rows(study, problem.name())) {
        ObjectNode rule = node.putObject(row.rival().label());
        ObjectNode ratio = rule.putObject("ratio");
        PaperJson.number(ratio, "min", row.ratio().min());
        PaperJson.number(ratio, "q1", row.ratio().q1());
        PaperJson.number(ratio, "median", row.ratio().median());
        PaperJson.number(ratio, "q3", row.ratio().q3());
        PaperJson.number(ratio, "max", row.ratio().max());
        PaperJson.number(rule, "expected", row.expected().orElse(Double.NaN));
        rule.put("finite", row.finite());
        PaperJson.number(rule, "loss", row.loss());
        PaperJson.number(rule, "traceOfHessian", row.traceOfHessian());
        PaperJson.number(rule, "largestEigenvalue", row.sharpness());
      }
    }
    for (BalanceWalk walk : study.walks()) {
      ObjectNode node = PaperJson.object();
      node.put("runs", walk.runs());
      PaperJson.number(node, "updates", walk.updates());
      PaperJson.number(node, "deviationOverPredicted", walk.ratio());
      PaperJson.number(node, "lower", walk.lower());
      PaperJson.number(node, "upper", walk.upper());
      PaperJson.number(node, "rest", walk.rest());
      root.withObject("/" + walk.problem().name()).set("walk", node);
    }
    return root;
  }
}
