// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.PerturbedRun;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.number.random.NoiseSource;
import org.noisygd.report.chart.FiveNumbers;
import org.noisygd.study.StudyOptions;
import org.noisygd.study.paper.Finding.Agreement;

/** Known answers and cross-checks of Figures 1, 4, 5 and 6. */
class FiguresTest {
  private static final long SEED = StudyOptions.DEFAULT_SEED;

  private static StudyOptions options(int replicates, long steps) {
    return new StudyOptions(
        SEED, 2, false, OptionalInt.of(replicates), OptionalLong.of(steps), line -> {});
  }

  private static void assertAll(List<Finding> findings) {
    assertTrue(findings.size() > 0);
    for (Finding finding : findings) {
      assertTrue(
          finding.agreement() == Agreement.AGREES
              || finding.agreement() == Agreement.AGREES_CORRECTED,
          finding.toString());
    }
  }

  @Test
  void landscape_figures1And5_areAsByHand() {
    TwoVariableLandscape plain = TwoVariableLandscape.plain();
    TwoVariableLandscape smoothed = TwoVariableLandscape.withNoise();
    assertAll(TwoVariableLandscape.figure1().findings());
    assertAll(TwoVariableLandscape.figure5().findings());
    // 2 [[1, 1 - 2 v], [1 - 2 v, 1]], v = 0.0975, at the optimum; 2 [[v, -1], [-1, v]] at 0.
    assertEquals("0.39 and 3.61", smoothed.points().get(0).eigenvaluesInWords());
    assertEquals("-1.805 and 2.195", smoothed.points().get(2).eigenvaluesInWords());
    // 2 (16 + 1/16) at (1/4, 4), 2 (1 + 1) at (1, 1).
    assertEquals("0 and 32.125", plain.points().get(0).eigenvaluesInWords());
    assertEquals("0 and 4", plain.points().get(2).eigenvaluesInWords());
  }

  /** Gradient descent on c (1 - xy)^2 / 2 with eta = 0.01, written for two numbers. */
  private static double[] squaredRatios(double c, int steps) {
    double x = 3;
    double y = 5;
    double[] ratios = new double[steps + 1];
    for (int t = 0; t <= steps; t++) {
      ratios[t] = x * x / (y * y);
      double slope = c * 0.01 * (x * y - 1);
      double newX = x - slope * y;
      y -= slope * x;
      x = newX;
    }
    return ratios;
  }

  @Test
  void figure4_gradientDescent_isThatOfTwoNumbers() {
    List<PhaseTransition> both = PhaseTransition.figure4(options(2, 1000));
    for (int k = 0; k < 2; k++) {
      PhaseTransition run = both.get(k);
      double[] expected = squaredRatios(k + 1, 1000);
      for (int look = 0; look < run.descent().size(); look++) {
        double ratio = expected[(int) run.descent().step(look)];
        // The same operations but for the order of products: a few roundings an update, and those
        // of 50 updates at most are left, the valley contracting.
        assertEquals(ratio, run.descentRatio(look), ratio * 0x1p-40);
      }
      int arrival = 0;
      while (Math.abs(expected[arrival] / expected[1000] - 1) > 0.01) {
        arrival++;
      }
      assertEquals(arrival, run.arrival(0.01));
    }
    assertEquals(44, both.get(0).arrival(0.01));
    assertEquals(21, both.get(1).arrival(0.01));
  }

  @Test
  void figure4_wholeRun_goesToBalanceAsPredicted() {
    List<PhaseTransition> both =
        PhaseTransition.figure4(
            new StudyOptions(SEED, 2, false, OptionalInt.of(16), OptionalLong.empty(), line -> {}));
    both.forEach(run -> assertAll(TransitionFindings.of(run)));
    PhaseTransition run = both.get(0);
    run.predicted()
        .forEach(
            (step, squared) -> {
              if (step < 100_000) {
                return;
              }
              int look = 0;
              while (run.noisy().step(look) < step) {
                look++;
              }
              FiveNumbers seen = FiveNumbers.of(run.squaredRatios(look));
              // Sixteen independent repeats are all on one side of their median once in
              // 32,768 times; a dozen looks once in 2,000.
              assertTrue(seen.min() <= squared && squared <= seen.max(), step + " " + seen);
            });
  }

  @Test
  void findings_runsThatEndBeforeBalance_sayThatItWasNotReached() {
    Finding increase =
        TransitionFindings.of(PhaseTransition.figure4(options(4, 100)).get(0)).get(1);
    assertTrue(
        increase.ours().endsWith("0.9 is reached after more updates than were made"),
        increase.ours());
  }

  @Test
  void course_movingAverage_isTheRecursion() {
    PhaseTransition run = PhaseTransition.figure4(options(3, 100)).get(0);
    for (int k = 0; k < 3; k++) {
      double average = run.noisy().at(0, k).loss();
      for (int look = 0; look < run.noisy().size(); look++) {
        assertEquals(look, run.noisy().step(look));
        average += PhaseTransition.WEIGHT * (run.noisy().at(look, k).loss() - average);
        assertEquals(average, run.noisy().at(look, k).averageLoss());
      }
    }
  }

  @Test
  void figure6_starts_haveTheNormsAndTheBitsOfReadableRuns() {
    PhaseTransition run = PhaseTransition.figure6(options(2, 40)).get(1);
    Experiment setting = run.setting();
    assertEquals(10, setting.r());
    // Sums of some 300 squares: rounded by less than 300 2^-53 of themselves.
    assertEquals(90, run.noisy().at(0, 0).normX(), 90 * 0x1p-44);
    assertEquals(250, run.noisy().at(0, 1).normY(), 250 * 0x1p-44);
    long replicate = 100_000_000L + 1_000_000L * setting.r() + 1;
    GaussianStream stream = new GaussianStream(SEED);
    NoiseSource x = new NoiseSource(stream, FactorId.NOISE_X, setting.sigmaX());
    NoiseSource y = new NoiseSource(stream, FactorId.NOISE_Y, setting.sigmaY());
    Factors<Double> end =
        new PerturbedRun<>(
                new PerturbedUpdate<>(setting.target(), setting.stepSizes(), UpdateForm.RESIDUAL),
                t -> new Factors<>(noise(x, 20, replicate, t), noise(y, 30, replicate, t)))
            .run(PhaseTransition.unbalanced(setting, SEED, replicate), 0, 40, (t, state) -> {});
    int last = run.noisy().size() - 1;
    assertEquals(40, run.noisy().step(last));
    assertEquals(end.x().normSquared(), run.noisy().at(last, 1).normX());
    assertEquals(end.y().normSquared(), run.noisy().at(last, 1).normY());
  }

  private static Matrix<Double> noise(NoiseSource source, int d, long replicate, long t) {
    return Matrix.of(Binary64.INSTANCE, d, 10, (i, k) -> source.at(replicate, t, i * 10L + k));
  }
}
