// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import java.util.Arrays;

/**
 * Matrices of which every entry is an array with a lane for each replicate, entries row by row, and
 * what the portable kernels and the update rules compute of them: in each lane the operations of
 * {@code Matrix}, in its order, each rounded once.
 */
public final class BatchMatrices {
  private BatchMatrices() {}

  /** Zeros of so many entries. */
  public static double[][] zeros(int entries, int lanes) {
    return new double[entries][lanes];
  }

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

  /**
   * out_ik = sum over t &lt; terms of a_it b_kt, in ascending order from the first product.
   *
   * @param out rows x columns
   * @param aRow from a_it to a_(i+1)t in a
   * @param aStep from a_it to a_i(t+1) in a
   * @param bRow from b_kt to b_(k+1)t in b
   * @param bStep from b_kt to b_k(t+1) in b
   */
  public static void multiply(
      double[][] out,
      int columns,
      int terms,
      double[][] a,
      int aRow,
      int aStep,
      double[][] b,
      int bRow,
      int bStep) {
    for (int i = 0; i < out.length / columns; i++) {
      for (int k = 0; k < columns; k++) {
        double[] sum = out[i * columns + k];
        BatchLoops.products(sum, a, i * aRow, aStep, b, k * bRow, bStep, terms);
      }
    }
  }

  /** out_ij = (sum over k of x_ik y_jk) - m_ij. */
  public static void residual(double[][] out, double[][] x, double[][] y, double[][] m) {
    int r = x.length / m.length;
    for (int i = 0; i < m.length; i++) {
      for (int j = 0; j < m[i].length; j++) {
        double[] entry = out[i * m[i].length + j];
        BatchLoops.products(entry, x, i * r, 1, y, j * r, 1, r);
        BatchLoops.subtract(entry, m[i][j]);
      }
    }
  }

  /** With r = 1 and R = x y^T - M, entry by entry: gx = R y and gy = R^T x. */
  public static void gradientOfRankOne(
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
   * out_pq = sum over i of x_ip x_iq, r x r. Half is computed: out_pq and out_qp are sums of equal
   * products in the same order.
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

  /** The sum of squares of each lane, in ascending order. */
  public static double[] normSquared(double[][] a) {
    double[] sum = new double[a[0].length];
    BatchLoops.products(sum, a, 0, 1, a, 0, 1, a.length);
    return sum;
  }

  /** ||X Y^T - M||^2 / 2 of each lane. */
  public static double[] loss(double[][] x, double[][] y, double[][] m) {
    int r = x.length / m.length;
    double[] sum = new double[x[0].length];
    double[] residual = new double[sum.length];
    for (int i = 0; i < m.length; i++) {
      for (int j = 0; j < m[i].length; j++) {
        BatchLoops.products(residual, x, i * r, 1, y, j * r, 1, r);
        BatchLoops.subtract(residual, m[i][j]);
        BatchLoops.addProduct(sum, residual, residual);
      }
    }
    BatchLoops.scale(sum, 0.5);
    return sum;
  }

  /** out = a + b. */
  public static void add(double[][] out, double[][] a, double[][] b) {
    for (int e = 0; e < out.length; e++) {
      BatchLoops.add(out[e], a[e], b[e]);
    }
  }

  /** out = a - b. */
  public static void subtract(double[][] out, double[][] a, double[][] b) {
    for (int e = 0; e < out.length; e++) {
      BatchLoops.subtract(out[e], a[e], b[e]);
    }
  }

  /** out = out + c a. */
  public static void addScaled(double[][] out, double c, double[][] a) {
    for (int e = 0; e < out.length; e++) {
      BatchLoops.addScaled(out[e], c, a[e]);
    }
  }

  /** out = out - c a. */
  public static void subtractScaled(double[][] out, double c, double[][] a) {
    for (int e = 0; e < out.length; e++) {
      BatchLoops.subtractScaled(out[e], c, a[e]);
    }
  }

  /** out = c out. */
  public static void scale(double[][] out, double c) {
    for (double[] entry : out) {
      BatchLoops.scale(entry, c);
    }
  }
}
