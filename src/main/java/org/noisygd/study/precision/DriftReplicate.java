// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.number.random.NoiseSource;
import org.noisygd.study.twin.FlatProblem;
import org.noisygd.study.twin.ObservationGrid;
import org.noisygd.study.twin.Observations;
import org.noisygd.study.twin.Phases;
import org.noisygd.study.twin.StoreMeter;
import org.noisygd.study.twin.StudiedArithmetic;
import org.noisygd.study.twin.Trajectories;
import org.noisygd.study.twin.Trajectory;

/**
 * One replicate of a study: the twin and the run in every arithmetic, all under the same noise,
 * with what is observed of them. Run 0 is the twin.
 */
final class DriftReplicate {
  private final FlatProblem problem;
  private final long replicate;
  private final NoiseSource sourceX;
  private final NoiseSource sourceY;
  private final double[] noiseX;
  private final double[] noiseY;
  private final List<Trajectory> runs = new ArrayList<>();
  private final StoreMeter[] meters;
  private final boolean[] lost;
  private final double[] beforeX;
  private final double[] beforeY;
  private final Phases phases;
  private final Observations observations;

  /** The imbalance of each run after each update of the last stretch. */
  private final double[][] imbalance;

  DriftReplicate(
      Experiment setting,
      long seed,
      long replicate,
      List<StudiedArithmetic> subjects,
      Phases phases,
      ObservationGrid grid,
      int stretch) {
    this.problem = new FlatProblem(setting);
    this.replicate = replicate;
    GaussianStream stream = new GaussianStream(seed);
    this.sourceX = new NoiseSource(stream, FactorId.NOISE_X, setting.sigmaX());
    this.sourceY = new NoiseSource(stream, FactorId.NOISE_Y, setting.sigmaY());
    this.phases = phases;
    Trajectories factory = new Trajectories(setting, seed, replicate);
    this.meters = new StoreMeter[subjects.size()];
    for (int a = 0; a < meters.length; a++) {
      StudiedArithmetic subject = subjects.get(a);
      runs.add(factory.in(subject));
      boolean stores = subject.site().isEmpty();
      meters[a] = new StoreMeter(stores ? subject.arithmetic().format() : Optional.empty());
    }
    this.noiseX = new double[runs.get(0).x().length];
    this.noiseY = new double[runs.get(0).y().length];
    this.beforeX = new double[noiseX.length];
    this.beforeY = new double[noiseY.length];
    this.lost = new boolean[meters.length];
    this.imbalance = new double[meters.length][stretch];
    this.observations = new Observations(problem, grid, meters.length);
    observe(0);
  }

  private void observe(long t) {
    for (int a = 0; a < meters.length; a++) {
      if (!lost[a]) {
        observations.at(t, a, runs.get(a), runs.get(0));
      }
    }
  }

  /** Runs from step {@code from} to step {@code to}, at most a stretch. */
  void advance(long from, long to) {
    for (long t = from; t < to; t++) {
      sourceX.fill(noiseX, replicate, t);
      sourceY.fill(noiseY, replicate, t);
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
    System.arraycopy(run.x(), 0, beforeX, 0, beforeX.length);
    System.arraycopy(run.y(), 0, beforeY, 0, beforeY.length);
    try {
      run.advance(t, noiseX, noiseY);
    } catch (ArithmeticException e) {
      // An arithmetic of unlimited exponent has no infinity: its exponent itself overflows.
      lost[a] = true;
      return Double.NaN;
    }
    Trajectory twin = runs.get(0);
    double distance =
        a == 0 ? 0 : FlatProblem.distanceSquared(run.x(), run.y(), twin.x(), twin.y());
    meters[a].update(phases.of(t), beforeX, beforeY, run, distance);
    double normX = FlatProblem.normSquared(run.x());
    double normY = problem.gammaSquared * FlatProblem.normSquared(run.y());
    if (phases.of(t) == 2) {
      meters[a].balance(t + 1, (normX - normY) / (normX + normY));
    }
    return normX - normY;
  }

  double imbalance(int a, int place) {
    return imbalance[a][place];
  }

  /** The imbalance of a run as it stands. */
  double imbalance(int a) {
    return problem.imbalance(runs.get(a).x(), runs.get(a).y());
  }

  StoreMeter meter(int a) {
    return meters[a];
  }

  Observations observations() {
    return observations;
  }
}
