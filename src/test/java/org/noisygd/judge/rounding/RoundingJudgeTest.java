// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.number.Binary64;

/** Cross-checks against {@link SimulatedConversion}, right and with one part replaced. */
class RoundingJudgeTest {
  private static final List<Case> ALL = Ops.ROUND.cases("binary64", CaseSuite.DEFAULT_SEED);

  private static RoundingTask.Setting setting(Case tested) {
    return RoundingTask.of(tested.request()).setting();
  }

  /** The answers and the verdicts on them. */
  private record Judged(List<CaseResult> results, Map<Case, Answer> answers) {
    static Judged of(SimulatedConversion program, List<Case> cases) {
      Map<Case, Answer> answers = new LinkedHashMap<>();
      List<CaseResult> results = new ArrayList<>();
      for (Case tested : cases) {
        if (SimulatedConversion.KNOWN.contains(setting(tested).to())) {
          Answer answer = program.answer(tested);
          answers.put(tested, answer);
          results.add(RoundingJudge.judge(tested, answer));
        }
      }
      results.addAll(SeedJudge.judge(answers));
      return new Judged(results, answers);
    }

    List<CaseResult> failed() {
      return results.stream().filter(r -> r.outcome() == CaseResult.Outcome.FAIL).toList();
    }

    List<String> codes() {
      return RoundingDiagnosis.of(results, answers).stream()
          .map(RoundingMistake::code)
          .distinct()
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {CaseSuite.DEFAULT_SEED, 1, 2})
  void judge_rightProgram_passes(long seed) {
    Judged judged = Judged.of(new SimulatedConversion(), Ops.ROUND.cases("binary64", seed));
    assertEquals(List.of(), judged.failed());
    assertTrue(judged.results().size() > 100, "cases: " + judged.results().size());
  }

  private static Arguments wrong(String code, String name, Consumer<SimulatedConversion> change) {
    return Arguments.of(code, name, change);
  }

  private static SimulatedConversion.Choice stochastic(SimulatedConversion.Choice choice) {
    return (mode, whole, f, negative, u) ->
        mode.equals("stochastic")
            ? choice.away(mode, whole, f, negative, u)
            : SimulatedConversion.rightly(mode, whole, f, negative, u);
  }

  static Stream<Arguments> wrongPrograms() {
    return Stream.of(
        wrong(
            "round-truncates",
            "cuts",
            p -> p.choice = (mode, whole, f, n, u) -> mode.equals("stochastic") && u <= f),
        wrong(
            "round-half-away",
            "ties away",
            p ->
                p.choice =
                    (mode, whole, f, n, u) ->
                        mode.equals("nearest")
                            ? f >= 0.5
                            : SimulatedConversion.rightly(mode, whole, f, n, u)),
        wrong(
            "round-half-away",
            "ties up",
            p ->
                p.choice =
                    (mode, whole, f, n, u) ->
                        mode.equals("nearest")
                            ? f > 0.5 || (f == 0.5 && !n)
                            : SimulatedConversion.rightly(mode, whole, f, n, u)),
        wrong("round-twice", "binary32 first", p -> p.first = x -> (float) x),
        wrong("round-overflow", "saturates", p -> p.saturatesAlways = true),
        wrong("round-zeros", "zeros", p -> p.last = y -> 0),
        wrong(
            "round-scale",
            "ceil for floor",
            p ->
                p.scale = (rule, b, e, l, m) -> SimulatedConversion.rightScale("ceil", b, e, l, m)),
        wrong(
            "round-scale",
            "a scale twice as large",
            p ->
                p.scale =
                    (rule, b, e, l, m) -> 1 + SimulatedConversion.rightScale(rule, b, e, l, m)),
        wrong("round-scale", "blocks of 16", p -> p.block = 16),
        wrong(
            "round-to-nearest",
            "nearest",
            p ->
                p.choice =
                    stochastic((mode, whole, f, n, u) -> f > 0.5 || (f == 0.5 && whole % 2 == 1))),
        wrong(
            "round-biased",
            "always down",
            p -> p.choice = stochastic((mode, whole, f, n, u) -> false)),
        wrong(
            "round-biased", "half", p -> p.choice = stochastic((mode, whole, f, n, u) -> u <= 0.5)),
        wrong("round-biased", "1 - f", p -> p.choice = stochastic((mode, whole, f, n, u) -> u > f)),
        wrong(
            "round-biased",
            "1% more",
            p -> p.choice = stochastic((mode, whole, f, n, u) -> u <= f + 0.01)),
        wrong("round-few-bits", "4 bits", p -> p.bits = 4),
        wrong("round-few-bits", "8 bits", p -> p.bits = 8),
        wrong(
            "draws-shared",
            "one word for a draw",
            p ->
                p.uniforms =
                    (seed, d) -> {
                      double u = SimulatedConversion.independent(seed, d).getAsDouble();
                      return () -> u;
                    }),
        wrong("draws-shared", "one word for two", p -> p.uniforms = RoundingJudgeTest::pairs),
        wrong(
            "draws-repeated",
            "the same draw",
            p -> p.uniforms = (seed, d) -> SimulatedConversion.independent(seed, 0)),
        wrong(
            "draws-repeated",
            "64 draws",
            p -> p.uniforms = (seed, d) -> SimulatedConversion.independent(seed, d % 64)),
        wrong(
            "draws-repeated",
            "draw d of seed s is draw 0 of s + d",
            p -> p.uniforms = (seed, d) -> SimulatedConversion.independent(seed + d, 0)),
        wrong(
            "seed-ignored",
            "one seed",
            p -> p.uniforms = (seed, d) -> SimulatedConversion.independent(7, d)),
        wrong(
            "seed-ignored",
            "32 bits",
            p -> p.uniforms = (seed, d) -> SimulatedConversion.independent(seed & 0xffff_ffffL, d)),
        wrong(
            "seed-ignored",
            "a double",
            p ->
                p.uniforms = (seed, d) -> SimulatedConversion.independent((long) (double) seed, d)),
        wrong(
            "seed-ignored",
            "no seed",
            p -> {
              SplittableRandom any = new SplittableRandom(3);
              p.uniforms = (seed, d) -> () -> 1 - any.nextDouble();
            }));
  }

