// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.judgement;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.request.Place;

/**
 * The verdict on one case.
 *
 * @param tested the case
 * @param outcome pass, fail, unsupported or undecided
 * @param worst the largest error over its bound; negative if no bound decided
 * @param relative the largest error over the magnitude of its entry's terms, an estimate of the
 *     unit roundoff; 0 if every entry was exact
 * @param failure the worst failed entry, if any
 * @param warnings codes such as {@code expanded-loss} and {@code flushed-subnormals}
 */
public record CaseResult(
    Case tested,
    Outcome outcome,
    double worst,
    double relative,
    Optional<Failure> failure,
    List<String> warnings) {
  /** Warns of a loss that passed by the bound of its expanded form. */
  public static final String EXPANDED_LOSS = "expanded-loss";

  /** Warns of a residual that is multiplied by norm/norm. */
  public static final String NORM_SCALED = "norm-scaled";

  public enum Outcome {
    /** Every entry is within its bound. */
    PASS,
    /** An entry is beyond its bound, or not finite, or the candidate reported an error. */
    FAIL,
    /** The candidate does not support the request. */
    UNSUPPORTED,
    /** There is no bound in this arithmetic, and the case is not exact. */
    UNDECIDED
  }

  /**
   * The worst failed entry.
   *
   * @param place the location of the entry
   * @param expected the exact value's leading digits
   * @param actual the candidate's literal
   * @param error the deviation
   * @param bound the bound that the deviation exceeds
   */
  public record Failure(Place place, String expected, String actual, String error, String bound) {
    /** A failure without numbers to compare. */
    public static Failure withoutNumbers(Place place, String expected, String actual) {
      return new Failure(place, expected, actual, NO_NUMBER, NO_NUMBER);
    }

    /** A failure whose number is not finite. */
    static Failure notFinite(Place place, String actual) {
      return withoutNumbers(place, "a finite number", actual);
    }

    /** Returns true if numbers were compared; false for an error or a number that is not finite. */
    public boolean hasNumbers() {
      return !error.equals(NO_NUMBER);
    }
  }

  /** The text in place of a missing number. */
  private static final String NO_NUMBER = "-";

  /** Returns the result of a case for which the candidate reported an error. */
  public static CaseResult error(Case tested, String text) {
    return new CaseResult(
        tested,
        Outcome.FAIL,
        Double.POSITIVE_INFINITY,
        0,
        Optional.of(Failure.notFinite(Place.ERROR, text)),
        List.of());
  }

  /** Returns true if every entry is within its bound. */
  public boolean hasPassed() {
    return outcome == Outcome.PASS;
  }

  /** Returns a copy for another case of the same request. */
  public CaseResult of(Case another) {
    return new CaseResult(another, outcome, worst, relative, failure, warnings);
  }

  /** Returns a copy with a warning if it passed. */
  public CaseResult warning(String code) {
    List<String> text = hasPassed() ? List.of(code) : List.of();
    return new CaseResult(tested, outcome, worst, relative, failure, text);
  }

  /** Returns true if a number is wrong or missing. */
  public boolean hasFailed() {
    return outcome == Outcome.FAIL;
  }

  /** The failed case with the fewest variables. */
  public static Optional<CaseResult> simplestFailure(List<CaseResult> results) {
    return results.stream()
        .filter(CaseResult::hasFailed)
        .min(Comparator.comparingInt(r -> r.tested().request().at().variables()));
  }

  /** Returns true if the candidate reported an error. */
  public boolean isError() {
    return failure.map(f -> f.place().equals(Place.ERROR)).orElse(false);
  }

  /** The step of the first wrong state of a run, or 0. */
  public int wrongStep() {
    return failure.map(f -> Math.toIntExact(f.place().step().orElse(0))).orElse(0);
  }

  /** Returns the result of a case without a bound. */
  static CaseResult undecided(Case tested) {
    return new CaseResult(tested, Outcome.UNDECIDED, -1, 0, Optional.empty(), List.of());
  }

  /** Returns the result of a case that the candidate does not support. */
  public static CaseResult unsupported(Case tested) {
    return new CaseResult(tested, Outcome.UNSUPPORTED, -1, 0, Optional.empty(), List.of());
  }
}
