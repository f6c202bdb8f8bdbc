// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.fast.BatchNoise;
import org.noisygd.descent.fast.BatchUpdate;
import org.noisygd.descent.fast.BatchUpdates;
import org.noisygd.descent.fast.IncubatorVectors;
import org.noisygd.descent.fast.ReplicateBatch;
import org.noisygd.number.Binary64;
import org.noisygd.number.DoubleDouble;
import org.noisygd.study.twin.Trajectory.PlainUpdate;

/**
 * Updates of several runs of a setting, each under its noise. Those that are a {@link PlainUpdate}
 * are made by a {@link BatchUpdate}, a lane for each, with the bits that the run itself would give
 * (tested by {@code JointUpdateTest}); all others one by one. Holds its working space: not for
 * several threads at once.
 */
public final class JointUpdate {
  /** The runs in one batch: the lanes of the widest vector. */
  private static final int LANES = ReplicateBatch.LANE_GROUP;

  /**
   * The entries of X times those of Y from which a batch in binary64 is worth its copies. Eight
   * replicates with the ten default arithmetics take as long either way at 10 x 12, rank 2, which
   * has 480; a tenth longer by batches at 6 x 6 and at 3 x 4, rank 2; and a seventh of the time at
   * 20 x 30, rank 5. In double-double batches are faster from 1 x 1 on, as they make no objects.
   */
  private static final int LEAST = 500;

  /** The replicates from which vectors draw their noise faster than it is drawn one by one. */
  private static final int LEAST_DRAWN = 3;

  private static final boolean VECTORS = IncubatorVectors.present();

  private final Experiment setting;
  private final List<ReplicateNoise> noises = new ArrayList<>();
  private final List<PlainUpdate> narrow = new ArrayList<>();
  private final List<PlainUpdate> wide = new ArrayList<>();
  private Optional<NoiseBatch> ofNoises = Optional.empty();
  private Optional<Batch> ofNarrow = Optional.empty();
  private Optional<Batch> ofWide = Optional.empty();

  /** Updates of a setting's runs. */
  public JointUpdate(Experiment setting) {
    this.setting = setting;
  }

  /** Whether a batch in binary64 is worth it for factors of so many entries. */
  static boolean isWorthIt(int ofX, int ofY) {
    return (long) ofX * ofY >= LEAST;
  }

  /** A run and the noise that it shares with those of its replicate. */
  public static final class Member {
    private final Trajectory run;
    private final ReplicateNoise noise;

    /** The run's update, if a batch is to make it. */
    private final Optional<PlainUpdate> plain;

    private boolean lost;

    /** A run that has not begun. */
    public Member(Trajectory run, ReplicateNoise noise) {
      this.run = run;
      this.noise = noise;
      boolean large = isWorthIt(noise.x.length, noise.y.length);
      this.plain = run.plain(noise.x, noise.y).filter(update -> large || update.isWide());
    }

    /** Whether a batch makes the run's updates. */
    boolean isJoint() {
      return plain.isPresent();
    }

    /** The run. */
    public Trajectory run() {
      return run;
    }

    /** Whether the run left the numbers of its arithmetic. */
    boolean isLost() {
      return lost;
    }
  }

  /**
   * Draws the noise of step t and makes the update from there of each run that is not lost.
   *
   * @param members the runs of one replicate, then those of the next and so on
   */
  public void advance(List<Member> members, long t) {
    noises.clear();
    narrow.clear();
    wide.clear();
    for (Member one : members) {
      if (noises.isEmpty() || noises.get(noises.size() - 1) != one.noise) {
        noises.add(one.noise);
      }
    }
    draw(t);
    for (Member one : members) {
      if (one.plain.isPresent()) {
        (one.plain.get().isWide() ? wide : narrow).add(one.plain.get());
      } else if (!one.lost) {
        one.lost = !one.run.advances(t, one.noise);
      }
    }
    if (!narrow.isEmpty()) {
      if (ofNarrow.isEmpty()) {
        ofNarrow =
            Optional.of(
                new Batch(
                    setting,
                    BatchUpdates.of(
                        GenericTrajectory.update(Binary64.INSTANCE, setting), setting.r()),
                    1));
      }
      ofNarrow.get().advance(narrow, t);
    }
    if (!wide.isEmpty()) {
      if (ofWide.isEmpty()) {
        ofWide =
            Optional.of(
                new Batch(
                    setting,
                    BatchUpdates.ofDoubleDouble(
                        GenericTrajectory.update(DoubleDouble.INSTANCE, setting), setting.r()),
                    2));
      }
      ofWide.get().advance(wide, t);
    }
  }

