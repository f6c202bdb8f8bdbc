// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench.workload;

import java.io.IOException;
import org.noisygd.number.Require;

/**
 * The whole experiment: many replicates of a run from the start of a problem, each with Gaussian
 * noise of its own, drawn in the loop. Results are compared by the law of ||X||^2 at the end.
 *
 * @param problem gives M, the start and eta
 * @param replicates at least two
 * @param steps of each
 * @param sigma the noise's standard deviation
 */
public record WholeExperiment(Problem problem, int replicates, int steps, double sigma) {
  /** The paper's number of replicates, 10,000 updates each, at rank one; two threads. */
  public static final WholeExperiment WHOLE =
      new WholeExperiment(Problem.binary64(20, 30, 1), 100, 10_000, 0.0625);

  /** Threads that each implementation may use. */
  public static final int THREADS = 2;

  /** Means may differ by this many standard errors: more has a chance of 6e-7. */
  static final double STANDARD_ERRORS = 5;

  /** Checks the sizes. */
  public WholeExperiment {
    Require.that(replicates >= 2, "replicates", "be > 1", replicates);
    Require.positive("steps", steps);
  }

  /**
   * The result.
   *
   * @param cpuNanos CPU time of all threads
   * @param mean of ||X||^2 at the end over the replicates
   * @param standardError of the mean
   */
  public record Outcome(long cpuNanos, double mean, double standardError) {
    /** The mean and its error from the value of each replicate. */
    public static Outcome of(long cpuNanos, double[] squares) {
      double mean = 0;
      for (double square : squares) {
        mean += square / squares.length;
      }
      double variance = 0;
      for (double square : squares) {
        variance += (square - mean) * (square - mean) / (squares.length - 1);
      }
      return new Outcome(cpuNanos, mean, Math.sqrt(variance / squares.length));
    }

    /** Whether the means are as near as two samples of one law give. */
    public boolean agreesWith(Outcome other) {
      double error =
          Math.sqrt(standardError * standardError + other.standardError * other.standardError);
      return Math.abs(mean - other.mean) <= STANDARD_ERRORS * error;
    }
  }

  /**
   * A way to run the experiment.
   *
   * @param name ours begin with {@code ours}
   * @param description what it is, in a line
   * @param way carries it out once
   */
  public record Runner(String name, String description, Way way) {
    /** An experiment's outcome; a peer may fail. */
    @FunctionalInterface
    public interface Way {
      Outcome run(WholeExperiment experiment) throws IOException;
    }
  }
}
