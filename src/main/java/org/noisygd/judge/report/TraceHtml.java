// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.noisygd.judge.TraceProfile;
import org.noisygd.judge.TraceVerdict;
import org.noisygd.number.Text;
import org.noisygd.report.Page;
import org.noisygd.report.Provenance;
import org.noisygd.report.chart.Axis;
import org.noisygd.report.chart.LineChart;
import org.noisygd.report.chart.Markup;
import org.noisygd.report.chart.Points;
import org.noisygd.report.chart.Series;
import org.noisygd.report.chart.Series.Kind;

/**
 * The judge's verdicts on traces as one HTML page: for each its verdict, the first wrong update,
 * and pictures of error over bound and of ||X||^2 - ||Y||^2 against the step.
 */
public final class TraceHtml {
  private static final int NAME = 120;

  /** The ends of the scale of error over bound; what lies beyond stands at them. */
  private static final double LEAST = 1e-6;

  private static final double GREATEST = 1e16;

  private TraceHtml() {}

  /** The page. */
  public static String of(List<TraceVerdict> all, Provenance provenance) {
    String title = all.size() == 1 ? heading(all.get(0)) : all.size() + " traces";
    Page page = new Page(all.size() == 1 ? VerdictWords.heading(all.get(0)) + ": " + title : title);
    if (all.size() > 1) {
      page.element("h1", title).raw("\n");
      contents(page, all);
    }
    for (int i = 0; i < all.size(); i++) {
      trace(page, all.get(i), i + 1, all.size() == 1 ? "h1" : "h1 class=\"part\"", provenance);
    }
    VerdictHtml.provenance(page, provenance, Map.of());
    return page.end();
  }

  private static String heading(TraceVerdict t) {
    return Markup.cut(t.name().isEmpty() ? t.file() : t.name(), NAME);
  }

  private static void contents(Page page, List<TraceVerdict> all) {
    page.heads(3, "Verdict", "Trace", "Updates", "Wrong", "Largest error/bound");
    for (int i = 0; i < all.size(); i++) {
      TraceVerdict t = all.get(i);
      page.raw("<tr>")
          .cell("Verdict", VerdictWords.heading(t), VerdictHtml.style(t.exitStatus()))
          .raw("<td data-label=\"Trace\">")
          .element("a href=\"#trace-" + (i + 1) + "\"", heading(t))
          .raw("</td>")
          .cell("Updates", String.valueOf(t.updates()), "number")
          .cell("Wrong", String.valueOf(t.failed()), "number")
          .cell(
              "Largest error/bound", t.worst() < 0 ? "-" : VerdictWords.ratio(t.worst()), "number")
          .raw("</tr>\n");
    }
    page.raw("</tbody>\n</table>\n");
  }

  private static void trace(
      Page page, TraceVerdict t, int number, String tag, Provenance provenance) {
    page.element(tag + " id=\"trace-" + number + "\"", "The trace " + heading(t)).raw("\n");
    VerdictHtml.verdict(
        page,
        VerdictHtml.style(t.exitStatus()),
        VerdictWords.heading(t),
        VerdictWords.sentence(t),
        VerdictHtml.lead(t.diagnosis()));
    facts(page, t);
    if (!t.complaint().isEmpty()) {
      VerdictHtml.list(page, "What could not be read", List.of(t.complaint()));
    }
    VerdictHtml.diagnosis(page, t.explanation(), t.failed() > 0);
    t.firstFailure()
        .ifPresent(
            f -> {
              page.raw("<h2>First wrong update</h2>\n");
              VerdictHtml.failure(page, f);
            });
    t.explanation().replay().ifPresent(q -> VerdictHtml.replay(page, q, provenance));
    VerdictHtml.list(page, "Where the explanation ends", t.explanation().notes());
    VerdictHtml.law(
        page,
        t.law(),
        "The law of the increments",
        "The trace carries no noise, so that its increments are held against the closed-form law of"
            + " one update. The line in the middle of a bar is the limit.");
    figures(page, t, number);
  }

