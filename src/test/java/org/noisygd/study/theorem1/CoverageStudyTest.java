// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.theorem1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.fast.Ensemble;
import org.noisygd.descent.fast.EnsembleControl;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.PerturbedRun;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.random.BoxMullerStream;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.NoiseSource;
import org.noisygd.study.TestOptions;
import org.noisygd.study.statistics.PowerLaw;

class CoverageStudyTest {
  private static final Binary64 A = Binary64.INSTANCE;
  private static final long SEED = 20210303;

  /** Cross-check: the times, against distances of the generic run, the limit being -(u, v). */
  @Test
  @SuppressWarnings("shape") // sizes
  void eventRecorder_someRuns_timesOfTheGenericRun() {
    int runs = 5;
    long horizon = 250;
    long end = 400;
    List<Double> epsilons = List.of(0.15, 0.3);
    EventRecorder recorder = new EventRecorder(epsilons, horizon, runs);
    PerturbedUpdate<Double> update =
        new PerturbedUpdate<>(
            Matrix.of(A, 3, 2, (i, j) -> i == 0 && j == 0 ? 1.0 : 0.0),
            StepSizes.of(A, 0.1, 0.1),
            UpdateForm.RESIDUAL);
    BoxMullerStream stream = new BoxMullerStream(SEED);
    NoiseSource noiseX = new NoiseSource(stream, FactorId.NOISE_X, 0.15);
    NoiseSource noiseY = new NoiseSource(stream, FactorId.NOISE_Y, 0.15);
    Factors<Double> start =
        new Factors<>(
            Matrix.of(A, new double[][] {{-1.5}, {0.1}, {0.2}}),
            Matrix.of(A, new double[][] {{-0.5}, {0.3}}));
    new Ensemble(update, 1, noiseX, noiseY)
        .run(p -> start, 0, runs, 0, end, recorder, EnsembleControl.threads(1));
    Factors<Double> limit =
        new Factors<>(
            Matrix.of(A, new double[][] {{-1}, {0}, {0}}),
            Matrix.of(A, new double[][] {{-1}, {0}}));
    boolean some = false;
    for (int k = 0; k < epsilons.size(); k++) {
      double epsilon = epsilons.get(k);
      for (int p = 0; p < runs; p++) {
        int replicate = p;
        long[] times = {EventRecorder.NEVER, EventRecorder.NEVER};
        new PerturbedRun<>(
                update,
                t ->
                    new Factors<>(
                        Matrix.of(A, noiseX.rows(replicate, t, 3, 1)),
                        Matrix.of(A, noiseY.rows(replicate, t, 2, 1))))
            .run(
                start,
                0,
                end,
                (t, at) -> {
                  boolean inside =
                      at.x().minus(limit.x()).norm() <= epsilon
                          && at.y().minus(limit.y()).norm() <= epsilon;
                  if (inside && times[0] == EventRecorder.NEVER) {
                    times[0] = t;
                  }
                  if (!inside && t <= horizon) {
                    times[1] = t;
                  }
                });
        assertEquals(times[0], recorder.firstInside(k)[p]);
        assertEquals(times[1], recorder.lastOutside(k)[p]);
        some |= times[0] > 0 && times[1] > times[0];
      }
    }
    assertTrue(some, "no run that was inside and left again: the test sees too little");
  }

  /**
   * Known answers: (0.025)^(1/72) &lt; 0.95 &lt;= (0.025)^(1/73), and one failure of 128 is
   * allowed.
   */
  @Test
  void sureSuccesses_byTheExactInterval() {
    assertEquals(72, CoverageStudy.sureSuccesses(71));
    assertEquals(80, CoverageStudy.sureSuccesses(80));
    assertEquals(127, CoverageStudy.sureSuccesses(128));
  }

  /**
   * Known answer, for small eta and sigma: D = x^2 - y^2 shrinks by e^(-2 eta sigma^2) an update
   * from 15/4 until x = 1 + epsilon, y = 1/x. Relative error: eta (x^2 + y^2)/2 &lt;= 2.2 eta of
   * the rate, and sigma^2/2 of x, which the logarithm sees as sigma^2 / (2 epsilon) over its
   * length.
   */
  @Test
  void predictedHit_smallStepAndNoise_isThatOfTheRate() {
    double sigmaSquared = 0.002;
    double eta = 0.001;
    double epsilon = 0.5;
    double x = 1 + epsilon;
    double length = StrictMath.log(3.75 / (x * x - 1 / (x * x)));
    double expected = length / (2 * eta * sigmaSquared);
    double tolerance = 2.2 * eta + sigmaSquared / (2 * epsilon) / length;
    long found = CoverageStudy.predictedHit(sigmaSquared, eta, epsilon, 10_000_000).orElseThrow();
    assertEquals(1, found / expected, tolerance);
  }

  /** Known answer: an exact power law is found again, to rounding of the normal equations. */
  @Test
  void powerLaw_exactOne_isFound() {
    List<PowerLaw.Point> points = new ArrayList<>();
    for (double eta : CoverageStudy.ETA) {
      for (double sigmaSquared : CoverageStudy.SIGMA_SQUARED) {
        points.add(
            new PowerLaw.Point(
                3 * StrictMath.pow(eta, -1.25) * StrictMath.pow(sigmaSquared, -0.5),
                List.of(eta, sigmaSquared)));
      }
    }
    PowerLaw fit = PowerLaw.fit(points);
    double rounding = 1e-12; // some hundred operations on logarithms below 10, of 1e-16 each
    assertEquals(-1.25, fit.exponent(0), rounding);
    assertEquals(-0.5, fit.exponent(1), rounding);
  }

  /**
   * What must hold of any outcome: wider events hold oftener, earlier; and of this one: the
   * theorem's event holds in every cell that has room and an epsilon of twice the floor.
   */
  @Test
  void run_quick_isAsTheTheoremSays() {
    CoverageStudy study = CoverageStudy.run(TestOptions.quick(SEED));
    assertEquals(
        study, CoverageStudy.run(TestOptions.quick(SEED)), "not the same from the same seed");
    int held = 0;
    int noRoom = 0;
    for (int k = 0; k < study.cells().size(); k++) {
      CoverageCell cell = study.cells().get(k);
      assertEquals(cell.coverage().isPresent(), CoverageStudy.CONSTANT < cell.room());
      noRoom += cell.coverage().isEmpty() ? 1 : 0;
      if (cell.coverage().isPresent() && cell.epsilon() >= 2 * cell.floor()) {
        assertTrue(
            cell.coverage().get().lower() >= 1 - CoverageStudy.DELTA, () -> "fails: " + cell);
        held++;
      }
      if (!cell.isAboveFloor() && cell.coverage().isPresent()) {
        assertEquals(0, cell.coverage().get().successes());
      }
      if (k % CoverageStudy.EPSILON.size() > 0) {
        CoverageCell narrower = study.cells().get(k - 1);
        if (narrower.coverage().isPresent()) {
          assertTrue(
              narrower.coverage().get().successes() <= cell.coverage().orElseThrow().successes());
        }
        if (narrower.medianHit().isPresent()) {
          assertTrue(narrower.medianHit().get() >= cell.medianHit().orElseThrow());
        }
      }
    }
    assertTrue(held > 0 && noRoom > 0, held + " held, " + noRoom + " without room");
    assertFalse(study.cells().stream().allMatch(CoverageCell::isAboveFloor));
  }
}
