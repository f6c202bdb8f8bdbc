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
  /** Enough to reduce an error of the vector by e^-20 if eigenvalues differ by a tenth. */
  static final int ITERATIONS = 200;

  /** The end point with factors of r columns, row by row. */
  public static EndPoint of(Matrix<Double> target, int r, double[] x, double[] y) {
    Hessian hessian = new Hessian(target, r, x, y);
    double squaredX = Entries.normSquared(x);
    double squaredY = Entries.normSquared(y);
    return new EndPoint(
        Math.sqrt(squaredX / squaredY),
        Entries.normSquared(hessian.residual) / 2,
        hessian.d2 * squaredX + hessian.d1 * squaredY,
        hessian.largest());
  }

  /** H at (X, Y), on arrays row by row. */
  private static final class Hessian {
    private final int d1;
    private final int d2;
    private final int r;
    private final double[] x;
    private final double[] y;
    private final double[] residual;

    Hessian(Matrix<Double> target, int r, double[] x, double[] y) {
      this.d1 = target.rows();
      this.d2 = target.columns();
      this.r = r;
      this.x = x;
      this.y = y;
      this.residual = new double[d1 * d2];
      for (int i = 0; i < d1; i++) {
        for (int j = 0; j < d2; j++) {
          residual[i * d2 + j] = inner(x, i, y, j) - target.get(i, j);
        }
      }
    }

    /** Row i of a times row j of b. */
    private double inner(double[] a, int i, double[] b, int j) {
      double sum = 0;
      for (int k = 0; k < r; k++) {
        sum += a[i * r + k] * b[j * r + k];
      }
      return sum;
    }

    double largest() {
      // A start near the steepest direction, (Y-like, X-like), and not orthogonal to the others.
      double[] vx = x.clone();
      double[] vy = y.clone();
      for (int e = 0; e < vx.length; e++) {
        vx[e] += 0.01 * (1 + e % 3);
      }
      for (int e = 0; e < vy.length; e++) {
        vy[e] += 0.01 * (1 + e % 5);
      }
      double quotient = 0;
      for (int n = 0; n < ITERATIONS; n++) {
        double norm = Math.sqrt(Entries.normSquared(vx) + Entries.normSquared(vy));
        scale(vx, 1 / norm);
        scale(vy, 1 / norm);
        double[] hx = new double[vx.length];
        double[] hy = new double[vy.length];
        addProduct(vx, vy, hx, hy);
        quotient = Entries.inner(vx, hx) + Entries.inner(vy, hy);
        vx = hx;
        vy = hy;
      }
      return quotient;
    }

    /** Adds (dR Y + R dY, dR^T X + R^T dX), dR = dX Y^T + X dY^T. */
    private void addProduct(double[] dx, double[] dy, double[] hx, double[] hy) {
      for (int i = 0; i < d1; i++) {
        for (int j = 0; j < d2; j++) {
          double change = inner(dx, i, y, j) + inner(x, i, dy, j);
          double entry = residual[i * d2 + j];
          for (int k = 0; k < r; k++) {
            hx[i * r + k] += change * y[j * r + k] + entry * dy[j * r + k];
            hy[j * r + k] += change * x[i * r + k] + entry * dx[i * r + k];
          }
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
