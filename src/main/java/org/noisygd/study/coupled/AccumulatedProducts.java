// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.coupled;

import org.noisygd.descent.update.DoubleUpdate;
import org.noisygd.number.format.AlignedSum;
import org.noisygd.number.format.Rounding;
import org.noisygd.number.format.StoreRounding;

/**
 * The three products of an update, Xt Yt^T, R Yt and R^T Xt, as an {@link AlignedSum} sums them:
 * Xt, Yt and R = (truncated Xt Yt^T) - M are rounded to the operands' format where they enter a
 * product; all else is in binary64. These products replace those of {@link DoubleUpdate}.
 */
final class AccumulatedProducts implements DoubleUpdate.Stages {
  private final AlignedSum sum;
  private final StoreRounding operands;
  private final ArrayProblem problem;
  private final double[] xt;
  private final double[] yt;
  private final double[] r;

  AccumulatedProducts(AlignedSum sum, ArrayProblem problem) {
    this.sum = sum;
    this.operands = new StoreRounding(sum.operands(), Rounding.Directed.NEAREST);
    this.problem = problem;
    this.xt = new double[problem.d1 * problem.r];
    this.yt = new double[problem.d2 * problem.r];
    this.r = new double[problem.d1 * problem.d2];
  }

  @Override
  public void perturbed(double[] ofX, double[] ofY) {
    toOperands(ofX, xt);
    toOperands(ofY, yt);
  }

  @Override
  public void residual(double[] residual) {
    int columns = problem.r;
    for (int i = 0; i < problem.d1; i++) {
      for (int j = 0; j < problem.d2; j++) {
        int at = i * problem.d2 + j;
        residual[at] = sum.of(xt, i * columns, 1, yt, j * columns, 1, columns) - problem.m[at];
      }
    }
    toOperands(residual, r);
  }

  @Override
  public void gradient(double[] gx, double[] gy) {
    int columns = problem.r;
    int d1 = problem.d1;
    int d2 = problem.d2;
    for (int k = 0; k < columns; k++) {
      for (int i = 0; i < d1; i++) {
        gx[i * columns + k] = sum.of(r, i * d2, 1, yt, k, columns, d2);
      }
      for (int j = 0; j < d2; j++) {
        gy[j * columns + k] = sum.of(r, j, d2, xt, k, columns, d1);
      }
    }
  }

  private void toOperands(double[] from, double[] to) {
    System.arraycopy(from, 0, to, 0, from.length);
    operands.round(to, 0, to.length);
  }
}
