// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.noisygd.judge.CandidateVerdict;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.report.Page;
import org.noisygd.report.Provenance;
import org.noisygd.report.chart.Markup;

/**
 * The judge's verdict on a candidate as one HTML page: the verdict in words, what to change, the
 * failed case with its request, and a picture of error over bound for each op.
 */
public final class CandidateHtml {
  /** Characters of a name that a candidate gave itself. */
  private static final int NAME = 120;

  private CandidateHtml() {}

  /** The page. */
  public static String of(CandidateVerdict e, Provenance provenance) {
    String name = Markup.cut(e.candidate(), NAME);
    Page page = new Page(VerdictWords.heading(e) + ": " + name);
    page.raw("<h1>The candidate ").text(name).raw("</h1>\n");
    VerdictHtml.verdict(
        page,
        VerdictHtml.style(e.verdict().exitStatus()),
        VerdictWords.heading(e),
        VerdictWords.sentence(e),
        VerdictHtml.lead(e.diagnosis()));
    if (!e.declared().isEmpty()) {
      page.raw("<p>Declared arithmetic ").element("strong", e.declared());
      if (!e.observed().isEmpty()) {
        page.raw("; its errors fit ").element("strong", e.observed());
      }
      page.raw(".</p>\n");
    }
    VerdictHtml.list(page, VerdictWords.broken(e), e.broken());
    summary(page, e);
    boolean failed = e.verdict() == CandidateVerdict.Verdict.FAIL;
    VerdictHtml.diagnosis(page, e.explanation(), failed);
    e.firstFailure().ifPresent(r -> failure(page, e, r, provenance));
    VerdictHtml.list(page, "Warnings", e.warnings().stream().map(VerdictWords::warning).toList());
    VerdictHtml.list(page, "Notes", e.notes());
    VerdictHtml.list(page, "Where the explanation ends", e.explanation().notes());
    pictures(page, e);
    VerdictHtml.law(
        page,
        e.samples(),
        "The law of the images drawn",
        "Each line is a family of tests. All together they fail a right program with a probability"
            + " of at most 1e-9; the line in the middle of a bar is the limit.");
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("candidate", name);
    facts.put("arithmetic declared", e.declared().isEmpty() ? "-" : e.declared());
    facts.put("arithmetic observed", e.observed().isEmpty() ? "-" : e.observed());
    facts.put("seed of the cases", String.valueOf(e.seed()));
    VerdictHtml.provenance(page, provenance, facts);
    return page.end();
  }

  /** The page for a candidate that could not be asked: an unusable file or command line. */
  public static String unusable(String why, Provenance provenance) {
    Page page = new Page("UNUSABLE");
    page.raw("<h1>No verdict</h1>\n");
    VerdictHtml.verdict(page, "undecided", "UNUSABLE", why, "");
    VerdictHtml.provenance(page, provenance, Map.of());
    return page.end();
  }

  private static void summary(Page page, CandidateVerdict e) {
    List<CandidateSummary> all = CandidateSummary.of(e);
    if (all.isEmpty()) {
      return;
    }
    page.raw("<h2>Ops</h2>\n")
        .heads(4, "Op", "Verdict", "Cases", "Passed", "Failed", "Largest error/bound");
    for (CandidateSummary s : all) {
      String status = s.failed() > 0 ? "fail" : s.cases() > 0 ? "pass" : "undecided";
      String more = s.cases() == 0 ? "not judged" : status;
      more += s.unsupported() > 0 ? ", " + s.unsupported() + " unsupported" : "";
      more += s.undecided() > 0 ? ", " + s.undecided() + " beyond any bound" : "";
      String anchor = s.op().equals("sample") ? "law" : s.op();
      page.raw("<tr><td data-label=\"Op\">").element("a href=\"#" + anchor + "\"", s.op());
      page.raw("</td>")
          .cell("Verdict", more, status)
          .cell("Cases", String.valueOf(s.cases()), "number")
          .cell("Passed", String.valueOf(s.passed()), "number")
          .cell("Failed", String.valueOf(s.failed()), "number")
          .cell(
              "Largest error/bound",
              s.op().equals("sample") ? "by its law" : VerdictWords.ratio(s),
              "number")
          .raw("</tr>\n");
    }
    page.raw("</tbody>\n</table>\n");
  }

