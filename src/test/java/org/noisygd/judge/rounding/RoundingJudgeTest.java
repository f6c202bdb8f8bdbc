// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        wrong(
            "round-truncates",
            "cuts below zero",
            p ->
                p.choice =
                    (mode, whole, f, n, u) ->
                        (!n || !mode.equals("nearest"))
                            && SimulatedConversion.rightly(mode, whole, f, n, u)),
        wrong("round-twice", "binary32 first", p -> p.first = x -> (float) x),
        wrong("round-overflow", "saturates", p -> p.saturatesAlways = true),
        wrong("round-overflow", "wraps", p -> p.last = y -> Double.isFinite(y) ? y : 0),
        wrong(
            "round-overflow",
            "ends at a power of two",
            p -> p.largest = x -> Math.scalb(1.0, Math.getExponent(x))),
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
        wrong("round-scale", "blocks from the end", p -> p.fromTheEnd = true),
        wrong(
            "round-to-nearest",
            "nearest",
            p ->
                p.choice =
                    stochastic((mode, whole, f, n, u) -> f > 0.5 || (f == 0.5 && whole % 2 == 1))),
        wrong(
            "round-to-nearest",
            "nearest, ties by chance",
            p -> p.choice = stochastic((mode, whole, f, n, u) -> f == 0.5 ? u <= f : f > 0.5)),
        wrong(
            "round-biased",
            "no chance near numbers",
            p ->
                p.choice =
                    stochastic(
                        (mode, whole, f, n, u) -> f >= 0x1p-6 && (f > 1 - 0x1p-6 || u <= f))),
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
        wrong("round-few-bits", "12 bits", p -> p.bits = 12),
        wrong("round-few-bits", "8 bits at most", p -> p.told = asked -> Math.min(asked, 8)),
        wrong("round-few-bits", "one bit less", p -> p.told = asked -> asked - 1),
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

  private static java.util.function.DoubleSupplier seedFirst(long seed, int draw) {
    java.util.function.DoubleSupplier words = SimulatedConversion.independent(seed, draw);
    boolean[] begun = {draw > 0};
    return () -> {
      double word = words.getAsDouble();
      double given = begun[0] ? word : Math.scalb((double) seed, -63);
      begun[0] = true;
      return given;
    };
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

  private static List<Case> every(String to) {
    return Ops.EXHAUSTIVE.named("round").orElseThrow().cases("binary64", 1).stream()
        .filter(c -> c.name().contains("-all-") && setting(c).to().equals(to))
        .toList();
  }

  @Test
  void exhaustive_bfloat16_asksEveryNumberAndTheNeighboursOfEveryMidpoint() {
    Set<Double> asked = new HashSet<>();
    every("bfloat16").stream()
        .filter(c -> setting(c).equals(settingOf("binary32", "bfloat16", "nearest")))
        .forEach(c -> asked.addAll(RoundingTask.of(c.request()).values()));
    for (int upper = 0; upper < 0x7f80; upper++) {
      float number = Float.intBitsToFloat(upper << 16);
      float midpoint = Float.intBitsToFloat(upper << 16 | 0x8000);
      for (float one : List.of(number, midpoint, Math.nextUp(midpoint), Math.nextDown(midpoint))) {
        assertTrue(asked.contains((double) one) && asked.contains((double) -one), "no " + one);
      }
    }
  }

  @Test
  void exhaustive_rightProgram_passes() {
    List<Case> every = every("e4m3");
    assertEquals(List.of(), Judged.of(new SimulatedConversion(), every).failed());
  }

  @Test
  void exhaustive_programWrongAtOneTie_isFailed() {
    List<Case> every = every("e4m3");
    Set<Double> left = values(every);
    left.removeAll(values(ALL.stream().filter(c -> setting(c).to().equals("e4m3")).toList()));
    double tie = left.stream().filter(v -> isTieOfOdd(v)).findFirst().orElseThrow();
    SimulatedConversion program = new SimulatedConversion();
    program.first = x -> x == tie ? Math.nextDown(x) : x;
    assertFalse(Judged.of(program, every).failed().isEmpty());
  }

  /** Whether a number in the middle of e4m3 is k + 1/2 places, k odd. */
  private static boolean isTieOfOdd(double v) {
    double places = Math.scalb(v, 3 - Math.getExponent(v));
    return v > 0x1p-6 && v < 256 && places % 2 == 1.5;
  }

  private static Set<Double> values(List<Case> cases) {
    Set<Double> values = new HashSet<>();
    cases.forEach(c -> values.addAll(RoundingTask.of(c.request()).values()));
    return values;
  }

  @Test
  void judge_seedAsFirstWord_isFailedAndNamed() {
    SimulatedConversion program = new SimulatedConversion();
    program.uniforms = RoundingJudgeTest::seedFirst;
    Map<Case, Answer> answers = new LinkedHashMap<>();
    for (long seed = 1; seed <= 10; seed++) { // few formats are simulated, so more seeds
      Ops.ROUND.cases("binary64", seed).stream()
          .filter(c -> setting(c).to().equals("e4m3") && setting(c).isStochastic())
          .forEach(c -> answers.put(c, program.answer(c)));
    }
    List<SeedJudge.Finding> findings = SeedJudge.findings(answers);
    assertEquals(
        List.of("round-biased"),
        findings.stream()
            .filter(f -> f.result().outcome() == CaseResult.Outcome.FAIL)
            .flatMap(f -> f.mistake().stream().map(RoundingMistake::code))
            .toList());
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
    return new RoundingTask(settingOf("binary64", "bfloat16", "nearest"), List.of(value));
  }

  private static RoundingTask.Setting settingOf(String from, String to, String mode) {
    return new RoundingTask.Setting(from, to, mode, "ieee");
  }
}
