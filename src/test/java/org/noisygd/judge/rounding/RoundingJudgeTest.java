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
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.OneIn;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.number.Binary64;

/** Cross-checks against {@link SimulatedConversion}, right and with one part replaced. */
class RoundingJudgeTest {
  static final List<Case> ALL = Ops.ROUND.cases("binary64", CaseSuite.DEFAULT_SEED);

  private static RoundingTask.Setting setting(Case tested) {
    return RoundingTask.of(tested.request()).setting();
  }

  /** The answers and the verdicts on them. */
  record Judged(List<CaseResult> results, Map<Case, Answer> answers) {
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
          .map(found -> found.code().toString())
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

  private static List<Case> withSeedOf(int bits) {
    return Ops.ROUND.cases("binary64", CaseSuite.DEFAULT_SEED).stream()
        .flatMap(tested -> tested.asked(bits, true).stream())
        .toList();
  }

  private static SimulatedConversion reading(LongUnaryOperator seeds) {
    SimulatedConversion program = new SimulatedConversion();
    program.uniforms =
        (seed, draw) -> SimulatedConversion.independent(seeds.applyAsLong(seed), draw);
    return program;
  }

  /** Programs that keep as many bits of a seed as they say, read in whatever way. */
  @OneIn(5)
  @ParameterizedTest
  @ValueSource(ints = {16, 24, 32, 53, 63})
  void judge_seedOfAsManyBitsAsTold_passes(int bits) {
    List<Case> cases = withSeedOf(bits);
    LongUnaryOperator kept = seed -> seed & (1L << bits) - 1;
    assertEquals(List.of(), Judged.of(reading(kept), cases).failed());
    if (bits <= 32) {
      assertEquals(List.of(), Judged.of(reading(seed -> (int) seed), cases).failed());
    }
    if (bits <= 53) {
      assertEquals(List.of(), Judged.of(reading(seed -> (long) (double) seed), cases).failed());
    }
  }

  /** Programs that keep fewer. */
  @OneIn(4)
  @ParameterizedTest
  @CsvSource({"16, 12", "32, 16", "33, 32", "63, 53"})
  void judge_seedOfFewerBitsThanTold_isFailedAndNamed(int bits, int kept) {
    LongUnaryOperator fewer =
        kept == 53 ? seed -> (long) (double) seed : seed -> seed & (1L << kept) - 1;
    Judged judged = Judged.of(reading(fewer), withSeedOf(bits));
    assertEquals(List.of("seed-ignored"), judged.codes());
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
  void cases_allTogether_areNoMoreThanTheFalseAlarmIsSplitOver() {
    long tested = ALL.stream().filter(c -> setting(c).isStochastic()).count();
    assertTrue(tested <= ChanceTests.REQUESTS, "" + tested);
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
