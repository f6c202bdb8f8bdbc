// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.Refused.assertRefused;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;

/** Known answers, and runs against loops over double. */
class PerturbedRunTest {
  private static final Binary64 B = Binary64.INSTANCE;

  private static <T> Factors<T> pair(Arithmetic<T> a, double x, double y) {
    return new Factors<>(Matrix.of(a, new double[][] {{x}}), Matrix.of(a, new double[][] {{y}}));
  }

  private static <T> PerturbedUpdate<T> scalar(Arithmetic<T> a, double m, double eta) {
    return new PerturbedUpdate<>(
        Matrix.of(a, new double[][] {{m}}), StepSizes.of(a, eta, eta), UpdateForm.RESIDUAL);
  }

  /** The states seen, as "t: x y". */
  private static List<String> record(
      PerturbedRun<Double> run, Factors<Double> start, long from, long to) {
    List<String> seen = new ArrayList<>();
    Factors<Double> last =
        run.run(start, from, to, (t, at) -> seen.add(t + ": " + at.toVariables()));
    assertEquals(to + ": " + last.toVariables(), seen.get(seen.size() - 1));
    return seen;
  }

  /** Noise of step t: (t + 1) / 8 for X and -(t + 1) / 16 for Y, on even steps only. */
  private static Noise<Double> evenSteps() {
    return t -> t % 2 == 0 ? pair(B, (t + 1) / 8.0, -(t + 1) / 16.0) : null;
  }

  @Test
  void run_withNoise_isTheLoopOverDoubles() {
    List<String> expected = new ArrayList<>();
    double x = 1.5;
    double y = 0.5;
    expected.add("0: [" + x + ", " + y + "]");
    for (int t = 0; t < 6; t++) {
      double xt = t % 2 == 0 ? x + (t + 1) / 8.0 : x;
      double yt = t % 2 == 0 ? y - (t + 1) / 16.0 : y;
      double residual = xt * yt - 1;
      x = x - 0.1 * (residual * yt);
      y = y - 0.1 * (residual * xt);
      expected.add(t + 1 + ": [" + x + ", " + y + "]");
    }
    PerturbedRun<Double> run = new PerturbedRun<>(scalar(B, 1, 0.1), evenSteps());
    assertEquals(expected, record(run, pair(B, 1.5, 0.5), 0, 6));
  }

  @Test
  void run_inTwoWindows_isTheRunInOne() {
    PerturbedRun<Double> run = new PerturbedRun<>(scalar(B, 1, 0.1), evenSteps());
    List<String> whole = record(run, pair(B, 1.5, 0.5), 0, 9);
    Factors<Double> middle = run.run(pair(B, 1.5, 0.5), 0, 4, (t, at) -> {});
    assertEquals(whole.subList(4, 10), record(run, middle, 4, 9));
    // The noise is that of the step's own number: a window that starts elsewhere differs.
    assertTrue(!whole.subList(5, 10).equals(record(run, middle, 5, 9)));
  }

  @Test
  void run_noNoise_isGradientDescent() {
    Noise<Double> none = Noise.none();
    assertNull(none.at(3));
    PerturbedUpdate<Double> update = scalar(B, 1, 0.1);
    PerturbedRun<Double> run = new PerturbedRun<>(update, none);
    Factors<Double> at = pair(B, 1.5, 0.5);
    assertEquals(
        update.apply(update.apply(update.apply(at))), run.run(at, 10, 13, (t, state) -> {}));
  }

  @Test
  void run_gaussianNoise_isTheStreamsDeviatesTimesSigma() {
    GaussianStream stream = new GaussianStream(7);
    Factors<Double> start = new Factors<>(Matrix.zeros(B, 3, 2), Matrix.zeros(B, 4, 2));
    Factors<Double> noise = Noise.gaussian(stream, 5, 0.25, 2, start).at(11);
    assertNotNull(noise);
    for (int k = 0; k < 2; k++) {
      for (int i = 0; i < 3; i++) {
        double deviate = stream.at(5, 11, FactorId.NOISE_X, 2 * i + k);
        assertEquals(0.25 * deviate, noise.x().get(i, k));
      }
      for (int j = 0; j < 4; j++) {
        assertEquals(2 * stream.at(5, 11, FactorId.NOISE_Y, 2 * j + k), noise.y().get(j, k));
      }
    }
  }

