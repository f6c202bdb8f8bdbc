// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.NonFiniteIterateException;
import org.noisygd.descent.update.PerturbedRun;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.number.random.NoiseSource;

/** Cross-check: an ensemble's replicates are, bit for bit, runs of {@code descent}. */
class EnsembleTest {
  private static final int D1 = 4;
  private static final int D2 = 3;
  private static final int R = 2;
  private static final NoiseSource NOISE_X =
      new NoiseSource(new GaussianStream(7), FactorId.NOISE_X, 0.1);
  private static final NoiseSource NOISE_Y =
      new NoiseSource(new GaussianStream(7), FactorId.NOISE_Y, 0.3);

  @Test
  void run_manyReplicates_eachIsTheRunOfDescent() {
    PerturbedUpdate<Double> update = update(0.05);
    Ensemble ensemble = new Ensemble(update, R, NOISE_X, NOISE_Y);
    EndStates ends = new EndStates(23);
    ensemble.run(EnsembleTest::start, 5, 77, 3, 23, ends, control(2));
    for (long replicate = 5; replicate < 82; replicate++) {
      Factors<Double> expected =
          reference(update, replicate).run(start(replicate), 3, 23, (t, s) -> {});
      assertArrayEquals(flat(expected.x()), ends.x(replicate), "X of replicate " + replicate);
      assertArrayEquals(flat(expected.y()), ends.y(replicate), "Y of replicate " + replicate);
    }
  }

  @Test
  void run_anyThreads_recordsTheSameBits() {
    double[][] one = losses(1);
    double[][] three = losses(3);
    for (int step = 0; step < one.length; step++) {
      assertArrayEquals(one[step], three[step], "step " + step);
    }
  }

  private static double[][] losses(int threads) {
    double[][] losses = new double[11][150];
    EnsembleRecorder recorder =
        new EnsembleRecorder() {
          @Override
          public boolean wants(long step) {
            return step % 2 == 0;
          }

          @Override
          public void state(Snapshot snapshot) {
            double[] loss = snapshot.loss();
            for (int lane = 0; lane < snapshot.size(); lane++) {
              losses[(int) snapshot.step() / 2][(int) snapshot.first() + lane] = loss[lane];
            }
          }
        };
    new Ensemble(update(0.05), R, NOISE_X, NOISE_Y)
        .run(EnsembleTest::start, 0, 150, 0, 20, recorder, control(threads));
    return losses;
  }

  @Test
  void state_reductions_areSumsInTheDocumentedOrder() {
    AtomicLong shown = new AtomicLong();
    EnsembleRecorder recorder =
        new EnsembleRecorder() {
          @Override
          public boolean wants(long step) {
            return step == 1;
          }

          @Override
          public void state(Snapshot snapshot) {
            for (int lane = 0; lane < snapshot.size(); lane++) {
              double[] x = new double[D1 * R];
              double[] y = new double[D2 * R];
              snapshot.batch().get(lane, 0, x, y);
              assertEquals(sumOfSquares(x), snapshot.normSquaredX()[lane]);
              assertEquals(sumOfSquares(y), snapshot.normSquaredY()[lane]);
              assertEquals(loss(x, y), snapshot.loss()[lane]);
              shown.incrementAndGet();
            }
          }
        };
    new Ensemble(update(0.05), R, NOISE_X, NOISE_Y)
        .run(EnsembleTest::start, 0, 9, 0, 2, recorder, control(1));
    assertEquals(9, shown.get());
  }

  private static double sumOfSquares(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return sum;
  }

  private static double loss(double[] x, double[] y) {
    Matrix<Double> m = update(0.05).target();
    double sum = 0;
    for (int i = 0; i < D1; i++) {
      for (int j = 0; j < D2; j++) {
        double entry = x[i * R] * y[j * R] + x[i * R + 1] * y[j * R + 1] - m.get(i, j);
        sum += entry * entry;
      }
    }
    return sum * 0.5;
  }

