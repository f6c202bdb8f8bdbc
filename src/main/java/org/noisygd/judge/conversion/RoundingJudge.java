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

/** Judges converted values: bitwise, or by their distribution if they are random. */
public final class RoundingJudge {
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

  private static CaseResult judge(Case tested, ConversionAnswer.Compared compared) {
    return result(
        tested,
        compared.wrong().stream().findFirst().map(i -> failure(compared, i)),
        compared.flush() != ConversionAnswer.Flush.NONE,
        compared.hasOtherZero() ? "zero-sign" : "");
  }

  private static CaseResult judge(Case tested, RoundingSamples samples) {
    if (samples.firstWrong >= 0) {
      return result(tested, Optional.of(noNeighbour(samples)));
    }
    BinomialStatistics tests = BinomialStatistics.ofLikeliest(samples);
    RoundingProbability model = tests.model();
    Optional<CaseResult.Failure> failure =
        tests.failure().or(() -> CoincidenceStatistics.of(samples, model).failure());
    return result(tested, failure, samples.flushed, model.code());
  }

  /** Returns a result without a ratio to a bound and without a warning. */
  static CaseResult result(Case tested, Optional<CaseResult.Failure> failure) {
    return result(tested, failure, false, "");
  }

  /**
   * Returns a result without a ratio to a bound.
   *
   * @param flushed true if subnormal results are zeros, which is a warning
   * @param other another warning, or an empty string
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

  private static CaseResult.Failure noNeighbour(RoundingSamples samples) {
    int row = samples.firstWrong / samples.task.size();
    int i = samples.firstWrong % samples.task.size();
    String lower = literal(samples.below(i));
    String upper = literal(samples.above(i));
    return CaseResult.Failure.withoutNumbers(
        Place.of(FIELD).entry(row, i),
        lower.equals(upper) ? lower : lower + " or " + upper,
        samples.number(row, i).literal());
  }

  /** Returns a conversion of the wrong value alone, or of its block, or empty for samples. */
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
