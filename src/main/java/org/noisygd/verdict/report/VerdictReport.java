// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.report;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.noisygd.explain.Explanation.Replay;
import org.noisygd.explain.diagnosis.Diagnosis;
import org.noisygd.judge.distribution.TestResult;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.number.Text;
import org.noisygd.report.Columns;
import org.noisygd.report.Provenance;
import org.noisygd.report.Report;
import org.noisygd.report.Terminal;
import org.noisygd.report.chart.Markup;
import org.noisygd.verdict.CandidateVerdict;
import org.noisygd.verdict.ProgramVerdict;
import org.noisygd.verdict.TraceVerdict;
import org.noisygd.verdict.Verdict;

/**
 * Verdicts on programs in words, the same in text and on a page: what was judged, the verdict, the
 * faults that fit, the failed entry; on the page also every case and test.
 */
public final class VerdictReport {
  /** Maximum number of characters of a candidate's name: a line of screen. */
  static final int NAME = 120;

  /** The width of "expected" and the two blanks after it. */
  private static final int LABEL = 10;

  /** Maximum number of characters of a request: six lines of screen. */
  private static final int LONGEST_REQUEST = 600;

  /** Maximum number of failed tests: the first few show the fault. */
  private static final int TESTS = 4;

  private VerdictReport() {}

  /** The page on a candidate, or on some traces. */
  public static String page(List<? extends ProgramVerdict> all, Provenance provenance) {
    ProgramVerdict first = all.get(0);
    String traces = all.size() + " traces";
    Report page =
        all.size() == 1
            ? new Report(first.verdict().heading() + ": " + name(first), title(first))
            : new Report(traces, traces);
    for (ProgramVerdict one : all) {
      if (all.size() > 1) {
        page.onPage(p -> p.element("h1 class=\"part\"", title(one)).raw("\n"));
      }
      page.addAll(verdict(one)).addAll(explanation(one));
      if (one instanceof CandidateVerdict e && !e.results().isEmpty()) {
        page.sectionOnPage("cases", "Every case").tableOnPage(CandidateWords.cases(e));
      }
      tests(page, one.tests());
    }
    return page(page, provenance);
  }

  /** The page for a candidate that could not be asked: an unusable file or command line. */
  public static String unusable(String why, Provenance provenance) {
    return page(verdict(new Report("UNUSABLE", "No verdict"), Verdict.UNUSABLE, why), provenance);
  }

  private static String page(Report report, Provenance provenance) {
    String day = LocalDate.now(ZoneOffset.UTC).toString();
    return report.page(provenance, "Judged on " + day + " with Java " + provenance.java() + ".");
  }

  private static String title(ProgramVerdict one) {
    return (one instanceof TraceVerdict ? "The trace " : "The candidate ") + name(one);
  }

  private static String name(ProgramVerdict one) {
    return Markup.cut(one.name(), NAME);
  }

  /** The verdict, before the search for an explanation. */
  public static Report verdict(ProgramVerdict one) {
    Report report = new Report("", "");
    if (one instanceof CandidateVerdict e) {
      verdict(report, e.verdict(), sentence(e) + " The seed is " + e.seed() + ".");
      CandidateWords.facts(report, e);
    } else if (one instanceof TraceVerdict t) {
      verdict(report, t.verdict(), sentence(t));
      facts(report, t);
      failedTests(report, t.tests(), "The increments differ from their distribution");
      t.judged()
          .firstFailure()
          .filter(CaseResult.Failure::hasNumbers)
          .ifPresent(f -> failure(report.section("First wrong update"), f));
      report.list(
          "", t.complaint().isEmpty() ? List.of() : List.of("Unreadable: " + t.complaint()));
    }
    return report;
  }

  /** The reason of a verdict, in a sentence or two. */
  static String sentence(ProgramVerdict one) {
    return one instanceof CandidateVerdict e
        ? CandidateWords.sentence(e)
        : sentence((TraceVerdict) one);
  }

