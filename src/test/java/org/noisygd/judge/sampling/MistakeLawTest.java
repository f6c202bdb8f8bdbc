// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.exact.ExactUpdate;
import org.noisygd.judge.mistake.Code;
import org.noisygd.judge.mistake.Mistake;
import org.noisygd.judge.mistake.ObjectiveMistake;
import org.noisygd.judge.mistake.UpdateMistake;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Binary64;
import org.noisygd.number.Literals;
import org.noisygd.number.matrix.Matrix;

/** Known answers: samplers that make a known mistake in the update, with right noise. */
final class MistakeLawTest {
  private static List<Mistake> named() {
    return List.of(
        UpdateMistake.GAUSS_SEIDEL_FRESH,
        UpdateMistake.GAUSS_SEIDEL_X_STALE,
        UpdateMistake.UNPERTURBED,
        UpdateMistake.NOISE_KEPT,
        UpdateMistake.NOISE_KEPT_Y,
        UpdateMistake.NOISE_ON_GRADIENT,
        UpdateMistake.NOISE_AFTER_STEP,
        UpdateMistake.NOISE_X_ONLY,
        UpdateMistake.NOISE_TIMES_STEP,
        UpdateMistake.RESIDUAL_UNPERTURBED,
        UpdateMistake.FACTOR_UNPERTURBED,
        UpdateMistake.STEPS_SWAPPED,
        UpdateMistake.STEP_X_SHARED,
        ObjectiveMistake.SIGN,
        ObjectiveMistake.DOUBLED,
        ObjectiveMistake.TARGET_MISSING);
  }

  @ParameterizedTest
  @MethodSource("named")
  void mistakes_samplerThatMakesOne_namesItsCodeAlone(Mistake fault) {
    List<Code> codes = mistakes(Set.of(fault)).stream().map(Mistake::code).distinct().toList();
    assertEquals(List.of(fault.code()), codes);
  }

  @Test
  void mistakes_rightSampler_none() {
    assertTrue(mistakes(Set.of()).isEmpty());
  }

  /**
   * Skewed noise of the right mean and variance refutes the law, but is no mistake of the update.
   */
  @Test
  void mistakes_skewedNoise_none() {
    assertTrue(mistakes(Set.of(), true).isEmpty());
  }

  private static List<Mistake> mistakes(Set<Mistake> faults) {
    return mistakes(faults, false);
  }

  private static List<Mistake> mistakes(Set<Mistake> faults, boolean skewed) {
    SampleVerdict law = new SampleVerdict(Ops.SAMPLE, "binary64", CaseSuite.DEFAULT_SEED);
    SplittableRandom random = new SplittableRandom(20210221);
    for (Request q : law.requests()) {
      if (q.at().toVariables().stream().anyMatch(d -> d.signum() != 0)) {
        ExactUpdate<Double> update = Mistake.image(Binary64.INSTANCE, q, faults).update;
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
