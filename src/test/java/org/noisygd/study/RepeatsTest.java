// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.Start;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.NonFiniteIterateException;
import org.noisygd.descent.update.PerturbedRun;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.number.random.NoiseSource;

/** Cross-check: repeats are, bit for bit, runs of {@code descent}. */
class RepeatsTest {
  private static final int D1 = 4;
  private static final int D2 = 3;
  private static final int R = 2;
  private static final long SEED = 7;

  private static Experiment setting(double eta) {
    Random random = new Random(1);
    return new Experiment(
        "small",
        "small",
        Matrix.of(Binary64.INSTANCE, D1, D2, (i, j) -> random.nextGaussian()),
        R,
        eta,
        eta / 2,
        0.1,
        0.3,
        1,
        Start.normal(1),
        100);
  }

  /** The run of the general code. */
  private static Factors<Double> reference(Experiment setting, long replicate, long steps) {
    GaussianStream stream = new GaussianStream(SEED);
    NoiseSource ofX = new NoiseSource(stream, FactorId.NOISE_X, setting.sigmaX());
    NoiseSource ofY = new NoiseSource(stream, FactorId.NOISE_Y, setting.sigmaY());
    Binary64 a = Binary64.INSTANCE;
    return new PerturbedRun<>(
            new PerturbedUpdate<>(setting.target(), setting.stepSizes(), UpdateForm.RESIDUAL),
            t ->
                new Factors<>(
                    Matrix.of(a, D1, R, (i, k) -> ofX.at(replicate, t, (long) i * R + k)),
                    Matrix.of(a, D2, R, (j, k) -> ofY.at(replicate, t, (long) j * R + k))))
        .run(setting.starts(SEED).apply(replicate), 0, steps, (t, s) -> {});
  }

  @Test
  void run_manyRepeats_eachIsTheRunOfDescent() {
    Experiment setting = setting(0.05);
    EndStates ends = new EndStates(20);
    Repeats.of(setting, SEED, 5, 77).run(20, ends);
    for (long replicate = 5; replicate < 82; replicate++) {
      Factors<Double> expected = reference(setting, replicate, 20);
      assertArrayEquals(expected.x().roundToRows(), ends.x(replicate), "X of " + replicate);
      assertArrayEquals(expected.y().roundToRows(), ends.y(replicate), "Y of " + replicate);
    }
  }

  @Test
  void run_someRepeatsDiverge_endNotFiniteAsDescentDoes() {
    Experiment setting = setting(0.4);
    EndStates ends = new EndStates(60);
    Repeats.of(setting, SEED, 0, 60).run(60, ends);
    int finite = 0;
    for (long replicate = 0; replicate < 60; replicate++) {
      boolean stopped = false;
      try {
        reference(setting, replicate, 60);
      } catch (NonFiniteIterateException e) {
        stopped = true;
      }
      boolean isFinite =
          DoubleStream.concat(Arrays.stream(ends.x(replicate)), Arrays.stream(ends.y(replicate)))
              .allMatch(Double::isFinite);
      assertEquals(!stopped, isFinite, "replicate " + replicate);
      finite += stopped ? 0 : 1;
    }
    // The case says something only if there are replicates of both kinds.
    assertTrue(finite > 0 && finite < 60, "finite replicates: " + finite);
  }

  @Test
  void run_interrupted_throwsAndStaysInterrupted() {
    Repeats repeats = Repeats.of(setting(0.05), SEED, 0, 100);
    Thread.currentThread().interrupt();
    assertThrows(CancellationException.class, () -> repeats.run(1_000_000_000, new EndStates(0)));
    assertTrue(Thread.interrupted());
  }
}
