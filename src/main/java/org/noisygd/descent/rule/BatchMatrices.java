// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.rule;

/**
 * Matrices of which every entry is an array with a lane for each replicate, and the few products
 * that the rules need: in each lane the operations of {@code Matrix}, in its order, each rounded
 * once. The loops over lanes are the inner ones, so that C2 makes vectors of them.
 */
public final class BatchMatrices {
  private BatchMatrices() {}

  /**
   * out_ik = sum over j of a_ij b_jk, in ascending j from the first product.
   *
   * @param rows of out
   * @param terms of each sum
   * @param columns of out
   * @param rowStep from a_ij to a_(i+1)j in a
   * @param step from a_ij to a_i(j+1) in a
   */
  public static void multiply(
      double[][] out,
      double[][] a,
      double[][] b,
      int rows,
      int terms,
      int columns,
      int rowStep,
      int step) {
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < columns; k++) {
        double[] sum = out[i * columns + k];
        product(sum, a[i * rowStep], b[k]);
        for (int j = 1; j < terms; j++) {
          addProduct(sum, a[i * rowStep + j * step], b[j * columns + k]);
        }
      }
    }
  }

  /** out_ij = sum over k of x_ik y_jk. */
  public static void multiplyTransposed(
      double[][] out, double[][] x, double[][] y, int rows, int terms, int columns) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double[] sum = out[i * columns + j];
        product(sum, x[i * terms], y[j * terms]);
        for (int k = 1; k < terms; k++) {
          addProduct(sum, x[i * terms + k], y[j * terms + k]);
        }
      }
    }
  }

  /** out_ab = sum over i of x_ia x_ib. */
  public static void gram(double[][] out, double[][] x, int rows, int columns) {
    for (int a = 0; a < columns; a++) {
      for (int b = 0; b < columns; b++) {
        double[] sum = out[a * columns + b];
        product(sum, x[a], x[b]);
        for (int i = 1; i < rows; i++) {
          addProduct(sum, x[i * columns + a], x[i * columns + b]);
        }
      }
    }
  }

  /** An array for each of the entries. */
  public static double[][] zeros(int entries, int lanes) {
    return new double[entries][lanes];
  }

  private static void product(double[] out, double[] a, double[] b) {
    for (int l = 0; l < out.length; l++) {
      out[l] = a[l] * b[l];
    }
  }

  private static void addProduct(double[] sum, double[] a, double[] b) {
    for (int l = 0; l < sum.length; l++) {
      sum[l] += a[l] * b[l];
    }
  }

  /** out = a + b. */
  public static void add(double[][] out, double[][] a, double[][] b) {
    for (int e = 0; e < out.length; e++) {
      add(out[e], a[e], b[e]);
    }
  }

  private static void add(double[] out, double[] a, double[] b) {
    for (int l = 0; l < out.length; l++) {
      out[l] = a[l] + b[l];
    }
  }

  /** out = a - b. */
  public static void subtract(double[][] out, double[][] a, double[][] b) {
    for (int e = 0; e < out.length; e++) {
      subtract(out[e], a[e], b[e]);
    }
  }

  private static void subtract(double[] out, double[] a, double[] b) {
    for (int l = 0; l < out.length; l++) {
      out[l] = a[l] - b[l];
    }
  }

  /** out_e -= m_e, one number for all lanes. */
  public static void subtract(double[][] out, double[] m) {
    for (int e = 0; e < out.length; e++) {
      double[] entry = out[e];
      double number = m[e];
      for (int l = 0; l < entry.length; l++) {
        entry[l] -= number;
      }
    }
  }

  /** out_e -= m_e + noise_e. */
  public static void subtractSum(double[][] out, double[] m, double[][] noise) {
    for (int e = 0; e < out.length; e++) {
      double[] entry = out[e];
      double[] added = noise[e];
      double number = m[e];
      for (int l = 0; l < entry.length; l++) {
        entry[l] -= number + added[l];
      }
    }
  }

  /** out_e = (scale counts_e) out_e. */
  public static void weigh(double[][] out, double scale, double[][] counts) {
    for (int e = 0; e < out.length; e++) {
      double[] entry = out[e];
      double[] count = counts[e];
      for (int l = 0; l < entry.length; l++) {
        entry[l] = scale * count[l] * entry[l];
      }
    }
  }

  /** out += factor a. */
  public static void addScaled(double[][] out, double factor, double[][] a) {
    for (int e = 0; e < out.length; e++) {
      addScaled(out[e], factor, a[e]);
    }
  }

  private static void addScaled(double[] out, double factor, double[] a) {
    for (int l = 0; l < out.length; l++) {
      out[l] += factor * a[l];
    }
  }

  /** out -= factor a. */
  public static void subtractScaled(double[][] out, double factor, double[][] a) {
    for (int e = 0; e < out.length; e++) {
      subtractScaled(out[e], factor, a[e]);
    }
  }

  private static void subtractScaled(double[] out, double factor, double[] a) {
    for (int l = 0; l < out.length; l++) {
      out[l] -= factor * a[l];
    }
  }

  /** sum = the sum of squares, lane by lane, in ascending order from the first. */
  public static double[] normSquared(double[][] a) {
    double[] sum = new double[a[0].length];
    product(sum, a[0], a[0]);
    for (int e = 1; e < a.length; e++) {
      addProduct(sum, a[e], a[e]);
    }
    return sum;
  }
}
