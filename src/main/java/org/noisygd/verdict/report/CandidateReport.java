// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.request.Op;
import org.noisygd.number.Text;
import org.noisygd.report.Page;
import org.noisygd.report.Provenance;
import org.noisygd.report.Report;
import org.noisygd.report.Terminal;
import org.noisygd.report.chart.Markup;
import org.noisygd.report.json.SafeText;
import org.noisygd.verdict.CandidateVerdict;
import org.noisygd.verdict.Verdict;

/**
 * The judge's verdict on a candidate: a line per op, the faults that fit, the smallest failed case,
 * the verdict; on the page also every case.
 */
public final class CandidateReport {
  /** Maximum number of characters of a name, for a candidate may give any: a line of screen. */
  static final int NAME = 120;

  /** Maximum number of broken replies in the text. */
  private static final int SHOWN = 5;

  private CandidateReport() {}

  /** The page. */
  public static String page(CandidateVerdict e, Provenance provenance) {
    String name = Markup.cut(e.program().name(), NAME);
    Report report =
        new Report(e.verdict().heading() + ": " + name, "The candidate " + name)
            .addAll(verdict(e))
            .addAll(explanation(e, provenance));
    cases(report, e);
    VerdictParts.tests(
        report,
        e.samples(),
        "Tests of the samples' distribution",
        "Each line is a family of tests. Together they fail a right program with a probability of"
            + " at most 1e-9.");
    return VerdictParts.page(report, provenance);
  }

  /** The page for a candidate that could not be asked: an unusable file or command line. */
  public static String unusable(String why, Provenance provenance) {
    Report report = new Report("UNUSABLE", "No verdict");
    VerdictParts.verdict(report, Verdict.UNUSABLE, why, List.of());
    return VerdictParts.page(report, provenance);
  }

  /** The counts of each op, the notes and the verdict. */
  public static Report verdict(CandidateVerdict e) {
    Report report = new Report("", "");
    String sentence = VerdictWords.sentence(e) + " The seed is " + e.seed() + ".";
    VerdictParts.verdict(report, e.verdict(), sentence, e.diagnosis());
    String line = SafeText.start(e.program().name(), NAME) + e.program().arithmetics();
    report.add(t -> line + "\n", page -> page.element("p", line).raw("\n"));
    List<CandidateSummary> all = CandidateSummary.of(e);
    if (!all.isEmpty()) {
      report.add(t -> ops(all), page -> ops(page, all));
    }
    VerdictParts.list(report, "Notes", "", e.notes());
    List<String> warnings = e.warnings().stream().map(VerdictWords::warning).toList();
    VerdictParts.list(report, "Warnings", "warning: ", warnings);
    if (!e.broken().isEmpty()) {
      report.add(t -> broken(e, t), page -> {});
      VerdictParts.listOnPage(report, VerdictWords.broken(e), e.broken());
    }
    return report;
  }

  /** The first complaint of each kind: of the same op, with the same words before a reply. */
  private static String broken(CandidateVerdict e, Terminal terminal) {
    Map<String, String> kinds = new LinkedHashMap<>();
    for (String how : e.broken()) {
      kinds.putIfAbsent(
          how.replaceFirst("/[^:]*", "").replaceFirst("(?s); re(ply|quest) .*", ""), how);
    }
    List<String> shown = kinds.values().stream().limit(SHOWN).toList();
    int more = e.broken().size() - shown.size();
    return VerdictWords.broken(e)
        + ":\n"
        + VerdictParts.wrapped(terminal, "  ", shown)
        + (more > 0 ? "  and " + more + " more times\n" : "");
  }

  private static String ops(List<CandidateSummary> all) {
    StringBuilder text = new StringBuilder();
    text.append(
        Text.format("%-18s%8s%8s%8s%15s%n", "op", "cases", "passed", "failed", "error/bound"));
    for (CandidateSummary s : all) {
      text.append(
          Text.format(
              "%-18s%8d%8d%8d%15s%s%n",
              s.op(), s.cases(), s.passed(), s.failed(), s.ratio(), s.unjudged("  ")));
    }
    return text.toString();
  }

