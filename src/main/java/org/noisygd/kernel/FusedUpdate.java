// SPDX-License-Identifier: Apache-2.0
package org.noisygd.kernel;

import java.util.Arrays;
import org.noisygd.arithmetic.Require;
import org.noisygd.descent.PerturbedUpdate;

/**
 * One perturbed update of a single trajectory in binary64, for long runs and large sizes. Gram
 * form, in an order of its own with fused multiply-adds; not the bits of {@code descent}, but
 * within {@code bounds} of the exact update like any legal order, and the same bits on every
 * machine:
 *
 * <pre>
 *   Xt = X + Z1, Yt = Y + Z2                                one addition each
 *   K = Yt^T Yt:  K_ab = chain over j of Yt_ja Yt_jb        for b &lt;= a; K_ba is the same
 *   G_ik = (chain over a of K_ak Xt_ia) - (chain over j of Yt_jk M_ij)
 *   X'_ik = fma(-etaX, G_ik, X_ik)
 * </pre>
 *
 * <p>and Y the same with the roles exchanged and M transposed. A chain starts from +0 and takes its
 * terms in ascending order, each by one fused multiply-add: s = fma(a, b, s). The readable model is
 * in {@code FusedUpdateTest}.
 *
 * <p>M and its transpose are kept by rows; four rows of one at a time, in pieces of 512 columns
 * that stay in the first cache, serve all r columns of the factor. Holds its working space: for one
 * thread at a time.
 */
public final class FusedUpdate {
  /** Columns of M that are worked on at a time. */
  private static final int PIECE = 512;

  private final UpdateData data;
  private final FusedRows rows;
  private final double[][] m;
  private final double[][] mt;
  private final double[][] xt;
  private final double[][] yt;
  private final double[][] gx;
  private final double[][] gy;
  private final double[][] linearX;
  private final double[][] linearY;
  private final double[] gram;

  /** The update of factors with r columns; the update's form is not looked at. */
  public FusedUpdate(PerturbedUpdate<Double> update, int r) {
    this(update, r, FusedRows.fastest());
  }

  FusedUpdate(PerturbedUpdate<Double> update, int r, FusedRows rows) {
    this.data = UpdateData.of(update, r, BatchUpdate.BINARY64);
    this.rows = rows;
    int n1 = ReplicateBatch.padded(data.d1);
    int n2 = ReplicateBatch.padded(data.d2);
    m = padded(data.m[0], n2);
    mt = padded(data.mt[0], n1);
    xt = new double[r][n1];
    gx = new double[r][n1];
    linearX = new double[r][n1];
    yt = new double[r][n2];
    gy = new double[r][n2];
    linearY = new double[r][n2];
    gram = new double[r * r];
  }

  private static double[][] padded(double[][] matrix, int length) {
    double[][] rows = new double[matrix.length][];
    for (int i = 0; i < matrix.length; i++) {
      rows[i] = Arrays.copyOf(matrix[i], length);
    }
    return rows;
  }

  /**
   * Replaces x and y, each row by row, by the iterate after one update with the given
   * perturbations.
   *
   * @throws IllegalArgumentException if an array has the wrong length
   */
  public void apply(double[] x, double[] y, double[] noiseX, double[] noiseY) {
    requireLength("x", x, data.d1);
    requireLength("y", y, data.d2);
    requireLength("noiseX", noiseX, data.d1);
    requireLength("noiseY", noiseY, data.d2);
    perturb(xt, x, noiseX);
    perturb(yt, y, noiseY);
    gradient(gx, linearX, xt, yt, mt, data.d2);
    gradient(gy, linearY, yt, xt, m, data.d1);
    descend(x, data.etaX[0], gx, linearX);
    descend(y, data.etaY[0], gy, linearY);
  }

  private void requireLength(String name, double[] values, int d) {
    if (values.length != d * data.r) {
      Require.that(false, name, "have " + d + " x " + data.r + " entries", values.length);
    }
  }

  private void perturb(double[][] perturbed, double[] iterate, double[] noise) {
    int r = data.r;
    for (int k = 0; k < r; k++) {
      double[] column = perturbed[k];
      for (int i = 0, n = k; n < iterate.length; i++, n += r) {
        column[i] = iterate[n] + noise[n];
      }
    }
  }

  /** cubic = own (other^T other), linear = A^T other, where A has terms rows. */
  private void gradient(
      double[][] cubic,
      double[][] linear,
      double[][] own,
      double[][] other,
      double[][] a,
      int terms) {
    formGram(other, terms);
    int r = data.r;
    for (int k = 0; k < r; k++) {
      Arrays.fill(cubic[k], 0);
      Arrays.fill(linear[k], 0);
      for (int p = 0; p < r; p++) {
        rows.addOne(cubic[k], gram[p * r + k], own[p], 0, own[p].length);
      }
    }
    int length = linear[0].length;
    int j = 0;
    for (; j + 3 < terms; j += 4) {
      for (int from = 0; from < length; from += PIECE) {
        int to = Math.min(length, from + PIECE);
        for (int k = 0; k < r; k++) {
          rows.addFour(linear[k], other[k], j, a[j], a[j + 1], a[j + 2], a[j + 3], from, to);
        }
      }
    }
    for (; j < terms; j++) {
      for (int k = 0; k < r; k++) {
        rows.addOne(linear[k], other[k][j], a[j], 0, length);
      }
    }
  }

  private void formGram(double[][] factor, int terms) {
    int r = data.r;
    for (int p = 0; p < r; p++) {
      for (int q = 0; q <= p; q++) {
        double sum = 0;
        for (int j = 0; j < terms; j++) {
          sum = Math.fma(factor[p][j], factor[q][j], sum);
        }
        gram[p * r + q] = sum;
        gram[q * r + p] = sum;
      }
    }
  }

  private void descend(double[] iterate, double eta, double[][] cubic, double[][] linear) {
    int r = data.r;
    for (int k = 0; k < r; k++) {
      for (int i = 0, n = k; n < iterate.length; i++, n += r) {
        iterate[n] = Math.fma(-eta, cubic[k][i] - linear[k][i], iterate[n]);
      }
    }
  }
}
