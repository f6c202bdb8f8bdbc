// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.List;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.matrix.Entries;
import org.noisygd.study.precision.SettledResult.Quantity;
import org.noisygd.study.twin.FlatProblem;
import org.noisygd.study.twin.ReplicateNoise;
import org.noisygd.study.twin.StudiedArithmetic;
import org.noisygd.study.twin.Trajectories;
import org.noisygd.study.twin.Trajectory;

/**
 * One replicate of the study of settled runs: runs in every arithmetic from the smoothed optimum
 * under the same noise, with the values that they show.
 */
final class SettledReplicate {
  /** Updates between two looks: far fewer than any rate's inverse, so little is missed. */
  static final int EVERY = 8;

  private static final int QUANTITIES = Quantity.values().length;

  private final Experiment setting;
  private final List<ArithmeticName> arithmetics;
  private final long settled;
  private final long steps;
  private final long seed;
  private final long replicate;
  private final double[] x0;
  private final double[] y0;
  private final double[][][] values;
  private final boolean[] lost;

  SettledReplicate(
      Experiment setting,
      List<ArithmeticName> arithmetics,
      long settled,
      long steps,
      long seed,
      long replicate,
      double[] x0,
      double[] y0) {
    this.setting = setting;
    this.arithmetics = List.copyOf(arithmetics);
    this.settled = settled;
    this.steps = steps;
    this.seed = seed;
    this.replicate = replicate;
    this.x0 = x0.clone();
    this.y0 = y0.clone();
    int looks = Math.toIntExact((steps - settled) / EVERY);
    this.values = new double[arithmetics.size()][QUANTITIES][looks];
    this.lost = new boolean[arithmetics.size()];
  }

  /** All updates. */
  void run() {
    FlatProblem problem = new FlatProblem(setting);
    Trajectories factory = new Trajectories(setting, x0, y0, seed, replicate);
    List<Trajectory> runs =
        arithmetics.stream().map(name -> factory.in(StudiedArithmetic.of(name))).toList();
    ReplicateNoise noise = new ReplicateNoise(setting, seed, replicate);
    int look = 0;
    for (long t = 0; t < steps; t++) {
      noise.at(t);
      long observed = t + 1 - settled;
      boolean looks = observed > 0 && observed % EVERY == 0;
      for (int a = 0; a < runs.size(); a++) {
        if (!lost[a]) {
          lost[a] = !runs.get(a).advances(t, noise);
          if (looks && !lost[a]) {
            look(problem, runs.get(a), a, look);
          }
        }
      }
      look += looks ? 1 : 0;
    }
  }

  private void look(FlatProblem problem, Trajectory run, int a, int look) {
    double squareX = Entries.normSquared(run.x());
    double squareY = Entries.normSquared(run.y());
    double[] seen = {
      Math.sqrt(squareX / squareY),
      problem.imbalance(run.x(), run.y()),
      problem.loss(run.x(), run.y())
    };
    for (int k = 0; k < QUANTITIES; k++) {
      lost[a] |= !Double.isFinite(seen[k]);
      values[a][k][look] = seen[k];
    }
  }

  boolean isLost(int a) {
    return lost[a];
  }

  /** All values seen. */
  double[] values(int a, int quantity) {
    return values[a][quantity];
  }
}
