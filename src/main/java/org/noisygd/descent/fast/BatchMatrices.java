// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import java.util.Arrays;

/**
 * Matrices in which every entry, row by row, is an array with one lane per replicate, and the
 * operations of the portable kernels on them: in each lane the operations of {@code Matrix}, in its
 * order, each rounded once.
 */
public final class BatchMatrices {
  private BatchMatrices() {}

  /** Writes the entries of one lane. */
  public static void put(double[][] entries, int lane, double[] flat) {
    for (int e = 0; e < entries.length; e++) {
      entries[e][lane] = flat[e];
    }
  }

  /** Reads the entries of one lane. */
  public static void get(double[][] entries, int lane, double[] flat) {
    for (int e = 0; e < entries.length; e++) {
      flat[e] = entries[e][lane];
    }
  }

  /** Sets out = A B, B of {@code columns} columns; sums ascend from the first product. */
  public static void times(double[][] out, double[][] a, double[][] b, int columns) {
    int terms = b.length / columns;
    for (int i = 0; i < out.length / columns; i++) {
      for (int k = 0; k < columns; k++) {
        BatchLoops.products(out[i * columns + k], a, i * terms, 1, b, k, columns, terms);
      }
    }
  }

  /** Sets out = A^T B, with sums in the same order. */
  public static void transposedTimes(double[][] out, double[][] a, double[][] b, int columns) {
    int terms = b.length / columns;
    int rows = out.length / columns;
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < columns; k++) {
        BatchLoops.products(out[i * columns + k], a, i, rows, b, k, columns, terms);
      }
    }
  }

  /** Sets out = X Y^T, both of r columns; sums in the same order. */
  public static void timesTransposed(double[][] out, double[][] x, double[][] y, int r) {
    int columns = y.length / r;
    for (int i = 0; i < out.length / columns; i++) {
      for (int j = 0; j < columns; j++) {
        BatchLoops.products(out[i * columns + j], x, i * r, 1, y, j * r, 1, r);
      }
    }
  }

  /** Sets out = X Y^T - M. */
  public static void residual(double[][] out, double[][] x, double[][] y, double[][] m) {
    timesTransposed(out, x, y, x.length / m.length);
    for (int i = 0; i < m.length; i++) {
      for (int j = 0; j < m[i].length; j++) {
        BatchLoops.subtract(out[i * m[i].length + j], m[i][j]);
      }
    }
  }

  /**
   * Sets gx = R Y and gy = R^T X, with R = X Y^T - M.
   *
   * @param residual space for R, not used if X and Y have one column
   */
  public static void gradient(
      double[][] gx, double[][] gy, double[][] x, double[][] y, double[][] m, double[][] residual) {
    int r = x.length / m.length;
    if (r == 1) {
      gradientOfRankOne(gx, gy, x, y, m);
    } else {
      residual(residual, x, y, m);
      times(gx, residual, y, r);
      transposedTimes(gy, residual, x, r);
    }
  }

  /** Sets gx = R y and gy = R^T x, entry by entry, with r = 1 and R = x y^T - M. */
  private static void gradientOfRankOne(
      double[][] gx, double[][] gy, double[][] x, double[][] y, double[][] m) {
    clear(gx);
    clear(gy);
    for (int i = 0; i < m.length; i++) {
      for (int j = 0; j < m[i].length; j++) {
        BatchLoops.addResidual(gx[i], gy[j], x[i], y[j], m[i][j]);
      }
    }
  }

  private static void clear(double[][] entries) {
    for (double[] entry : entries) {
      Arrays.fill(entry, BatchLoops.NOTHING);
    }
  }

  /**
   * Sets out_pq to the sum over i of x_ip x_iq, r x r. Half of the entries are computed: out_pq and
   * out_qp sum equal products in the same order.
   */
  public static void gram(double[][] out, double[][] x, int r) {
    for (int p = 0; p < r; p++) {
      for (int q = 0; q <= p; q++) {
        double[] sum = out[p * r + q];
        BatchLoops.products(sum, x, p, r, x, q, r, x.length / r);
        if (q < p) {
          System.arraycopy(sum, 0, out[q * r + p], 0, sum.length);
        }
      }
    }
  }

  /** Sets out = a + b. */
  public static void add(double[][] out, double[][] a, double[][] b) {
    for (int e = 0; e < out.length; e++) {
      BatchLoops.add(out[e], a[e], b[e]);
    }
  }

  /** Sets out = out - c a. */
  public static void subtractScaled(double[][] out, double c, double[][] a) {
    for (int e = 0; e < out.length; e++) {
      BatchLoops.subtractScaled(out[e], c, a[e]);
    }
  }
}
