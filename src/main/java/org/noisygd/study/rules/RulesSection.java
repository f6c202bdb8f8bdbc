// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.noisygd.number.Text;
import org.noisygd.report.Columns;
import org.noisygd.report.Evidence;
import org.noisygd.report.Json;
import org.noisygd.report.ResultTable;
import org.noisygd.report.chart.Chart;
import org.noisygd.study.Finding;
import org.noisygd.study.Finding.Agreement;
import org.noisygd.study.PaperSection;
import org.noisygd.study.rules.BiasStudy.BiasRow;

/** Which optimum each update rule picks, on the same problems. */
public final class RulesSection {
  /** How near a ratio must be to the one that the paper names, as for Figures 2 and 3. */
  private static final double ONE_PERCENT = 0.01;

  /** Problems whose runs are long enough for every rule, in the quick study too. */
  private static final List<String> SETTLED = List.of("2a", "2b", "2c");

  private static final String WALKS =
      "The walk of kept noise. Each run is followed until the variance of its steps, which is known before"
          + " each is drawn, adds up to a number fixed beforehand; then its walk is normal with that"
          + " variance, exactly, at any rank and from any start, and the interval is exact. One in twenty"
          + " such intervals misses 1 by chance; the verdict is by one that misses once in 16,000 times.";

  private RulesSection() {}

  /** The section. */
  public static PaperSection of(BiasStudy study) {
    List<BiasProblem> problems = study.rows().stream().map(BiasRow::problem).distinct().toList();
    List<Chart> charts = new ArrayList<>();
    for (String name : List.of("2c", "misfit")) {
      charts.add(RuleFigures.boxes(rows(study, name)));
    }
    charts.add(RuleFigures.courses(rows(study, "4")));
    charts.add(RuleFigures.walks(study.walks()));
    return new PaperSection(
        "rules",
        "Beyond the paper: which optimum other update rules pick",
        PaperSection.THEORY,
        report ->
            report
                .paragraphOnPage(text(problems))
                .tableOnPage(table(study))
                .paragraphOnPage(WALKS)
                .tableOnPage(walks(study)),
        charts,
        Map.of("rules", json(study, problems)),
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
                    Text.format(
                        "%s (%s; %,d updates, %d runs)",
                        problem.name(), problem.label(), problem.updates(), problem.replicates()))
            .collect(Collectors.joining("; "))
        + ". From (3, 5) imbalance falls by 5e-5 of itself an update, so some of it is left at the end.";
  }

  private static ResultTable table(BiasStudy study) {
    return Columns.of(study.rows())
        .words("problem", row -> row.problem().name())
        .words("rule", row -> row.rule().label())
        .words(
            "ratio, quartiles",
            row ->
                Text.format(
                    "%.4f / %.4f / %.4f", row.ratio().q1(), row.ratio().median(), row.ratio().q3()))
        .words(
            "expected",
            row -> row.expected().map(value -> Text.format("%.4f", value)).orElse("none"))
        .words(
            "found/expected - 1",
            row -> row.deviation().map(value -> Text.format("%.1e", value)).orElse(""))
        .words("loss", row -> Text.format("%.2g", row.end().loss()))
        .words("tr H", row -> Text.format("%.1f", row.end().traceOfHessian()))
        .words("largest eigenvalue of H", row -> Text.format("%.3f", row.end().sharpness()))
        .table("rules");
  }

  private static ResultTable walks(BiasStudy study) {
    return Columns.of(study.walks())
        .words("problem", walk -> walk.problem().name())
        .words("runs", walk -> Text.format("%d", walk.runs()))
        .words("updates, mean", walk -> Text.format("%,.0f", walk.updates()))
        .words("standard deviation / predicted", walk -> Text.format("%.3f", walk.ratio()))
        .words(
            "exact interval, 95%", walk -> Text.format("%.3f to %.3f", walk.lower(), walk.upper()))
        .words("what else moves it / predicted", walk -> Text.format("%.3f", walk.rest()))
        .table("rules-walks");
  }

  private static List<Finding> findings(BiasStudy study) {
    List<Finding> findings = new ArrayList<>();
    for (ComparedRule rule : ComparedRule.values()) {
      List<BiasRow> rows = study.rows().stream().filter(row -> row.rule() == rule).toList();
      findings.add(
          new Finding(
              "rules",
              says(rule),
              finds(study, rule, rows),
              Evidence.MEASURED,
              agreement(study, rule, rows)));
    }
    return findings;
  }

  private static String says(ComparedRule rule) {
    return rule.label()
        + ": "
        + switch (rule) {
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

  private static String finds(BiasStudy study, ComparedRule rule, List<BiasRow> rows) {
    if (rule == ComparedRule.KEPT_NOISE) {
      return "standard deviation of ||X||^2/etaX - ||Y||^2/etaY over the predicted one (exact interval,"
          + " 95%): "
          + study.walks().stream()
              .map(
                  walk ->
                      walk.problem().name()
                          + Text.format(
                              " %.2f (%.2f to %.2f)", walk.ratio(), walk.lower(), walk.upper()))
              .collect(Collectors.joining(", "))
          + Text.format(
              "; what else moves it is %.2f of that at most, over %d runs each",
              study.walks().stream().mapToDouble(BalanceWalk::rest).max().orElse(Double.NaN),
              study.walks().stream().mapToInt(BalanceWalk::runs).min().orElse(0));
    }
    return "median ratio (expected): "
        + rows.stream()
            .map(
                row ->
                    row.problem().name()
                        + Text.format(
                            " %.4f (%.4f)",
                            row.ratio().median(), row.expected().orElse(Double.NaN)))
            .collect(Collectors.joining(", "));
  }

  private static Agreement agreement(BiasStudy study, ComparedRule rule, List<BiasRow> rows) {
    return switch (rule) {
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

  private static Json.Fields json(BiasStudy study, List<BiasProblem> problems) {
    Json.Fields root = Json.object();
    for (BiasProblem problem : problems) {
      Json.Fields fields =
          Json.object().put("replicates", problem.replicates()).put("steps", problem.updates());
      rows(study, problem.name()).forEach(row -> fields.put(row.rule().label(), json(row)));
      study.walks().stream()
          .filter(walk -> walk.problem().equals(problem))
          .forEach(walk -> fields.put("walk", json(walk)));
      root.put(problem.name(), fields);
    }
    return root;
  }

  private static Json.Fields json(BiasRow row) {
    return Json.object()
        .put("ratio", row.ratio())
        .put("expected", row.expected())
        .put("finite", row.finite())
        .put("loss", row.end().loss())
        .put("traceOfHessian", row.end().traceOfHessian())
        .put("largestEigenvalue", row.end().sharpness());
  }

  private static Json.Fields json(BalanceWalk walk) {
    return Json.object()
        .put("runs", walk.runs())
        .put("updates", walk.updates())
        .put("deviationOverPredicted", walk.ratio())
        .put("lower", walk.lower())
        .put("upper", walk.upper())
        .put("rest", walk.rest());
  }
}
