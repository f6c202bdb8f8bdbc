// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.judgement.CaseResult.Outcome;
import org.noisygd.judge.op.Ops;
import org.noisygd.report.Column;
import org.noisygd.report.Columns;
import org.noisygd.report.Report;
import org.noisygd.report.ResultTable;
import org.noisygd.report.chart.Markup;
import org.noisygd.report.json.SafeText;
import org.noisygd.verdict.CandidateVerdict;

/** The words about a candidate: its ops, cases, warnings and broken replies. */
final class CandidateWords {
  /** Maximum number of broken replies. */
  private static final int SHOWN = 5;

  private CandidateWords() {}

  /** Adds the counts of each op, the notes and the broken replies. */
  static void facts(Report report, CandidateVerdict e) {
    String name = SafeText.start(e.program().name(), VerdictReport.NAME);
    report.list("", List.of(name + e.program().arithmetics()));
    List<OpCounts> all = OpCounts.of(e);
    if (!all.isEmpty()) {
      report.table(
          Columns.of(all)
              .words("op", OpCounts::op)
              .style(OpCounts::style)
              .whole("cases", "cases", OpCounts::cases)
              .whole("passed", "passed", OpCounts::passed)
              .whole("failed", "failed", OpCounts::failed)
              .text("ratio", "error/bound", Column.NUMBER, OpCounts::ratio)
              .detail(OpCounts::unjudged)
              .table());
    }
    report.list("", e.notes());
    report.list("", e.warnings().stream().map(CandidateWords::warning).toList());
    Map<String, String> kinds = new LinkedHashMap<>(); // one op, the same words before a reply
    for (String how : e.broken()) {
      kinds.putIfAbsent(
          how.replaceFirst("/[^:]*", "").replaceFirst("(?s); re(ply|quest) .*", ""), how);
    }
    report.list(
        e.hasInternalError() ? "Replies that could not be judged" : "The protocol was broken",
        VerdictReport.first(SHOWN, List.copyOf(kinds.values()), e.broken().size(), ""));
  }

  /** Every case with its outcome. */
  static ResultTable cases(CandidateVerdict e) {
    return Columns.of(e.results())
        .words("case", r -> r.tested().name())
        .style(r -> "code")
        .detail(r -> r.tested().purpose())
        .words("verdict", CandidateWords::outcome)
        .style(r -> r.hasPassed() || r.hasFailed() ? outcome(r) : "undecided")
        .detail(r -> r.failure().map(CandidateWords::numbers).orElse(""))
        .text("ratio", "error/bound", Column.NUMBER, r -> VerdictReport.ratio(r.worst()))
        .table();
  }

  private static String numbers(CaseResult.Failure f) {
    String expected = ": expected " + Markup.cut(f.expected(), 60);
    return f.place().words() + expected + ", got " + Markup.cut(f.actual(), 60);
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
              + (e.tests().isEmpty() ? "." : ", and the samples follow their distribution.");
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

  /** The outcome of a case. */
  static String outcome(CaseResult r) {
    return words(r.outcome());
  }

  private static String words(Outcome outcome) {
    return outcome == Outcome.UNDECIDED
        ? "beyond any bound"
        : outcome.name().toLowerCase(Locale.ROOT);
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
    return "warning: " + code + (meaning.isEmpty() ? "" : ": " + meaning);
  }

  /**
   * The judge's results for one op.
   *
   * @param op the op's name
   * @param outcomes the outcome of each case
   * @param worst the largest ratio of an error to its bound; 0 if none was compared
   */
  record OpCounts(String op, List<Outcome> outcomes, double worst) {
    /** The number of cases with an outcome. */
    int count(Outcome outcome) {
      return (int) outcomes.stream().filter(one -> one == outcome).count();
    }

    int passed() {
      return count(Outcome.PASS);
    }

    int failed() {
      return count(Outcome.FAIL);
    }

    /** The number of decided cases. */
    int cases() {
      return passed() + failed();
    }

    private String style() {
      return failed() > 0 ? "fail" : cases() > 0 ? "pass" : "undecided";
    }

    /** The largest ratio of error to bound; a dash if there is none. */
    private String ratio() {
      return VerdictReport.ratio(op.equals(Ops.SAMPLE.word()) || cases() == 0 ? -1 : worst);
    }

    /** The numbers of cases that were not judged, each with its reason. */
    private String unjudged() {
      return Stream.of(Outcome.UNSUPPORTED, Outcome.UNDECIDED)
          .filter(outcomes::contains)
          .map(one -> count(one) + " " + words(one))
          .collect(Collectors.joining(", "));
    }

    /** The counts of the ops that have any case, in order of the answers. */
    static List<OpCounts> of(CandidateVerdict e) {
      Map<String, List<CaseResult>> byOp =
          e.results().stream()
              .collect(
                  Collectors.groupingBy(
                      r -> r.tested().op().word(), LinkedHashMap::new, Collectors.toList()));
      List<OpCounts> all = new ArrayList<>();
      byOp.forEach(
          (op, results) -> {
            double worst = results.stream().mapToDouble(CaseResult::worst).max().orElse(0);
            List<Outcome> outcomes = results.stream().map(CaseResult::outcome).toList();
            all.add(new OpCounts(op, outcomes, Math.max(worst, 0)));
          });
      if (!e.tests().isEmpty()) {
        Stream<Outcome> tests = e.tests().stream().map(s -> s.pass() ? Outcome.PASS : Outcome.FAIL);
        all.add(new OpCounts(Ops.SAMPLE.word(), tests.toList(), 0));
      }
      return all;
    }
  }
}
