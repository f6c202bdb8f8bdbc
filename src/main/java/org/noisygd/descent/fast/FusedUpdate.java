// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import java.util.Arrays;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.number.Require;

/**
 * One perturbed update of a single trajectory in binary64, for long runs and large sizes: the Gram
 * form of {@link org.noisygd.descent.update.PerturbedUpdate} in an order of its own, with fused
 * multiply-adds. Its bits are not those of {@code PerturbedUpdate}, but the same on every machine,
 * and within {@code theory.rounding} of the exact update like those of any legal order. {@code
 * FusedUpdateTest} holds it equal, bit for bit, to a readable twin of its own:
 *
 * <pre>
 *   Xt = X + Z1, Yt = Y + Z2                                one addition each
 *   K = Yt^T Yt:  K_ab = chain over j of Yt_ja Yt_jb        K_ba has the same bits
 *   G_ik = (chain over a of K_ak Xt_ia) - (chain over j of Yt_jk M_ij)
 *   X'_ik = fma(-etaX, G_ik, X_ik)
 * </pre>
 *
 * <p>and Y the same with the roles exchanged and M transposed. A chain starts from +0 and takes its
 * terms in ascending order, each by one fused multiply-add: s = fma(a, b, s).
 *
 * <p>All three products are {@link FusedRows#multiply}. M and its transpose are kept by rows, the
 * perturbed factors both by rows and by columns, all padded to whole vectors. Holds its working
 * space: for one thread at a time.
 */
public final class FusedUpdate {
  /** The least rank at which the Gram matrix is faster by vectors. */
  private static final int LEAST_ROWS = 3;

  private final UpdateData data;
  private final FusedRows rows;
  private final Side x;
  private final Side y;

  /** What one factor needs: its target by rows, its perturbed iterate, and the sums. */
  private static final class Side {
    /** The other factor's rows of M: the d x (padded) own matrix that multiplies it. */
    final double[][] m;

    /** perturbed[k][i]. */
    final double[][] perturbed;

    /** perturbedRows[i][k]; empty if the rank is too small for vectors along k. */
    final double[][] perturbedRows;

    final double[][] gram;
    final double[][] cubic;
    final double[][] linear;

    Side(double[][] m, int d, int r) {
      int length = FusedRows.padded(d);
      this.m = new double[m.length][];
      for (int i = 0; i < m.length; i++) {
        this.m[i] = Arrays.copyOf(m[i], length);
      }
      perturbed = new double[r][length];
      perturbedRows = new double[r < LEAST_ROWS ? 0 : d][ReplicateBatch.padded(r)];
      gram = new double[r][ReplicateBatch.padded(r)];
      cubic = new double[r][length];
      linear = new double[r][length];
    }
  }

  /** The update of factors with r columns; the form of {@code update} is ignored. */
  public FusedUpdate(PerturbedUpdate<Double> update, int r) {
    this(update, r, FusedRows.fastest());
  }

  FusedUpdate(PerturbedUpdate<Double> update, int r, FusedRows rows) {
    this.data = UpdateData.of(update, r);
    this.rows = rows;
    x = new Side(data.mt[0], data.d1, r);
    y = new Side(data.m[0], data.d2, r);
  }

  /**
   * Replaces x and y, each row by row, by the iterate after one update with the given
   * perturbations.
   *
   * @throws IllegalArgumentException if an array has the wrong length
   */
  public void apply(double[] x, double[] y, double[] noiseX, double[] noiseY) {
    Require.entries("x", x, data.d1, data.r);
    Require.entries("y", y, data.d2, data.r);
    Require.entries("noiseX", noiseX, data.d1, data.r);
    Require.entries("noiseY", noiseY, data.d2, data.r);
    perturb(this.x, x, noiseX);
    perturb(this.y, y, noiseY);
    gradient(this.x, this.y);
    gradient(this.y, this.x);
    descend(x, data.etaX[0], this.x);
    descend(y, data.etaY[0], this.y);
  }

  private void perturb(Side side, double[] iterate, double[] noise) {
    int r = data.r;
    for (int k = 0; k < r; k++) {
      double[] column = side.perturbed[k];
      for (int i = 0, n = k; n < iterate.length; i++, n += r) {
        column[i] = iterate[n] + noise[n];
      }
    }
    for (int i = 0; i < side.perturbedRows.length; i++) {
      double[] row = side.perturbedRows[i];
      for (int k = 0, n = i * r; k < r; k++, n++) {
        row[k] = iterate[n] + noise[n];
      }
    }
  }

  /** cubic = own (other^T other) and linear = (own rows of M) other, both by columns. */
  private void gradient(Side own, Side other) {
    int terms = own.m.length;
    if (other.perturbedRows.length > 0) {
      rows.multiply(own.gram, other.perturbed, other.perturbedRows, terms);
    } else {
      formGram(own.gram, other.perturbed, terms);
    }
    rows.multiply(own.cubic, own.gram, own.perturbed, data.r);
    rows.multiply(own.linear, other.perturbed, own.m, terms);
  }

  private void formGram(double[][] gram, double[][] factor, int terms) {
    for (int p = 0; p < data.r; p++) {
      for (int q = 0; q <= p; q++) {
        double[] a = factor[p];
        double[] b = factor[q];
        double sum = 0;
        for (int j = 0; j < terms; j++) {
          sum = Math.fma(a[j], b[j], sum);
        }
        gram[p][q] = sum;
        gram[q][p] = sum;
      }
    }
  }

  private void descend(double[] iterate, double eta, Side side) {
    int r = data.r;
    for (int k = 0; k < r; k++) {
      double[] cubic = side.cubic[k];
      double[] linear = side.linear[k];
      for (int i = 0, n = k; n < iterate.length; i++, n += r) {
        iterate[n] = Math.fma(-eta, cubic[i] - linear[i], iterate[n]);
      }
    }
  }
}
