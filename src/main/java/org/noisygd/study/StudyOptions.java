// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.noisygd.descent.fast.Workers;
import org.noisygd.io.Meter;
import org.noisygd.number.Require;
import org.noisygd.number.Text;

/**
 * The options of the study of the paper. The seed, the numbers of repeats and of updates, and
 * {@code quick} decide every bit of the results; threads and progress change nothing.
 *
 * @param seed the seed of noise and starts
 * @param threads the number of threads
 * @param quick true for fewer repeats or updates of long experiments
 * @param replicates the number of repeats in place of each experiment's own
 * @param steps the number of updates in place of each experiment's own
 * @param progress the receiver of lines on the progress, from any thread
 */
public record StudyOptions(
    long seed,
    int threads,
    boolean quick,
    OptionalInt replicates,
    OptionalLong steps,
    Consumer<String> progress) {
  /** The default seed: the paper's number on arXiv, 2102.12430. */
  public static final long DEFAULT_SEED = 210212430;

  /** Checks the numbers. */
  public StudyOptions {
    Require.positive("threads", threads);
    if (replicates.isPresent()) {
      Require.that(
          replicates.getAsInt() >= 2, "replicates", "be at least 2", replicates.getAsInt());
    }
    if (steps.isPresent()) {
      Require.that(steps.getAsLong() >= 1, "steps", "be at least 1", steps.getAsLong());
    }
  }

  /** The given number of repeats, or else the experiment's own. */
  public int replicates(int whole, int quickly) {
    return replicates.orElse(quick ? quickly : whole);
  }

  /** The given number of updates, or else the experiment's own. */
  public long steps(long whole, long quickly) {
    return steps.orElse(quick ? quickly : whole);
  }

  /** Runs each experiment on one of the threads and returns their results in order. */
  public <L, R> List<R> map(List<L> experiments, Function<L, String> name, Function<L, R> run) {
    Meter meter = new Meter(experiments.size(), progress);
    AtomicInteger done = new AtomicInteger();
    try (Workers workers = new Workers(threads)) {
      return workers.map(
          experiments,
          experiment -> {
            R result = run.apply(experiment);
            meter.finished(
                1,
                Text.format(
                    "%s, %,d of %,d",
                    name.apply(experiment), done.incrementAndGet(), experiments.size()));
            return result;
          });
    }
  }
}
