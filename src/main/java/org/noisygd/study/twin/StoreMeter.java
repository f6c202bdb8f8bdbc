// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.MatrixRounding;
import org.noisygd.number.format.Rounding;
import org.noisygd.number.format.StoreRounding;
import org.noisygd.number.matrix.Entries;

/**
 * What is counted along one run in one arithmetic, phase by phase. An entry's store is unchanged if
 * the update leaves the stored number as it was; it overflows if it turns from finite to not, or
 * meets the largest value; it underflows if a number that is not zero is stored below the smallest
 * normal one.
 */
public final class StoreMeter {
  private final boolean ranged;
  private final double largest;
  private final double smallestNormal;
  private final Optional<MatrixRounding> store;
  private final Counts[] phases;
  private double[] beforeX = {};
  private double[] beforeY = {};
  private double[] spacingsX = {};
  private double[] spacingsY = {};

  /** The counts and sums of one phase; added over replicates in their order. */
  public static final class Counts {
    private long stores;
    private long unchanged;
    private long overflows;
    private long underflows;
    private long updates;
    private double distanceSquared;
    private double updateX;
    private double updateY;
    private double spacingX;
    private double spacingY;

    /** The sum over the meters of all replicates. */
    public static Counts sum(Stream<Counts> ofReplicates) {
      Counts sum = new Counts();
      ofReplicates.forEachOrdered(sum::add);
      return sum;
    }

    private void add(Counts that) {
      stores += that.stores;
      unchanged += that.unchanged;
      overflows += that.overflows;
      underflows += that.underflows;
      updates += that.updates;
      distanceSquared += that.distanceSquared;
      updateX += that.updateX;
      updateY += that.updateY;
      spacingX += that.spacingX;
      spacingY += that.spacingY;
    }

    /** The updates. */
    public long updates() {
      return updates;
    }

    /** The share of stores that changed nothing; NaN if nothing was stored. */
    public double unchangedShare() {
      return (double) unchanged / stores;
    }

    /** The stores that overflowed. */
    public long overflows() {
      return overflows;
    }

    /** The stores below the smallest normal number. */
    public long underflows() {
      return underflows;
    }

    /** The mean squared relative distance from the twin. */
    public double meanDistanceSquared() {
      return distanceSquared / updates;
    }

    /**
     * The root mean square update of X's entries before they were stored, over the root mean square
     * spacing of what can be stored there; NaN if stores do not round.
     */
    public double updateInPlacesX() {
      return Math.sqrt(updateX / spacingX);
    }

    /** The same ratio for Y. */
    public double updateInPlacesY() {
      return Math.sqrt(updateY / spacingY);
    }
  }

  /**
   * A meter for a run in an arithmetic.
   *
   * @param columns of a stored factor, along whose rows blocks lie
   */
  public StoreMeter(ArithmeticName arithmetic, int columns, int phases) {
    Optional<BinaryFormat> format = arithmetic.format();
    this.ranged = format.isPresent();
    this.largest = format.map(BinaryFormat::largest).orElse(Double.NaN);
    this.smallestNormal = format.map(BinaryFormat::smallestNormal).orElse(Double.NaN);
    this.store =
        arithmetic
            .store(columns)
            .or(() -> format.map(to -> new StoreRounding(to, Rounding.Directed.NEAREST)));
    this.phases = new Counts[phases];
    Arrays.setAll(this.phases, phase -> new Counts());
  }

  /** The counts of a phase. */
  public Counts of(int phase) {
    return phases[phase];
  }

  /** The run is about to make an update. */
  public void before(Trajectory run) {
    if (beforeX.length == 0) {
      beforeX = new double[run.x().length];
      beforeY = new double[run.y().length];
      spacingsX = beforeX.clone();
      spacingsY = beforeY.clone();
    }
    System.arraycopy(run.x(), 0, beforeX, 0, beforeX.length);
    System.arraycopy(run.y(), 0, beforeY, 0, beforeY.length);
  }

  /**
   * The run has made the update.
   *
   * @param distance its squared relative distance from the twin
   */
  public void after(int phase, Trajectory run, double distance) {
    Counts sums = phases[phase];
    sums.updates++;
    sums.distanceSquared += distance;
    count(sums, beforeX, run.computedX(), run.x());
    count(sums, beforeY, run.computedY(), run.y());
    if (store.isPresent()) {
      sums.updateX += FlatProblem.squares(run.computedX(), beforeX);
      sums.updateY += FlatProblem.squares(run.computedY(), beforeY);
      store.get().spacings(beforeX, spacingsX);
      store.get().spacings(beforeY, spacingsY);
      sums.spacingX += Entries.normSquared(spacingsX);
      sums.spacingY += Entries.normSquared(spacingsY);
    }
  }

  /** Counts one factor's stores. */
  private void count(Counts sums, double[] before, double[] computed, double[] after) {
    sums.stores += before.length;
    for (int n = 0; n < before.length; n++) {
      if (after[n] == before[n]) {
        sums.unchanged++;
      }
      if (ranged) {
        double size = Math.abs(after[n]);
        if (Double.isFinite(before[n])
            && (!Double.isFinite(size) || (size == largest && Math.abs(computed[n]) > size))) {
          sums.overflows++;
        } else if (computed[n] != 0 && size < smallestNormal) {
          sums.underflows++;
        }
      }
    }
  }
}