  /** Adds the number of judged updates and the tests of the increments. */
  private static void facts(Report report, TraceVerdict t) {
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
      t.tests().forEach(s -> facts.add("pass: " + s.test() + ": " + s.words()));
    }
    report.list("", facts);
  }

  private static String some(long updates, String words) {
    return updates == 0 ? "" : ", " + updates + " " + words;
  }

  /** The reason for a verdict, in a sentence or two. */
  private static String sentence(TraceVerdict t) {
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

  private static Report verdict(Report report, Verdict verdict, String sentence) {
    String style = verdict.exitStatus() < 2 ? verdict.word() : "undecided";
    return report.verdict(style, verdict.heading() + ": " + sentence);
  }

  /** The explanation as text below the verdict. */
  public static String explanation(ProgramVerdict one, Terminal terminal) {
    String text = explanation(one).text(terminal);
    return text.isEmpty() ? "" : "\n" + text;
  }

  /** The explanation of a failed verdict; empty if nothing failed. */
  private static Report explanation(ProgramVerdict one) {
    Report report = new Report("", "");
    Map<String, Set<String>> faults = new LinkedHashMap<>();
    for (Diagnosis d : one.diagnosis()) {
      faults.computeIfAbsent(d.code() + ": " + d.text(), k -> new TreeSet<>()).add(d.op().word());
    }
    List<String> lines = new ArrayList<>();
    faults.forEach((fault, ops) -> lines.add(fault + " [" + String.join(", ", ops) + "]"));
    report.list("Faults that reproduce these numbers", lines);
    if (one.verdict() == Verdict.FAIL && one.explanation().complete()) {
      report.list("", nothingKnown(one));
    }
    report.list("", one.explanation().whereItFails());
    if (one instanceof CandidateVerdict e && e.verdict() == Verdict.FAIL) {
      failedTests(report, e.tests(), "The samples do not follow their distribution");
      e.firstFailure().ifPresent(r -> failure(report, r));
    }
    one.explanation().replay().ifPresent(q -> replay(report, q));
    return report.list("", one.explanation().notes());
  }

  /** A sentence about the ops whose numbers no known fault explains, if there are any. */
  private static List<String> nothingKnown(ProgramVerdict one) {
    List<String> open = new ArrayList<>(one.failedOps());
    one.diagnosis().forEach(d -> open.remove(d.op().word()));
    String numbers =
        open.equals(one.failedOps()) ? "these numbers" : "those of " + String.join(", ", open);
    return open.isEmpty()
        ? List.of()
        : List.of("No known fault reproduces " + numbers + ". Look at the failed case.");
  }

  private static void failure(Report report, CaseResult r) {
    String purpose = " (" + r.tested().purpose() + ")";
    report.section("failure", "Smallest failed case: " + r.tested().name() + purpose);
    r.failure().ifPresent(f -> failure(report, f));
  }

  /** Adds one wrong entry, with its digits below the expected ones. */
  private static void failure(Report report, CaseResult.Failure f) {
    AlignedDigits digits = AlignedDigits.of(f.expected(), f.actual());
    String marker = " ".repeat(LABEL) + digits.marker() + " the first digit that differs";
    report.listing(
        line("", f.place().words())
            + line("expected", digits.expected())
            + line("actual", digits.actual())
            + (digits.marker().isEmpty() ? "" : line("", marker))
            + line("error", f.error())
            + line("bound", f.bound())
            + (f.place().step().isPresent()
                ? line("", "step " + f.place().step().getAsLong() + " is the first wrong one")
                : ""));
  }

  private static String line(String label, String value) {
    String before = label.isEmpty() ? "" : label + " ".repeat(LABEL - label.length());
    return "  " + before + value + "\n";
  }

  /** The request that repeats a failure; if it is long, only the place where to find it. */
  private static void replay(Report report, Replay replay) {
    String request = replay.request();
    if (!replay.words().isEmpty()) {
      report.paragraph(replay.words());
    }
    if (request.length() <= LONGEST_REQUEST) {
      report.listing("The request, to be piped into the candidate:\n" + request + "\n");
    } else {
      report.paragraph(
          "The request has "
              + request.length()
              + " characters; --json FILE writes it as firstFailure.request, to be piped into the"
              + " candidate.");
    }
  }

  /** Adds the first failed tests. */
  private static void failedTests(Report report, List<TestResult> all, String heading) {
    List<String> failed =
        all.stream().filter(r -> !r.pass()).map(r -> r.test() + ": " + r.words()).toList();
    report.list(heading, first(TESTS, failed, failed.size(), ", which --json FILE has"));
  }

  /** The first of some sentences, with a line on the number of all that are not shown. */
  static List<String> first(int most, List<String> some, int all, String where) {
    List<String> shown = new ArrayList<>(some.subList(0, Math.min(most, some.size())));
    int more = all - shown.size();
    if (more > 0) {
      shown.add("and " + more + " more" + where);
    }
    return shown;
  }

  /** Adds the tests of samples or of increments to the page, each with its evidence. */
  private static void tests(Report report, List<TestResult> all) {
    if (!all.isEmpty()) {
      report
          .sectionOnPage("tests", "Tests of a distribution")
          .paragraphOnPage(
              "The evidence is minus the natural logarithm of a bound on the p-value. A test fails"
                  + " above its limit; together the tests fail a right program with a probability of"
                  + " at most 1e-9.")
          .tableOnPage(
              Columns.of(all)
                  .words("test", TestResult::test)
                  .words("status", r -> r.pass() ? "pass" : "fail")
                  .style(r -> r.pass() ? "pass" : "fail")
                  .number("evidence", "evidence", "%.1f", TestResult::evidence)
                  .number("limit", "limit", "%.1f", TestResult::limit)
                  .words("observed", TestResult::detail)
                  .table());
    }
  }

  /** A ratio of error to bound; a dash if it is negative, which is none. */
  static String ratio(double worst) {
    return worst < 0
        ? "-"
        : Double.isInfinite(worst) ? "infinite" : worst == 0 ? "0" : Text.format("%.3g", worst);
  }
}
