// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.Arrays;
import org.apache.commons.math3.special.Erf;

/**
 * Counts in cells of equal probability, as a tree of halves: given how many numbers a node holds,
 * those in its left half are the heads of so many fair coins, independent of all other nodes. So
 * the sum of 4 (left - N/2)^2 / N has Chernoff bounds of a chi-square ({@link #tooUneven}), and the
 * chances of a left half so near to N/2 can be combined by Fisher ({@link #tooEven}). Exact for any
 * counts; nothing is asymptotic.
 */
final class CellTree {
  private static final double SQRT_HALF = StrictMath.sqrt(0.5);

  /** Cuts lie within this factor of the true quantiles. */
  private static final double CUTS = 1e-14;

  private double nodes;
  private double near;
  private double squares;

  /** The quantiles j / 2^depth of the normal law, j from 1 to 2^depth - 1. */
  static double[] cuts(int depth) {
    double[] cuts = new double[(1 << depth) - 1];
    for (int j = 0; j < cuts.length; j++) {
      double p = (j + 1.0) / (1 << depth);
      double t = p == 0.5 ? 0 : -StrictMath.sqrt(2) * Erf.erfInv(1 - 2 * p);
      for (int newton = 0; newton < 3 && p != 0.5; newton++) {
        double density = StrictMath.exp(-t * t / 2) / StrictMath.sqrt(2 * Math.PI);
        t -= (0.5 * Erf.erfc(-t * SQRT_HALF) - p) / density;
      }
      cuts[j] = t;
    }
    return cuts;
  }

  /**
   * Counts of numbers between cuts.
   *
   * <p>{@code open[j]} counts those so near to cut j - 1 that rounding may have carried them
   * across.
   */
  static final class Counts {
    private final double[] cuts;
    private final double width;
    private final int[] in;
    private final int[] open;

    Counts(double[] cuts, double slack) {
      this.cuts = cuts;
      this.width = StrictMath.expm1(slack) + CUTS;
      in = new int[cuts.length + 1];
      open = new int[cuts.length + 2];
    }

    void add(double v) {
      int found = Arrays.binarySearch(cuts, v);
      int cell = found >= 0 ? found + 1 : -found - 1;
      in[cell]++;
      if (cell > 0 && v - cuts[cell - 1] <= width * Math.abs(v)) {
        open[cell]++;
      } else if (cell < cuts.length && cuts[cell] - v <= width * Math.abs(v)) {
        open[cell + 1]++;
      }
    }
  }

  /** Adds the nodes of a tree. */
  void add(Counts counts) {
    split(counts, 0, counts.in.length);
  }

  private int split(Counts c, int from, int to) {
    if (to - from == 1) {
      return c.in[from];
    }
    int middle = (from + to) / 2;
    int left = split(c, from, middle);
    int all = left + split(c, middle, to);
    int outer = c.open[from] + c.open[to];
    // A number carried across an outer cut changes left - N/2 by a half, across the middle by one.
    add(left, all, c.open[middle] + outer / 2.0, outer);
    return all;
  }

  /**
   * A node.
   *
   * @param moved by how much rounding may have changed left - all/2
   * @param outer by how much it may have changed all
   */
  private void add(int left, int all, double moved, int outer) {
    double off = Math.abs(left - all / 2.0);
    nodes++;
    near += LawTail.nearHalf(all - outer, off + moved);
    double surely = Math.max(0, off - moved);
    squares += surely > 0 ? 4 * surely * surely / (all + outer) : 0;
  }

  /** Evidence that counts are nearer to their expectation than chance allows. */
  double tooEven() {
    return LawTail.fisher(nodes, near);
  }

  /** Evidence that they are farther from it. */
  double tooUneven() {
    return nodes > 0 ? LawTail.chiSquareAbove(nodes, squares / nodes) : 0;
  }

  /** How far the counts are from their expectation, over what chance gives, squared. */
  double ratio() {
    return squares / nodes;
  }
}
