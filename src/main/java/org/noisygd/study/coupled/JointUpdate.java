// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.coupled;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.fast.BatchNoise;
import org.noisygd.descent.fast.BatchUpdate;
import org.noisygd.descent.fast.BatchUpdates;
import org.noisygd.descent.fast.IncubatorVectors;
import org.noisygd.descent.fast.ReplicateBatch;
import org.noisygd.number.Binary64;
import org.noisygd.number.DoubleDouble;

/**
 * Updates of several runs of a setting, each under its noise. A {@link BatchUpdate} computes plain
 * updates ({@link Trajectory#parts}), one lane per run, with the same bits as the run itself
 * (tested by {@code JointUpdateTest}); other runs compute theirs one by one. Not thread-safe,
 * because of its working space.
 */
public final class JointUpdate {
  /** Number of runs in one batch: the lanes of the widest vector. */
  private static final int LANES = ReplicateBatch.LANE_GROUP;

  /**
   * Minimum product of the numbers of entries of X and of Y for which a batch in binary64 is worth
   * its copies. Eight replicates with the ten default arithmetics take the same time either way at
   * 10 x 12, rank 2 (480); batches take a tenth more at 6 x 6 and 3 x 4, rank 2, and a seventh of
   * the time at 20 x 30, rank 5. In double-double batches are always faster.
   */
  private static final int MIN_ENTRY_PRODUCT = 500;

  /** Minimum number of replicates for which vectors compute the noise faster. */
  private static final int MIN_REPLICATES = 3;

  private static final boolean VECTORS = IncubatorVectors.present();

  private final List<List<ReplicateNoise>> noises;
  private final Optional<NoiseBatch> joint;
  private final List<Member> alone;
  private final List<Batch> batches;

  /**
   * Updates of a setting's runs.
   *
   * @param members the runs, replicate by replicate
   */
  public JointUpdate(Experiment setting, List<Member> members) {
    List<ReplicateNoise> all = members.stream().map(one -> one.noise).distinct().toList();
    this.noises = parts(all);
    this.joint =
        all.size() < MIN_REPLICATES || !VECTORS
            ? Optional.empty()
            : Optional.of(new NoiseBatch(all.get(0)));
    this.alone = members.stream().filter(one -> !one.isJoint()).toList();
    this.batches =
        IntStream.of(1, 2)
            .mapToObj(parts -> members.stream().filter(one -> one.parts == parts).toList())
            .filter(some -> !some.isEmpty())
            .map(some -> new Batch(setting, some))
            .toList();
  }

  /** The list in parts of the size of a batch; the last part may be smaller. */
  private static <T> List<List<T>> parts(List<T> all) {
    return IntStream.rangeClosed(0, (all.size() - 1) / LANES)
        .mapToObj(k -> all.subList(k * LANES, Math.min(all.size(), (k + 1) * LANES)))
        .toList();
  }

  /** Returns true if a batch in binary64 is faster for factors of these sizes. */
  static boolean isBatchFaster(int ofX, int ofY) {
    return (long) ofX * ofY >= MIN_ENTRY_PRODUCT;
  }

  /** A run and the noise that it shares with the other runs of its replicate. */
  public static final class Member {
    private final Trajectory run;
    private final ReplicateNoise noise;
    private final double[] noiseX;
    private final double[] noiseY;

    /** The number of doubles per number if a batch computes the run's updates, else 0. */
    private final int parts;

    /** The low parts of X and of Y; empty in binary64. */
    private final double[] lowX;

    private final double[] lowY;
    private boolean lost;

    /** Prepares a run. Either a batch computes all its updates, or the run itself does. */
    public Member(Trajectory run, ReplicateNoise noise) {
      this.run = run;
      this.noise = noise;
      this.noiseX = run.addedNoise(noise.x);
      this.noiseY = run.addedNoise(noise.y);
      boolean joint = run.parts() == 2 || isBatchFaster(noiseX.length, noiseY.length);
      this.parts = joint ? run.parts() : 0;
      this.lowX = new double[parts == 2 ? noiseX.length : 0];
      this.lowY = new double[parts == 2 ? noiseY.length : 0];
    }

    /** Returns true if a batch computes the run's updates. */
    boolean isJoint() {
      return parts > 0;
    }

    /** The run. */
    public Trajectory run() {
      return run;
    }

    /** Returns true if the run has left the range of its arithmetic. */
    boolean isLost() {
      return lost;
    }

