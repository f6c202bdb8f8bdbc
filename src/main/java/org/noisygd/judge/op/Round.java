// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongSupplier;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.CaseSuite.CaseKind;
import org.noisygd.judge.conversion.RoundingCases;
import org.noisygd.judge.conversion.RoundingJudge;
import org.noisygd.judge.conversion.RoundingProbability;
import org.noisygd.judge.conversion.RoundingTask;
import org.noisygd.judge.conversion.SeedComparison;
import org.noisygd.judge.conversion.StochasticCases;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.judgement.Judge;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.Reply;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.ReplyJson;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RequestReader;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.Require;
import org.noisygd.number.format.Rounding;
import org.noisygd.number.format.RoundingRandomness;
import org.noisygd.number.format.StochasticRounding;

/** A conversion between formats, judged bitwise, or by its distribution if it is random. */
final class Round extends JudgedOp {
  private static final int MAX_COUNT = 1_000_000; // samples, so that a reply fits the memory

  private final boolean exhaustive; // it also asks for every number of a format

  Round(boolean exhaustive) {
    super(
        "round",
        Set.of(),
        List.of("values", "from", "to", "mode", "overflow", "count", "seed", "bits"),
        List.of());
    this.exhaustive = exhaustive;
  }

  @Override
  public List<String> replyNames() {
    return List.of(RoundingJudge.FIELD);
  }

  @Override
  public Answer read(Reply from, Request q, Arithmetic<?> arithmetic) {
    RoundingTask task = RoundingTask.of(q);
    ReadMatrix rounded = from.arrays(RoundingJudge.FIELD, task.count(), task.size());
    return new Answer(Map.of(RoundingJudge.FIELD, rounded), Map.of());
  }

  /** Returns the answer itself, whose equal numbers are already one object. */
  @Override
  public Answer kept(Answer read, Arithmetic<?> arithmetic) {
    return read;
  }

  @Override
  public boolean suffices() {
    return true;
  }

  @Override
  protected List<CaseKind> kinds() {
    return exhaustive
        ? List.of(RoundingCases::addTo, RoundingCases::addAllTo, StochasticCases::addTo)
        : List.of(RoundingCases::addTo, StochasticCases::addTo);
  }

  @Override
  public CaseResult judged(Case tested, Answer answer, Judge byBounds) {
    return RoundingJudge.judge(tested, answer);
  }

  @Override
  public Optional<Request> smaller(CaseResult failed) {
    return RoundingJudge.smaller(failed).map(task -> task.request(this));
  }

  @Override
  public List<CaseResult> together(Map<Case, Answer> answers) {
    return SeedComparison.judge(answers);
  }

  /**
   * Samples use words of Philox: replicate n for sample n, step 0, site 0, one entry for each
   * value.
   */
  @Override
  public <T> Map<String, String> answer(RequestReader<T> q) {
    RoundingTask.Setting setting =
        new RoundingTask.Setting(q.text("from"), q.text("to"), q.text("mode"), q.text("overflow"));
    List<Double> values = q.doubles("values");
    for (double value : values) {
      boolean taken =
          Double.isFinite(value) ? setting.source().has(value) : !setting.conversion().hasBlocks();
      Require.that(taken, "values", "be values of " + setting.from(), value);
    }
    if (!setting.isStochastic()) {
      RoundingTask task = new RoundingTask(setting, values);
      return Map.of(
          RoundingJudge.FIELD,
          row(task.conversion().round(task.doubles(), setting.directed(), () -> 0)));
    }
    long count = q.integer("count");
    Require.that(count >= 1 && count <= MAX_COUNT, "count", "be in 1.." + MAX_COUNT, count);
    requireNumbers((double) count * values.size());
    long seed = Require.nonNegative("seed", q.integer("seed"));
    RoundingTask task = new RoundingTask(setting, values, (int) count, seed, OptionalInt.empty());
    Rounding rounding = stochastic(q);
    List<String> rows = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      LongSupplier words = new RoundingRandomness(seed).sequence(n, 0, 0);
      rows.add(row(task.conversion().round(task.doubles(), rounding, words)));
    }
    return Map.of(RoundingJudge.FIELD, ReplyJson.array(rows));
  }

  /**
   * The stochastic rounding by the requested number of random bits, truncated, or by all bits if
   * more are requested than the reference has.
   */
  private static Rounding stochastic(RequestReader<?> q) {
    if (!q.has("bits")) {
      return StochasticRounding.PROPORTIONAL;
    }
    long bits = q.integer("bits");
    Require.that(
        bits >= 1 && bits <= RoundingProbability.MOST_BITS,
        "bits",
        "be in 1.." + RoundingProbability.MOST_BITS,
        bits);
    return bits > StochasticRounding.MOST_BITS
        ? StochasticRounding.PROPORTIONAL
        : new StochasticRounding((int) bits, false);
  }

  private static String row(double[] numbers) {
    return ReplyJson.array(
        Arrays.stream(numbers).mapToObj(d -> ReplyJson.number(Binary64.INSTANCE, d)).toList());
  }
}
