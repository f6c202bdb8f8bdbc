// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.report;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.noisygd.explain.Explanation;
import org.noisygd.explain.Explanation.Replay;
import org.noisygd.explain.diagnosis.Diagnosis;
import org.noisygd.judge.distribution.TestResult;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.number.Text;
import org.noisygd.report.Page;
import org.noisygd.report.Page.Entry;
import org.noisygd.report.Provenance;
import org.noisygd.report.Report;
import org.noisygd.report.Terminal;
import org.noisygd.report.chart.Markup;
import org.noisygd.verdict.Verdict;

/** The parts that the reports on a candidate and on a trace have in common. */
final class VerdictParts {
  /** Maximum number of characters of a number or message of a candidate: some lines of screen. */
  private static final int CUT = 300;

  /** Maximum number of digits that a page shows: a line of a narrow table. */
  private static final int DIGITS = 80;

  /** The width of "expected" and the two blanks after it. */
  private static final int LABEL = 10;

  /** Maximum number of characters of a request in the text: six lines of screen. */
  private static final int LONGEST_REQUEST = 600;

  /** Maximum number of failed tests in the text: the first few show the fault. */
  private static final int TESTS = 4;

  private VerdictParts() {}

  /** The style of a verdict. */
  static String style(Verdict verdict) {
    return verdict.exitStatus() < 2 ? verdict.word() : "undecided";
  }

  /** Adds the verdict in a box, on the page with the first diagnosis. */
  static void verdict(Report report, Verdict verdict, String sentence, List<Diagnosis> all) {
    String style = style(verdict);
    report.verdictInText(style, verdict.heading() + ": " + sentence);
    report.onPage(
        page -> {
          page.raw("<div class=\"verdict " + style + "\">")
              .element("p class=\"word\"", verdict.heading())
              .element("p", sentence);
          if (!all.isEmpty()) {
            page.element("p", "Fault that reproduces the numbers: " + all.get(0).text() + ".");
          }
          page.raw("</div>\n");
        });
  }

  /** The text below a verdict, after an empty line; empty if there is none. */
  static String below(Report report, Terminal terminal) {
    String text = report.text(terminal);
    return text.isEmpty() ? "" : "\n" + text;
  }

  /** The page, with the day and the Java of the verdict. */
  static String page(Report report, Provenance provenance) {
    String day = LocalDate.now(ZoneOffset.UTC).toString();
    return report.page(provenance, "Judged on " + day + " with Java " + provenance.java() + ".");
  }

  /** Sentences, each on lines of its own. */
  static String wrapped(Terminal terminal, String indent, List<String> sentences) {
    return sentences.stream()
        .flatMap(s -> Terminal.wrap(s, Math.max(40, terminal.width() - indent.length())).stream())
        .map(line -> indent + line + "\n")
        .collect(Collectors.joining());
  }

  /** Adds sentences, a paragraph each, with a heading on the page only. */
  static void list(Report report, String heading, String before, List<String> all) {
    if (!all.isEmpty()) {
      report.add(t -> wrapped(t, "", all.stream().map(one -> before + one).toList()), page -> {});
      listOnPage(report, heading, all);
    }
  }

  /** Adds sentences with a heading, only on the page. */
  static void listOnPage(Report report, String heading, List<String> all) {
    if (!all.isEmpty()) {
      report.onPage(
          page -> {
            page.element("h2", heading).raw("\n<ul>\n");
            all.forEach(one -> page.element("li", Markup.cut(one, 4 * CUT)).raw("\n"));
            page.raw("</ul>\n");
          });
    }
  }

  /** Adds the faults that fit, each with the necessary change. */
  static void diagnosis(Report report, List<Diagnosis> all) {
    if (all.isEmpty()) {
      return;
    }
    Map<String, List<Diagnosis>> codes = new LinkedHashMap<>();
    for (Diagnosis d : all) {
      codes.computeIfAbsent(d.code() + ": " + d.text(), k -> new ArrayList<>()).add(d);
    }
    report.add(
        t ->
            "Faults that reproduce these numbers:\n"
                + wrapped(
                    t,
                    "  ",
                    codes.entrySet().stream()
                        .map(e -> e.getKey() + " [" + ops(e.getValue()) + "]")
                        .toList()),
        page -> {
          String faults =
              codes.size() == 1 ? "This known fault reproduces" : "These known faults reproduce";
          page.raw("<h2 id=\"diagnosis\">Change needed</h2>\n<p>" + faults);
          page.raw(" the numbers:</p>\n<dl>\n");
          for (List<Diagnosis> same : codes.values()) {
            page.raw("<dt>").element("code", "" + same.get(0).code()).raw("<span class=\"small\">");
            page.text(" in " + ops(same)).raw("</span></dt>").element("dd", same.get(0).text());
            page.raw("\n");
          }
          page.raw("</dl>\n");
        });
  }

  private static String ops(List<Diagnosis> same) {
    return same.stream().map(d -> d.op().word()).distinct().collect(Collectors.joining(", "));
  }

