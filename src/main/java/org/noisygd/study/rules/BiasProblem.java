// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.rules;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.number.Binary64;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.study.StudyOptions;

/**
 * A problem on which the rules are compared; noise of entries is balanced, gamma = 1.
 *
 * @param experiment with the updates of each run
 * @param batch B of SGD on entries
 * @param replicates how many runs
 */
public record BiasProblem(Experiment experiment, int batch, int replicates) {
  /** The standard deviation of the entries of the part of a target that cannot be fitted. */
  private static final double MISFIT = 0.05;

  /** The number of a replicate that no run has, for the noise of a target. */
  private static final long TARGET = 1L << 40;

  /** B of the problems whose target can be fitted: a tenth of the entries of a 20 x 30 matrix. */
  private static final int BATCH = 60;

  /** Checks the counts. */
  public BiasProblem {
    Require.positive("batch", batch);
    Require.positive("replicates", replicates);
  }

  /**
   * The problems: Fig. 2a-c and 3c of the paper, Fig. 4, and 2a with a target that no factors of
   * rank one fit.
   *
   * @param options the quick study has fewer and shorter runs, and neither 2b nor 3c
   */
  public static List<BiasProblem> all(StudyOptions options) {
    int runs = options.replicates(20, 8);
    long updates = options.steps(8000, 6000);
    List<BiasProblem> all = new ArrayList<>();
    all.add(figure("2a", "small start, equal steps", updates, BATCH, runs));
    if (!options.quick()) {
      all.add(figure("2b", "large start, equal steps", updates, BATCH, runs));
    }
    all.add(figure("2c", "small start, etaX = etaY/2", updates, BATCH, runs));
    if (!options.quick()) {
      all.add(
          figure(
              "3c",
              "rank 10, small start, etaX = etaY/2",
              options.steps(6000, 6000),
              BATCH,
              options.replicates(8, 8)));
    }
    all.add(figure("4", "one dimension from (3, 5)", options.steps(80_000, 10_000), 1, runs));
    all.add(misfit(options.seed(), updates, runs));
    return List.copyOf(all);
  }

  private static BiasProblem figure(
      String name, String title, long updates, int batch, int replicates) {
    return new BiasProblem(
        PaperExperiments.named("fig" + name).withName(name, title).withGamma(1).withSteps(updates),
        batch,
        replicates);
  }

  /**
   * M = u v^T + noise, u and v without large entries, and B = 6: the noise of sampling is strong.
   */
  private static BiasProblem misfit(long seed, long updates, int replicates) {
    GaussianStream stream = new GaussianStream(seed);
    double unit = 1 / Math.sqrt(600);
    Experiment fitted =
        figure("2a", "2a with a target that rank one cannot fit", updates, 6, replicates)
            .experiment();
    return new BiasProblem(
        fitted
            .withName("misfit", fitted.title())
            .withTarget(
                Matrix.of(
                    Binary64.INSTANCE,
                    20,
                    30,
                    (i, j) -> unit + MISFIT * stream.at(TARGET, 0, FactorId.START_X, 30L * i + j))),
        6,
        replicates);
  }

  /** A short, unique name. */
  public String name() {
    return experiment.name();
  }

  /** The problem in words. */
  public String label() {
    return experiment.title();
  }

  /** The updates of each run. */
  public long updates() {
    return experiment.steps();
  }
}
