// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.OneIn;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.request.Request;

/** Known answers: samplers whose law, right or wrong, is known by construction. */
class SampleVerdictTest {
  private static List<TestResult> failures(
      String kind, double scale, String arithmetic, long seed) {
    return SimulatedSampler.judge(SamplerPrograms.named(kind), scale, arithmetic, seed).stream()
        .filter(r -> !r.pass())
        .toList();
  }

  @OneIn(4)
  @ParameterizedTest
  @CsvSource({"binary32,3", "binary64,1", "binary64,2", "bfloat16,4"})
  void results_rightSampler_noAlarm(String arithmetic, long seed) {
    assertEquals(List.of(), failures("right", 1, arithmetic, seed));
  }

  /** A number rounded to so many bits. */
  static double narrow(SplittableRandom random, int bits) {
    double v = random.nextGaussian();
    double unit = Math.scalb(1.0, Math.getExponent(v) - bits + 1);
    return unit * Math.rint(v / unit);
  }

  /** Noise of a narrower format, binary32 among them, is told. */
  @OneIn(8)
  @ParameterizedTest
  @ValueSource(ints = {24, 20, 21, 22, 23, 25, 28, 32})
  void results_noiseOfANarrowerFormat_noAlarm(int bits) {
    SamplerPrograms program =
        new SamplerPrograms("narrow", Optional.empty(), SamplerPrograms.law(r -> narrow(r, bits)));
    for (long seed = 1; seed <= 2; seed++) {
      for (TestResult found : SimulatedSampler.judge(program, 1, "binary64", seed)) {
        assertTrue(found.pass(), bits + " bits, seed " + seed + ": " + found);
      }
    }
  }

  @OneIn(4)
  @ParameterizedTest
  @CsvSource({"1.02,binary64,1", "0.98,binary64,2", "1.02,binary32,3", "0.98,binary32,4"})
  void results_sigmaOffBy2Percent_noiseScaled(double scale, String arithmetic, long seed) {
    assertTrue(
        failures("right", scale, arithmetic, seed).stream()
            .anyMatch(r -> r.code().equals(Optional.of(Code.NOISE_SCALED))));
  }

  @OneIn(24)
  @ParameterizedTest
  @FieldSource("org.noisygd.judge.distribution.SamplerPrograms#WRONG")
  void results_wrongSampler_itsCodeAlone(SamplerPrograms program) {
    List<TestResult> failures =
        SimulatedSampler.judge(program, 1, "binary64", 5).stream().filter(r -> !r.pass()).toList();
    assertFalse(failures.isEmpty());
    List<Code> codes =
        failures.stream().map(TestResult::code).flatMap(Optional::stream).distinct().toList();
    assertEquals(program.code().stream().toList(), codes, failures::toString);
  }

  /**
   * The power at 2%, computed: with n numbers the evidence is n/2 (q - 1 - ln q), q the sample's
   * variance ratio, whose relative deviation is sqrt(2/n); z = 3 standard errors below the expected
   * ratio it must still exceed the limit, which leaves a miss in less than 0.2% of the samples.
   */
  @ParameterizedTest
  @CsvSource({"1.02", "0.98"})
  void variance_sigmaOffBy2Percent_powerAbove99Percent(double scale) {
    for (int factor = 0; factor < 2; factor++) {
      double n = 0;
      for (Request q : new SampleVerdict(Ops.SAMPLE, "binary64", 1).requests()) {
        boolean zero = q.at().toVariables().stream().allMatch(d -> d.signum() == 0);
        n += zero ? (double) q.count() * (factor == 0 ? q.d1() : q.d2()) : 0;
      }
      double towardsOne = scale > 1 ? -1 : 1;
      double ratio = scale * scale * (1 + towardsOne * 3 * Math.sqrt(2 / n));
      assertTrue(TailBounds.chiSquare(n, ratio) > TestFamily.limit(3), "n = " + n);
    }
  }

  @Test
  void share_allFamilies_addUpToTheBudget() {
    double sum = 0;
    for (TestFamily family : TestFamily.values()) {
      int tests = 3 + family.ordinal();
      sum += tests * TestFamily.falseAlarm(tests);
      assertEquals(
          TestFamily.falseAlarm(tests),
          Math.exp(-TestFamily.limit(tests)),
          1e-12 * TestFamily.FALSE_ALARM);
    }
    assertTrue(sum <= 1e-9 * (1 + 1e-12));
  }

  /**
   * A tail cut at 4 sigma leaves no number beyond it: that is evidence enough, whatever was drawn.
   */
  @Test
  void tails_noneBeyond4Sigma_isAlwaysSeen() {
    double n = 0;
    for (Request q : new SampleVerdict(Ops.SAMPLE, "binary64", 1).requests()) {
      boolean zero = q.at().toVariables().stream().allMatch(d -> d.signum() == 0);
      n += zero ? (double) q.count() * (q.d1() + q.d2()) : 0;
    }
    double beyond = 6.334248366623984e-5; // erfc(4 / sqrt 2)
    int tests = 3 * 5; // of X, Y and both: beyond 1, 2, 3, 4 sigma, and the fourth moment
    assertTrue(TailBounds.binomial(n, 0, beyond) > TestFamily.limit(tests), "n = " + n);
  }
}
