// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

/**
 * The loops over lanes of the portable kernels, short enough for C2 to turn each into vectors. All
 * arrays have the length of {@code out}.
 *
 * <p>A sum that is to start from its first product starts from -0.0 here: -0.0 + p is p for every
 * p, with its sign.
 */
public final class BatchLoops {
  /** What adding leaves as it is. */
  public static final double NOTHING = -0.0;

  private BatchLoops() {}

  /** out = a + b. */
  static void add(double[] out, double[] a, double[] b) {
    for (int l = 0; l < out.length; l++) {
      out[l] = a[l] + b[l];
    }
  }

  /** out = a - b. */
  static void subtract(double[] out, double[] a, double[] b) {
    for (int l = 0; l < out.length; l++) {
      out[l] = a[l] - b[l];
    }
  }

  /** out = -out. */
  static void negate(double[] out) {
    for (int l = 0; l < out.length; l++) {
      out[l] = -out[l];
    }
  }

  /** out = c out. */
  public static void scale(double[] out, double c) {
    for (int l = 0; l < out.length; l++) {
      out[l] = c * out[l];
    }
  }

  /** out = out - c. */
  public static void subtract(double[] out, double c) {
    for (int l = 0; l < out.length; l++) {
      out[l] = out[l] - c;
    }
  }

  /** out = out + a b. */
  public static void addProduct(double[] out, double[] a, double[] b) {
    for (int l = 0; l < out.length; l++) {
      out[l] = out[l] + a[l] * b[l];
    }
  }

  /** out = out + c a. */
  public static void addScaled(double[] out, double c, double[] a) {
    for (int l = 0; l < out.length; l++) {
      out[l] = out[l] + c * a[l];
    }
  }

  /** out = out - c a. */
  static void subtractScaled(double[] out, double c, double[] a) {
    for (int l = 0; l < out.length; l++) {
      out[l] = out[l] - c * a[l];
    }
  }

  /**
   * out = out + sum of a[p + t pStep] b[q + t qStep] over t = 0..terms-1, ascending, in every lane.
   */
  public static void addProducts(
      double[] out, double[][] a, int p, int pStep, double[][] b, int q, int qStep, int terms) {
    int t = 0;
    for (; t + 3 < terms; t += 4) {
      int n = p + t * pStep;
      int o = q + t * qStep;
      addFourProducts(
          out,
          a[n],
          b[o],
          a[n + pStep],
          b[o + qStep],
          a[n + 2 * pStep],
          b[o + 2 * qStep],
          a[n + 3 * pStep],
          b[o + 3 * qStep]);
    }
    for (; t < terms; t++) {
      addProduct(out, a[p + t * pStep], b[q + t * qStep]);
    }
  }

  private static void addFourProducts(
      double[] out,
      double[] a0,
      double[] b0,
      double[] a1,
      double[] b1,
      double[] a2,
      double[] b2,
      double[] a3,
      double[] b3) {
    for (int l = 0; l < out.length; l++) {
      out[l] = (((out[l] + a0[l] * b0[l]) + a1[l] * b1[l]) + a2[l] * b2[l]) + a3[l] * b3[l];
    }
  }

  /** out = out + sum of c[t] a[p + t pStep] over all t, ascending, in every lane. */
  static void addScaledSum(double[] out, double[] c, double[][] a, int p, int pStep) {
    int t = 0;
    for (; t + 4 < c.length; t += 5) {
      int n = p + t * pStep;
      addFiveScaled(
          out, c, t, a[n], a[n + pStep], a[n + 2 * pStep], a[n + 3 * pStep], a[n + 4 * pStep]);
    }
    for (; t < c.length; t++) {
      addScaled(out, c[t], a[p + t * pStep]);
    }
  }

  private static void addFiveScaled(
      double[] out,
      double[] c,
      int t,
      double[] a0,
      double[] a1,
      double[] a2,
      double[] a3,
      double[] a4) {
    double c0 = c[t];
    double c1 = c[t + 1];
    double c2 = c[t + 2];
    double c3 = c[t + 3];
    double c4 = c[t + 4];
    for (int l = 0; l < out.length; l++) {
      out[l] = ((((out[l] + c0 * a0[l]) + c1 * a1[l]) + c2 * a2[l]) + c3 * a3[l]) + c4 * a4[l];
    }
  }

  /** With R = x y - m in every lane: gx = gx + R y and gy = gy + R x. */
  static void addResidual(double[] gx, double[] gy, double[] x, double[] y, double m) {
    for (int l = 0; l < gx.length; l++) {
      double residual = x[l] * y[l] - m;
      gx[l] = gx[l] + residual * y[l];
      gy[l] = gy[l] + residual * x[l];
    }
  }
}
