// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.conversion;

import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Place;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Literals;

/** Judges converted values: bit by bit, or by their law if they are left to chance. */
public final class RoundingJudge {
  /** The field of the numbers. */
  public static final String FIELD = ConversionAnswer.FIELD;

  private RoundingJudge() {}

  /** Judges the answer to a case. */
  public static CaseResult judge(Case tested, Answer answer) {
    ConversionAnswer converted = ConversionAnswer.of(tested, answer);
    if (!tested.request().isFinite()) {
      return NonFinite.judge(tested, converted);
    }
    return converted.task().setting().isStochastic()
        ? judge(tested, converted.samples())
        : judge(tested, converted.compared());
  }

  /** Judges numbers bit by bit. */
  private static CaseResult judge(Case tested, ConversionAnswer.Compared compared) {
    return result(
        tested,
        compared.wrong().stream().findFirst().map(i -> failure(compared, i)),
        compared.flush() != ConversionAnswer.Flush.NONE,
        compared.hasOtherZero() ? "zero-sign" : "");
  }

  /** Judges draws by their law. */
  private static CaseResult judge(Case tested, RoundingSamples draws) {
    if (draws.firstWrong >= 0) {
      return result(tested, Optional.of(noNeighbour(draws)));
    }
    BinomialStatistics chances = BinomialStatistics.ofLikeliest(draws);
    RoundingProbability law = chances.law();
    Optional<CaseResult.Failure> failure =
        chances.failure().or(() -> CoincidenceStatistics.of(draws, law).failure());
    return result(tested, failure, draws.flushed, law.code());
  }

  /** A result without a ratio to a bound and without a warning. */
  static CaseResult result(Case tested, Optional<CaseResult.Failure> failure) {
    return result(tested, failure, false, "");
  }

  /**
   * A result without a ratio to a bound.
   *
   * @param flushed whether subnormal results are zeros, which is a warning
   * @param other another warning; empty if there is none
   */
  private static CaseResult result(
      Case tested, Optional<CaseResult.Failure> failure, boolean flushed, String other) {
    List<String> warnings = new ArrayList<>();
    if (failure.isEmpty() && flushed) {
      warnings.add("flushed-subnormals");
    }
    if (failure.isEmpty() && !other.isEmpty()) {
      warnings.add(other);
    }
    return new CaseResult(
        tested,
        failure.isEmpty() ? CaseResult.Outcome.PASS : CaseResult.Outcome.FAIL,
        failure.isEmpty() ? 0 : Double.POSITIVE_INFINITY,
        0,
        failure,
        warnings);
  }

  /** A number, finite or not, as it is printed. */
  static String literal(double d) {
    return Double.isFinite(d) ? Literals.format(d) : String.valueOf(d);
  }

  private static CaseResult.Failure failure(ConversionAnswer.Compared compared, int i) {
    double expected = compared.expected().of(i);
    ReadNumber actual = compared.answer().rounded().entries().get(i);
    Place place = Place.of(FIELD).entry(i);
    return Double.isFinite(expected) && actual.isFinite()
        ? new CaseResult.Failure(
            place,
            literal(expected),
            actual.literal(),
            Literals.format(
                actual
                    .decimal()
                    .subtract(Dyadic.of(expected).toBigDecimal())
                    .abs()
                    .round(MathContext.DECIMAL64)),
            "0")
        : CaseResult.Failure.withoutNumbers(place, literal(expected), actual.literal());
  }

  private static CaseResult.Failure noNeighbour(RoundingSamples draws) {
    int row = draws.firstWrong / draws.task.size();
    int i = draws.firstWrong % draws.task.size();
    String lower = literal(draws.below(i));
    String upper = literal(draws.above(i));
    return CaseResult.Failure.withoutNumbers(
        Place.of(FIELD).entry(row, i),
        lower.equals(upper) ? lower : lower + " or " + upper,
        draws.number(row, i).literal());
  }

  /** A wrongly converted value alone, or its block; empty for draws. */
  public static Optional<RoundingTask> smaller(CaseResult failed) {
    RoundingTask task = RoundingTask.of(failed.tested().request());
    if (task.setting().isStochastic() || task.isLoose()) {
      return Optional.empty();
    }
    int block = task.conversion().block();
    return failed
        .failure()
        .filter(f -> f.place().field().equals(FIELD))
        .map(f -> f.place().index().get(0) / block * block)
        .map(from -> task.with(task.values().subList(from, Math.min(task.size(), from + block))));
  }
}
