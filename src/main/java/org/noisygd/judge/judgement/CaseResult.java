// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.judgement;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.request.Place;

/**
 * What the judge found in one case.
 *
 * @param tested the case
 * @param outcome pass, fail, unsupported or undecided
 * @param worst the largest error over its bound; negative where no bound decided
 * @param relative the largest error over the magnitude of its entry's terms, the figure that tells
 *     the arithmetic; 0 where every entry was exact
 * @param failure the entry that failed worst, if any
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

  /** The outcomes of a case. */
  public enum Outcome {
    /** Every entry is within its bound. */
    PASS,
    /** An entry is beyond its bound, or not finite, or the candidate told an error. */
    FAIL,
    /** The candidate cannot do it. */
    UNSUPPORTED,
    /** The bound says nothing in this arithmetic, and the case is not exact. */
    UNDECIDED
  }

  /**
   * The entry that failed worst.
   *
   * @param place where it is
   * @param expected the exact value's leading digits
   * @param actual the candidate's literal
   * @param error the deviation
   * @param bound the bound it exceeds
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

    /** Whether numbers were compared; false for an error or a number that is not finite. */
    public boolean hasNumbers() {
      return !error.equals(NO_NUMBER);
    }
  }

  /** Stands in the place of a number. */
  private static final String NO_NUMBER = "-";

  /** A case in which the candidate told an error. */
  public static CaseResult error(Case tested, String told) {
    return new CaseResult(
        tested,
        Outcome.FAIL,
        Double.POSITIVE_INFINITY,
        0,
        Optional.of(Failure.notFinite(Place.ERROR, told)),
        List.of());
  }

  /** Whether all is within the bounds. */
  public boolean hasPassed() {
    return outcome == Outcome.PASS;
  }

  /** The same result for another case of the same request. */
  public CaseResult of(Case another) {
    return new CaseResult(another, outcome, worst, relative, failure, warnings);
  }

  /** Returns the same result with a warning if it passed. */
  public CaseResult warning(String code) {
    List<String> told = hasPassed() ? List.of(code) : List.of();
    return new CaseResult(tested, outcome, worst, relative, failure, told);
  }

  /** Whether a number is wrong or missing. */
  public boolean hasFailed() {
    return outcome == Outcome.FAIL;
  }

  /** The failed case with the fewest variables. */
  public static Optional<CaseResult> simplestFailure(List<CaseResult> results) {
    return results.stream()
        .filter(CaseResult::hasFailed)
        .min(Comparator.comparingInt(r -> r.tested().request().at().variables()));
  }

  /** Whether the candidate told an error. */
  public boolean isError() {
    return failure.map(f -> f.place().equals(Place.ERROR)).orElse(false);
  }

  /** The first wrong state of a run; 0 if none is, or for any other op. */
  public int wrongStep() {
    return failure.map(f -> Math.toIntExact(f.place().step().orElse(0))).orElse(0);
  }

  /** A case in which the bound says nothing. */
  static CaseResult undecided(Case tested) {
    return new CaseResult(tested, Outcome.UNDECIDED, -1, 0, Optional.empty(), List.of());
  }

  /** A case that the candidate cannot do. */
  public static CaseResult unsupported(Case tested) {
    return new CaseResult(tested, Outcome.UNSUPPORTED, -1, 0, Optional.empty(), List.of());
  }
}
