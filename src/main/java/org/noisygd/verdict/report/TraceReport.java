// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.report;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.number.Text;
import org.noisygd.report.Column;
import org.noisygd.report.Page;
import org.noisygd.report.Page.Entry;
import org.noisygd.report.Provenance;
import org.noisygd.report.Report;
import org.noisygd.report.Terminal;
import org.noisygd.report.chart.Markup;
import org.noisygd.verdict.TraceVerdict;
import org.noisygd.verdict.Verdict;

/** The judge's verdict on traces: the number of judged updates, and the first wrong update. */
public final class TraceReport {
  private TraceReport() {}

  /** The page. */
  public static String page(List<TraceVerdict> all, Provenance provenance) {
    TraceVerdict first = all.get(0);
    boolean one = all.size() == 1;
    String traces = all.size() + " traces";
    Report report =
        one
            ? new Report(first.verdict().heading() + ": " + name(first), "The trace " + name(first))
            : new Report(traces, traces).onPage(page -> contents(page, all));
    for (int i = 0; i < all.size(); i++) {
      TraceVerdict t = all.get(i);
      int number = i + 1;
      if (!one) {
        String tag = "h1 class=\"part\" id=\"trace-" + number + "\"";
        report.onPage(page -> page.element(tag, "The trace " + name(t)).raw("\n"));
      }
      report.addAll(verdict(t)).addAll(explanation(t, provenance));
      VerdictParts.tests(
          report,
          t.tests(),
          "Tests of the increments' distribution",
          "The trace carries no noise, so its increments are compared with the closed-form"
              + " distribution of one update.");
    }
    return VerdictParts.page(report, provenance);
  }

  private static String name(TraceVerdict t) {
    return Markup.cut(t.name(), CandidateReport.NAME);
  }

  private static void contents(Page page, List<TraceVerdict> all) {
    List<List<Entry>> rows = new ArrayList<>();
    for (TraceVerdict t : all) {
      double worst = t.judged().worst();
      String link = "a href=\"#trace-" + (rows.size() + 1) + "\"";
      rows.add(
          List.of(
              Entry.of(VerdictParts.style(t.verdict()), t.verdict().heading()),
              new Entry("", Markup.element(link, name(t))),
              Entry.of(Column.NUMBER, t.judged().updates()),
              Entry.of(Column.NUMBER, t.judged().failed()),
              Entry.of(Column.NUMBER, worst < 0 ? "-" : VerdictParts.ratio(worst))));
    }
    page.table(
        "table",
        Page.heads(3, "Verdict", "Trace", "Updates", "Wrong", "Largest error/bound"),
        rows);
  }

  /** The number of judged updates, the first wrong update and the verdict. */
  public static Report verdict(TraceVerdict t) {
    Report report = new Report("", "");
    VerdictParts.verdict(report, t.verdict(), sentence(t), t.diagnosis());
    TraceVerdict.Judged judged = t.judged();
    List<String> facts = new ArrayList<>();
    String name = t.program().name().isEmpty() ? "" : " (" + t.program().name() + ")";
    facts.add(t.file() + name + t.program().arithmetics());
    facts.add(
        judged.updates()
            + " updates judged, "
            + judged.failed()
            + " wrong"
            + some(judged.idle(), "that an unchanged state would pass too")
            + some(judged.undecided(), "beyond any bound, not judged")
            + some(
                judged.unchecked(),
                "without noise "
                    + (t.tests().isEmpty() ? "left unchecked" : "judged by their distribution"))
            + (judged.worst() < 0
                ? ""
                : Text.format(", largest error/bound %.3g", judged.worst())));
    if (t.verdict() != Verdict.FAIL) {
      t.tests().forEach(s -> facts.add("  pass  " + s.test() + ": " + s.words()));
    }
    report.add(
        text -> String.join("\n", facts) + "\n",
        page -> facts.stream().limit(2).forEach(fact -> page.element("p", fact).raw("\n")));
    VerdictParts.broken(report, t.tests(), "The increments differ from their distribution:");
    judged
        .firstFailure()
        .filter(CaseResult.Failure::hasNumbers)
        .ifPresent(
            f -> {
              report.section("failure", "First wrong update");
              VerdictParts.failure(report, f);
            });
    if (!t.complaint().isEmpty()) {
      report.paragraph("Unreadable: " + t.complaint());
    }
    return report;
  }

  private static String some(long updates, String words) {
    return updates == 0 ? "" : ", " + updates + " " + words;
  }

  /** The reason for a verdict, in a sentence or two. */
  static String sentence(TraceVerdict t) {
    TraceVerdict.Judged judged = t.judged();
    String declared = t.program().declared();
    return switch (t.verdict()) {
      case PASS ->
          judged.updates() > 0
              ? "All "
                  + judged.updates()
                  + " updates are right: every error is within its proved bound."
              : "The increments follow their distribution.";
      case FAIL ->
          judged.failed() == 0
              ? "The increments do not follow their distribution."
              : judged.failed()
                  + " of "
                  + judged.updates()
                  + " updates are wrong"
                  + judged
                      .firstFailure()
                      .filter(f -> !f.hasNumbers())
                      .map(f -> ": " + f.place() + " must be finite, got " + f.actual())
                      .orElse("")
                  + ".";
      case UNUSABLE -> "The file could not be read to its end.";
      case BROKEN ->
          "No update could be checked"
              + (judged.undecided() > 0
                  ? ": for factors of these sizes no bound on rounding holds in " + declared
                  : judged.areAllIdle()
                      ? ": the bounds on rounding in "
                          + declared
                          + " are wider than the updates; judge the same code in a wider"
                          + " arithmetic, or with larger steps"
                      : judged.unchecked() > 0
                          ? ": give noiseX and noiseY on each line, or sigma1 and sigma2 in the"
                              + " header"
                          : "")
              + ".";
    };
  }

  /** The explanation of wrong updates; empty if none are wrong. */
  private static Report explanation(TraceVerdict t, Provenance provenance) {
    Report report = new Report("", "");
    VerdictParts.diagnosis(report, t.diagnosis());
    if (t.judged().firstFailure().filter(CaseResult.Failure::hasNumbers).isPresent()
        && t.diagnosis().isEmpty()
        && t.explanation().complete()) {
      report.paragraph(VerdictParts.nothingKnown("these numbers"));
    }
    return VerdictParts.ended(report, t.explanation(), provenance);
  }

  /** The explanation as text below the verdict. */
  public static String explanation(TraceVerdict t, Provenance provenance, Terminal terminal) {
    return VerdictParts.below(explanation(t, provenance), terminal);
  }
}
