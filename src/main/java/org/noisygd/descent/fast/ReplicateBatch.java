// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import org.noisygd.number.Require;

/**
 * The iterates of several replicates of one problem as a structure of arrays: one array per entry,
 * one lane per replicate.
 *
 * <pre>
 *   x()[part][i r + k][lane],  0 &lt;= i &lt; d1;   y()[part][j r + k][lane],  0 &lt;= j &lt; d2;   0 &lt;= k &lt; r
 * </pre>
 *
 * <p>Part 0 is the binary64 entry; double-double has a part 1, the low one. Arrays are padded to a
 * multiple of {@link #LANE_GROUP} lanes. The lanes after the last replicate are unused: kernels may
 * leave any values in them. The arrays are shared, not copied, since kernels work in them; so a
 * batch is for one thread at a time.
 */
public final class ReplicateBatch {
  /** The padding unit of lanes: the number of doubles in the widest vector, 512 bits. */
  public static final int LANE_GROUP = 8;

  private final int d1;
  private final int d2;
  private final int r;
  private final int size;
  private final double[][][] x;
  private final double[][][] y;

  /**
   * A batch of replicates, all zero.
   *
   * @param parts 1 for binary64, 2 for double-double
   * @param size the number of replicates, &gt;= 1
   */
  public ReplicateBatch(int d1, int d2, int r, int parts, int size) {
    this.d1 = Require.positive("d1", d1);
    this.d2 = Require.positive("d2", d2);
    this.r = Require.positive("r", r);
    Require.that(parts == 1 || parts == 2, "parts", "be 1 or 2", parts);
    this.size = Require.positive("size", size);
    int lanes = padded(size);
    this.x = new double[parts][d1 * r][lanes];
    this.y = new double[parts][d2 * r][lanes];
  }

  /** A number of lanes rounded up to a multiple of {@link #LANE_GROUP}. */
  public static int padded(int lanes) {
    return (lanes + LANE_GROUP - 1) / LANE_GROUP * LANE_GROUP;
  }

  /** Rows of X. */
  public int d1() {
    return d1;
  }

  /** Rows of Y. */
  public int d2() {
    return d2;
  }

  /** Columns of X and of Y. */
  public int r() {
    return r;
  }

  /** The parts of an entry: 1 for binary64, 2 for double-double. */
  public int parts() {
    return x.length;
  }

  /** The length of the arrays: the number of replicates, padded. */
  public int lanes() {
    return x[0][0].length;
  }

  /** The entries of X, part by part: the arrays themselves. */
  public double[][][] x() {
    return x;
  }

  /** The entries of Y, part by part: the arrays themselves. */
  public double[][][] y() {
    return y;
  }

  /** Sets one replicate's part of X and Y, each row by row. */
  public void put(int lane, int part, double[] flatX, double[] flatY) {
    Require.index("lane", lane, size);
    BatchMatrices.put(x[part], lane, flatX);
    BatchMatrices.put(y[part], lane, flatY);
  }

  /** Copies one replicate's part of X and Y, each row by row. */
  public void get(int lane, int part, double[] flatX, double[] flatY) {
    Require.index("lane", lane, size);
    BatchMatrices.get(x[part], lane, flatX);
    BatchMatrices.get(y[part], lane, flatY);
  }
}