  @Test
  void run_someReplicatesDiverge_endNotFiniteAsDescentDoes() {
    PerturbedUpdate<Double> update = update(0.4);
    EndStates ends = new EndStates(60);
    new Ensemble(update, R, NOISE_X, NOISE_Y)
        .run(EnsembleTest::start, 0, 60, 0, 60, ends, control(2));
    int finite = 0;
    for (long replicate = 0; replicate < 60; replicate++) {
      boolean stopped = false;
      try {
        reference(update, replicate).run(start(replicate), 0, 60, (t, s) -> {});
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
  void run_cancelled_throwsAndLeavesNoThread() {
    AtomicLong seen = new AtomicLong();
    EnsembleControl control = new EnsembleControl(2, () -> seen.get() > 0, seen::set);
    Ensemble ensemble = new Ensemble(update(0.05), R, NOISE_X, NOISE_Y);
    assertThrows(
        CancellationException.class,
        () ->
            ensemble.run(EnsembleTest::start, 0, 100, 0, 1_000_000_000, new EndStates(0), control));
    assertFalse(
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().startsWith(Workers.NAME) && thread.isAlive()));
  }

  @Test
  void run_interrupted_throwsAndStaysInterrupted() {
    Ensemble ensemble = new Ensemble(update(0.05), R, NOISE_X, NOISE_Y);
    Thread.currentThread().interrupt();
    assertThrows(
        CancellationException.class,
        () ->
            ensemble.run(
                EnsembleTest::start, 0, 100, 0, 1_000_000_000, new EndStates(0), control(2)));
    assertTrue(Thread.interrupted());
  }

  @Test
  void run_startThrows_throwsThat() {
    Ensemble ensemble = new Ensemble(update(0.05), R, NOISE_X, NOISE_Y);
    LongFunction<Factors<Double>> starts =
        replicate -> {
          throw new IllegalStateException("no start");
        };
    assertThrows(
        IllegalStateException.class,
        () -> ensemble.run(starts, 0, 3, 0, 1, new EndStates(0), control(2)));
  }

  @Test
  void run_progress_endsAtAllUpdates() {
    AtomicLong most = new AtomicLong();
    EnsembleControl control =
        new EnsembleControl(2, () -> false, done -> most.accumulateAndGet(done, Math::max));
    new Ensemble(update(0.05), R, NOISE_X, NOISE_Y)
        .run(EnsembleTest::start, 0, 100, 0, 300, new EndStates(0), control);
    assertEquals(100 * 300, most.get());
  }

  private static EnsembleControl control(int threads) {
    return EnsembleControl.threads(threads);
  }

  private static PerturbedRun<Double> reference(PerturbedUpdate<Double> update, long replicate) {
    Arithmetic<Double> arithmetic = Binary64.INSTANCE;
    return new PerturbedRun<>(
        update,
        t ->
            new Factors<>(
                Matrix.of(arithmetic, D1, R, (i, k) -> NOISE_X.at(replicate, t, (long) i * R + k)),
                Matrix.of(
                    arithmetic, D2, R, (j, k) -> NOISE_Y.at(replicate, t, (long) j * R + k))));
  }

  private static PerturbedUpdate<Double> update(double eta) {
    Random random = new Random(1);
    Matrix<Double> target = Matrix.of(Binary64.INSTANCE, D1, D2, (i, j) -> random.nextGaussian());
    return new PerturbedUpdate<>(
        target, StepSizes.of(Binary64.INSTANCE, eta, eta / 2), UpdateForm.RESIDUAL);
  }

  private static Factors<Double> start(long replicate) {
    Random random = new Random(replicate);
    return new Factors<>(
        Matrix.of(Binary64.INSTANCE, D1, R, (i, k) -> random.nextGaussian()),
        Matrix.of(Binary64.INSTANCE, D2, R, (j, k) -> random.nextGaussian()));
  }

  private static double[] flat(Matrix<Double> matrix) {
    return matrix.entries().stream().mapToDouble(Double::doubleValue).toArray();
  }
}
