// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.verdict;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.noisygd.judge.cases.Case;

/**
 * What the judge found in one case.
 *
 * @param tested the case
 * @param outcome pass, fail, unsupported or undecided
 * @param worst the largest error over its bound; negative where no bound decided
 * @param relative the largest error over the magnitude of its entry's terms, the figure that tells
 *     the arithmetic; 0 where every entry was exact
 * @param failure the first failed entry, if any
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
   * @param entry such as {@code X[3][0]}, with {@code at t=5} in a run
   * @param expected the exact value's leading digits
   * @param actual the candidate's literal
   * @param error the deviation
   * @param bound the bound it exceeds
   */
  public record Failure(String entry, String expected, String actual, String error, String bound) {
    private static final String STEP = " at t=";

    /** The step of a run whose state is wrong; empty for any other op. */
    public OptionalInt step() {
      int at = entry.indexOf(STEP);
      return at < 0
          ? OptionalInt.empty()
          : OptionalInt.of(Integer.parseInt(entry.substring(at + STEP.length())));
    }

    /** The entry as a reader is told it: a loss is one number. */
    public String place() {
      return entry.replace("loss[0][0]", "loss");
    }

    /** Whether numbers were compared: neither an error was told nor a number not finite. */
    public boolean hasNumbers() {
      return !error.equals(NO_NUMBER);
    }
  }

  /** Stands where no number can. */
  private static final String NO_NUMBER = "-";

  /** A case that the candidate failed without numbers. */
  public static CaseResult failed(Case tested, String entry, String actual) {
    return new CaseResult(
        tested,
        Outcome.FAIL,
        Double.POSITIVE_INFINITY,
        0,
        Optional.of(new Failure(entry, "a finite number", actual, NO_NUMBER, NO_NUMBER)),
        List.of());
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