  // F(x, y) = x^4/4 + x y: no factorization, and its gradient is (x^3 + y, x).
  @Test
  void run_anotherGradient_isTheLoopOverDoubles() {
    Update<Double> update =
        Update.of(
            StepSizes.of(B, 0.1, 0.2),
            at -> {
              double x = at.x().get(0, 0);
              return pair(B, x * x * x + at.y().get(0, 0), x);
            });
    double x = 1.5;
    double y = 0.5;
    for (int t = 0; t < 6; t++) {
      double xt = t % 2 == 0 ? x + (t + 1) / 8.0 : x;
      double yt = t % 2 == 0 ? y - (t + 1) / 16.0 : y;
      x = x - 0.1 * (xt * xt * xt + yt);
      y = y - 0.2 * xt;
    }
    assertEquals(
        pair(B, x, y),
        new PerturbedRun<>(update, evenSteps()).run(pair(B, 1.5, 0.5), 0, 6, (t, state) -> {}));
  }

  @Test
  void run_noSteps_showsTheStartOnly() {
    PerturbedRun<Double> run = new PerturbedRun<>(scalar(B, 1, 0.1), Noise.none());
    assertEquals(List.of("7: [1.5, 0.5]"), record(run, pair(B, 1.5, 0.5), 7, 7));
  }

  @Test
  void run_lastBeforeFirst_throws() {
    PerturbedRun<Double> run = new PerturbedRun<>(scalar(B, 1, 0.1), Noise.none());
    assertRefused(
        "last step must be at least the first, 7, got 6",
        () -> run.run(pair(B, 1, 1), 7, 6, (t, at) -> {}));
  }

  // x = y = s, M = 0, eta = 1: x' = x - x^3, so from 2^400 on x' is -Infinity at once.
  @Test
  void run_divergence_namesStepEntryAndValue() {
    PerturbedRun<Double> run = new PerturbedRun<>(scalar(B, 0, 1), Noise.none());
    List<Long> shown = new ArrayList<>();
    var thrown =
        assertThrows(
            NonFiniteIterateException.class,
            () -> run.run(pair(B, 0x1p150, 0x1p150), 40, 60, (t, at) -> shown.add(t)));
    // 2^150, -2^450, then -2^450 + 2^1350.
    assertEquals(
        "iterate must stay finite, got X[0][0] = Infinity at step 42", thrown.getMessage());
    assertEquals(List.of(40L, 41L), shown);
  }

  @Test
  void run_startNotFinite_namesTheFirstSuchEntry() {
    PerturbedRun<Double> run =
        new PerturbedRun<>(
            new PerturbedUpdate<>(
                Matrix.zeros(B, 2, 2), StepSizes.of(B, 0.5, 0.5), UpdateForm.GRAM),
            Noise.none());
    var start =
        new Factors<>(
            Matrix.zeros(B, 2, 2), Matrix.of(B, new double[][] {{0, 0}, {0, Double.NaN}}));
    var thrown =
        assertThrows(NonFiniteIterateException.class, () -> run.run(start, 3, 5, (t, at) -> {}));
    assertEquals("iterate must stay finite, got Y[1][1] = NaN at step 3", thrown.getMessage());
  }

  @Test
  void run_divergenceInUnlimitedExponents_namesTheStepAndTheLargestEntry() {
    DecimalArithmetic d = DecimalArithmetic.ofDigits(5);
    PerturbedRun<BigDecimal> decimal = new PerturbedRun<>(scalar(d, 0, 1), Noise.none());
    // (10, 20)'s exponent triples at each step and leaves the 32 bits of a scale about step 20.
    List<Long> shown = new ArrayList<>();
    var thrown =
        assertThrows(
            NonFiniteIterateException.class,
            () -> decimal.run(pair(d, 10, 20), 0, 100, (t, at) -> shown.add(t)));
    int step = shown.size();
    assertTrue(step >= 18 && step <= 21, () -> thrown.getMessage());
    assertTrue(
        thrown
            .getMessage()
            .matches(
                "iterate must stay finite, got (Over|Under)flow at step "
                    + step
                    + " from [XY]\\[0\\]\\[0\\] = -?[0-9.]+E\\+[0-9]+ before it"),
        thrown.getMessage());
    assertInstanceOf(ArithmeticException.class, thrown.getCause());
  }
}