  /** Adds one wrong entry, with its digits below the expected ones. */
  static void failure(Report report, CaseResult.Failure f) {
    AlignedDigits digits = AlignedDigits.of(f.expected(), f.actual());
    String step =
        f.place().step().isPresent()
            ? "  step " + f.place().step().getAsLong() + " is the first wrong one\n"
            : "";
    String marker =
        digits.marker().isEmpty()
            ? ""
            : line("", " ".repeat(LABEL) + digits.marker() + " the first digit that differs");
    report.add(
        t ->
            line("", f.place().words())
                + line("expected", digits.expected())
                + line("actual", digits.actual())
                + marker
                + line("error", f.error())
                + line("bound", f.bound())
                + step,
        page -> {
          int agreeing = Math.max(0, digits.marker().length() - 1);
          page.raw("<table class=\"digits\">\n<tbody>\n");
          number(page, "entry", Markup.cut(f.place().words(), CUT), 0, "entry");
          number(page, "expected", Markup.cut(digits.expected(), DIGITS), agreeing, "right");
          number(page, "actual", Markup.cut(digits.actual(), DIGITS), agreeing, "wrong");
          number(page, "error", f.error(), 0, "error");
          number(page, "bound", f.bound(), 0, "bound");
          page.raw("</tbody>\n</table>\n");
        });
  }

  private static String line(String label, String value) {
    String before = label.isEmpty() ? "" : label + " ".repeat(LABEL - label.length());
    return "  " + before + value + "\n";
  }

  private static void number(Page page, String label, String digits, int agreeing, String style) {
    int same = Math.min(agreeing, digits.length());
    page.raw("<tr><th scope=\"row\">" + label + "</th><td><code><span class=\"agree\">")
        .text(digits.substring(0, same))
        .raw("</span><span class=\"" + style + "\">")
        .text(digits.substring(same))
        .raw("</span></code></td></tr>\n");
  }

  /** Adds the end of an explanation: the request that repeats the failure, and its notes. */
  static Report ended(Report report, Explanation found, Provenance provenance) {
    found.replay().ifPresent(q -> replay(report, q, provenance));
    list(report, "The limits of the explanation", "", found.notes());
    return report;
  }

  /** The request that repeats a failure; if it is long, the text says only where to find it. */
  private static void replay(Report report, Replay replay, Provenance provenance) {
    String request = replay.request();
    if (!replay.words().isEmpty()) {
      report.paragraph(replay.words());
    }
    report.add(
        t ->
            request.length() <= LONGEST_REQUEST
                ? "The request, to be piped into the candidate:\n" + request + "\n"
                : wrapped(
                    t,
                    "",
                    List.of(
                        "The request has "
                            + request.length()
                            + " characters; --json FILE writes it as firstFailure.request, to be"
                            + " piped into the candidate.")),
        page -> {
          page.raw("<p>The request that repeats it");
          if (!provenance.candidate().isEmpty()) {
            page.raw("; saved as <code>request.jsonl</code> it is replayed by <code>")
                .text(provenance.candidate() + " < request.jsonl")
                .raw("</code>");
          }
          page.raw(":</p>\n");
        });
    report.listing(request);
  }

  /** Adds the first failed tests as text; the page has a table of all tests. */
  static void broken(Report report, List<TestResult> all, String heading) {
    List<String> failed =
        all.stream().filter(r -> !r.pass()).map(r -> r.test() + ": " + r.words()).toList();
    if (!failed.isEmpty()) {
      int more = failed.size() - TESTS;
      report.add(
          t ->
              heading
                  + "\n"
                  + wrapped(t, "  ", failed.subList(0, Math.min(TESTS, failed.size())))
                  + (more > 0 ? "  and " + more + " more, which --json FILE has\n" : ""),
          page -> {});
    }
  }

  /** Adds the tests of samples or of increments, each with its evidence over its limit. */
  static void tests(Report report, List<TestResult> all, String heading, String about) {
    if (all.isEmpty()) {
      return;
    }
    report.sectionOnPage("tests", heading);
    report.paragraphOnPage(
        about
            + " The evidence is minus the natural logarithm of a bound on the p-value; the line in"
            + " the middle of a bar is the limit above which a test fails.");
    List<Entry> heads = Page.heads(0, "Status", "Test", "Evidence", "Observed");
    report.onPage(page -> page.table("table", heads, all.stream().map(r -> row(r)).toList()));
  }

  private static List<Entry> row(TestResult r) {
    String status = r.pass() ? "pass" : "fail";
    return List.of(
        Entry.of(status, status),
        Entry.of("strong", r.test()),
        new Entry("evidence", Double.isNaN(r.limit()) ? "-" : evidence(r)),
        Entry.of("", Markup.cut(r.detail(), CUT)));
  }

  /** A bar of evidence on a scale of twice its limit. */
  private static String evidence(TestResult r) {
    double part = Math.max(0, Math.min(100, 50 * r.evidence() / r.limit()));
    String bar =
        Text.format(
            "<svg class=\"bar\" width=\"100%%\" height=\"16\" role=\"img\""
                + " aria-label=\"evidence over its limit\">"
                + "<rect class=\"%s\" width=\"%.1f%%\" height=\"10\" y=\"3\"/>"
                + "<line class=\"bound\" x1=\"50%%\" x2=\"50%%\" y1=\"0\" y2=\"16\"/></svg>",
            r.pass() ? "m-pass" : "m-wrong", part);
    String seen = r.evidence() > 1e6 ? "beyond 1e6" : Text.format("%.1f", r.evidence());
    return bar + Markup.element("span class=\"small\"", Text.format("%s of %.1f", seen, r.limit()));
  }

  /** A ratio of error to bound. */
  static String ratio(double worst) {
    return Double.isInfinite(worst) ? "infinite" : worst == 0 ? "0" : Text.format("%.3g", worst);
  }

  /** A sentence about numbers that no known fault explains. */
  static String nothingKnown(String numbers) {
    return "No known fault reproduces " + numbers + ". Look at the failed case.";
  }
}
