// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.numbers.core.DD;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.Require;
import org.noisygd.number.Text;
import org.noisygd.number.matrix.Matrix;

/** An update's numbers as plain arrays, part by part, for the kernels: M, its transpose, steps. */
final class UpdateData {
  final int d1;
  final int d2;
  final int r;
  final UpdateForm form;

  /** M, m[part][i][j]. */
  final double[][][] m;

  /** M transposed, mt[part][j][i]. */
  final double[][][] mt;

  /** etaX[part]. */
  final double[] etaX;

  /** etaY[part]. */
  final double[] etaY;

  private <T> UpdateData(PerturbedUpdate<T> update, int r, List<ToDoubleFunction<T>> parts) {
    this.d1 = update.target().rows();
    this.d2 = update.target().columns();
    this.r = Require.positive("r", r);
    this.form = update.form();
    this.m = new double[parts.size()][][];
    this.mt = new double[parts.size()][][];
    this.etaX = new double[parts.size()];
    this.etaY = new double[parts.size()];
    for (int p = 0; p < parts.size(); p++) {
      m[p] = rows(update.target(), parts.get(p));
      mt[p] = rows(update.target().transpose(), parts.get(p));
      etaX[p] = parts.get(p).applyAsDouble(update.steps().etaX());
      etaY[p] = parts.get(p).applyAsDouble(update.steps().etaY());
    }
  }

  /** The numbers of an update in binary64 of factors with r columns. */
  static UpdateData of(PerturbedUpdate<Double> update, int r) {
    return new UpdateData(update, r, List.of(Double::doubleValue));
  }

  /** The numbers of an update in double-double, high and low parts. */
  static UpdateData ofDoubleDouble(PerturbedUpdate<DD> update, int r) {
    return new UpdateData(update, r, List.of(DD::hi, DD::lo));
  }

  private static <T> double[][] rows(Matrix<T> matrix, ToDoubleFunction<T> part) {
    double[][] rows = new double[matrix.rows()][matrix.columns()];
    for (int i = 0; i < matrix.rows(); i++) {
      for (int j = 0; j < matrix.columns(); j++) {
        rows[i][j] = part.applyAsDouble(matrix.get(i, j));
      }
    }
    return rows;
  }

  /** Checks that a batch and noise fit this update. */
  void requireShapes(ReplicateBatch batch, double[][] noiseX, double[][] noiseY) {
    if (batch.d1() != d1 || batch.d2() != d2 || batch.r() != r || batch.parts() != m.length) {
      throw new IllegalArgumentException(
          Text.format(
              "batch must have (d1, d2, r, parts) = (%d, %d, %d, %d), got (%d, %d, %d, %d)",
              d1, d2, r, m.length, batch.d1(), batch.d2(), batch.r(), batch.parts()));
    }
    requireRows("noiseX", noiseX, d1, batch);
    requireRows("noiseY", noiseY, d2, batch);
  }

  private void requireRows(String name, double[][] noise, int d, ReplicateBatch batch) {
    if (noise.length != d * r) {
      throw new IllegalArgumentException(
          name + " must have " + d * r + " entries, got " + noise.length);
    }
    for (double[] entry : noise) {
      if (entry.length != batch.lanes()) {
        throw new IllegalArgumentException(
            name + " must have " + batch.lanes() + " lanes, got " + entry.length);
      }
    }
  }
}
