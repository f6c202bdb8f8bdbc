// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import java.util.Arrays;
import org.noisygd.descent.update.UpdateForm;

/**
 * {@link BatchUpdate} in binary64 by loops over lanes that C2 turns into vectors, with no module of
 * the incubator. Order of evaluation: that of {@link org.noisygd.descent.update.PerturbedUpdate}.
 *
 * <p>Of the Gram matrix half is computed: K_ab and K_ba are sums of equal products in the same
 * order. With r = 1 the residual is formed and used entry by entry.
 */
final class PortableBatchUpdate implements BatchUpdate {
  private final UpdateData data;
  private double[][] xt = new double[0][0];
  private double[][] yt = new double[0][0];
  private double[][] gx = new double[0][0];
  private double[][] gy = new double[0][0];
  private double[][] residual = new double[0][0];
  private double[][] gram = new double[0][0];
  private double[] linear = new double[0];

  PortableBatchUpdate(UpdateData data) {
    this.data = data;
  }

  @Override
  public void apply(ReplicateBatch batch, double[][] noiseX, double[][] noiseY) {
    data.requireShapes(batch, noiseX, noiseY);
    if (batch.lanes() != linear.length) {
      resize(batch.lanes());
    }
    perturb(xt, batch.x()[0], noiseX);
    perturb(yt, batch.y()[0], noiseY);
    if (data.form == UpdateForm.GRAM) {
      gramForm(gx, xt, yt, data.m[0]);
      gramForm(gy, yt, xt, data.mt[0]);
    } else if (data.r == 1) {
      residualFormOfRankOne();
    } else {
      residualForm();
    }
    descend(batch.x()[0], data.etaX[0], gx);
    descend(batch.y()[0], data.etaY[0], gy);
  }

  private void resize(int lanes) {
    xt = new double[data.d1 * data.r][lanes];
    yt = new double[data.d2 * data.r][lanes];
    gx = new double[data.d1 * data.r][lanes];
    gy = new double[data.d2 * data.r][lanes];
    if (data.form == UpdateForm.GRAM) {
      gram = new double[data.r * data.r][lanes];
    } else if (data.r > 1) {
      residual = new double[data.d1 * data.d2][lanes];
    }
    linear = new double[lanes];
  }

  private static void perturb(double[][] perturbed, double[][] iterate, double[][] noise) {
    for (int n = 0; n < perturbed.length; n++) {
      BatchLoops.add(perturbed[n], iterate[n], noise[n]);
    }
  }

  private static void descend(double[][] iterate, double eta, double[][] g) {
    for (int n = 0; n < iterate.length; n++) {
      BatchLoops.subtractScaled(iterate[n], eta, g[n]);
    }
  }

  private void residualFormOfRankOne() {
    clear(gx);
    clear(gy);
    for (int i = 0; i < data.d1; i++) {
      for (int j = 0; j < data.d2; j++) {
        BatchLoops.addResidual(gx[i], gy[j], xt[i], yt[j], data.m[0][i][j]);
      }
    }
  }

  private void residualForm() {
    int r = data.r;
    clear(residual);
    for (int i = 0; i < data.d1; i++) {
      for (int j = 0; j < data.d2; j++) {
        double[] entry = residual[i * data.d2 + j];
        BatchLoops.addProducts(entry, xt, i * r, 1, yt, j * r, 1, r);
        BatchLoops.subtract(entry, data.m[0][i][j]);
      }
    }
    multiplyResidual(gx, yt, data.d1, data.d2, data.d2, 1);
    multiplyResidual(gy, xt, data.d2, data.d1, 1, data.d2);
  }

  /** g_ik = sum over j of A_ij w_jk, where A_ij is the residual at i rowStep + j columnStep. */
  private void multiplyResidual(
      double[][] g, double[][] w, int rows, int terms, int rowStep, int columnStep) {
    clear(g);
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < data.r; k++) {
        BatchLoops.addProducts(
            g[i * data.r + k], residual, i * rowStep, columnStep, w, k, data.r, terms);
      }
    }
  }

  /** g = own (other^T other) - A other, with A in rows. */
  private void gramForm(double[][] g, double[][] own, double[][] other, double[][] a) {
    int r = data.r;
    clear(gram);
    for (int p = 0; p < r; p++) {
      for (int q = 0; q <= p; q++) {
        BatchLoops.addProducts(gram[p * r + q], other, p, r, other, q, r, other.length / r);
        gram[q * r + p] = gram[p * r + q];
      }
    }
    clear(g);
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < r; k++) {
        double[] entry = g[i * r + k];
        BatchLoops.addProducts(entry, own, i * r, 1, gram, k, r, r);
        Arrays.fill(linear, BatchLoops.NOTHING);
        BatchLoops.addScaledSum(linear, a[i], other, k, r);
        BatchLoops.subtract(entry, entry, linear);
      }
    }
  }

  private static void clear(double[][] entries) {
    for (double[] entry : entries) {
      Arrays.fill(entry, BatchLoops.NOTHING);
    }
  }
}
