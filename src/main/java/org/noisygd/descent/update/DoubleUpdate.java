// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.update;

import java.util.Arrays;
import org.noisygd.number.Require;

/**
 * {@link PerturbedUpdate} in binary64 and residual form on plain arrays, for long runs: the same
 * operations in the same order, so the same bits ({@code DoubleUpdateTest}), some fifty times
 * faster. Factors are flat arrays, row by row. {@link Stages} may change intermediate results. Not
 * thread-safe, since it has working space.
 */
public final class DoubleUpdate {
  /** Operations in place on the intermediate results of an update, such as rounding. */
  public interface Stages {
    /** No operation. */
    Stages NONE = new Stages() {};

    /** Xt = X + Z1 and Yt = Y + Z2. */
    default void perturbed(double[] xt, double[] yt) {}

    /** R = Xt Yt^T - M. */
    default void residual(double[] residual) {}

    /** The gradients G of X and of Y. */
    default void gradient(double[] gx, double[] gy) {}
  }

  private final int d1;
  private final int d2;
  private final int r;
  private final double[] m;
  private final double etaX;
  private final double etaY;
  private final double[] xt;
  private final double[] yt;
  private final double[] gx;
  private final double[] gy;
  private final double[] residual;

  /** The update of factors with r columns. */
  public DoubleUpdate(PerturbedUpdate<Double> update, int r) {
    this(
        update.target().rows(),
        update.target().columns(),
        r,
        update.target().roundToRows(),
        update.steps().etaX(),
        update.steps().etaY());
    Require.that(update.form() == UpdateForm.RESIDUAL, "form", "be RESIDUAL", update.form());
  }

  /** The update from plain numbers and arrays; m, row by row, is not copied. */
  public DoubleUpdate(int d1, int d2, int r, double[] m, double etaX, double etaY) {
    Require.positive("r", r);
    this.d1 = d1;
    this.d2 = d2;
    this.r = r;
    this.m = m;
    this.etaX = etaX;
    this.etaY = etaY;
    this.xt = new double[d1 * r];
    this.yt = new double[d2 * r];
    this.gx = new double[d1 * r];
    this.gy = new double[d2 * r];
    this.residual = new double[d1 * d2];
  }

  /**
   * Replaces x and y by the iterate after one update with the given perturbations.
   *
   * @throws IllegalArgumentException if an array has the wrong length
   */
  public void apply(double[] x, double[] y, double[] noiseX, double[] noiseY) {
    apply(x, y, noiseX, noiseY, x, y, Stages.NONE);
  }

  /**
   * Writes the iterate after one update from (x, y) with the given perturbations to (nextX, nextY),
   * which may be the same arrays.
   *
   * @throws IllegalArgumentException if an array has the wrong length
   */
  public void apply(
      double[] x,
      double[] y,
      double[] noiseX,
      double[] noiseY,
      double[] nextX,
      double[] nextY,
      Stages stages) {
    Require.entries("x", x, d1, r);
    Require.entries("y", y, d2, r);
    Require.entries("noiseX", noiseX, d1, r);
    Require.entries("noiseY", noiseY, d2, r);
    Require.entries("nextX", nextX, d1, r);
    Require.entries("nextY", nextY, d2, r);
    for (int n = 0; n < x.length; n++) {
      xt[n] = x[n] + noiseX[n];
    }
    for (int n = 0; n < y.length; n++) {
      yt[n] = y[n] + noiseY[n];
    }
    stages.perturbed(xt, yt);
    formResidual();
    stages.residual(residual);
    multiplyResidual(gx, yt, d1, d2, d2, 1);
    multiplyResidual(gy, xt, d2, d1, 1, d2);
    stages.gradient(gx, gy);
    scale(gx, etaX);
    scale(gy, etaY);
    descend(nextX, x, gx);
    descend(nextY, y, gy);
  }

  /**
   * The iterate after one update from (x, y), as variables: X row by row, then Y row by row.
   *
   * @param noise the perturbations in the same order
   * @throws IllegalArgumentException if an array has the wrong length
   */
  public double[] image(double[] x, double[] y, double[] noise) {
    double[] nextX = new double[x.length];
    double[] nextY = new double[y.length];
    double[] noiseX = Arrays.copyOf(noise, x.length);
    double[] noiseY = Arrays.copyOfRange(noise, x.length, noise.length);
    apply(x, y, noiseX, noiseY, nextX, nextY, Stages.NONE);
    double[] next = Arrays.copyOf(nextX, noise.length);
    System.arraycopy(nextY, 0, next, x.length, y.length);
    return next;
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

  /** Sets g_ik to the sum over j of A_ij w_jk, A_ij at i rowStride + j columnStride. */
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

  private static void scale(double[] g, double eta) {
    for (int n = 0; n < g.length; n++) {
      g[n] = eta * g[n];
    }
  }

  private static void descend(double[] next, double[] iterate, double[] step) {
    for (int n = 0; n < step.length; n++) {
      next[n] = iterate[n] - step[n];
    }
  }
}