    /** Lets the run compute its update, unless it is lost. */
    private void advance(long t) {
      try {
        if (!lost) {
          run.advance(t, noiseX, noiseY);
        }
      } catch (ArithmeticException e) {
        lost = true; // numbers of unlimited exponent have no infinity: the exponent overflows
      }
    }
  }

  /** Computes the noise of step t and the update of each run that is not lost. */
  public void advance(long t) {
    for (List<ReplicateNoise> some : noises) {
      joint.ifPresentOrElse(batch -> batch.fill(some, t), () -> some.forEach(one -> one.at(t)));
    }
    alone.forEach(one -> one.advance(t));
    batches.forEach(batch -> batch.advance(t));
  }

  /** Work space for a few updates at a time. */
  private static final class Batch {
    private final List<List<Member>> members;
    private final BatchUpdate update;
    private final ReplicateBatch iterates;
    private final double[][] noiseX;
    private final double[][] noiseY;

    /** The zero to add to noise: in double-double zeros lose their sign. */
    private final double zero;

    Batch(Experiment setting, List<Member> members) {
      int r = setting.r();
      boolean wide = members.get(0).parts == 2;
      this.members = parts(members);
      this.update =
          wide
              ? BatchUpdates.ofDoubleDouble(
                  GenericTrajectory.update(DoubleDouble.INSTANCE, setting), r)
              : BatchUpdates.of(GenericTrajectory.update(Binary64.INSTANCE, setting), r);
      this.iterates = new ReplicateBatch(setting.d1(), setting.d2(), r, wide ? 2 : 1, LANES);
      this.noiseX = new double[setting.d1() * r][LANES];
      this.noiseY = new double[setting.d2() * r][LANES];
      this.zero = wide ? 0.0 : -0.0;
    }

    void advance(long t) {
      for (List<Member> some : members) {
        gather(some, one -> one.noiseX, noiseX, zero);
        gather(some, one -> one.noiseY, noiseY, zero);
        gather(some, one -> one.run.x(), iterates.x()[0], -0.0);
        gather(some, one -> one.run.y(), iterates.y()[0], -0.0);
        if (iterates.parts() == 2) {
          gather(some, one -> one.lowX, iterates.x()[1], -0.0);
          gather(some, one -> one.lowY, iterates.y()[1], -0.0);
        }
        update.apply(iterates, noiseX, noiseY);
        scatter(iterates.x()[0], some, one -> one.run.computedX());
        scatter(iterates.y()[0], some, one -> one.run.computedY());
        if (iterates.parts() == 2) {
          scatter(iterates.x()[1], some, one -> one.lowX);
          scatter(iterates.y()[1], some, one -> one.lowY);
        }
        some.forEach(one -> one.run.store(t));
      }
    }
  }

  /** Work space for the noise of a few replicates at a time. */
  private static final class NoiseBatch {
    private final BatchNoise sourceX;
    private final BatchNoise sourceY;
    private final double[][] noiseX;
    private final double[][] noiseY;

    NoiseBatch(ReplicateNoise one) {
      this.sourceX = new BatchNoise(one.sourceX);
      this.sourceY = new BatchNoise(one.sourceY);
      this.noiseX = new double[one.x.length][LANES];
      this.noiseY = new double[one.y.length][LANES];
    }

    /** Computes the noise of successive replicates. */
    void fill(List<ReplicateNoise> some, long t) {
      sourceX.fill(noiseX, some.size(), some.get(0).replicate, t);
      sourceY.fill(noiseY, some.size(), some.get(0).replicate, t);
      scatter(noiseX, some, one -> one.x);
      scatter(noiseY, some, one -> one.y);
    }
  }

  /** Sets lanes[e][l] to entry e of the l-th array plus a zero; -0.0 changes no number. */
  private static void gather(
      List<Member> some, Function<Member, double[]> of, double[][] lanes, double zero) {
    double[][] from = some.stream().map(of).toArray(double[][]::new);
    for (int e = 0; e < lanes.length; e++) {
      for (int l = 0; l < from.length; l++) {
        lanes[e][l] = from[l][e] + zero;
      }
    }
  }

  /** Sets entry e of the l-th array to lanes[e][l]. */
  private static <T> void scatter(double[][] lanes, List<T> some, Function<T, double[]> of) {
    double[][] to = some.stream().map(of).toArray(double[][]::new);
    for (int e = 0; e < lanes.length; e++) {
      for (int l = 0; l < to.length; l++) {
        to[l][e] = lanes[e][l];
      }
    }
  }
}
