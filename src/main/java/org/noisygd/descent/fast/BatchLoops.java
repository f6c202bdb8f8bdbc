// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

/**
 * The loops over lanes of the portable kernels, short enough for C2 to turn each into vectors. All
 * arrays have the length of {@code out}.
 *
 * <p>A sum that has to start from its first product may run one loop over all terms from -0.0,
 * since -0.0 + p is p for every p, with its sign.
 */
final class BatchLoops {
  /** The neutral start of a sum, -0.0. */
  static final double NOTHING = -0.0;

  private BatchLoops() {}

  /** Sets out = a + b. */
  static void add(double[] out, double[] a, double[] b) {
    for (int l = 0; l < out.length; l++) {
      out[l] = a[l] + b[l];
    }
  }

  /** Sets out = a - b. */
  static void subtract(double[] out, double[] a, double[] b) {
    for (int l = 0; l < out.length; l++) {
      out[l] = a[l] - b[l];
    }
  }

  /** Sets out = -out. */
  static void negate(double[] out) {
    for (int l = 0; l < out.length; l++) {
      out[l] = -out[l];
    }
  }

  /** Sets out = c out. */
  static void scale(double[] out, double c) {
    for (int l = 0; l < out.length; l++) {
      out[l] = c * out[l];
    }
  }

  /** Sets out = out - c. */
  static void subtract(double[] out, double c) {
    for (int l = 0; l < out.length; l++) {
      out[l] = out[l] - c;
    }
  }

  /** Sets out = out + a b. */
  static void addProduct(double[] out, double[] a, double[] b) {
    for (int l = 0; l < out.length; l++) {
      out[l] = out[l] + a[l] * b[l];
    }
  }

  /** Sets out = out + c a. */
  static void addScaled(double[] out, double c, double[] a) {
    for (int l = 0; l < out.length; l++) {
      out[l] = out[l] + c * a[l];
    }
  }

  /** Sets out = out - c a. */
  static void subtractScaled(double[] out, double c, double[] a) {
    for (int l = 0; l < out.length; l++) {
      out[l] = out[l] - c * a[l];
    }
  }

  /** Sets out = a b. */
  static void product(double[] out, double[] a, double[] b) {
    for (int l = 0; l < out.length; l++) {
      out[l] = a[l] * b[l];
    }
  }

  /** Sums a[p + t pStep] b[q + t qStep] over t = 0..terms-1, ascending, in every lane. */
  static void products(
      double[] out, double[][] a, int p, int pStep, double[][] b, int q, int qStep, int terms) {
    product(out, a[p], b[q]);
    for (int t = 1; t < terms; t++) {
      addProduct(out, a[p + t * pStep], b[q + t * qStep]);
    }
  }

  /** Adds the sum of c[t] a[p + t pStep] over all t, ascending, in every lane. */
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

  /** Adds R y to gx and R x to gy, with R = x y - m in every lane. */
  static void addResidual(double[] gx, double[] gy, double[] x, double[] y, double m) {
    for (int l = 0; l < gx.length; l++) {
      double residual = x[l] * y[l] - m;
      gx[l] = gx[l] + residual * y[l];
      gy[l] = gy[l] + residual * x[l];
    }
  }
}
