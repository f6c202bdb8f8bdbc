// SPDX-License-Identifier: Apache-2.0
package org.noisygd.jmh;

import java.util.concurrent.TimeUnit;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.study.coupled.ReplicateNoise;
import org.noisygd.study.coupled.Trajectories;
import org.noisygd.study.coupled.Trajectory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * An update of a precision study, its noise included: blocks and sums that are cut, beside a plain
 * bfloat16 store.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StoreBenchmark {
  /** A run in a studied arithmetic. */
  @State(Scope.Thread)
  public static class Run {
    /** The setting. */
    @Param({"rank1", "rank10"})
    public String setting = "";

    /** The store or the sum. */
    @Param({
      "bfloat16",
      "mxfp8-e4m3/floor",
      "mxfp8-e5m2/even/stochastic",
      "mxfp6-e2m3/ceil/columns/master",
      "mxfp4/rceil/stochastic/columns",
      "nvfp4",
      "nvfp4/stochastic/columns",
      "bfloat16*13:32:128",
      "bfloat16*25:16",
      "binary32*23:8"
    })
    public String name = "";

    private Trajectory trajectory;
    private ReplicateNoise noise;
    private long t;

    /** Begins the run. */
    @Setup
    public void begin() {
      Experiment studied = PaperExperiments.studied(setting);
      trajectory = new Trajectories(studied, 1, 0).in(ArithmeticName.parse(name));
      noise = new ReplicateNoise(studied, 1, 0);
    }
  }

  /** One update; in the reply X, so that it is computed. */
  @Benchmark
  public double[] update(Run run) {
    run.noise.at(run.t);
    run.trajectory.advance(run.t++, run.noise.x, run.noise.y);
    return run.trajectory.x();
  }
}
