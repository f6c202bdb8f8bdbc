// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.noisygd.descent.update.UpdateForm;

/**
 * {@link BatchUpdate} in binary64 over the incubator's vectors: one vector of lanes goes through
 * the whole update at a time, so that its working space stays in the first caches. The same
 * operations in the same order as its twin {@link PortableBatchUpdate}, so the same bits ({@code
 * BatchUpdateTest}).
 *
 * <p>Working space is in matrices of {@link LaneProducts}, which multiplies rows by rows: so the
 * perturbed iterates, and the residual, stand there row by row and column by column.
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
    private final double[][] xRows;
    private final double[][] xColumns;
    private final double[][] yRows;
    private final double[][] yColumns;
    private final double[][] gx;
    private final double[][] gy;
    private final double[][] residual;
    private final double[][] transposed;
    private final double[][] gram;

    Update(UpdateData data) {
      this.data = data;
      int r = data.r;
      xRows = LaneProducts.zeros(data.d1, r);
      xColumns = LaneProducts.zeros(r, data.d1);
      yRows = LaneProducts.zeros(data.d2, r);
      yColumns = LaneProducts.zeros(r, data.d2);
      gx = LaneProducts.zeros(r, data.d1);
      gy = LaneProducts.zeros(r, data.d2);
      boolean kept = data.form == UpdateForm.RESIDUAL && r > 1;
      residual = LaneProducts.zeros(kept ? data.d1 : 0, data.d2);
      transposed = LaneProducts.zeros(kept ? data.d2 : 0, data.d1);
      gram = LaneProducts.zeros(r, r);
    }

    @Override
    public void apply(ReplicateBatch batch, double[][] noiseX, double[][] noiseY) {
      data.requireShapes(batch, noiseX, noiseY);
      double[][] x = batch.x()[0];
      double[][] y = batch.y()[0];
      for (int lane = 0; lane < batch.lanes(); lane += L) {
        if (data.r == 1 && data.form == UpdateForm.GRAM) {
          gramFormOfRankOne(x, y, noiseX, noiseY, lane);
          continue;
        }
        perturb(xRows, xColumns, x, noiseX, lane);
        perturb(yRows, yColumns, y, noiseY, lane);
        if (data.form == UpdateForm.GRAM) {
          gramForm(gx, xRows, yColumns, data.m[0]);
          gramForm(gy, yRows, xColumns, data.mt[0]);
        } else if (data.r == 1) {
          RankOneResidual.gradient(gx[0], gy[0], xColumns[0], yColumns[0], data.m[0]);
        } else {
          residualForm();
        }
        descend(x, data.etaX[0], gx, lane);
        descend(y, data.etaY[0], gy, lane);
      }
    }

    private static void perturb(
        double[][] rows, double[][] columns, double[][] iterate, double[][] noise, int lane) {
      int r = columns.length;
      for (int i = 0; i < rows.length; i++) {
        for (int k = 0; k < r; k++) {
          DoubleVector entry =
              DoubleVector.fromArray(S, iterate[i * r + k], lane)
                  .add(DoubleVector.fromArray(S, noise[i * r + k], lane));
          entry.intoArray(rows[i], k * L);
          entry.intoArray(columns[k], i * L);
        }
      }
    }

    /** Subtracts eta times the gradient g, which stands there column by column. */
    private static void descend(double[][] iterate, double eta, double[][] g, int lane) {
      int r = g.length;
      for (int k = 0; k < r; k++) {
        for (int i = 0; i * r < iterate.length; i++) {
          double[] entry = iterate[i * r + k];
          DoubleVector.fromArray(S, entry, lane)
              .sub(DoubleVector.fromArray(S, g[k], i * L).mul(eta))
              .intoArray(entry, lane);
        }
      }
    }

    /** g = own (other^T other) - A other, with own by rows, other and g by columns. */
    private void gramForm(double[][] g, double[][] own, double[][] other, double[][] a) {
      LaneProducts.gram(gram, other, a[0].length);
      LaneProducts.timesTransposed(g, gram, own, data.r);
      LaneProducts.subtractScaled(g, a, other);
    }

    /** Gram form with r = 1: K = ||other||^2 is summed while the iterate is perturbed. */
    private void gramFormOfRankOne(
        double[][] x, double[][] y, double[][] noiseX, double[][] noiseY, int lane) {
      RankOneGram.perturb(xColumns[0], gx[0], x, noiseX, lane);
      RankOneGram.perturb(yColumns[0], gy[0], y, noiseY, lane);
      RankOneGram.descend(x, lane, data.etaX[0], xColumns[0], yColumns[0], gy[0], data.m[0]);
      RankOneGram.descend(y, lane, data.etaY[0], yColumns[0], xColumns[0], gx[0], data.mt[0]);
    }

    private void residualForm() {
      LaneProducts.timesTransposed(residual, xRows, yRows, data.r);
      for (int i = 0; i < data.d1; i++) {
        double[] row = data.m[0][i];
        for (int j = 0; j < row.length; j++) {
          DoubleVector entry = DoubleVector.fromArray(S, residual[i], j * L).sub(row[j]);
          entry.intoArray(residual[i], j * L);
          entry.intoArray(transposed[j], i * L);
        }
      }
      LaneProducts.timesTransposed(gx, yColumns, residual, data.d2);
      LaneProducts.timesTransposed(gy, xColumns, transposed, data.d1);
    }
  }
}
