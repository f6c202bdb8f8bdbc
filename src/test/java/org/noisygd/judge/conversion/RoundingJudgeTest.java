// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.conversion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.OneIn;
import org.noisygd.explain.conversion.RoundingDiagnosis;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Answer;
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
      results.addAll(SeedComparison.judge(answers));
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

    String words() {
      return RoundingDiagnosis.of(results, answers).stream()
          .map(found -> found.words())
          .collect(Collectors.joining("\n"));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {CaseSuite.DEFAULT_SEED, 1, 2})
  void judge_rightProgram_passes(long seed) {
    Judged judged = Judged.of(new SimulatedConversion(), Ops.ROUND.cases("binary64", seed));
    assertEquals(List.of(), judged.failed());
    assertTrue(judged.results().size() > 100, "cases: " + judged.results().size());
  }

  @OneIn(16)
  @ParameterizedTest
  @FieldSource("org.noisygd.judge.conversion.ConversionPrograms#ALL")
  void of_wrongProgram_failsAndIsNamedByItsFaultAlone(ConversionPrograms wrong) {
    Judged judged = Judged.of(wrong.program(), ALL);
    assertFalse(judged.failed().isEmpty());
    assertEquals(Set.copyOf(wrong.codes()), Set.copyOf(judged.codes()));
  }

  private static List<Case> withSeedOf(int bits) {
    return ALL.stream().flatMap(tested -> tested.asked(bits, true).stream()).toList();
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

  /** Programs that keep fewer: seeds that differ in one of the others alone are the same. */
  @OneIn(4)
  @ParameterizedTest
  @CsvSource({
    "16, 12, the same samples for seeds",
    "32, 16, in bit 16 or 30 or 31 alone; others where bit 0 or 15 differs",
    "32, 31, in bit 31 alone; others where bit 0 or 15 or 16 or 30 differs",
    "63, 53, that no double distinguishes"
  })
  void judge_seedOfFewerBitsThanTold_isFailedAndNamed(int bits, int kept, String words) {
    LongUnaryOperator fewer =
        kept == 53 ? seed -> (long) (double) seed : seed -> seed & (1L << kept) - 1;
    Judged judged = Judged.of(reading(fewer), withSeedOf(bits));
    assertEquals(List.of("seed-ignored"), judged.codes());
    assertTrue(judged.words().contains(words.replace(';', ',')), judged.words());
  }

  private static Judged named(SimulatedConversion program, String word) {
    return Judged.of(program, ALL.stream().filter(c -> c.name().contains(word)).toList());
  }

  @Test
  void judge_saturatedInARange_isOneFault() {
    SimulatedConversion program = new SimulatedConversion();
    program.saturates = x -> Math.abs(x) >= 480 && Math.abs(x) < 496;
    assertEquals(
        "saturates although the request's overflow does not say so",
        named(program, "round/e4m3-nearest-ieee").words());
  }

  @Test
  void judge_unknownProbability_isMeasured() {
    SimulatedConversion program = new SimulatedConversion();
    program.choice = SimulatedConversion.stochastic((mode, whole, f, n, u) -> u <= f * f);
    var judged = named(program, "round/e4m3-stochastic");
    judged.results().stream()
        .flatMap(result -> result.failure().stream())
        .forEach(f -> assertTrue(Double.parseDouble(f.error()) > Double.parseDouble(f.bound())));
    String[] seen = judged.words().split("it is |, ");
    for (int n = 1; n <= 3; n++) {
      assertEquals(n * n / 16.0, Double.parseDouble(seen[seen.length - 4 + n]), 0.02);
    }
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
  void cases_allTogether_areNoMoreThanTheFalseAlarmIsSplitOver() {
    long tested = ALL.stream().filter(c -> setting(c).isStochastic()).count();
    assertTrue(tested <= BinomialStatistics.REQUESTS, "" + tested);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.1", "0.1001", "0.10009766", "0.10009765625", "1.0009765625e-1", "0.100"})
  void is_literalOfEnoughDigits_isItsNumber(String literal) {
    assertTrue(task(0.1).is(ReadNumber.of(literal, Binary64.INSTANCE), 0.10009765625, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.10003662", "0.1000976562501", "0.09960938", "0.10058594", "0", "NaN"})
  void is_literalOfAnotherNumber_isNot(String literal) {
    assertFalse(task(0.1).is(ReadNumber.of(literal, Binary64.INSTANCE), 0.10009765625, 0));
  }

  /** An answer may have any scale, and so numbers that binary32 lacks. */
  @Test
  void is_numbersBeyondBinary32_comparedInItsSpacing() {
    RoundingTask nvfp4 =
        ALL.stream()
            .map(tested -> RoundingTask.of(tested.request()))
            .filter(task -> task.setting().to().equals("nvfp4"))
            .findFirst()
            .orElseThrow();
    double expected = 1e200;
    double unit = Math.ulp(expected) * 0x1p29;
    assertTrue(nvfp4.is(read(expected + unit), expected, 0));
    assertFalse(nvfp4.is(read(expected + 4 * unit), expected, 0));
  }

  @Test
  void judge_numberBeyondAnyDouble_failsAndIsShown() {
    Case first = ALL.get(0);
    RoundingTask task = RoundingTask.of(first.request());
    ReadNumber huge = ReadNumber.of("1e9999", Binary64.INSTANCE);
    ReadMatrix rounded = new ReadMatrix(1, task.size(), Collections.nCopies(task.size(), huge));
    CaseResult result =
        RoundingJudge.judge(first, new Answer(Map.of("rounded", rounded), Map.of()));
    assertEquals("1e9999", result.failure().orElseThrow().actual());
  }

  private static ReadNumber read(double value) {
    return ReadNumber.of(Double.toString(value), Binary64.INSTANCE);
  }

  private static RoundingTask task(double value) {
    return new RoundingTask(settingOf("binary64", "bfloat16", "nearest"), List.of(value));
  }

  private static RoundingTask.Setting settingOf(String from, String to, String mode) {
    return new RoundingTask.Setting(from, to, mode, "ieee");
  }
}
