// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.coupled;

import org.noisygd.descent.experiment.Experiment;
import org.noisygd.number.matrix.Entries;

/**
 * M and the shapes in plain arrays, for measurements in binary64 along runs. The rounding of
 * measurements (a few units of 2^-53) does not affect the runs. Factors are stored row by row.
 */
public final class ArrayProblem {
  /** The rows of X. */
  public final int d1;

  /** The rows of Y. */
  public final int d2;

  /** The columns of X and of Y. */
  public final int r;

  /** The matrix M, row by row; read-only. */
  public final double[] m;

  /** gamma^2, with gamma the ratio of norms towards which the noise balances. */
  public final double gammaSquared;

  /** The problem of a setting. */
  public ArrayProblem(Experiment setting) {
    this.d1 = setting.d1();
    this.d2 = setting.d2();
    this.r = setting.r();
    this.gammaSquared = setting.noiseGamma() * setting.noiseGamma();
    this.m = setting.target().roundToRows();
  }

  /**
   * The loss ||X Y^T - M||^2 / 2. Residuals are summed row by row; each sum of products begins with
   * the first one.
   */
  public double loss(double[] x, double[] y) {
    double squares = 0;
    for (int i = 0; i < d1; i++) {
      for (int j = 0; j < d2; j++) {
        double sum = x[i * r] * y[j * r];
        for (int k = 1; k < r; k++) {
          sum += x[i * r + k] * y[j * r + k];
        }
        double residual = sum - m[i * d2 + j];
        squares += residual * residual;
      }
    }
    return squares / 2;
  }

  /** ||X||^2 - gamma^2 ||Y||^2. */
  public double imbalance(double[] x, double[] y) {
    return Entries.normSquared(x) - gammaSquared * Entries.normSquared(y);
  }

  /** ||this - that||^2 of two iterates, relative to ||that||^2. */
  public static double distanceSquared(double[] x, double[] y, double[] ofX, double[] ofY) {
    return (squares(x, ofX) + squares(y, ofY))
        / (Entries.normSquared(ofX) + Entries.normSquared(ofY));
  }

  /** The sum of squares of a - b. */
  public static double squares(double[] a, double[] b) {
    double sum = 0;
    for (int n = 0; n < a.length; n++) {
      sum += (a[n] - b[n]) * (a[n] - b[n]);
    }
    return sum;
  }
}
