// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisygd.judge.CandidateVerdict;
import org.noisygd.judge.Replay;
import org.noisygd.judge.TraceVerdict;
import org.noisygd.judge.diagnosis.Diagnosis;
import org.noisygd.judge.sampling.LawResult;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.number.Text;
import org.noisygd.report.Terminal;
import org.noisygd.report.json.OneLine;

/**
 * The judge's verdicts as text: a line an op, the mistakes that fit, the smallest failed case, the
 * verdict.
 *
 * @param width the columns to fill
 */
public record CandidateTable(int width) {
  /** Characters of a candidate's name that are shown. */
  private static final int MAX_NAME = 120;

  /** Broken replies that are shown. */
  private static final int SHOWN = 5;

  /** The width of "expected" and two blanks. */
  private static final int LABEL = 10;

  /** Characters of a request that are shown. */
  private static final int LONGEST_REQUEST = 600;

  /** The verdict on a candidate. */
  public String verdict(CandidateVerdict e) {
    StringBuilder text = new StringBuilder();
    text.append(
        Text.format(
            "%s%s%s%n",
            OneLine.start(e.candidate(), MAX_NAME),
            e.declared().isEmpty() ? "" : ": declared " + e.declared(),
            e.observed().isEmpty() ? "" : ", errors fit " + e.observed()));
    List<CandidateSummary> summaries = CandidateSummary.of(e);
    if (!summaries.isEmpty()) {
      text.append('\n');
      text.append(
          Text.format("%-18s%8s%8s%8s%15s%n", "op", "cases", "passed", "failed", "error/bound"));
    }
    for (CandidateSummary s : summaries) {
      String more =
          (s.unsupported() > 0 ? "  " + s.unsupported() + " unsupported" : "")
              + (s.undecided() > 0 ? "  " + s.undecided() + " beyond any bound, not judged" : "");
      text.append(
          Text.format(
              "%-18s%8d%8d%8d%15s%s%n",
              s.op(), s.cases(), s.passed(), s.failed(), VerdictWords.ratio(s), more));
    }
    paragraph(text, e.notes());
    paragraph(text, e.warnings().stream().map(w -> "warning: " + VerdictWords.warning(w)).toList());
    List<LawResult> unlawful = e.samples().stream().filter(s -> !s.pass()).toList();
    if (!unlawful.isEmpty()) {
      text.append("\nThe images drawn do not follow their law:\n");
      unlawful.forEach(s -> wrapped(text, "  ", s.test() + ": " + s.words()));
    }
    if (!e.broken().isEmpty()) {
      text.append('\n').append(VerdictWords.broken(e)).append(":\n");
      e.broken().stream().limit(SHOWN).forEach(b -> wrapped(text, "  ", b));
      if (e.broken().size() > SHOWN) {
        text.append("  and ").append(e.broken().size() - SHOWN).append(" more times\n");
      }
    }
    text.append('\n');
    wrapped(
        text,
        "",
        VerdictWords.heading(e)
            + ": "
            + VerdictWords.sentence(e)
            + " The seed is "
            + e.seed()
            + ".");
    return text.toString();
  }

  /** What explains a failed verdict on a candidate; empty where nothing failed. */
  public String explanation(CandidateVerdict e) {
    StringBuilder text = new StringBuilder();
    diagnosis(text, e.diagnosis());
    if (!e.observed().isEmpty()
        && e.diagnosis().stream().anyMatch(d -> d.code().equals("narrow-arithmetic"))) {
      paragraph(text, List.of("The errors fit " + e.observed() + "."));
    }
    if (e.verdict() == CandidateVerdict.Verdict.FAIL) {
      paragraph(text, nonEmpty(VerdictWords.nothingKnown(e)));
      e.firstFailure()
          .ifPresent(
              r ->
                  failure(
                      text,
                      "Smallest failed case: " + r.tested().name() + " (" + r.tested().sees() + ")",
                      r.failure()));
    }
    e.explanation().replay().ifPresent(replay -> replay(text, replay));
    paragraph(text, e.explanation().notes());
    return text.toString();
  }

