// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Place;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Literals;
import org.noisygd.number.format.BinaryFormat;

/** Judges converted values bit by bit. */
final class ConversionJudge {
  /** The field of the numbers. */
  static final String FIELD = "rounded";

  /** The sign of a zero is another one, which is told. */
  static final String ZERO_SIGN = "zero-sign";

  /** Subnormal results are zeros, which is told. */
  static final String FLUSHED = "flushed-subnormals";

  private ConversionJudge() {}

  /** What becomes of results that are subnormal, all alike. */
  enum Flush {
    /** They are kept. */
    NONE,
    /** A result that is subnormal becomes zero. */
    AFTER,
    /** The same where it would be subnormal if the exponent were unlimited, as processors do. */
    UNLIMITED,
    /** A value below the smallest normal number does, even one that would be rounded up to it. */
    BEFORE;

    double of(double due, RoundingTask task, int i) {
      if (this == NONE || task.conversion().hasBlocks()) {
        return due;
      }
      double size =
          switch (this) {
            case NONE, AFTER -> due;
            case UNLIMITED ->
                BinaryFormat.ofPrecision(task.element().precision())
                    .round(task.value(i), task.setting().directed(), 0);
            case BEFORE -> task.value(i);
          };
      return Math.abs(size) < task.element().smallestNormal() ? 0 : due;
    }
  }

  /** A number for each value, that due to it or that of a mistake. */
  @FunctionalInterface
  interface Numbers {
    double of(int i);
  }

  /** Judges the numbers of a case. */
  static CaseResult judge(Case tested, RoundingTask task, ReadMatrix rounded) {
    Numbers due = i -> task.rounded(i, task.setting().directed(), 0);
    Flush flush = flush(task, rounded, due);
    int wrong = firstWrong(task, rounded, due, flush);
    List<String> warnings = new ArrayList<>();
    if (wrong < 0 && flush != Flush.NONE) {
      warnings.add(FLUSHED);
    }
    if (wrong < 0 && otherZero(task, rounded, due)) {
      warnings.add(ZERO_SIGN);
    }
    return result(
        tested,
        wrong < 0 ? Optional.empty() : Optional.of(failure(due.of(wrong), rounded, wrong)),
        warnings);
  }

  /** A result without a ratio to a bound. */
  static CaseResult result(
      Case tested, Optional<CaseResult.Failure> failure, List<String> warnings) {
    return new CaseResult(
        tested,
        failure.isEmpty() ? CaseResult.Outcome.PASS : CaseResult.Outcome.FAIL,
        failure.isEmpty() ? 0 : Double.POSITIVE_INFINITY,
        0,
        failure,
        warnings);
  }

  /** A number, finite or not, as it is told. */
  static String literal(double d) {
    return Double.isFinite(d) ? Literals.format(d) : String.valueOf(d);
  }

  private static CaseResult.Failure failure(double due, ReadMatrix rounded, int i) {
    ReadNumber actual = rounded.entries().get(i);
    boolean numbers = Double.isFinite(due) && actual.isFinite();
    return new CaseResult.Failure(
        Place.of(FIELD).entry(i),
        literal(due),
        actual.literal(),
        numbers
            ? Literals.format(
                actual
                    .decimal()
                    .subtract(Dyadic.of(due).toBigDecimal())
                    .abs()
                    .round(MathContext.DECIMAL64))
            : "-",
        numbers ? "0" : "-");
  }

  /** How subnormal results are treated, the way with which the fewest numbers are wrong. */
  static Flush flush(RoundingTask task, ReadMatrix rounded, Numbers due) {
    Flush best = Flush.NONE;
    int fewest = Integer.MAX_VALUE;
    for (Flush flush : Flush.values()) {
      int wrong = 0;
      for (int i = 0; i < task.size(); i++) {
        wrong += isRight(task, rounded, due, flush, i) ? 0 : 1;
      }
      if (wrong < fewest) {
        best = flush;
        fewest = wrong;
      }
    }
    return best;
  }

  /** The place of the first number that is another; -1 if there is none. */
  static int firstWrong(RoundingTask task, ReadMatrix rounded, Numbers due, Flush flush) {
    for (int i = 0; i < task.size(); i++) {
      if (!isRight(task, rounded, due, flush, i)) {
        return i;
      }
    }
    return -1;
  }

  static boolean isRight(RoundingTask task, ReadMatrix rounded, Numbers due, Flush flush, int i) {
    return (task.isLoose() && task.value(i) != 0 && !BlockArrays.isClear(task.fraction(i)))
        || RoundedNumbers.is(rounded.entries().get(i), flush.of(due.of(i), task, i), task, i);
  }

  private static boolean otherZero(RoundingTask task, ReadMatrix rounded, Numbers due) {
    for (int i = 0; i < task.size(); i++) {
      double read = rounded.entries().get(i).nearestDouble();
      double zero = due.of(i);
      if (read == 0 && zero == 0 && Math.copySign(1, read) != Math.copySign(1, zero)) {
        return true;
      }
    }
    return false;
  }
}
