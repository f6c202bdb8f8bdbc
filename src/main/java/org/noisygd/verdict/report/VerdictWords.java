// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.verdict.CandidateVerdict;

/** The judge's verdicts in words, the same in every form of report. */
final class VerdictWords {
  private VerdictWords() {}

  /**
   * A sentence about the failed ops that no known fault explains; empty if each has a diagnosis or
   * answered only with errors, or if the search gave up, which its notes say.
   */
  static String nothingKnown(CandidateVerdict e) {
    List<String> failed =
        e.results().stream()
            .filter(r -> r.hasFailed() && !r.isError())
            .map(r -> r.tested().op().word())
            .distinct()
            .toList();
    List<String> open = new ArrayList<>(failed);
    e.diagnosis().forEach(d -> open.remove(d.op().word()));
    String numbers = open.equals(failed) ? "these numbers" : "those of " + String.join(", ", open);
    return open.isEmpty() || !e.explanation().complete() ? "" : nothingKnown(numbers);
  }

  /** A sentence about numbers that no known fault explains. */
  static String nothingKnown(String numbers) {
    return "No known fault reproduces " + numbers + ". Look at the failed case.";
  }

  /** The heading of the replies that could not be judged. */
  static String broken(CandidateVerdict e) {
    return e.hasInternalError() ? "What could not be judged" : "The protocol was broken";
  }

  /** The reason of a verdict on a candidate, in a sentence or two. */
  static String sentence(CandidateVerdict e) {
    List<CandidateSummary> all = CandidateSummary.of(e);
    int cases = all.stream().mapToInt(CandidateSummary::cases).sum();
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
                  ? "It gave no hello that could be used."
                  : e.hasInternalError()
                      ? "A fault of the reference itself kept it from a verdict."
                      : "The protocol was broken"
                          + (cases > 0 ? "; what was answered is right." : ".");
    };
  }

  /** The outcome of a case. */
  static String outcome(CaseResult r) {
    return r.outcome() == CaseResult.Outcome.UNDECIDED
        ? "beyond any bound"
        : r.outcome().name().toLowerCase(Locale.ROOT);
  }

  /** A warning: its code with the meaning. */
  static String warning(String code) {
    String meaning =
        switch (code) {
          case "expanded-loss" ->
              "the loss is computed in its expanded form, which is admissible but loses"
                  + " digits where the loss is small";
          case "flushed-subnormals" -> "numbers below the normal range become zero: admissible";
          case "norm-scaled" ->
              "the residual is multiplied by norm/norm, as where half a squared norm is"
                  + " differentiated, or by the root of 1/2 in a loss, which is admissible but"
                  + " rounds where nothing need be rounded";
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
}