  /** The verdict on a trace. */
  public String verdict(TraceVerdict t) {
    StringBuilder text = new StringBuilder();
    text.append(t.file()).append(t.name().isEmpty() ? "" : " (" + t.name() + ")");
    text.append(t.declared().isEmpty() ? "" : ": declared " + t.declared());
    text.append(t.observed().isEmpty() ? "" : ", errors fit " + t.observed()).append('\n');
    text.append(
        Text.format(
            "%d updates judged, %d wrong%s%s%n",
            t.updates(),
            t.failed(),
            t.unchecked() > 0
                ? ", "
                    + t.unchecked()
                    + (t.law().isEmpty()
                        ? " without noise left unchecked"
                        : " without noise judged by their law")
                : "",
            t.worst() >= 0 ? Text.format(", largest error/bound %.3g", t.worst()) : ""));
    for (LawResult s : t.law()) {
      text.append(s.pass() ? "  pass  " : "  FAIL  ")
          .append(s.test())
          .append(": ")
          .append(s.words())
          .append('\n');
    }
    if (t.firstFailure().isPresent()) {
      failure(text, "First wrong update", t.firstFailure());
    }
    if (!t.complaint().isEmpty()) {
      text.append("\nUnreadable: ").append(t.complaint()).append('\n');
    }
    text.append('\n');
    wrapped(text, "", VerdictWords.heading(t) + ": " + VerdictWords.sentence(t));
    return text.toString();
  }

  /** What explains wrong updates; empty where none is. */
  public String explanation(TraceVerdict t) {
    StringBuilder text = new StringBuilder();
    diagnosis(text, t.diagnosis());
    if (t.firstFailure().isPresent() && t.diagnosis().isEmpty() && t.explanation().complete()) {
      paragraph(text, List.of(VerdictWords.NOTHING_KNOWN));
    }
    t.explanation().replay().ifPresent(replay -> replay(text, replay));
    paragraph(text, t.explanation().notes());
    return text.toString();
  }

  private void diagnosis(StringBuilder text, List<Diagnosis> all) {
    if (all.isEmpty()) {
      return;
    }
    text.append("\nWhat reproduces these numbers:\n");
    Map<String, List<String>> ops = new LinkedHashMap<>();
    for (Diagnosis d : all) {
      ops.computeIfAbsent(d.code() + ": " + d.text(), k -> new ArrayList<>()).add(d.op());
    }
    ops.forEach((what, where) -> wrapped(text, "  ", what + " [" + String.join(", ", where) + "]"));
  }

  private void failure(StringBuilder text, String title, Optional<CaseResult.Failure> failure) {
    if (failure.isEmpty()) {
      return;
    }
    CaseResult.Failure f = failure.get();
    AlignedDigits digits = AlignedDigits.of(f.expected(), f.actual());
    text.append('\n');
    wrapped(text, "", title);
    line(text, "", f.place().words());
    line(text, "expected", digits.expected());
    line(text, "actual", digits.actual());
    if (!digits.marker().isEmpty()) {
      line(text, "", " ".repeat(LABEL) + digits.marker() + " the first digit that differs");
    }
    line(text, "error", f.error());
    line(text, "bound", f.bound());
    f.place().step().ifPresent(t -> line(text, "", "step " + t + " is the first wrong one"));
  }

  private static void line(StringBuilder text, String label, String value) {
    text.append("  ");
    text.append(label.isEmpty() ? "" : label + " ".repeat(LABEL - label.length()));
    text.append(value).append('\n');
  }

  /**
   * The requests, a line each, or, where that is more than a few lines of screen, where they are.
   */
  private void replay(StringBuilder text, Replay replay) {
    if (!replay.words().isEmpty()) {
      text.append('\n');
      wrapped(text, "", replay.words());
    }
    int length = replay.requests().stream().mapToInt(String::length).sum();
    boolean one = replay.requests().size() == 1;
    text.append('\n');
    if (length <= LONGEST_REQUEST) {
      text.append(one ? "The request" : "The requests")
          .append(", to be piped into the candidate:\n");
      replay.requests().forEach(r -> text.append(r).append('\n'));
    } else {
      wrapped(
          text,
          "",
          (one ? "The request has " : replay.requests().size() + " requests have ")
              + length
              + " characters; --json FILE writes "
              + (one ? "it as firstFailure.request" : "them as firstFailure.conversation")
              + ", to be piped into the candidate.");
    }
  }

  private static List<String> nonEmpty(String line) {
    return line.isEmpty() ? List.of() : List.of(line);
  }

  private void paragraph(StringBuilder text, List<String> lines) {
    if (!lines.isEmpty()) {
      text.append('\n');
      lines.forEach(line -> wrapped(text, "", line));
    }
  }

  private void wrapped(StringBuilder text, String indent, String sentence) {
    for (String line : Terminal.wrap(sentence, Math.max(40, width - indent.length()))) {
      text.append(indent).append(line).append('\n');
    }
  }
}
