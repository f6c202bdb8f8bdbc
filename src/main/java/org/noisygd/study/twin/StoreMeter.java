// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import java.util.Optional;
import org.noisygd.number.format.BinaryFormat;

/**
 * What is counted along one run in one arithmetic, phase by phase. An entry's store is unchanged if
 * the update leaves the stored number as it was; it overflows if it turns from finite to not, or
 * meets the largest value; it underflows if a number that is not zero is stored below the smallest
 * normal one.
 */
public final class StoreMeter {
  /** The relative imbalance below which a run counts as balanced. */
  public static final double BALANCED = 0.05;

  /** The steps in a row that it must stay there: rounding or noise may cross zero for a step. */
  public static final int HOLD = 100;

  /** The phases. */
  private static final int PHASES = 3;

  private final Optional<BinaryFormat> format;

  /** What Phases I, II and III counted. */
  public final PhaseSums[] phases = new PhaseSums[PHASES];

  private long balancedFrom = -1;
  private long timeToBalance = -1;

  /** The sums of one phase; added over replicates in their order. */
  public static final class PhaseSums {
    /** Stored entries. */
    public long stores;

    /** Stores that changed nothing. */
    public long unchanged;

    /** Stores that overflowed. */
    public long overflows;

    /** Stores below the smallest normal number. */
    public long underflows;

    /** Updates. */
    public long updates;

    /** Squared relative distances from the twin. */
    public double distanceSquared;

    /** Squared changes of X's entries, before they were stored. */
    public double updateX;

    /** Those of Y's. */
    public double updateY;

    /** Squared spacings of the format at X's entries. */
    public double spacingX;

    /** Those at Y's. */
    public double spacingY;

    /** Adds another replicate's. */
    public void add(PhaseSums that) {
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
  }

  /** For a run whose stores round to that format, if any. */
  public StoreMeter(Optional<BinaryFormat> format) {
    this.format = format;
    for (int k = 0; k < PHASES; k++) {
      phases[k] = new PhaseSums();
    }
  }

  /** Whether stores round to a format, so that there are spacings to compare with. */
  public boolean hasFormat() {
    return format.isPresent();
  }

  /** One update, from the stored factors before it to the trajectory's. */
  public void update(
      int phase, double[] beforeX, double[] beforeY, Trajectory run, double distance) {
    PhaseSums sums = phases[phase];
    sums.updates++;
    sums.distanceSquared += distance;
    count(sums, beforeX, run.computedX(), run.x());
    count(sums, beforeY, run.computedY(), run.y());
    if (format.isPresent()) {
      sums.updateX += FlatProblem.squares(run.computedX(), beforeX);
      sums.updateY += FlatProblem.squares(run.computedY(), beforeY);
      sums.spacingX += spacingSquares(format.get(), beforeX);
      sums.spacingY += spacingSquares(format.get(), beforeY);
    }
  }

  private static double spacingSquares(BinaryFormat format, double[] values) {
    double sum = 0;
    for (double value : values) {
      double spacing = format.spacing(value);
      sum += spacing * spacing;
    }
    return sum;
  }

  /** Counts one factor's stores. */
  private void count(PhaseSums sums, double[] before, double[] computed, double[] after) {
    for (int n = 0; n < before.length; n++) {
      sums.stores++;
      if (after[n] == before[n]) {
        sums.unchanged++;
      }
      if (format.isPresent()) {
        BinaryFormat emulated = format.get();
        double size = Math.abs(after[n]);
        if (Double.isFinite(before[n])
            && (!Double.isFinite(size)
                || (size == emulated.largest() && Math.abs(computed[n]) > size))) {
          sums.overflows++;
        } else if (computed[n] != 0 && size < emulated.smallestNormal()) {
          sums.underflows++;
        }
      }
    }
  }

  /** The relative imbalance after step t of Phase III. */
  public void balance(long t, double relative) {
    if (timeToBalance >= 0) {
      return;
    }
    if (!(Math.abs(relative) <= BALANCED)) {
      balancedFrom = -1;
      return;
    }
    if (balancedFrom < 0) {
      balancedFrom = t;
    }
    if (t - balancedFrom >= HOLD) {
      timeToBalance = balancedFrom;
    }
  }

  /** The first step from which the run held its balance; -1 if it did not. */
  public long timeToBalance() {
    return timeToBalance;
  }
}
