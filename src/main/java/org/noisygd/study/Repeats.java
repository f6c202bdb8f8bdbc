// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.fast.Ensemble;
import org.noisygd.descent.fast.EnsembleControl;
import org.noisygd.descent.fast.EnsembleRecorder;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.Require;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.number.random.NoiseSource;

/**
 * Independent repeats of one experiment, each the run that {@code descent} gives, bit for bit, with
 * the noise of its own replicate number. Each ensemble runs on the thread that asks for it:
 * experiments are many, so they share the threads among them.
 *
 * @param setting the experiment
 * @param seed of noise and starts
 * @param first the number of the first repeat; independent experiments use different numbers
 * @param count how many repeats
 * @param starts the start of each, by its number
 */
public record Repeats(
    Experiment setting, long seed, long first, int count, LongFunction<Factors<Double>> starts) {

  /** Checks the count. */
  public Repeats {
    Require.positive("repeats", count);
  }

  /** Repeats from the experiment's own start. */
  public static Repeats of(Experiment setting, long seed, long first, int count) {
    return new Repeats(setting, seed, first, count, setting.starts(seed));
  }

  /** Runs all to the last of the steps and records them at each. */
  public RunStatistics course(List<Long> steps) {
    return course(steps, 0);
  }

  /** Also keeps a moving average of the loss, with this weight. */
  public RunStatistics course(List<Long> steps, double weight) {
    RunStatistics.Recorder recorder = new RunStatistics.Recorder(steps, first, count, weight);
    run(steps.get(steps.size() - 1), recorder, () -> false);
    return recorder.course();
  }

  /** Runs all from their start to a step, or until {@code enough} is true. */
  public void run(long to, EnsembleRecorder recorder, BooleanSupplier enough) {
    GaussianStream stream = new GaussianStream(seed);
    Ensemble ensemble =
        new Ensemble(
            new PerturbedUpdate<>(setting.target(), setting.stepSizes(), UpdateForm.RESIDUAL),
            setting.r(),
            new NoiseSource(stream, FactorId.NOISE_X, setting.sigmaX()),
            new NoiseSource(stream, FactorId.NOISE_Y, setting.sigmaY()));
    EnsembleControl control = new EnsembleControl(1, enough, done -> {});
    try {
      ensemble.run(starts, first, count, 0, to, recorder, control);
    } catch (CancellationException e) {
      if (!enough.getAsBoolean()) {
        throw e;
      }
    }
  }
}