  private static void failure(Page page, CandidateVerdict e, CaseResult r, Provenance provenance) {
    page.raw("<h2 id=\"failure\">Smallest failed case</h2>\n<p>");
    page.element("code", r.tested().name())
        .text(": a case made to see " + r.tested().sees() + ".")
        .raw("</p>\n");
    r.failure().ifPresent(f -> VerdictHtml.failure(page, f));
    e.explanation().replay().ifPresent(q -> VerdictHtml.replay(page, q, provenance));
  }

  private static void pictures(Page page, CandidateVerdict e) {
    if (e.results().isEmpty()) {
      return;
    }
    page.raw("<h2 id=\"pictures\">Error over bound, case by case</h2>\n");
    page.raw("<p class=\"legend\">");
    legend(page, CaseResult.Outcome.PASS, false, "within the bound");
    legend(page, CaseResult.Outcome.PASS, true, "exact case, judged bit by bit");
    legend(page, CaseResult.Outcome.FAIL, false, "failed");
    legend(page, CaseResult.Outcome.FAIL, true, "exact case, failed");
    legend(page, CaseResult.Outcome.UNDECIDED, false, "not judged");
    page.raw(
            "</p>\n<p class=\"small\">The axis is the error divided by its bound, on a scale of powers")
        .raw(" of ten that is the same for all ops; the line at 1 is the bound. ")
        .raw("Point at the name of a row for what its cases see. ")
        .raw("To the left of the scale: no error at all. ")
        .raw("Tiny errors stand at its left end. Point at a mark for its case.</p>\n");
    RatioPicture picture = RatioPicture.of(e.results());
    for (Op op : CandidateSummary.ops(e)) {
      List<CaseResult> results = e.results().stream().filter(r -> r.tested().op() == op).toList();
      page.element("h3 id=\"" + op.word() + "\"", op.word()).raw("\n");
      page.raw(picture.html(op.word(), results));
      cases(page, results);
    }
  }

  private static void legend(Page page, CaseResult.Outcome outcome, boolean exact, String text) {
    page.raw("<span><svg class=\"key\" width=\"16\" height=\"16\" viewBox=\"-8 -8 16 16\">")
        .raw(RatioPicture.shape(outcome, exact))
        .raw("</svg> ")
        .text(text)
        .raw("</span> ");
  }

  private static void cases(Page page, List<CaseResult> results) {
    long failed = results.stream().filter(r -> r.outcome() == CaseResult.Outcome.FAIL).count();
    page.raw("<details><summary>")
        .text(results.size() + " cases" + (failed > 0 ? ", " + failed + " failed" : ""))
        .raw("</summary>\n")
        .heads(1, "Verdict", "Case", "What it sees", "Error/bound");
    for (CaseResult r : results) {
      String status =
          switch (r.outcome()) {
            case PASS -> "pass";
            case FAIL -> "fail";
            case UNSUPPORTED, UNDECIDED -> "undecided";
          };
      page.raw("<tr>")
          .cell("Verdict", VerdictWords.outcome(r), status)
          .raw("<td data-label=\"Case\">");
      page.element("code", r.tested().name()).raw("</td><td data-label=\"What it sees\">");
      page.text(r.tested().sees());
      r.failure()
          .ifPresent(
              f ->
                  page.raw("<br>")
                      .element(
                          "span class=\"small\"",
                          f.place().words()
                              + ": expected "
                              + Markup.cut(f.expected(), 60)
                              + ", got "
                              + Markup.cut(f.actual(), 60)));
      page.raw("</td>")
          .cell("Error/bound", r.worst() >= 0 ? VerdictWords.ratio(r.worst()) : "-", "number")
          .raw("</tr>\n");
    }
    page.raw("</tbody>\n</table>\n</details>\n");
  }
}
