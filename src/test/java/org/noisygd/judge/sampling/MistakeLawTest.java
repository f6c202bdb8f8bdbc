// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.mistake.ExactUpdate;
import org.noisygd.judge.mistake.Mistake;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Binary64;
import org.noisygd.number.Literals;
import org.noisygd.number.matrix.Matrix;

/** Known answers: samplers that make a known mistake in the update, with right noise. */
final class MistakeLawTest {
  @ParameterizedTest
  @EnumSource(
      value = Mistake.class,
      names = {
        "GAUSS_SEIDEL_FRESH",
        "GAUSS_SEIDEL_X_STALE",
        "UNPERTURBED",
        "NOISE_KEPT",
        "NOISE_KEPT_Y",
        "NOISE_ON_GRADIENT",
        "NOISE_AFTER_STEP",
        "NOISE_X_ONLY",
        "NOISE_TIMES_STEP",
        "RESIDUAL_UNPERTURBED",
        "FACTOR_UNPERTURBED",
        "STEPS_SWAPPED",
        "STEP_X_SHARED",
        "SIGN",
        "DOUBLED",
        "TARGET_MISSING"
      })
  void mistakes_samplerThatMakesOne_namesItsCodeAlone(Mistake fault) {
    List<String> codes =
        mistakes(EnumSet.of(fault)).stream().map(Mistake::code).distinct().toList();
    assertEquals(List.of(fault.code()), codes);
  }

  /** With three rows, leaving X as it is and leaving out the tail of four rows are the same map. */
  @Test
  void mistakes_twoWithTheSameImages_bothAreNamed() {
    List<String> codes =
        mistakes(EnumSet.of(Mistake.X_NOT_UPDATED)).stream().map(Mistake::code).distinct().toList();
    assertEquals(List.of("factor-not-updated", "loop-tail"), codes);
  }

  @Test
  void mistakes_rightSampler_none() {
    assertTrue(mistakes(EnumSet.noneOf(Mistake.class)).isEmpty());
  }

  /**
   * Skewed noise of the right mean and variance refutes the law, but is no mistake of the update.
   */
  @Test
  void mistakes_skewedNoise_none() {
    assertTrue(mistakes(EnumSet.noneOf(Mistake.class), true).isEmpty());
  }

  private static List<Mistake> mistakes(EnumSet<Mistake> faults) {
    return mistakes(faults, false);
  }

  private static List<Mistake> mistakes(EnumSet<Mistake> faults, boolean skewed) {
    SampleVerdict law = new SampleVerdict(Ops.SAMPLE, "binary64", CaseSuite.DEFAULT_SEED);
    SplittableRandom random = new SplittableRandom(20210221);
    for (Request q : law.requests()) {
      if (q.at().toVariables().stream().anyMatch(d -> d.signum() != 0)) {
        ExactUpdate<Double> update = new ExactUpdate<>(Binary64.INSTANCE, q, faults);
        Factors<Double> at = q.at().toExactly(Binary64.INSTANCE);
        List<ReadMatrix> x = new ArrayList<>();
        List<ReadMatrix> y = new ArrayList<>();
        for (int k = 0; k < q.count(); k++) {
          Factors<Double> noise =
              new Factors<>(
                  noise(random, q.d1(), q.r(), q.sigma1().roundToDouble(), skewed),
                  noise(random, q.d2(), q.r(), q.sigma2().roundToDouble(), skewed));
          Factors<Double> image = update.step(at, noise);
          x.add(read(image.x()));
          y.add(read(image.y()));
        }
        law.add(q, x, y);
      }
    }
    return law.mistakes(law.results());
  }

  private static Matrix<Double> noise(
      SplittableRandom random, int rows, int columns, double s, boolean skewed) {
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      for (int j = 0; j < columns; j++) {
        row[j] = s * (skewed ? -StrictMath.log1p(-random.nextDouble()) - 1 : random.nextGaussian());
      }
    }
    return Matrix.of(Binary64.INSTANCE, values);
  }

  private static ReadMatrix read(Matrix<Double> m) {
    return new ReadMatrix(
        m.rows(),
        m.columns(),
        m.entries().stream()
            .map(d -> ReadNumber.of(Literals.format(d), Binary64.INSTANCE))
            .toList());
  }
}