  private static java.util.function.DoubleSupplier pairs(long seed, int draw) {
    java.util.function.DoubleSupplier words = SimulatedConversion.independent(seed, draw);
    double[] kept = new double[2];
    return () -> {
      kept[0] = kept[1]++ % 2 == 0 ? words.getAsDouble() : kept[0];
      return kept[0];
    };
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("wrongPrograms")
  void judge_wrongProgram_isFailedAndNamed(
      String code, String name, Consumer<SimulatedConversion> change) {
    SimulatedConversion program = new SimulatedConversion();
    change.accept(program);
    Judged judged = Judged.of(program, ALL);
    assertFalse(judged.failed().isEmpty(), name);
    assertEquals(
        List.of(code),
        judged.codes(),
        () -> name + RoundingDiagnosis.of(judged.results(), judged.answers()));
  }

  @Test
  void cases_allTogether_areNoMoreThanTheFalseAlarmIsSplitOver() {
    long tested = ALL.stream().filter(c -> setting(c).isStochastic()).count();
    long formats =
        ALL.stream()
            .filter(c -> StochasticCases.Group.ENTRIES.has(c.name()))
            .map(c -> setting(c).to())
            .distinct()
            .count();
    // The draws of three seeds are tested against those of another.
    assertTrue(tested + 3 * formats <= ChanceTests.REQUESTS, tested + " and 3 x " + formats);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.1", "0.1001", "0.10009766", "0.10009765625", "1.0009765625e-1", "0.100"})
  void is_literalOfEnoughDigits_isItsNumber(String literal) {
    RoundingTask task = task(0.1);
    assertTrue(
        RoundedNumbers.is(ReadNumber.of(literal, Binary64.INSTANCE), 0.10009765625, task, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.10003662", "0.1000976562501", "0.09960938", "0.10058594", "0", "NaN"})
  void is_literalOfAnotherNumber_isNot(String literal) {
    ReadNumber read = ReadNumber.of(literal, Binary64.INSTANCE);
    assertFalse(RoundedNumbers.is(read, 0.10009765625, task(0.1), 0), literal);
  }

  private static RoundingTask task(double value) {
    return new RoundingTask(
        new RoundingTask.Setting("binary64", "bfloat16", "nearest", "ieee"), List.of(value));
  }
}
