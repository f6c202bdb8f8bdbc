// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.noisygd.io.SafeText;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.judgement.CaseResult.Outcome;
import org.noisygd.judge.op.Ops;
import org.noisygd.number.Text;
import org.noisygd.report.Column;
import org.noisygd.report.Columns;
import org.noisygd.report.Report;
import org.noisygd.report.ResultTable;
import org.noisygd.verdict.CandidateVerdict;
import org.noisygd.verdict.CandidateVerdict.OpCounts;

/** The parts of a report on a candidate alone: its ops, cases, warnings and broken replies. */
final class CandidateWords {
  /** Maximum number of characters of a candidate's name: a line of screen. */
  private static final int NAME = 120;

  /** Maximum number of broken replies shown. */
  private static final int SHOWN = 5;

  private CandidateWords() {}

  /** Adds the counts of each op, the notes and the broken replies. */
  static void facts(Report report, CandidateVerdict e) {
    String name = SafeText.start(e.program().name(), NAME);
    report.list("", List.of(name + e.program().arithmetics()));
    List<OpCounts> all = e.counts();
    if (!all.isEmpty()) {
      report.table(
          Columns.of(all)
              .words("op", OpCounts::op)
              .style(s -> s.failed() > 0 ? "fail" : s.cases() > 0 ? "pass" : "undecided")
              .whole("cases", "cases", OpCounts::cases)
              .whole("passed", "passed", OpCounts::passed)
              .whole("failed", "failed", OpCounts::failed)
              .text("ratio", "error/bound", Column.NUMBER, CandidateWords::ratio)
              .detail(CandidateWords::unjudged)
              .table());
    }
    report.list("", e.notes());
    report.list("", e.warnings().stream().map(CandidateWords::warning).toList());
    Map<String, String> kinds = new LinkedHashMap<>(); // one complaint per op and wording
    for (String how : e.broken()) {
      kinds.putIfAbsent(
          how.replaceFirst("/[^:]*", "").replaceFirst("(?s); re(ply|quest) .*", ""), how);
    }
    report.list(
        e.hasInternalError() ? "Replies that could not be judged" : "The protocol was broken",
        VerdictReport.first(SHOWN, List.copyOf(kinds.values()), e.broken().size(), ""));
  }

  /** The largest ratio of error to bound of an op; a dash if none was compared. */
  private static String ratio(OpCounts s) {
    boolean none = s.op().equals(Ops.SAMPLE.word()) || s.cases() == 0;
    return none ? "-" : ratio(s.worst());
  }

  /** A ratio of error to bound; a dash if it is negative, which means none. */
  private static String ratio(double worst) {
    return worst < 0
        ? "-"
        : Double.isInfinite(worst) ? "infinite" : worst == 0 ? "0" : Text.format("%.3g", worst);
  }

  /** The numbers of cases of an op that were not judged, each with its reason. */
  private static String unjudged(OpCounts s) {
    return Stream.of(Outcome.UNSUPPORTED, Outcome.UNDECIDED)
        .filter(s.outcomes()::contains)
        .map(one -> s.count(one) + " " + words(one))
        .collect(Collectors.joining(", "));
  }

  /** Every case with its outcome. */
  static ResultTable cases(CandidateVerdict e) {
    return Columns.of(e.results())
        .words("case", r -> r.tested().name())
        .style(r -> "code")
        .detail(r -> r.tested().purpose())
        .words("verdict", r -> words(r.outcome()))
        .style(r -> r.hasPassed() || r.hasFailed() ? words(r.outcome()) : "undecided")
        .detail(r -> r.failure().map(CandidateWords::numbers).orElse(""))
        .text("ratio", "error/bound", Column.NUMBER, r -> ratio(r.worst()))
        .table();
  }

  private static String numbers(CaseResult.Failure f) {
    String expected = ": expected " + SafeText.start(f.expected(), 60);
    return f.place().words() + expected + ", got " + SafeText.start(f.actual(), 60);
  }

  /** The outcome of a case. */
  static String words(Outcome outcome) {
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
}
