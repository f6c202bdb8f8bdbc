// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.report;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.noisygd.judge.Explanation;
import org.noisygd.judge.Replay;
import org.noisygd.judge.diagnosis.Diagnosis;
import org.noisygd.judge.sampling.LawResult;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.number.Text;
import org.noisygd.report.Page;
import org.noisygd.report.Provenance;
import org.noisygd.report.chart.Markup;

/** The sections that the pages on a candidate and on a trace have in common. */
final class VerdictHtml {
  /** Characters of a number or message that a candidate wrote. */
  private static final int CUT = 300;

  /** Digits of a number that are shown. */
  private static final int DIGITS = 80;

  private VerdictHtml() {}

  /** The verdict in a box; {@code style} is pass, fail or undecided. */
  static void verdict(Page page, String style, String heading, String sentence, String advice) {
    page.raw("<div class=\"verdict " + style + "\"><p class=\"word\">")
        .text(heading)
        .raw("</p>")
        .element("p", sentence);
    if (!advice.isEmpty()) {
      page.element("p", advice);
    }
    page.raw("</div>\n");
  }

  /** The style of an exit status. */
  static String style(int exitStatus) {
    return exitStatus == 0 ? "pass" : exitStatus == 1 ? "fail" : "undecided";
  }

  /** The leading diagnosis as one sentence; empty if there is none. */
  static String lead(List<Diagnosis> all) {
    return all.isEmpty() ? "" : "What reproduces them: " + all.get(0).text() + ".";
  }

  /** The mistakes that fit, each with what to change. */
  static void diagnosis(Page page, Explanation found, boolean failed) {
    List<Diagnosis> all = found.diagnosis();
    if (!failed || (all.isEmpty() && !found.complete())) {
      return;
    }
    page.raw("<h2 id=\"diagnosis\">What to change</h2>\n");
    if (all.isEmpty()) {
      page.element("p", VerdictWords.NOTHING_KNOWN).raw("\n");
      return;
    }
    Map<String, List<Diagnosis>> codes = new LinkedHashMap<>();
    for (Diagnosis d : all) {
      codes.computeIfAbsent(d.code() + "\n" + d.text(), k -> new ArrayList<>()).add(d);
    }
    page.raw(
        codes.size() == 1
            ? "<p>This known mistake reproduces the numbers:</p>\n"
            : "<p>These known mistakes reproduce the numbers:</p>\n");
    page.raw("<dl>\n");
    for (List<Diagnosis> same : codes.values()) {
      Diagnosis d = same.get(0);
      page.raw("<dt>").element("code", d.code()).raw("<span class=\"small\">");
      page.text(" in " + String.join(", ", same.stream().map(Diagnosis::op).distinct().toList()));
      page.raw("</span></dt>").element("dd", d.text()).raw("\n");
    }
    page.raw("</dl>\n");
  }

  /** One wrong entry, its digits in line with the right ones. */
  static void failure(Page page, CaseResult.Failure f) {
    AlignedDigits digits = AlignedDigits.of(f.expected(), f.actual());
    page.raw("<table class=\"digits\">\n<tbody>\n");
    page.raw("<tr><th scope=\"row\">entry</th><td>").text(Markup.cut(f.place().words(), CUT));
    page.raw("</td></tr>\n");
    int agreeing = Math.max(0, digits.marker().length() - 1);
    number(page, "expected", Markup.cut(digits.expected(), DIGITS), agreeing, "right");
    number(page, "actual", Markup.cut(digits.actual(), DIGITS), agreeing, "wrong");
    page.raw("<tr><th scope=\"row\">error</th><td>").text(f.error()).raw("</td></tr>\n");
    page.raw("<tr><th scope=\"row\">bound</th><td>").text(f.bound()).raw("</td></tr>\n");
    page.raw("</tbody>\n</table>\n");
  }

  private static void number(Page page, String label, String digits, int agreeing, String style) {
    int same = Math.min(agreeing, digits.length());
    page.raw("<tr><th scope=\"row\">" + label + "</th><td><span class=\"agree\">")
        .text(digits.substring(0, same))
        .raw("</span><span class=\"" + style + "\">")
        .text(digits.substring(same))
        .raw("</span></td></tr>\n");
  }

