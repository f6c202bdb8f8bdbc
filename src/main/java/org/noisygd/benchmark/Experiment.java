// SPDX-License-Identifier: Apache-2.0
package org.noisygd.benchmark;

import java.io.IOException;
import java.util.List;
import org.noisygd.arithmetic.Require;
import org.noisygd.descent.DoubleUpdate;
import org.noisygd.noise.FactorId;
import org.noisygd.noise.GaussianStream;
import org.noisygd.noise.NoiseSource;

/**
 * The whole experiment: many replicates of a run from the start of a problem, each with Gaussian
 * noise of its own, drawn in the loop. Results are compared by the law of ||X||^2 at the end.
 *
 * @param problem gives M, the start and eta
 * @param replicates at least two
 * @param steps of each
 * @param sigma the noise's standard deviation
 */
public record Experiment(Problem problem, int replicates, int steps, double sigma) {
  /** The paper's number of replicates, 10,000 updates each, at rank one; two threads. */
  public static final Experiment WHOLE =
      new Experiment(Problem.binary64(20, 30, 1), 100, 10_000, 0.0625);

  /** Threads that each implementation may use. */
  public static final int THREADS = 2;

  /** Means may differ by this many standard errors: more has a chance of 6e-7. */
  static final double STANDARD_ERRORS = 5;

  /** Checks the sizes. */
  public Experiment {
    Require.that(replicates >= 2, "replicates", "be > 1", replicates);
    Require.positive("steps", steps);
  }

  /**
   * What came out.
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

    /** Whether the means are as near as those of one law. */
    boolean agreesWith(Outcome other) {
      double error =
          Math.sqrt(standardError * standardError + other.standardError * other.standardError);
      return Math.abs(mean - other.mean) <= STANDARD_ERRORS * error;
    }
  }

  /** A way to carry it out. */
  public interface Runner {
    /** Its name; ours begin with {@code ours}. */
    String name();

    /** What it is, in a line. */
    String description();

    /**
     * The experiment, once.
     *
     * @throws IOException if a peer fails
     */
    Outcome run(Experiment experiment) throws IOException;
  }

  /** Ours, all of them. */
  static List<Runner> ours() {
    return List.of(new ArrayRunner(), new BatchSessions.EnsembleRunner());
  }

  /** {@link DoubleUpdate} and {@link GaussianStream}: the readable way. */
  private static final class ArrayRunner implements Runner {
    @Override
    public String name() {
      return "ours-array";
    }

    @Override
    public String description() {
      return "descent.DoubleUpdate, noise.GaussianStream";
    }

    @Override
    public Outcome run(Experiment e) {
      double[] squares = new double[e.replicates];
      long cpu =
          OwnSessions.onThreads(
              THREADS,
              share -> {
                for (int b = share; b < squares.length; b += THREADS) {
                  squares[b] = square(e, b);
                }
              });
      return Outcome.of(cpu, squares);
    }

    private static double square(Experiment e, int replicate) {
      Problem p = e.problem;
      double[] x = p.doubles(Problem.Part.X, 0);
      double[] y = p.doubles(Problem.Part.Y, 0);
      double[] noiseX = new double[x.length];
      double[] noiseY = new double[y.length];
      GaussianStream stream = new GaussianStream(1);
      NoiseSource sourceX = new NoiseSource(stream, FactorId.NOISE_X, e.sigma);
      NoiseSource sourceY = new NoiseSource(stream, FactorId.NOISE_Y, e.sigma);
      DoubleUpdate update = OwnSessions.doubleUpdate(p);
      for (int t = 0; t < e.steps; t++) {
        sourceX.fill(noiseX, replicate, t);
        sourceY.fill(noiseY, replicate, t);
        update.apply(x, y, noiseX, noiseY);
      }
      double square = 0;
      for (double entry : x) {
        square += entry * entry;
      }
      return square;
    }
  }
}
