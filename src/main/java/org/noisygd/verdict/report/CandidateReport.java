// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.noisygd.judge.distribution.TestResult;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Op;
import org.noisygd.number.Text;
import org.noisygd.report.Column;
import org.noisygd.report.Page;
import org.noisygd.report.Page.Entry;
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
  /** Maximum number of characters of a candidate's name: a line of screen. */
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
    String sentence = sentence(e) + " The seed is " + e.seed() + ".";
    VerdictParts.verdict(report, e.verdict(), sentence, e.diagnosis());
    String line = SafeText.start(e.program().name(), NAME) + e.program().arithmetics();
    report.add(t -> line + "\n", page -> page.element("p", line).raw("\n"));
    List<OpCounts> all = OpCounts.of(e);
    if (!all.isEmpty()) {
      List<Entry> heads =
          Page.heads(4, "Op", "Verdict", "Cases", "Passed", "Failed", "Largest error/bound");
      report.add(
          t -> ops(all),
          page ->
              page.raw("<h2>Ops</h2>\n")
                  .table("table", heads, all.stream().map(CandidateReport::row).toList()));
    }
    VerdictParts.list(report, "Notes", "", e.notes());
    List<String> warnings = e.warnings().stream().map(CandidateReport::warning).toList();
    VerdictParts.list(report, "Warnings", "warning: ", warnings);
    if (!e.broken().isEmpty()) {
      report.add(t -> broken(e, t), page -> {});
      VerdictParts.listOnPage(report, brokenHeading(e), e.broken());
    }
    return report;
  }

  /** The first complaint of each kind: for one op, with the same words before a reply. */
  private static String broken(CandidateVerdict e, Terminal terminal) {
    Map<String, String> kinds = new LinkedHashMap<>();
    for (String how : e.broken()) {
      kinds.putIfAbsent(
          how.replaceFirst("/[^:]*", "").replaceFirst("(?s); re(ply|quest) .*", ""), how);
    }
    List<String> shown = kinds.values().stream().limit(SHOWN).toList();
    int more = e.broken().size() - shown.size();
    return brokenHeading(e)
        + ":\n"
        + VerdictParts.wrapped(terminal, "  ", shown)
        + (more > 0 ? "  and " + more + " more\n" : "");
  }

  private static String ops(List<OpCounts> all) {
    StringBuilder text = new StringBuilder();
    text.append(
        Text.format("%-18s%8s%8s%8s%15s%n", "op", "cases", "passed", "failed", "error/bound"));
    for (OpCounts s : all) {
      text.append(
          Text.format(
              "%-18s%8d%8d%8d%15s%s%n",
              s.op(), s.cases(), s.passed(), s.failed(), s.ratio(), s.unjudged("  ")));
    }
    return text.toString();
  }

  /** The row of an op on the page. */
  private static List<Entry> row(OpCounts s) {
    String status = s.failed() > 0 ? "fail" : s.cases() > 0 ? "pass" : "undecided";
    String anchor = s.isOfSamples() ? "tests" : s.op();
    return List.of(
        new Entry("", Markup.element("a href=\"#" + anchor + "\"", s.op())),
        Entry.of(status, (s.cases() == 0 ? "not judged" : status) + s.unjudged(", ")),
        Entry.of(Column.NUMBER, s.cases()),
        Entry.of(Column.NUMBER, s.passed()),
        Entry.of(Column.NUMBER, s.failed()),
        Entry.of(Column.NUMBER, s.isOfSamples() ? "by tests" : s.ratio()));
  }

  /** The explanation of a failed verdict; empty if nothing failed. */
  private static Report explanation(CandidateVerdict e, Provenance provenance) {
    Report report = new Report("", "");
    VerdictParts.diagnosis(report, e.diagnosis());
    if (e.verdict() == Verdict.FAIL) {
      String nothing = nothingKnown(e);
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
    report.onPage(page -> OpCounts.byOp(e).forEach((op, results) -> cases(page, op, results)));
  }

  private static void cases(Page page, Op op, List<CaseResult> results) {
    page.element("h3 id=\"" + op.word() + "\"", op.word()).raw("\n");
    long failed = results.stream().filter(CaseResult::hasFailed).count();
    page.raw("<details><summary>")
        .text(results.size() + " cases" + (failed > 0 ? ", " + failed + " failed" : ""))
        .raw("</summary>\n")
        .table(
            "table",
            Page.heads(1, "Verdict", "Case", "Purpose", "Error/bound"),
            results.stream().map(CandidateReport::row).toList())
        .raw("</details>\n");
  }

  /** The row of a case on the page. */
  private static List<Entry> row(CaseResult r) {
    String outcome = outcome(r);
    String numbers =
        r.failure()
            .map(f -> "<br>" + Markup.element("span class=\"small\"", numbers(f)))
            .orElse("");
    return List.of(
        Entry.of(r.hasPassed() || r.hasFailed() ? outcome : "undecided", outcome),
        new Entry("", Markup.element("code", r.tested().name())),
        new Entry("", Markup.escape(r.tested().purpose()) + numbers),
        Entry.of(Column.NUMBER, r.worst() >= 0 ? VerdictParts.ratio(r.worst()) : "-"));
  }

  private static String numbers(CaseResult.Failure f) {
    String expected = ": expected " + Markup.cut(f.expected(), 60);
    return f.place().words() + expected + ", got " + Markup.cut(f.actual(), 60);
  }

  /**
   * A sentence about the failed ops that no known fault explains; empty if each has a diagnosis or
   * answered only with errors, or if notes already say that the search ended early.
   */
  private static String nothingKnown(CandidateVerdict e) {
    List<String> failed =
        e.results().stream()
            .filter(r -> r.hasFailed() && !r.isError())
            .map(r -> r.tested().op().word())
            .distinct()
            .toList();
    List<String> open = new ArrayList<>(failed);
    e.diagnosis().forEach(d -> open.remove(d.op().word()));
    String numbers = open.equals(failed) ? "these numbers" : "those of " + String.join(", ", open);
    return open.isEmpty() || !e.explanation().complete() ? "" : VerdictParts.nothingKnown(numbers);
  }

  /** The reason of a verdict on a candidate, in a sentence or two. */
  static String sentence(CandidateVerdict e) {
    List<OpCounts> all = OpCounts.of(e);
    int cases = all.stream().mapToInt(OpCounts::cases).sum();
    return switch (e.verdict()) {
      case PASS ->
          "All "
              + cases
              + " cases are right: every error is within its proved bound"
              + (e.samples().isEmpty() ? "." : ", and the samples follow their distribution.");
      case FAIL -> {
        String wrong =
            all.stream()
                .filter(s -> s.failed() > 0)
                .map(s -> s.op() + " (" + s.failed() + " of " + s.cases() + ")")
                .collect(Collectors.joining(", "));
        yield e.results().isEmpty() || !e.results().stream().allMatch(CaseResult::isError)
            ? "The numbers are wrong: " + wrong + "."
            : "It answers no case: " + wrong + "; the first error is below.";
      }
      case UNUSABLE, BROKEN ->
          e.broken().isEmpty()
              ? "None of step, run and round was answered, and a verdict needs one"
                  + (cases > 0 ? "; the " + cases + " cases that were are right." : ".")
              : e.program().declared().isEmpty()
                  ? "It gave no usable reply to hello."
                  : e.hasInternalError()
                      ? "A fault of the reference itself kept it from a verdict."
                      : "The protocol was broken"
                          + (cases > 0 ? "; what was answered is right." : ".");
    };
  }

  /** The heading of the replies that could not be judged. */
  private static String brokenHeading(CandidateVerdict e) {
    return e.hasInternalError() ? "Replies that could not be judged" : "The protocol was broken";
  }

  /** The outcome of a case. */
  static String outcome(CaseResult r) {
    return r.outcome() == CaseResult.Outcome.UNDECIDED
        ? "beyond any bound"
        : r.outcome().name().toLowerCase(Locale.ROOT);
  }

  /** A warning: its code with the meaning. */
  private static String warning(String code) {
    String meaning =
        switch (code) {
          case "expanded-loss" ->
              "the loss is computed in its expanded form, which is admissible but loses"
                  + " digits where the loss is small";
          case "flushed-subnormals" -> "numbers below the normal range become zero: admissible";
          case "norm-scaled" ->
              "the residual is multiplied by norm/norm, as when half a squared norm is"
                  + " differentiated, or by the root of 1/2 in a loss, which is admissible but adds"
                  + " roundings";
          case "zero-sign" ->
              "a zero has another sign than the number that was rounded, which is admissible";
          case "bits-cut", "bits-rounded" ->
              "where bits is given, the probability of rounding away from zero is f "
                  + (code.equals("bits-cut") ? "cut" : "rounded")
                  + " to that many bits, which is admissible";
          default -> "";
        };
    return meaning.isEmpty() ? code : code + ": " + meaning;
  }

  /**
   * The judge's results for one op, counted.
   *
   * @param op the op's name
   * @param cases the number of decided cases
   * @param passed the number of passed cases
   * @param failed the number of failed cases
   * @param unsupported the number of further cases that the candidate does not support
   * @param undecided the number of further cases without a bound
   * @param worst the largest ratio of an error to its bound; 0 if none was compared
   */
  record OpCounts(
      String op, int cases, int passed, int failed, int unsupported, int undecided, double worst) {

    /** Returns true if the op returns samples, which have no bound. */
    boolean isOfSamples() {
      return op.equals(Ops.SAMPLE.word());
    }

    /** The largest ratio of error to bound; a dash if there is none. */
    String ratio() {
      return isOfSamples() || cases == 0 ? "-" : VerdictParts.ratio(worst);
    }

    /** The numbers of cases that were not judged, each after a separator and before its reason. */
    String unjudged(String separator) {
      return (unsupported > 0 ? separator + unsupported + " unsupported" : "")
          + (undecided > 0 ? separator + undecided + " beyond any bound" : "");
    }

    /** The counts of the ops that have any case. */
    static List<OpCounts> of(CandidateVerdict examination) {
      List<OpCounts> all = new ArrayList<>();
      byOp(examination).forEach((op, results) -> all.add(of(op, results)));
      if (!examination.samples().isEmpty()) {
        int passed = (int) examination.samples().stream().filter(TestResult::pass).count();
        int cases = examination.samples().size();
        all.add(new OpCounts(Ops.SAMPLE.word(), cases, passed, cases - passed, 0, 0, 0));
      }
      return all;
    }

    /** The results of each op, in order of the answers. */
    static Map<Op, List<CaseResult>> byOp(CandidateVerdict examination) {
      return examination.results().stream()
          .collect(
              Collectors.groupingBy(r -> r.tested().op(), LinkedHashMap::new, Collectors.toList()));
    }

    private static OpCounts of(Op op, List<CaseResult> results) {
      int passed = count(results, CaseResult.Outcome.PASS);
      int failed = count(results, CaseResult.Outcome.FAIL);
      double worst = results.stream().mapToDouble(CaseResult::worst).max().orElse(0);
      return new OpCounts(
          op.word(),
          passed + failed,
          passed,
          failed,
          count(results, CaseResult.Outcome.UNSUPPORTED),
          count(results, CaseResult.Outcome.UNDECIDED),
          Math.max(worst, 0));
    }

    private static int count(List<CaseResult> results, CaseResult.Outcome outcome) {
      return (int) results.stream().filter(r -> r.outcome() == outcome).count();
    }
  }
}