  private static void facts(Page page, TraceVerdict t) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("file", t.file());
    if (!t.declared().isEmpty()) {
      facts.put("arithmetic declared", t.declared());
    }
    if (!t.observed().isEmpty()) {
      facts.put("arithmetic observed", t.observed());
    }
    facts.put("updates judged", t.updates() + ", " + t.failed() + " wrong");
    if (t.unchecked() > 0) {
      facts.put("left unchecked", t.unchecked() + " without noise");
    }
    if (t.worst() >= 0) {
      facts.put("largest error/bound", VerdictWords.ratio(t.worst()));
    }
    VerdictHtml.facts(page, facts, value -> page.text(value));
  }

  private static void figures(Page page, TraceVerdict t, int number) {
    List<TraceProfile.Span> spans = t.profile();
    if (spans.size() < 2) {
      return;
    }
    Axis steps = new Axis("step t", spans.get(0).t(), spans.get(spans.size() - 1).t(), false);
    if (t.worst() >= 0) {
      page.figure(errors(spans, steps, number));
    }
    LineChart balance = balance(spans, steps, number);
    if (!balance.series().isEmpty()) {
      page.figure(balance);
    }
  }

  private static LineChart errors(List<TraceProfile.Span> spans, Axis steps, int number) {
    Points right = new Points();
    Points wrong = new Points();
    double least = 0.1;
    double greatest = 10;
    for (TraceProfile.Span s : spans) {
      double shown = Math.min(Math.max(s.worst(), LEAST), GREATEST);
      if (s.worst() >= 0) {
        least = Math.min(least, shown);
        greatest = Math.max(greatest, shown);
      }
      right.add((double) s.t(), s.worst() < 0 ? Double.NaN : shown);
      if (s.wrong() > 0) {
        wrong.add((double) s.t(), shown);
      }
    }
    Axis ratio =
        new Axis(
            "error/bound",
            StrictMath.pow(10, Math.floor(StrictMath.log10(least))),
            StrictMath.pow(10, Math.ceil(StrictMath.log10(greatest))),
            true);
    List<Series> series = new ArrayList<>();
    series.add(Points.across(steps.min(), steps.max(), 1).series("", Kind.LINE_B));
    series.add(right.series("", Kind.LINE_A));
    series.add(wrong.series("wrong updates", Kind.CROSSES));
    return new LineChart(
        "errors-" + number,
        "Error over bound, update by update",
        "The dashed line is the bound. Each update is held against the exact image of the state before it, so that errors"
            + " do not add up: a right program stays below the line for ever. No error at all, and"
            + " errors below 1e-6, stand at 1e-6.",
        steps,
        ratio,
        series);
  }

  private static LineChart balance(List<TraceProfile.Span> spans, Axis steps, int number) {
    Points points = new Points();
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (TraceProfile.Span s : spans) {
      boolean shown = Math.abs(s.balance()) < 1e150;
      points.add((double) s.t(), shown ? s.balance() : Double.NaN);
      if (shown) {
        least = Math.min(least, s.balance());
        greatest = Math.max(greatest, s.balance());
      }
    }
    if (!(least <= greatest)) {
      return new LineChart("balance-" + number, "", "", steps, steps, List.of());
    }
    double room = Math.max(greatest - least, 1e-3 * Math.abs(greatest) + 1e-300) / 20;
    return new LineChart(
        "balance-" + number,
        "Balance of the factors",
        Text.format(
            "||X||^2 - ||Y||^2 (Frobenius norms) goes from %.6g to %.6g. Small and equal"
                + " steps without noise nearly keep it; noise draws it to the balance that its variances"
                + " set.",
            spans.get(0).balance(), spans.get(spans.size() - 1).balance()),
        steps,
        new Axis("||X||\u00b2 - ||Y||\u00b2", least - room, greatest + room, false),
        List.of(points.series("", Kind.LINE_A)));
  }
}
