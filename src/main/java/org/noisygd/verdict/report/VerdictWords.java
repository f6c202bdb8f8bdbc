// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.report;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.verdict.CandidateVerdict;

/** The judge's verdicts in words, the same in every form of report. */
final class VerdictWords {
  private VerdictWords() {}

  /**
   * Says that no known mistake explains the failed ops that have no diagnosis; empty if every one
   * has or only told errors, or if the search gave up, which its notes tell.
   */
  static String nothingKnown(CandidateVerdict e) {
    if (!e.explanation().complete()) {
      return "";
    }
    List<String> failed =
        e.results().stream()
            .filter(r -> r.hasFailed() && !r.isError())
            .map(r -> r.tested().op().word())
            .distinct()
            .toList();
    List<String> open = new ArrayList<>(failed);
    e.diagnosis().forEach(d -> open.remove(d.op().word()));
    return open.isEmpty()
        ? ""
        : open.equals(failed)
            ? VerdictParts.NOTHING_KNOWN
            : VerdictParts.NOTHING_KNOWN.replace(
                "these numbers", "those of " + String.join(", ", open));
  }

  /** The declared arithmetic and the one that errors fit, to follow a name. */
  static String arithmetic(String declared, String observed) {
    return (declared.isEmpty() ? "" : ": declared " + declared)
        + (observed.isEmpty() ? "" : ", errors fit " + observed);
  }

  /** The heading of the replies that could not be judged. */
  static String broken(CandidateVerdict e) {
    return e.isOurFault() ? "What could not be judged" : "The protocol was broken";
  }

  /** What a verdict on a candidate rests on, in a sentence or two. */
  static String sentence(CandidateVerdict e) {
    List<CandidateSummary> all = CandidateSummary.of(e);
    int cases = all.stream().mapToInt(CandidateSummary::cases).sum();
    return switch (e.verdict()) {
      case PASS ->
          "All "
              + cases
              + " cases are right: every error is within its proved bound"
              + (e.samples().isEmpty() ? "." : ", and the images drawn follow their law.");
      case FAIL -> {
        List<String> wrong = new ArrayList<>();
        for (CandidateSummary s : all) {
          if (s.failed() > 0) {
            wrong.add(s.op() + " (" + s.failed() + " of " + s.cases() + ")");
          }
        }
        yield e.results().isEmpty() || !e.results().stream().allMatch(CaseResult::isError)
            ? "The numbers are wrong: " + String.join(", ", wrong) + "."
            : "It answers no case: " + String.join(", ", wrong) + "; the first error is below.";
      }
      case UNUSABLE, BROKEN ->
          e.broken().isEmpty()
              ? "None of step, run and round was answered, and a verdict needs one"
                  + (cases > 0 ? "; the " + cases + " cases that were are right." : ".")
              : e.declared().isEmpty()
                  ? "It gave no hello that could be used."
                  : e.isOurFault()
                      ? "A fault of the reference itself kept it from a verdict."
                      : "The protocol was broken"
                          + (cases > 0 ? "; what was answered is right." : ".");
    };
  }

  /** An op's largest ratio of error to bound; a dash if no bound was met. */
  static String ratio(CandidateSummary s) {
    return s.isLaw() || s.cases() == 0 ? "-" : VerdictParts.ratio(s.worst());
  }

  /** The outcome of a case. */
  static String outcome(CaseResult r) {
    return switch (r.outcome()) {
      case PASS -> "pass";
      case FAIL -> "fail";
      case UNSUPPORTED -> "unsupported";
      case UNDECIDED -> "beyond any bound";
    };
  }

  /** A warning's code with what it means. */
  static String warning(String code) {
    String meaning =
        switch (code) {
          case "expanded-loss" ->
              "the loss is computed in its expanded form, which is legal but loses"
                  + " digits where the loss is small";
          case "flushed-subnormals" -> "numbers below the normal range become zero, which is legal";
          case "norm-scaled" ->
              "the residual is multiplied by norm/norm, as where half a squared norm is"
                  + " differentiated, or by the root of 1/2 in a loss, which is legal but rounds"
                  + " where nothing need be rounded";
          case "zero-sign" ->
              "a zero has another sign than the number that was rounded, which is legal";
          case "bits-cut" ->
              "where bits is given, the chance of going away from zero is f cut to that many"
                  + " bits, which is legal";
          case "bits-rounded" ->
              "where bits is given, the chance of going away from zero is f rounded to"
                  + " that many bits, which is legal";
          default -> "";
        };
    return meaning.isEmpty() ? code : code + ": " + meaning;
  }
}