  /** The requests that repeat a failure. */
  static void replay(Page page, Replay replay, Provenance provenance) {
    if (!replay.words().isEmpty()) {
      page.element("p", replay.words()).raw("\n");
    }
    boolean one = replay.requests().size() == 1;
    page.raw(one ? "<p>The request that repeats it" : "<p>The requests that repeat it");
    if (!provenance.candidate().isEmpty()) {
      String file = one ? "request.jsonl" : "requests.jsonl";
      page.raw("; saved as <code>" + file + "</code> ")
          .raw(one ? "it is replayed by <code>" : "they are replayed by <code>")
          .text(provenance.candidate() + " < " + file)
          .raw("</code>");
    }
    page.raw(":</p>\n<pre class=\"request\">")
        .text(String.join("\n", replay.requests()))
        .raw("</pre>\n");
  }

  /** The tests of random images or of increments, each with its evidence against its limit. */
  static void law(Page page, List<LawResult> all, String heading, String what) {
    if (all.isEmpty()) {
      return;
    }
    page.element("h2 id=\"law\"", heading).raw("\n").element("p", what).raw("\n");
    page.heads(0, "Status", "Test", "Evidence against the law", "What it saw");
    for (LawResult r : all) {
      String status = r.pass() ? "pass" : "fail";
      page.raw("<tr>").cell("Status", status, status).cell("Test", r.test(), "strong");
      page.raw("<td data-label=\"Evidence\" class=\"evidence\">");
      evidence(page, r);
      page.raw("</td>").cell("What it saw", Markup.cut(r.detail(), CUT), "").raw("</tr>\n");
    }
    page.raw("</tbody>\n</table>\n");
  }

  /** A bar of evidence on a scale of twice its limit, which is the line in the middle. */
  private static void evidence(Page page, LawResult r) {
    if (Double.isNaN(r.limit())) {
      page.text("-");
      return;
    }
    double part = Math.max(0, Math.min(100, 50 * r.evidence() / r.limit()));
    page.raw(
        Text.format(
            "<svg class=\"bar\" width=\"100%%\" height=\"16\" role=\"img\" aria-label=\"%s\">"
                + "<rect class=\"%s\" width=\"%.1f%%\" height=\"10\" y=\"3\"/>"
                + "<line class=\"bound\" x1=\"50%%\" x2=\"50%%\" y1=\"0\" y2=\"16\"/></svg>",
            Markup.escape("evidence over its limit"), r.pass() ? "m-pass" : "m-wrong", part));
    page.element(
        "span class=\"small\"",
        Text.format(
            "%s of %.1f",
            r.evidence() > 1e6 ? "beyond 1e6" : Text.format("%.1f", r.evidence()), r.limit()));
  }

  /** What remains to be told, one paragraph each. */
  static void list(Page page, String heading, List<String> all) {
    if (all.isEmpty()) {
      return;
    }
    page.element("h2", heading).raw("\n<ul>\n");
    for (String one : all) {
      page.element("li", Markup.cut(one, 4 * CUT)).raw("\n");
    }
    page.raw("</ul>\n");
  }

  /** What the verdict was made by. */
  static void provenance(Page page, Provenance provenance, Map<String, String> more) {
    page.raw("<h2 id=\"provenance\">Provenance</h2>\n");
    Map<String, String> facts = new LinkedHashMap<>(more);
    facts.put("judged on", LocalDate.now(ZoneOffset.UTC).toString());
    facts.put("command", provenance.command());
    facts.put("noisygd", provenance.version());
    facts.put("Java", provenance.java());
    facts(page, facts, value -> page.element("code", Markup.cut(value, 4 * CUT)));
  }

  /** Facts by their labels, each shown in that way. */
  static void facts(Page page, Map<String, String> facts, Consumer<String> shown) {
    page.raw("<table class=\"facts\">\n<tbody>\n");
    facts.forEach(
        (label, value) -> {
          page.raw("<tr>").element("th scope=\"row\"", label).raw("<td>");
          shown.accept(value);
          page.raw("</td></tr>\n");
        });
    page.raw("</tbody>\n</table>\n");
  }
}
