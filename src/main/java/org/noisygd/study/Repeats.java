// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.LongFunction;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.fast.BatchMatrices;
import org.noisygd.descent.fast.BatchNoise;
import org.noisygd.descent.fast.BatchUpdate;
import org.noisygd.descent.fast.BatchUpdates;
import org.noisygd.descent.fast.ReplicateBatch;
import org.noisygd.descent.fast.Snapshot;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.Require;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.number.random.NoiseSource;

/**
 * Independent repeats of one experiment, each the run that {@code descent} gives, bit for bit, with
 * the noise of its own replicate number. They are made in batches, on the thread that asks for
 * them: experiments are many, so they share the threads among them. The bits of a repeat depend on
 * neither the others nor the batches.
 *
 * @param setting the experiment
 * @param seed of noise and starts
 * @param first the number of the first repeat; independent experiments use different numbers
 * @param count how many repeats
 * @param starts the start of each, by its number
 */
public record Repeats(
    Experiment setting, long seed, long first, int count, LongFunction<Factors<Double>> starts) {

  /** Lanes in one batch: enough for the portable loops, few enough for the second cache. */
  private static final int LANES = 64;

  /** Updates between two looks at whether this thread is interrupted. */
  private static final int STEPS_BETWEEN_LOOKS = 128;

  /** Checks the count. */
  public Repeats {
    Require.positive("repeats", count);
  }

  /** Repeats from the experiment's own start. */
  public static Repeats of(Experiment setting, long seed, long first, int count) {
    return new Repeats(setting, seed, first, count, setting.starts(seed));
  }

  /** Receives the states of repeats at the steps that it wants, those of a batch in order. */
  public interface Recorder {
    /** Returns true if states at this step are to be shown; depends on the step alone. */
    boolean wants(long step);

    /** Receives the repeats of one batch at one step, also those that are not finite. */
    void state(Snapshot snapshot);
  }

  /** Runs all to the last of the steps and records them at each. */
  public RunStatistics course(List<Long> steps) {
    return course(steps, 0);
  }

  /** Also keeps a moving average of the loss, with this weight. */
  public RunStatistics course(List<Long> steps, double weight) {
    RunStatistics.Course recorder = new RunStatistics.Course(steps, first, count, weight);
    run(steps.get(steps.size() - 1), recorder);
    return recorder.course();
  }

  /**
   * Runs all from their start to a step. A repeat that leaves the finite numbers is still computed
   * with the others; an entry that is not finite never becomes finite again, since it is only ever
   * added to or subtracted from.
   *
   * @throws CancellationException if this thread is interrupted (which it then still is)
   */
  public void run(long to, Recorder recorder) {
    PerturbedUpdate<Double> update =
        new PerturbedUpdate<>(setting.target(), setting.stepSizes(), UpdateForm.RESIDUAL);
    BatchUpdate kernel = BatchUpdates.of(update, setting.r());
    double[][] target = setting.target().roundToDoubles();
    GaussianStream stream = new GaussianStream(seed);
    BatchNoise ofX = new BatchNoise(new NoiseSource(stream, FactorId.NOISE_X, setting.sigmaX()));
    BatchNoise ofY = new BatchNoise(new NoiseSource(stream, FactorId.NOISE_Y, setting.sigmaY()));
    for (long begin = first; begin < first + count; begin += LANES) {
      int size = (int) Math.min(LANES, first + count - begin);
      ReplicateBatch batch = new ReplicateBatch(setting.d1(), setting.d2(), setting.r(), 1, size);
      for (int lane = 0; lane < size; lane++) {
        Factors<Double> start = starts.apply(begin + lane);
        batch.put(lane, 0, start.x().roundToRows(), start.y().roundToRows());
      }
      double[][] noiseX = BatchMatrices.zeros(batch.d1() * batch.r(), batch.lanes());
      double[][] noiseY = BatchMatrices.zeros(batch.d2() * batch.r(), batch.lanes());
      show(batch, target, begin, 0, recorder);
      for (long t = 0; t < to; t++) {
        if (t % STEPS_BETWEEN_LOOKS == 0 && Thread.currentThread().isInterrupted()) {
          throw new CancellationException("repeats cancelled");
        }
        ofX.fill(noiseX, size, begin, t);
        ofY.fill(noiseY, size, begin, t);
        kernel.apply(batch, noiseX, noiseY);
        show(batch, target, begin, t + 1, recorder);
      }
    }
  }

  private static void show(
      ReplicateBatch batch, double[][] target, long begin, long step, Recorder recorder) {
    if (recorder.wants(step)) {
      recorder.state(new Snapshot(batch, target, begin, step));
    }
  }
}