  private static void ops(Page page, List<CandidateSummary> all) {
    page.raw("<h2>Ops</h2>\n")
        .heads(4, "Op", "Verdict", "Cases", "Passed", "Failed", "Largest error/bound");
    for (CandidateSummary s : all) {
      String status = s.failed() > 0 ? "fail" : s.cases() > 0 ? "pass" : "undecided";
      String words = (s.cases() == 0 ? "not judged" : status) + s.unjudged(", ");
      String anchor = s.isOfSamples() ? "tests" : s.op();
      page.raw("<tr><td data-label=\"Op\">").element("a href=\"#" + anchor + "\"", s.op());
      page.raw("</td>")
          .cell("Verdict", words, status)
          .cell("Cases", String.valueOf(s.cases()), "number")
          .cell("Passed", String.valueOf(s.passed()), "number")
          .cell("Failed", String.valueOf(s.failed()), "number")
          .cell("Largest error/bound", s.isOfSamples() ? "by tests" : s.ratio(), "number")
          .raw("</tr>\n");
    }
    page.raw("</tbody>\n</table>\n");
  }

  /** The explanation of a failed verdict; empty if nothing failed. */
  private static Report explanation(CandidateVerdict e, Provenance provenance) {
    Report report = new Report("", "");
    VerdictParts.diagnosis(report, e.diagnosis());
    String observed = e.program().observed();
    if (!observed.isEmpty()
        && e.diagnosis().stream().anyMatch(d -> d.code() == Code.NARROW_ARITHMETIC)) {
      report.paragraphInText("The errors fit " + observed + ".");
    }
    if (e.verdict() == Verdict.FAIL) {
      String nothing = VerdictWords.nothingKnown(e);
      if (!nothing.isEmpty()) {
        report.paragraph(nothing);
      }
      VerdictParts.list(report, "Where it fails", "", e.explanation().whereItFails());
      VerdictParts.broken(report, e.samples(), "The samples do not follow their distribution:");
      e.firstFailure()
          .ifPresent(
              r -> {
                String title = "Smallest failed case: " + r.tested().name();
                report.section("failure", title + " (" + r.tested().purpose() + ")");
                r.failure().ifPresent(f -> VerdictParts.failure(report, f));
              });
    }
    return VerdictParts.ended(report, e.explanation(), provenance);
  }

  /** The explanation as text below the verdict. */
  public static String explanation(CandidateVerdict e, Provenance provenance, Terminal terminal) {
    return VerdictParts.below(explanation(e, provenance), terminal);
  }

  private static void cases(Report report, CandidateVerdict e) {
    if (e.results().isEmpty()) {
      return;
    }
    report.sectionOnPage("cases", "Error over bound, case by case");
    report.onPage(
        page -> CandidateSummary.byOp(e).forEach((op, results) -> cases(page, op, results)));
  }

  private static void cases(Page page, Op op, List<CaseResult> results) {
    page.element("h3 id=\"" + op.word() + "\"", op.word()).raw("\n");
    long failed = results.stream().filter(CaseResult::hasFailed).count();
    page.raw("<details><summary>")
        .text(results.size() + " cases" + (failed > 0 ? ", " + failed + " failed" : ""))
        .raw("</summary>\n")
        .heads(1, "Verdict", "Case", "Purpose", "Error/bound");
    for (CaseResult r : results) {
      String outcome = VerdictWords.outcome(r);
      page.raw("<tr>")
          .cell("Verdict", outcome, r.hasPassed() || r.hasFailed() ? outcome : "undecided")
          .raw("<td data-label=\"Case\">");
      page.element("code", r.tested().name()).raw("</td><td data-label=\"Purpose\">");
      page.text(r.tested().purpose()).raw(r.failure().isPresent() ? "<br>" : "");
      r.failure().ifPresent(f -> page.element("span class=\"small\"", numbers(f)));
      page.raw("</td>")
          .cell("Error/bound", r.worst() >= 0 ? VerdictParts.ratio(r.worst()) : "-", "number")
          .raw("</tr>\n");
    }
    page.raw("</tbody>\n</table>\n</details>\n");
  }

  private static String numbers(CaseResult.Failure f) {
    String expected = ": expected " + Markup.cut(f.expected(), 60);
    return f.place().words() + expected + ", got " + Markup.cut(f.actual(), 60);
  }
}
