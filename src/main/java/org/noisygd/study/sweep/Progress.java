// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import org.noisygd.number.Text;

/**
 * How far a sweep is, and how long it will still take: the predicted time of the cells that are not
 * finished, times what finished cells took over what was predicted for them, over the cells that
 * run at a time.
 *
 * <p>If every cell takes the same multiple of its prediction, the estimate is off by at most the
 * time of the longest cell: what unfinished cells have behind them is not known here, at most one
 * cell a worker, and at the end some workers wait for the last cell.
 */
public final class Progress {
  private final CostModel costs;
  private final int cells;
  private final int parallelism;
  private double predictedLeft;
  private double predictedDone;
  private double taken;
  private int done;

  /** Nothing is done yet. */
  Progress(CostModel costs, int cells, int parallelism) {
    this.costs = costs;
    this.cells = cells;
    this.parallelism = parallelism;
    this.predictedLeft = costs.total();
  }

  /** A cell is finished and took that long. */
  synchronized void finished(int cell, double seconds) {
    predictedLeft -= costs.of(cell);
    predictedDone += costs.of(cell);
    taken += seconds;
    done++;
  }

  /** The time left, in seconds. */
  public synchronized double left() {
    double ratio = done > 0 && predictedDone > 0 ? taken / predictedDone : 1;
    return done == cells ? 0 : Math.max(0, predictedLeft) * ratio / parallelism;
  }

  /** All of it in a line. */
  public synchronized String line() {
    return Text.format("%,d of %,d cells, about %s left", done, cells, duration(left()));
  }

  /** A time in words. */
  public static String duration(double seconds) {
    long rounded = Math.round(seconds);
    if (rounded < 60) {
      return rounded + " s";
    }
    long minutes = Math.round(seconds / 60);
    return minutes < 60
        ? minutes + " min"
        : minutes < 48 * 60
            ? Text.format("%d h %02d min", minutes / 60, minutes % 60)
            : Math.round(minutes / 1440.0) + " days";
  }
}
