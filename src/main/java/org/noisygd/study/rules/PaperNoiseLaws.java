// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
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

/** The remarks of the paper's Section 6 tested: anisotropic noise, heavy tails, decay. */
public final class PaperNoiseLaws {
  private PaperNoiseLaws() {}

  /** The section. */
  public static PaperSection of(
      AnisotropyStudy anisotropy, TailStudy tails, ScheduleStudy schedules) {
    SectionTable columns = columns(anisotropy);
    SectionTable limits = limits(tails);
    SectionTable escapes = escapes(tails);
    SectionTable decay = decay(schedules);
    Page part = Page.part();
    part.element(
            "p",
            "Anisotropic noise: 20 x 30, etaX = etaY = 0.02, with singular values 1 and 0.6, the variance of rows or columns"
                + " 1.6 and 0.4 times its mean, E||Z||^2 = 0.075 for a column. By closed form rows change"
                + " nothing in the smoothed objective; columns move its optimum and fix the rotation.")
        .raw("\n")
        .raw(columns.markup())
        .element(
            "p",
            "Heavy tails: Student's t with 5 and 3 degrees of freedom and the variance of the normal"
                + " noise. Where it settles, on the problem of Fig. 2a (only second moments enter the"
                + " smoothed objective); and how often it blows up, from (1, 1) with M = 1, eta = 0.1, sigma"
                + " = 0.2, beside the probability that some single perturbation throws it beyond the"
                + " reach of descent.")
        .raw("\n")
        .raw(limits.markup())
        .raw(escapes.markup())
        .element(
            "p",
            "Decay: eta_t = 0.01 (1 + t/500)^-a and sigma_t = 0.2 (1 + t/500)^-b from (1/2, 2) with M = 1."
                + " The mean imbalance should fall by the sum of 2 eta_t sigma_t^2, which has no bound"
                + " exactly if a + 2b <= 1.")
        .raw("\n")
        .raw(decay.markup());
    Map<String, JsonNode> figures = new LinkedHashMap<>();
    figures.put("noise", json(anisotropy, tails, schedules));
    Map<String, String> tables = new TreeMap<>();
    tables.put("noise-anisotropy.csv", columns.csv());
    tables.put("noise-tails-limit.csv", limits.csv());
    tables.put("noise-tails-escape.csv", escapes.csv());
    tables.put("noise-decay-table.csv", decay.csv());
    return new PaperSection(
        "noise",
        "Section 6: other laws of the noise",
        PaperSection.PAPER,
        part.markup(),
        List.of(chart(schedules)),
        tables,
        figures,
        findings(anisotropy, tails, schedules));
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private static String of(Estimate estimate) {
    return format("%.4f +- %.4f", estimate.mean(), estimate.standardError());
  }

  private static SectionTable columns(AnisotropyStudy study) {
    SectionTable table =
        new SectionTable(
            "noise",
            "||x_1||^2 (expected)",
            "||x_2||^2 (expected)",
            "||y_1||^2 (expected)",
            "||y_2||^2 (expected)",
            "rms of cos(x_1, x_2)");
    for (AnisotropyStudy.Case one : study.cases()) {
      List<String> cells = new ArrayList<>();
      cells.add(one.name());
      for (int k = 0; k < one.columnNorms().size(); k++) {
        int at = k;
        cells.add(
            of(one.columnNorms().get(k))
                + one.expected()
                    .map(list -> format(" (%.4f)", list.get(at)))
                    .orElse(" (not unique)"));
      }
      cells.add(format("%.3f", one.cosine()));
      table.row(cells.toArray(String[]::new));
    }
    return table;
  }

  private static String law(int freedom) {
    return freedom == 0 ? "normal" : "t, " + freedom + " of freedom";
  }

  private static SectionTable limits(TailStudy study) {
    SectionTable table =
        new SectionTable("law", "runs that stayed finite", "||X||^2", "||Y||^2", "expected");
    for (TailStudy.Limit limit : study.limits()) {
      table.row(
          law(limit.freedom()),
          String.valueOf(limit.finite()),
          of(limit.squaredX()),
          of(limit.squaredY()),
          format("%.4f", limit.expected()));
    }
    return table;
  }

  private static SectionTable escapes(TailStudy study) {
    SectionTable table =
        new SectionTable(
            "law", "blown up", "exact 95% interval", "expected by one jump", "updates of a run");
    for (TailStudy.Escape escape : study.escapes()) {
      table.row(
          law(escape.freedom()),
          escape.blownUp().successes() + " of " + escape.blownUp().trials(),
          format("%.5f to %.5f", escape.blownUp().lower(), escape.blownUp().upper()),
          format("%.2g", escape.expected()),
          String.valueOf(escape.updates()));
    }
    return table;
  }

  private static String name(ScheduleStudy.Row row) {
    return format("a = %s, b = %s", row.schedule().stepExponent(), row.schedule().noiseExponent());
  }

  private static SectionTable decay(ScheduleStudy study) {
    SectionTable table =
        new SectionTable(
            "schedule",
            "reaches balance",
            "compared at update",
            "log of the mean imbalance left, expected",
            "found",
            "|x|/|y| at the end");
    for (ScheduleStudy.Row row : study.rows()) {
      int at = row.compared();
      table.row(
          name(row),
          row.reachesBalance() ? "yes" : "no",
          String.valueOf(row.looks().get(at)),
          format("%.4f", row.expected().get(at)),
          format("%.4f +- %.4f", row.found().get(at), row.error().get(at)),
          of(row.lastRatio()));
    }
    return table;
  }

  private static LineChart chart(ScheduleStudy study) {
    List<Series> series = new ArrayList<>();
    long last = 0;
    for (int k = 0; k < study.rows().size(); k++) {
      ScheduleStudy.Row row = study.rows().get(k);
      List<Double> expected = new ArrayList<>();
      List<Double> found = new ArrayList<>();
      for (int look = 0; look < row.looks().size(); look++) {
        last = row.looks().get(look);
        expected.addAll(List.of((double) last, StrictMath.exp(row.expected().get(look))));
        // Far down the mean is lost in its own error.
        if (row.error().get(look) >= 0 && row.error().get(look) < 0.2) {
          found.addAll(List.of((double) last, StrictMath.exp(row.found().get(look))));
        }
      }
      series.add(new Series(name(row), Kind.line(k), expected));
      series.add(new Series(k == 0 ? "found" : "", Kind.MARKS, found));
    }
    return new LineChart(
        "noise-decay",
        "What is left of the mean imbalance under decaying steps and noise",
        "Lines: by the sum of the rates. Circles: found, while the standard error is below a fifth. Only"
            + " with a + 2b <= 1 does it go to zero in the end.",
        new Axis("update", 0, 1.05 * last, false),
        new Axis("mean of x^2 - y^2, over its start", 0.01, 1, true),
        series);
  }

  private static List<Finding> findings(
      AnisotropyStudy anisotropy, TailStudy tails, ScheduleStudy schedules) {
    AnisotropyStudy.Case rows = anisotropy.cases().get(1);
    AnisotropyStudy.Case columns = anisotropy.cases().get(2);
    TailStudy.Escape heaviest = tails.escapes().get(tails.escapes().size() - 1);
    return List.of(
        new Finding(
            "S6",
            "anisotropic noise will have different smoothing effects along different directions",
            format(
                "not rows: ||X||^2 %s, expected %.4f as for equal ones (the smoothed objective is the same,"
                    + " exact); columns do: ||x_k||^2 %s and %s, expected %s",
                of(rows.total()),
                rows.expectedTotal(),
                of(columns.columnNorms().get(0)),
                of(columns.columnNorms().get(1)),
                columns
                    .expected()
                    .map(list -> format("%.4f and %.4f", list.get(0), list.get(1)))
                    .orElse("none")),
            How.MEASURED,
            near(rows.total(), rows.expectedTotal())
                    && columns
                        .expected()
                        .filter(list -> near(columns.columnNorms().get(0), list.get(0)))
                        .filter(list -> near(columns.columnNorms().get(1), list.get(1)))
                        .isPresent()
                ? Agreement.AGREES_CORRECTED
                : Agreement.DIFFERS),
        new Finding(
            "S6",
            "heavy tailed noise will affect the probability of convergence",
            format(
                "t with 3 of freedom: %d of %d runs blew up (%.4f to %.4f, expected %.4f by one jump), none of"
                    + " normal noise; those that stay settle where the second moments say",
                heaviest.blownUp().successes(),
                heaviest.blownUp().trials(),
                heaviest.blownUp().lower(),
                heaviest.blownUp().upper(),
                heaviest.expected()),
            How.MEASURED,
            Agreement.of(
                heaviest.blownUp().lower() > 0, heaviest.blownUp().upper() < heaviest.expected())),
        new Finding(
            "S6",
            "nothing of rates; expected: decay reaches balance exactly if the sum of 2 eta_t sigma_t^2 has no"
                + " bound",
            "log of the mean imbalance, found (expected): "
                + schedules.rows().stream()
                    .map(
                        row ->
                            name(row)
                                + format(
                                    ": %.3f (%.3f)",
                                    row.found().get(row.compared()),
                                    row.expected().get(row.compared())))
                    .collect(Collectors.joining("; ")),
            How.MEASURED,
            Agreement.BEYOND));
  }

  private static ObjectNode json(
      AnisotropyStudy anisotropy, TailStudy tails, ScheduleStudy schedules) {
    ObjectNode root = PaperJson.object();
    ArrayNode cases = root.putArray("anisotropy");
    for (AnisotropyStudy.Case one : anisotropy.cases()) {
      ObjectNode node = cases.addObject();
      node.put("noise", one.name());
      ArrayNode norms = node.putArray("columnNorms");
      one.columnNorms().forEach(estimate -> norms.add(json(estimate)));
      one.expected().ifPresent(list -> list.forEach(node.withArray("expected")::add));
      node.set("squaredX", json(one.total()));
      node.put("cosine", one.cosine());
    }
    ArrayNode escapes = root.putArray("tails");
    for (int k = 0; k < tails.escapes().size(); k++) {
      TailStudy.Escape escape = tails.escapes().get(k);
      ObjectNode node = escapes.addObject();
      node.put("law", law(escape.freedom()));
      node.put("blownUp", escape.blownUp().successes());
      node.put("runs", escape.blownUp().trials());
      node.put("lower", escape.blownUp().lower());
      node.put("upper", escape.blownUp().upper());
      node.put("expected", escape.expected());
      node.set("squaredX", json(tails.limits().get(k).squaredX()));
      node.set("squaredY", json(tails.limits().get(k).squaredY()));
    }
    ArrayNode decay = root.putArray("decay");
    for (ScheduleStudy.Row row : schedules.rows()) {
      ObjectNode node = decay.addObject();
      node.put("a", row.schedule().stepExponent());
      node.put("b", row.schedule().noiseExponent());
      node.put("step", row.looks().get(row.compared()));
      PaperJson.number(node, "expected", row.expected().get(row.compared()));
      PaperJson.number(node, "found", row.found().get(row.compared()));
      PaperJson.number(node, "standardError", row.error().get(row.compared()));
    }
    return root;
  }

  /** Within what chance allows, by Student's law. */
  private static boolean near(Estimate estimate, double expected) {
    return Math.abs(estimate.mean() - expected)
        <= Student.errors(estimate.n()) * estimate.standardError();
  }

  private static ObjectNode json(Estimate estimate) {
    ObjectNode node = PaperJson.object();
    PaperJson.number(node, "mean", estimate.mean());
    PaperJson.number(node, "standardError", estimate.standardError());
    return node;
  }
}
