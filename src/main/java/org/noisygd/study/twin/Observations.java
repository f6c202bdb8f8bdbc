// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.noisygd.number.matrix.Entries;

/** What one replicate saw of each run at the steps of the grid: norms, loss, distance from twin. */
public final class Observations {
  private final FlatProblem problem;
  private final ObservationGrid grid;
  private final double[][] normX;
  private final double[][] normY;
  private final double[][] loss;
  private final double[][] distance;
  private final List<double[]> twinX = new ArrayList<>();
  private final List<double[]> twinY = new ArrayList<>();

  /** For that many runs, the twin among them. */
  public Observations(FlatProblem problem, ObservationGrid grid, int runs) {
    this.problem = problem;
    this.grid = grid;
    this.normX = empty(runs, grid.size());
    this.normY = empty(runs, grid.size());
    this.loss = empty(runs, grid.size());
    this.distance = empty(runs, grid.size());
  }

  /** The twin's X where window w begins. */
  public double[] twinX(int window) {
    return twinX.get(window);
  }

  /** The twin's Y where window w begins. */
  public double[] twinY(int window) {
    return twinY.get(window);
  }

  private static double[][] empty(int runs, int points) {
    double[][] values = new double[runs][points];
    for (double[] row : values) {
      Arrays.fill(row, Double.NaN);
    }
    return values;
  }

  /** Keeps what run a shows at step t, if t is on the grid. */
  public void at(long t, int a, Trajectory run, Trajectory twin) {
    int place = grid.place(t);
    // Where Phase III is shorter than there are windows, several begin at one step.
    while (a == 0 && twinX.size() <= grid.windows() && grid.beginsWindow(twinX.size(), t)) {
      twinX.add(twin.x().clone());
      twinY.add(twin.y().clone());
    }
    if (place >= 0) {
      normX[a][place] = Entries.normSquared(run.x());
      normY[a][place] = Entries.normSquared(run.y());
      loss[a][place] = problem.loss(run.x(), run.y());
      distance[a][place] = FlatProblem.distanceSquared(run.x(), run.y(), twin.x(), twin.y());
    }
  }

  /** ||X||^2 of run a. */
  public double normX(int a, int place) {
    return normX[a][place];
  }

  /** ||Y||^2 of run a. */
  public double normY(int a, int place) {
    return normY[a][place];
  }

  /** ||X||^2 - gamma^2 ||Y||^2 of run a. */
  public double imbalance(int a, int place) {
    return normX[a][place] - problem.gammaSquared * normY[a][place];
  }

  /** The loss of run a. */
  public double loss(int a, int place) {
    return loss[a][place];
  }

  /** Run a's squared distance from the twin, relative to the twin's norm. */
  public double distanceSquared(int a, int place) {
    return distance[a][place];
  }
}
