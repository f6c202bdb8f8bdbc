// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.number.matrix.Entries;
import org.noisygd.study.twin.DriftRuns;
import org.noisygd.study.twin.FlatProblem;
import org.noisygd.study.twin.ObservationGrid;
import org.noisygd.study.twin.Observations;
import org.noisygd.study.twin.Phases;
import org.noisygd.study.twin.ReplicateNoise;
import org.noisygd.study.twin.StoreMeter;
import org.noisygd.study.twin.StudiedArithmetic;
import org.noisygd.study.twin.Trajectories;
import org.noisygd.study.twin.Trajectory;

/**
 * One replicate of a study: the twin and the run in every arithmetic, all under the same noise,
 * with what is observed of them. Run 0 is the twin.
 */
final class DriftReplicate implements DriftRuns.Replicate {
  private final FlatProblem problem;
  private final ReplicateNoise noise;
  private final List<Trajectory> runs = new ArrayList<>();
  private final StoreMeter[] meters;
  private final boolean[] lost;
  private final double[] beforeX;
  private final double[] beforeY;
  private final Phases phases;
  private final Observations observations;
  private final boolean measured;

  /** The imbalance of each run after each update of the last stretch. */
  private final double[][] imbalance;

  /**
   * A replicate.
   *
   * @param measured whether stores, times to balance and the grid are looked at, beside the drift
   */
  DriftReplicate(
      Experiment setting,
      long seed,
      long replicate,
      List<StudiedArithmetic> subjects,
      Phases phases,
      ObservationGrid grid,
      boolean measured) {
    this.measured = measured;
    this.problem = new FlatProblem(setting);
    this.noise = new ReplicateNoise(setting, seed, replicate);
    this.phases = phases;
    Trajectories factory = new Trajectories(setting, seed, replicate);
    this.meters = new StoreMeter[subjects.size()];
    for (int a = 0; a < meters.length; a++) {
      StudiedArithmetic subject = subjects.get(a);
      runs.add(a == 0 ? factory.twin(subject.arithmetic()) : factory.in(subject));
      boolean stores = subject.site().isEmpty();
      meters[a] = new StoreMeter(stores ? subject.arithmetic().format() : Optional.empty());
    }
    this.beforeX = new double[noise.x.length];
    this.beforeY = new double[noise.y.length];
    this.lost = new boolean[meters.length];
    this.imbalance = new double[meters.length][DriftRuns.STRETCH];
    this.observations = new Observations(problem, grid, meters.length);
    observe(0);
  }

  private void observe(long t) {
    for (int a = 0; measured && a < meters.length; a++) {
      if (!lost[a]) {
        observations.at(t, a, runs.get(a), runs.get(0));
      }
    }
  }

  @Override
  public void advance(long from, long to) {
    for (long t = from; t < to; t++) {
      noise.at(t);
      for (int a = 0; a < meters.length; a++) {
        imbalance[a][(int) (t - from)] = advance(a, t);
      }
      observe(t + 1);
    }
  }

  /** One update of one run; the imbalance after it, NaN once the run has left the numbers. */
  private double advance(int a, long t) {
    if (lost[a]) {
      return Double.NaN;
    }
    Trajectory run = runs.get(a);
    if (measured) {
      System.arraycopy(run.x(), 0, beforeX, 0, beforeX.length);
      System.arraycopy(run.y(), 0, beforeY, 0, beforeY.length);
    }
    lost[a] = !run.advances(t, noise);
    if (lost[a]) {
      return Double.NaN;
    }
    double normX = Entries.normSquared(run.x());
    double normY = problem.gammaSquared * Entries.normSquared(run.y());
    if (measured) {
      Trajectory twin = runs.get(0);
      double distance =
          a == 0 ? 0 : FlatProblem.distanceSquared(run.x(), run.y(), twin.x(), twin.y());
      meters[a].update(phases.of(t), beforeX, beforeY, run, distance);
      if (phases.of(t) == 2) {
        meters[a].balance(t + 1, (normX - normY) / (normX + normY));
      }
    }
    return normX - normY;
  }

  @Override
  public double imbalance(int a, int place) {
    return imbalance[a][place];
  }

  @Override
  public double imbalance(int a) {
    return problem.imbalance(runs.get(a).x(), runs.get(a).y());
  }

  StoreMeter meter(int a) {
    return meters[a];
  }

  Observations observations() {
    return observations;
  }
}
