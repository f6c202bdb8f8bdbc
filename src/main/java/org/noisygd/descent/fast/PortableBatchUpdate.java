// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import java.util.Arrays;
import org.noisygd.descent.update.UpdateForm;

/**
 * {@link org.noisygd.descent.update.PerturbedUpdate} in binary64 on the lanes of a batch, by loops
 * that C2 vectorizes, without the incubator's module: the same bits in every lane ({@code
 * BatchUpdateTest}).
 *
 * <p>With r = 1 each residual entry is used as soon as it is formed.
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
    double[][] x = batch.x()[0];
    double[][] y = batch.y()[0];
    BatchMatrices.add(xt, x, noiseX);
    BatchMatrices.add(yt, y, noiseY);
    if (data.form == UpdateForm.GRAM) {
      gramForm(gx, xt, yt, data.m[0]);
      gramForm(gy, yt, xt, data.mt[0]);
    } else {
      BatchMatrices.gradient(gx, gy, xt, yt, data.m[0], residual);
    }
    BatchMatrices.subtractScaled(x, data.etaX[0], gx);
    BatchMatrices.subtractScaled(y, data.etaY[0], gy);
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

  /** Sets g = own (other^T other) - A other, with A in rows. */
  private void gramForm(double[][] g, double[][] own, double[][] other, double[][] a) {
    int r = data.r;
    BatchMatrices.gram(gram, other, r);
    BatchMatrices.times(g, own, gram, r);
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < r; k++) {
        Arrays.fill(linear, BatchLoops.NOTHING);
        BatchLoops.addScaledSum(linear, a[i], other, k, r);
        BatchLoops.subtract(g[i * r + k], g[i * r + k], linear);
      }
    }
  }
}
