// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.rule;

import org.noisygd.number.matrix.Entries;
import org.noisygd.number.matrix.Matrix;

/**
 * What is seen of one iterate in binary64, with F = 1/2 ||X Y^T - M||^2 and H its Hessian there.
 *
 * @param ratio ||X|| / ||Y||
 * @param loss F
 * @param traceOfHessian tr H = d2 ||X||^2 + d1 ||Y||^2, whatever the residual
 * @param sharpness the largest eigenvalue of H as {@link #ITERATIONS} power iterations from a fixed
 *     vector find it: a Rayleigh quotient, so never above the true one but for rounding
 */
public record EndPoint(double ratio, double loss, double traceOfHessian, double sharpness) {
  /** Enough to bring an error of the vector down by e^-20 where eigenvalues differ by a tenth. */
  static final int ITERATIONS = 200;

  /** Of the factors of r columns, row by row. */
  public static EndPoint of(Matrix<Double> target, int r, double[] x, double[] y) {
    int d1 = target.rows();
    int d2 = target.columns();
    double squaredX = Entries.normSquared(x);
    double squaredY = Entries.normSquared(y);
    double[] residual = new double[d1 * d2];
    double loss = 0;
    for (int i = 0; i < d1; i++) {
      for (int j = 0; j < d2; j++) {
        double entry = row(x, i, y, j, r) - target.get(i, j);
        residual[i * d2 + j] = entry;
        loss += entry * entry;
      }
    }
    return new EndPoint(
        Math.sqrt(squaredX / squaredY),
        loss / 2,
        d2 * squaredX + d1 * squaredY,
        largest(residual, r, x, y, d1, d2));
  }

  private static double row(double[] x, int i, double[] y, int j, int r) {
    double sum = 0;
    for (int k = 0; k < r; k++) {
      sum += x[i * r + k] * y[j * r + k];
    }
    return sum;
  }

  private static double largest(double[] residual, int r, double[] x, double[] y, int d1, int d2) {
    // A start near the steepest direction, (Y-like, X-like), and not orthogonal to the others.
    double[] vx = new double[x.length];
    double[] vy = new double[y.length];
    for (int e = 0; e < vx.length; e++) {
      vx[e] = x[e] + 0.01 * (1 + e % 3);
    }
    for (int e = 0; e < vy.length; e++) {
      vy[e] = y[e] + 0.01 * (1 + e % 5);
    }
    double quotient = 0;
    for (int n = 0; n < ITERATIONS; n++) {
      double norm = Math.sqrt(Entries.normSquared(vx) + Entries.normSquared(vy));
      scale(vx, 1 / norm);
      scale(vy, 1 / norm);
      double[] hx = new double[vx.length];
      double[] hy = new double[vy.length];
      hessianVectorProduct(residual, r, x, y, vx, vy, hx, hy, d1, d2);
      quotient = Entries.inner(vx, hx) + Entries.inner(vy, hy);
      vx = hx;
      vy = hy;
    }
    return quotient;
  }

  /** (dR Y + R dY, dR^T X + R^T dX), dR = dX Y^T + X dY^T. */
  private static void hessianVectorProduct(
      double[] residual,
      int r,
      double[] x,
      double[] y,
      double[] dx,
      double[] dy,
      double[] hx,
      double[] hy,
      int d1,
      int d2) {
    for (int i = 0; i < d1; i++) {
      for (int j = 0; j < d2; j++) {
        double change = row(dx, i, y, j, r) + row(x, i, dy, j, r);
        double entry = residual[i * d2 + j];
        for (int k = 0; k < r; k++) {
          hx[i * r + k] += change * y[j * r + k] + entry * dy[j * r + k];
          hy[j * r + k] += change * x[i * r + k] + entry * dx[i * r + k];
        }
      }
    }
  }

  private static void scale(double[] values, double factor) {
    for (int e = 0; e < values.length; e++) {
      values[e] *= factor;
    }
  }
}
