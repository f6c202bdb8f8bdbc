// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.formats;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.MatrixRounding;
import org.noisygd.number.matrix.Entries;
import org.noisygd.study.twin.DriftRuns;
import org.noisygd.study.twin.FlatProblem;
import org.noisygd.study.twin.ReplicateNoise;
import org.noisygd.study.twin.Trajectories;
import org.noisygd.study.twin.Trajectory;

/** One replicate: the run of each twin, then that of each place, all under the same noise. */
final class FormatReplicate implements DriftRuns.Replicate {
  private static final ArithmeticName BINARY64 = ArithmeticName.parse("binary64");

  private final Experiment setting;
  private final FlatProblem problem;
  private final ReplicateNoise noise;
  private final long seed;
  private final long replicate;
  private final double[] x0;
  private final double[] y0;
  private final Trajectories plain;
  private final List<Run> runs = new ArrayList<>();

  /** A run with what is counted along it. */
  private final class Run {
    private final Trajectory trajectory;
    private final Optional<MatrixRounding> store;
    private final double[] imbalance;
    private final double[] beforeX;
    private final double[] beforeY;
    private final double[] spacingX;
    private final double[] spacingY;
    private boolean lost;
    private long stores;
    private long unchanged;
    private double updateX;
    private double updateY;
    private double squaresX;
    private double squaresY;

    Run(Trajectory trajectory, Optional<MatrixRounding> store) {
      this.trajectory = trajectory;
      this.store = store;
      this.imbalance = new double[DriftRuns.STRETCH];
      this.beforeX = new double[trajectory.x().length];
      this.beforeY = new double[trajectory.y().length];
      this.spacingX = beforeX.clone();
      this.spacingY = beforeY.clone();
    }

    void advance(long t, int place) {
      if (!lost) {
        keepBefore();
        lost = !trajectory.advances(t, noise);
        count();
      }
      imbalance[place] = lost ? Double.NaN : problem.imbalance(trajectory.x(), trajectory.y());
    }

    private void keepBefore() {
      if (store.isPresent()) {
        System.arraycopy(trajectory.x(), 0, beforeX, 0, beforeX.length);
        System.arraycopy(trajectory.y(), 0, beforeY, 0, beforeY.length);
        store.get().spacings(beforeX, spacingX);
        store.get().spacings(beforeY, spacingY);
      }
    }

    private void count() {
      if (store.isPresent()) {
        stores += beforeX.length + beforeY.length;
        unchanged += equal(beforeX, trajectory.x()) + equal(beforeY, trajectory.y());
        updateX += FlatProblem.squares(trajectory.computedX(), beforeX);
        updateY += FlatProblem.squares(trajectory.computedY(), beforeY);
        squaresX += Entries.normSquared(spacingX);
        squaresY += Entries.normSquared(spacingY);
      }
    }
  }

  private static int equal(double[] a, double[] b) {
    int equal = 0;
    for (int i = 0; i < a.length; i++) {
      equal += a[i] == b[i] ? 1 : 0;
    }
    return equal;
  }

  /** A replicate of runs from a start. */
  FormatReplicate(
      Experiment setting,
      List<Method> twins,
      List<StudiedSite> sites,
      double[] x0,
      double[] y0,
      long seed,
      long replicate) {
    this.setting = setting;
    this.problem = new FlatProblem(setting);
    this.noise = new ReplicateNoise(setting, seed, replicate);
    this.seed = seed;
    this.replicate = replicate;
    this.x0 = x0.clone();
    this.y0 = y0.clone();
    this.plain = new Trajectories(setting, x0, y0, seed, replicate);
    for (Method twin : twins) {
      runs.add(new Run(run(twin, Optional.empty()), Optional.empty()));
    }
    for (StudiedSite site : sites) {
      boolean stores = site.method().equals(Method.PLAIN);
      runs.add(
          new Run(
              run(site.method(), Optional.of(site.arithmetic())),
              stores ? site.arithmetic().store(setting.r()) : Optional.empty()));
    }
  }

  private Trajectory run(Method method, Optional<ArithmeticName> rounded) {
    return method.equals(Method.PLAIN)
        ? plain.in(rounded.orElse(BINARY64))
        : new MethodRun(method, rounded, setting, x0, y0, seed, replicate);
  }

  @Override
  public void advance(long from, long to) {
    for (long t = from; t < to; t++) {
      noise.at(t);
      for (Run run : runs) {
        run.advance(t, (int) (t - from));
      }
    }
  }

  @Override
  public double imbalance(int run, int place) {
    return runs.get(run).imbalance[place];
  }

  @Override
  public double imbalance(int run) {
    Trajectory trajectory = runs.get(run).trajectory;
    return problem.imbalance(trajectory.x(), trajectory.y());
  }

  /** The loss of a run as it stands. */
  double loss(int run) {
    Trajectory trajectory = runs.get(run).trajectory;
    return runs.get(run).lost ? Double.NaN : problem.loss(trajectory.x(), trajectory.y());
  }

  /** The share of stores that left a number as it was; NaN where nothing is stored. */
  double unchanged(int run) {
    Run one = runs.get(run);
    return one.trajectory instanceof MethodRun method
        ? method.unchanged()
        : (double) one.unchanged / one.stores;
  }

  /** The sums of squared updates of X and of Y and of squared spacings there. */
  double[] places(int run) {
    Run one = runs.get(run);
    return new double[] {one.updateX, one.squaresX, one.updateY, one.squaresY};
  }
}
