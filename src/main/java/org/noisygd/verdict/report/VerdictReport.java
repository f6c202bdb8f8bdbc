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
import org.noisygd.judge.answers.JudgedTrace;
import org.noisygd.judge.distribution.TestFamily;
import org.noisygd.judge.distribution.TestResult;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.number.Text;
import org.noisygd.report.AlignedDigits;
import org.noisygd.report.Columns;
import org.noisygd.report.Provenance;
import org.noisygd.report.Report;
import org.noisygd.report.Terminal;
import org.noisygd.verdict.CandidateVerdict;
import org.noisygd.verdict.ProgramVerdict;
import org.noisygd.verdict.ProgramVerdict.WrongEntry;
import org.noisygd.verdict.TraceVerdict;
import org.noisygd.verdict.Verdict;

/**
 * Verdicts on programs in words, the same in text and on a page: the program, the counts, the
 * verdict, the faults that fit, the wrong entry. The page also has every case and test.
 */
public final class VerdictReport {
  /** The width of "expected" and the two blanks after it. */
  private static final int LABEL = 10;

  /** Maximum number of characters of a request shown: six lines of screen. */
  private static final int LONGEST_REQUEST = 600;

  /** Maximum number of failed tests shown: the first few show the fault. */
  private static final int TESTS = 4;

  private VerdictReport() {}

  /** The page on a candidate, or on some traces. */
  public static String page(List<? extends ProgramVerdict> all, Provenance provenance) {
    ProgramVerdict first = all.get(0);
    String traces = all.size() + " traces";
    Report page =
        all.size() == 1
            ? new Report(first.verdict().heading() + ": " + first.name(), title(first))
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
    return (one instanceof TraceVerdict ? "The trace " : "The candidate ") + one.name();
  }

  /** The verdict, before the search for an explanation. */
  public static Report verdict(ProgramVerdict one) {
    Report report = verdict(new Report("", ""), one.verdict(), one.sentence());
    if (one instanceof CandidateVerdict e) {
      CandidateWords.facts(report, e);
    } else if (one instanceof TraceVerdict t) {
      facts(report, t);
    }
    return report;
  }

  /** Adds the number of judged updates and the tests of the increments. */
  private static void facts(Report report, TraceVerdict t) {
    JudgedTrace.Counts judged = t.judged();
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
    } else if (!t.complaint().isEmpty()) {
      facts.add("Unreadable: " + t.complaint());
    }
    report.list("", facts);
  }

  private static String some(long updates, String words) {
    return updates == 0 ? "" : ", " + updates + " " + words;
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
    List<String> failed = one.failedTests().stream().map(r -> r.test() + ": " + r.words()).toList();
    report.list(
        "The numbers do not follow their distribution",
        first(TESTS, failed, failed.size(), ", which --json FILE has"));
    one.wrongEntry().ifPresent(wrong -> failure(report, wrong));
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

  /** Adds the wrong entry to show, with its digits below the expected ones. */
  private static void failure(Report report, WrongEntry wrong) {
    CaseResult.Failure f = wrong.failure();
    AlignedDigits digits = AlignedDigits.of(f.expected(), f.actual());
    String marker = " ".repeat(LABEL) + digits.marker() + " the first digit that differs";
    report.section("failure", wrong.heading());
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

  /** Adds the request that repeats a failure, or the location of a long request. */
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

  /** The first sentences, and a line with the number of those that are not shown. */
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
                  + " at most "
                  + Text.format("%.0e", TestFamily.FALSE_ALARM).replace("e-0", "e-")
                  + ".")
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
}
