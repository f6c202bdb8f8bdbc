// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.MatrixRounding;
import org.noisygd.number.format.Rounding;
import org.noisygd.number.format.StoreRounding;
import org.noisygd.number.matrix.Entries;
import org.noisygd.study.coupled.ArrayProblem;
import org.noisygd.study.coupled.Trajectory;
import org.noisygd.study.precision.DriftResult.PhaseFigures;

/**
 * The counts along one run in one arithmetic, phase by phase. The store of an entry is unchanged if
 * the update leaves the stored number unchanged; it overflows if a finite number becomes infinite
 * or NaN, or reaches the largest value; it underflows if a nonzero number is stored below the
 * smallest normal number.
 */
final class StorageStatistics {
  private final Optional<BinaryFormat> format;
  private final Optional<MatrixRounding> store;
  private final Counts[] phases = new Counts[DriftObserver.PHASES];
  private double[] beforeX = {};
  private double[] beforeY = {};

  /** The counts and sums of one phase. */
  private static final class Counts {
    private long stores;
    private long unchanged;
    private long overflows;
    private long underflows;
    private long updates;
    private double distanceSquared;
    private final Squares x = new Squares();
    private final Squares y = new Squares();
  }

  /** The sums of squares of the updates of a factor's entries, and of the spacings there. */
  private static final class Squares {
    private double updates;
    private double spacings;

    private void add(Squares that) {
      updates += that.updates;
      spacings += that.spacings;
    }

    /** The root mean square update in spacings; NaN if stores do not round. */
    private double updateInUlps() {
      return Math.sqrt(updates / spacings);
    }
  }

  /**
   * Empty counts for a run in an arithmetic.
   *
   * @param columns the columns of a stored factor, whose rows contain the blocks
   */
  StorageStatistics(ArithmeticName arithmetic, int columns) {
    this.format = arithmetic.format();
    this.store =
        arithmetic
            .store(columns)
            .or(() -> format.map(to -> new StoreRounding(to, Rounding.Directed.NEAREST)));
    Arrays.setAll(phases, phase -> new Counts());
  }

  /** The figures of a phase over all replicates, added in their order. */
  static PhaseFigures figures(List<StorageStatistics> replicates, int phase) {
    Counts sum = new Counts();
    for (StorageStatistics replicate : replicates) {
      Counts one = replicate.phases[phase];
      sum.stores += one.stores;
      sum.unchanged += one.unchanged;
      sum.overflows += one.overflows;
      sum.underflows += one.underflows;
      sum.updates += one.updates;
      sum.distanceSquared += one.distanceSquared;
      sum.x.add(one.x);
      sum.y.add(one.y);
    }
    return new PhaseFigures(
        sum.updates,
        (double) sum.unchanged / sum.stores,
        sum.overflows,
        sum.underflows,
        sum.x.updateInUlps(),
        sum.y.updateInUlps(),
        DriftSummary.bits(sum.distanceSquared / sum.updates));
  }

  /** Keeps the iterate before an update. */
  void before(Trajectory run) {
    beforeX = copied(run.x(), beforeX);
    beforeY = copied(run.y(), beforeY);
  }

  private static double[] copied(double[] from, double[] space) {
    double[] to = space.length == 0 ? new double[from.length] : space;
    System.arraycopy(from, 0, to, 0, to.length);
    return to;
  }

  /**
   * Counts the stores of the last update.
   *
   * @param distance its squared relative distance from the reference run
   */
  void after(int phase, Trajectory run, double distance) {
    Counts sums = phases[phase];
    sums.updates++;
    sums.distanceSquared += distance;
    count(sums, sums.x, beforeX, run.computedX(), run.x());
    count(sums, sums.y, beforeY, run.computedY(), run.y());
  }

  /** Counts one factor's stores. The numbers before the update are replaced by their spacings. */
  private void count(
      Counts sums, Squares squares, double[] before, double[] computed, double[] after) {
    sums.stores += before.length;
    for (int n = 0; n < before.length; n++) {
      if (after[n] == before[n]) {
        sums.unchanged++;
      }
      if (format.isPresent()) {
        double size = Math.abs(after[n]);
        double largest = format.get().largest();
        if (Double.isFinite(before[n])
            && (!Double.isFinite(size) || (size == largest && Math.abs(computed[n]) > size))) {
          sums.overflows++;
        } else if (computed[n] != 0 && size < format.get().smallestNormal()) {
          sums.underflows++;
        }
      }
    }
    if (store.isPresent()) {
      squares.updates += ArrayProblem.squares(computed, before);
      store.get().spacings(before, before);
      squares.spacings += Entries.normSquared(before);
    }
  }
}
