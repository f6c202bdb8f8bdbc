// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.noisygd.descent.update.UpdateForm;

/**
 * {@link BatchUpdate} in binary64 over the incubator's vectors: one vector of lanes goes through
 * the whole update at a time, so that its working space stays in the first cache. The same
 * operations in the same order as its twin {@link PortableBatchUpdate}, so the same bits ({@code
 * BatchUpdateTest}).
 *
 * <p>Working arrays are flat: entry n of a lane group stands at n L, L the lanes of a vector.
 * Factors lie column by column in them: entry (i, k) at k d + i.
 */
public final class VectorBatchUpdates implements BatchUpdate.Maker {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  @Override
  public BatchUpdate make(UpdateData data) {
    return new Update(data);
  }

  private static final class Update implements BatchUpdate {
    private final UpdateData data;
    private final double[] xt;
    private final double[] yt;
    private final double[] gx;
    private final double[] gy;
    private final double[] residual;
    private final double[] gram;

    Update(UpdateData data) {
      this.data = data;
      int r = data.r;
      boolean kept = data.form == UpdateForm.RESIDUAL && r > 1;
      xt = new double[data.d1 * r * L];
      yt = new double[data.d2 * r * L];
      gx = new double[data.d1 * r * L];
      gy = new double[data.d2 * r * L];
      residual = new double[kept ? data.d1 * data.d2 * L : 0];
      gram = new double[r * r * L];
    }

    @Override
    public void apply(ReplicateBatch batch, double[][] noiseX, double[][] noiseY) {
      data.requireShapes(batch, noiseX, noiseY);
      for (int lane = 0; lane < batch.lanes(); lane += L) {
        if (data.r == 1 && data.form == UpdateForm.GRAM) {
          gramFormOfRankOne(batch, noiseX, noiseY, lane);
          continue;
        }
        perturb(xt, batch.x()[0], noiseX, data.r, lane);
        perturb(yt, batch.y()[0], noiseY, data.r, lane);
        if (data.form == UpdateForm.GRAM) {
          gramForm(gx, xt, data.d1, yt, data.d2, data.m[0]);
          gramForm(gy, yt, data.d2, xt, data.d1, data.mt[0]);
        } else if (data.r == 1) {
          residualFormOfRankOne();
        } else {
          residualForm();
        }
        descend(batch.x()[0], data.etaX[0], gx, data.r, lane);
        descend(batch.y()[0], data.etaY[0], gy, data.r, lane);
      }
    }

    private static void perturb(
        double[] perturbed, double[][] iterate, double[][] noise, int r, int lane) {
      int d = iterate.length / r;
      for (int i = 0; i < d; i++) {
        for (int k = 0; k < r; k++) {
          int n = i * r + k;
          DoubleVector.fromArray(S, iterate[n], lane)
              .add(DoubleVector.fromArray(S, noise[n], lane))
              .intoArray(perturbed, (k * d + i) * L);
        }
      }
    }

    private static void descend(double[][] iterate, double eta, double[] g, int r, int lane) {
      int d = iterate.length / r;
      for (int i = 0; i < d; i++) {
        for (int k = 0; k < r; k++) {
          double[] entry = iterate[i * r + k];
          DoubleVector.fromArray(S, entry, lane)
              .sub(DoubleVector.fromArray(S, g, (k * d + i) * L).mul(eta))
              .intoArray(entry, lane);
        }
      }
    }

    /** g = own (other^T other) - A other, where own has d rows, other terms rows, A in rows. */
    private void gramForm(
        double[] g, double[] own, int d, double[] other, int terms, double[][] a) {
      int r = data.r;
      for (int p = 0; p < r; p++) {
        for (int q = 0; q <= p; q++) {
          LaneProducts.one(gram, p * r + q, other, p * terms, 1, other, q * terms, 1, terms);
          DoubleVector.fromArray(S, gram, (p * r + q) * L).intoArray(gram, (q * r + p) * L);
        }
      }
      LaneProducts.all(g, 1, d, own, 1, d, gram, 1, r, d, r, r);
      for (int k = 0; k < r; k++) {
        LaneProducts.subtractScaled(g, k * d, a, other, k * terms);
      }
    }

    /** Gram form with r = 1: K = ||other||^2 is summed while the iterate is perturbed. */
    private void gramFormOfRankOne(
        ReplicateBatch batch, double[][] noiseX, double[][] noiseY, int lane) {
      double[][] x = batch.x()[0];
      double[][] y = batch.y()[0];
      RankOneGram.perturb(xt, gx, x, noiseX, lane);
      RankOneGram.perturb(yt, gy, y, noiseY, lane);
      RankOneGram.descend(x, lane, data.etaX[0], xt, yt, gy, data.m[0]);
      RankOneGram.descend(y, lane, data.etaY[0], yt, xt, gx, data.mt[0]);
    }

    private void residualFormOfRankOne() {
      for (int j = 0; j < data.d2; j++) {
        DoubleVector.broadcast(S, BatchLoops.NOTHING).intoArray(gy, j * L);
      }
      double[][] m = data.m[0];
      int i = 0;
      for (; i + 3 < data.d1; i += 4) {
        LaneProducts.fourResidualRows(gx, gy, xt, yt, i, m[i], m[i + 1], m[i + 2], m[i + 3]);
      }
      for (; i < data.d1; i++) {
        LaneProducts.residualRow(gx, gy, xt, yt, i, m[i]);
      }
    }

    private void residualForm() {
      int d1 = data.d1;
      int d2 = data.d2;
      int r = data.r;
      LaneProducts.all(residual, d2, 1, xt, 1, d1, yt, 1, d2, d1, d2, r);
      for (int i = 0; i < d1; i++) {
        double[] row = data.m[0][i];
        for (int j = 0; j < row.length; j++) {
          int at = (i * d2 + j) * L;
          DoubleVector.fromArray(S, residual, at).sub(row[j]).intoArray(residual, at);
        }
      }
      LaneProducts.all(gx, 1, d1, residual, d2, 1, yt, d2, 1, d1, r, d2);
      LaneProducts.all(gy, 1, d2, residual, 1, d2, xt, d1, 1, d2, r, d1);
    }
  }
}