  private void draw(long t) {
    if (noises.size() < LEAST_DRAWN || !VECTORS) {
      noises.forEach(one -> one.at(t));
      return;
    }
    if (ofNoises.isEmpty()) {
      ofNoises = Optional.of(new NoiseBatch(noises.get(0)));
    }
    for (int from = 0; from < noises.size(); from += LANES) {
      ofNoises.get().draw(noises.subList(from, Math.min(noises.size(), from + LANES)), t);
    }
  }

  /** The space in which a few updates at a time are made. */
  private static final class Batch {
    private final BatchUpdate update;
    private final ReplicateBatch iterates;
    private final double[][] noiseX;
    private final double[][] noiseY;

    /**
     * What is added to noise: nothing; but as doubles enter double-double, zeros lose their sign.
     */
    private final double zero;

    Batch(Experiment setting, BatchUpdate update, int parts) {
      this.update = update;
      this.iterates = new ReplicateBatch(setting.d1(), setting.d2(), setting.r(), parts, LANES);
      this.noiseX = new double[setting.d1() * setting.r()][LANES];
      this.noiseY = new double[setting.d2() * setting.r()][LANES];
      this.zero = parts == 1 ? -0.0 : 0.0;
    }

    void advance(List<PlainUpdate> all, long t) {
      for (int from = 0; from < all.size(); from += LANES) {
        List<PlainUpdate> some = all.subList(from, Math.min(all.size(), from + LANES));
        read(some, one -> one.noiseX, noiseX, zero);
        read(some, one -> one.noiseY, noiseY, zero);
        read(some, one -> one.run.x(), iterates.x()[0], -0.0);
        read(some, one -> one.run.y(), iterates.y()[0], -0.0);
        if (iterates.parts() == 2) {
          read(some, one -> one.lowX, iterates.x()[1], -0.0);
          read(some, one -> one.lowY, iterates.y()[1], -0.0);
        }
        update.apply(iterates, noiseX, noiseY);
        write(iterates.x()[0], some, one -> one.run.computedX());
        write(iterates.y()[0], some, one -> one.run.computedY());
        if (iterates.parts() == 2) {
          write(iterates.x()[1], some, one -> one.lowX);
          write(iterates.y()[1], some, one -> one.lowY);
        }
        some.forEach(one -> one.computed.accept(t));
      }
    }
  }

  /** The space in which the noise of a few replicates at a time is drawn. */
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

    /** Draws the noise of successive replicates. */
    void draw(List<ReplicateNoise> some, long t) {
      sourceX.fill(noiseX, some.size(), some.get(0).replicate, t);
      sourceY.fill(noiseY, some.size(), some.get(0).replicate, t);
      write(noiseX, some, one -> one.x);
      write(noiseY, some, one -> one.y);
    }
  }

  /** lanes[e][l] = entry e of the l-th array, plus a zero; -0.0 leaves every number as it is. */
  private static void read(
      List<PlainUpdate> some, Function<PlainUpdate, double[]> of, double[][] lanes, double zero) {
    double[][] from = some.stream().map(of).toArray(double[][]::new);
    for (int e = 0; e < lanes.length; e++) {
      for (int l = 0; l < from.length; l++) {
        lanes[e][l] = from[l][e] + zero;
      }
    }
  }

  /** Entry e of the l-th array becomes lanes[e][l]. */
  private static <T> void write(double[][] lanes, List<T> some, Function<T, double[]> of) {
    double[][] to = some.stream().map(of).toArray(double[][]::new);
    for (int e = 0; e < lanes.length; e++) {
      for (int l = 0; l < to.length; l++) {
        to[l][e] = lanes[e][l];
      }
    }
  }
}
