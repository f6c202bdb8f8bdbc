// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.conversion;

import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Place;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Literals;
import org.noisygd.number.format.Rounding;
import org.noisygd.number.format.StochasticRounding;

/**
 * Judges converted values: bitwise, or by their distribution if they are random.
 *
 * <p>NaN must stay NaN, with any sign and payload, if the format has it. An infinity must give the
 * result of a value beyond the largest number. Where this result is the largest number although
 * overflow gives infinities (towards zero, to odd, half of up and down), infinity is right too.
 */
public final class RoundingJudge {
  public static final String FIELD = "rounded";

  private static final String FLUSHED = "flushed-subnormals";

  private RoundingJudge() {}

  /** Judges the answer to a case. */
  public static CaseResult judge(Case tested, Answer answer) {
    ConversionAnswer converted = ConversionAnswer.of(tested, answer);
    if (!tested.request().isFinite()) {
      return result(
          tested, wrongNonFinite(converted).stream().findFirst().map(n -> failure(converted, n)));
    }
    return converted.task().setting().isStochastic()
        ? judge(tested, converted.samples())
        : judge(tested, converted.compared());
  }

  /** The indices of the wrong numbers of an answer for NaN and infinities. */
  public static List<Integer> wrongNonFinite(ConversionAnswer answer) {
    List<ReadNumber> numbers = answer.rounded().entries();
    RoundingTask task = answer.task();
    return IntStream.range(0, numbers.size())
        .filter(
            n ->
                expected(task, n % task.size()).stream()
                    .noneMatch(d -> task.is(numbers.get(n), d, n % task.size())))
        .boxed()
        .toList();
  }

  /** The right results for NaN or an infinity. */
  private static List<Double> expected(RoundingTask task, int i) {
    double value = task.value(i);
    boolean random = task.setting().isStochastic();
    Rounding mode = random ? StochasticRounding.PROPORTIONAL : task.setting().directed();
    double beyond = Math.copySign(Double.MAX_VALUE, value);
    return DoubleStream.of(value, Double.isInfinite(value) ? beyond : value)
        .mapToObj(v -> task.element().round(v, mode, 0))
        .toList();
  }

  private static CaseResult.Failure failure(ConversionAnswer answer, int index) {
    int size = answer.task().size();
    Place field = Place.of(FIELD);
    return CaseResult.Failure.withoutNumbers(
        answer.task().count() > 0 ? field.entry(index / size, index % size) : field.entry(index),
        literal(expected(answer.task(), index % size).get(0)),
        answer.rounded().entries().get(index).literal());
  }

  private static CaseResult judge(Case tested, ConversionAnswer.Compared compared) {
    return result(
        tested,
        compared.wrong().stream().findFirst().map(i -> failure(compared, i)),
        compared.flush() == ConversionAnswer.Flush.NONE ? "" : FLUSHED,
        compared.hasOtherZero() ? "zero-sign" : "");
  }

  private static CaseResult judge(Case tested, RoundingSamples samples) {
    if (samples.firstWrong >= 0) {
      return result(tested, Optional.of(noNeighbour(samples)));
    }
    BinomialStatistics tests = BinomialStatistics.ofLikeliest(samples);
    RoundingProbability model = tests.model;
    Optional<CaseResult.Failure> failure =
        tests.failure().or(() -> CoincidenceStatistics.of(samples, model).failure());
    return result(tested, failure, samples.flushed ? FLUSHED : "", model.code());
  }

  /** Returns a result without a ratio to a bound. A failure has no warnings; "" is omitted. */
  static CaseResult result(Case tested, Optional<CaseResult.Failure> failure, String... warnings) {
    boolean passed = failure.isEmpty();
    return new CaseResult(
        tested,
        passed ? CaseResult.Outcome.PASS : CaseResult.Outcome.FAIL,
        passed ? 0 : Double.POSITIVE_INFINITY,
        0,
        failure,
        Stream.of(warnings).filter(warning -> passed && !warning.isEmpty()).toList());
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
