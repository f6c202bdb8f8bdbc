// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.update;

import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;

/**
 * {@link PerturbedUpdate} in binary64 on plain arrays, for long runs: the same operations in the
 * same order, so the same bits (tested against it in {@code DoubleUpdateTest}), some fifty times
 * faster. Factors are flat arrays, row by row. Holds its working space: not for use by several
 * threads at once.
 */
public final class DoubleUpdate {
  private final int d1;
  private final int d2;
  private final int r;
  private final double[] m;
  private final double etaX;
  private final double etaY;
  private final UpdateForm form;
  private final double[] xt;
  private final double[] yt;
  private final double[] gx;
  private final double[] gy;
  private final double[] residual;
  private final double[] gram;

  /** The update of factors with r columns. */
  public DoubleUpdate(PerturbedUpdate<Double> update, int r) {
    this(
        update.target().rows(),
        update.target().columns(),
        r,
        rowByRow(update.target()),
        update.steps().etaX(),
        update.steps().etaY(),
        update.form());
  }

  /** The same of numbers and arrays alone, for {@code src/jbmc}; m, row by row, is kept. */
  DoubleUpdate(int d1, int d2, int r, double[] m, double etaX, double etaY, UpdateForm form) {
    Require.positive("r", r);
    this.d1 = d1;
    this.d2 = d2;
    this.r = r;
    this.m = m;
    this.etaX = etaX;
    this.etaY = etaY;
    this.form = form;
    this.xt = new double[d1 * r];
    this.yt = new double[d2 * r];
    this.gx = new double[d1 * r];
    this.gy = new double[d2 * r];
    this.residual = new double[d1 * d2];
    this.gram = new double[r * r];
  }

  private static double[] rowByRow(Matrix<Double> matrix) {
    double[] m = new double[matrix.rows() * matrix.columns()];
    for (int n = 0; n < m.length; n++) {
      m[n] = matrix.get(n / matrix.columns(), n % matrix.columns());
    }
    return m;
  }

  /**
   * Replaces x and y by the iterate after one update with the given perturbations.
   *
   * @throws IllegalArgumentException if an array has the wrong length
   */
  public void apply(double[] x, double[] y, double[] noiseX, double[] noiseY) {
    requireLength("x", x, d1);
    requireLength("y", y, d2);
    requireLength("noiseX", noiseX, d1);
    requireLength("noiseY", noiseY, d2);
    for (int n = 0; n < x.length; n++) {
      xt[n] = x[n] + noiseX[n];
    }
    for (int n = 0; n < y.length; n++) {
      yt[n] = y[n] + noiseY[n];
    }
    if (form == UpdateForm.RESIDUAL) {
      formResidual();
      multiplyResidual(gx, yt, d1, d2, d2, 1);
      multiplyResidual(gy, xt, d2, d1, 1, d2);
    } else {
      gramForm(gx, xt, yt, d1, d2, d2, 1);
      gramForm(gy, yt, xt, d2, d1, 1, d2);
    }
    descend(x, etaX, gx);
    descend(y, etaY, gy);
  }

  private void requireLength(String name, double[] values, int rows) {
    Require.that(
        values.length == rows * r, name, "have " + rows + " x " + r + " entries", values.length);
  }

  private void formResidual() {
    for (int i = 0; i < d1; i++) {
      for (int j = 0; j < d2; j++) {
        double sum = xt[i * r] * yt[j * r];
        for (int k = 1; k < r; k++) {
          sum += xt[i * r + k] * yt[j * r + k];
        }
        residual[i * d2 + j] = sum - m[i * d2 + j];
      }
    }
  }

  /** g_ik = sum over j of A_ij w_jk, where A_ij is the residual at i rowStride + j columnStride. */
  private void multiplyResidual(
      double[] g, double[] w, int rows, int terms, int rowStride, int columnStride) {
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < r; k++) {
        double sum = residual[i * rowStride] * w[k];
        for (int j = 1; j < terms; j++) {
          sum += residual[i * rowStride + j * columnStride] * w[j * r + k];
        }
        g[i * r + k] = sum;
      }
    }
  }

  /** g = own (other^T other) - A other, where A_ij is M at i rowStride + j columnStride. */
  private void gramForm(
      double[] g,
      double[] own,
      double[] other,
      int rows,
      int terms,
      int rowStride,
      int columnStride) {
    for (int a = 0; a < r; a++) {
      for (int b = 0; b < r; b++) {
        double sum = other[a] * other[b];
        for (int j = 1; j < terms; j++) {
          sum += other[j * r + a] * other[j * r + b];
        }
        gram[a * r + b] = sum;
      }
    }
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < r; k++) {
        double cubic = own[i * r] * gram[k];
        for (int a = 1; a < r; a++) {
          cubic += own[i * r + a] * gram[a * r + k];
        }
        double linear = m[i * rowStride] * other[k];
        for (int j = 1; j < terms; j++) {
          linear += m[i * rowStride + j * columnStride] * other[j * r + k];
        }
        g[i * r + k] = cubic - linear;
      }
    }
  }

  private static void descend(double[] iterate, double eta, double[] g) {
    for (int n = 0; n < iterate.length; n++) {
      iterate[n] = iterate[n] - eta * g[n];
    }
  }
}
