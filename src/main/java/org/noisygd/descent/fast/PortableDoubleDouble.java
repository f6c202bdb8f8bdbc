// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import java.util.Arrays;
import org.noisygd.descent.update.UpdateForm;

/**
 * {@link org.noisygd.descent.update.PerturbedUpdate} in double-double on the lanes of a batch,
 * operation by operation in its order: the same bits in every lane, also on overflow and underflow
 * ({@code DoubleDoubleBatchTest}). Perturbations are doubles, with low parts +0.
 */
final class PortableDoubleDouble implements BatchUpdate {
  private final UpdateData data;
  private int lanes;
  private Entries xt;
  private Entries yt;
  private Entries gx;
  private Entries gy;
  private Entries residual;
  private Entries gram;
  private Entries term;
  private double[] zero;

  /** Entries with their high and low parts, [entry][lane]. */
  private static final class Entries {
    final double[][] high;
    final double[][] low;

    private Entries(double[][] high, double[][] low) {
      this.high = high;
      this.low = low;
    }

    static Entries of(int entries, int lanes) {
      return new Entries(new double[entries][lanes], new double[entries][lanes]);
    }
  }

  PortableDoubleDouble(UpdateData data) {
    this.data = data;
    xt = Entries.of(0, 0);
    yt = xt;
    gx = xt;
    gy = xt;
    residual = xt;
    gram = xt;
    term = xt;
    zero = new double[0];
  }

  @Override
  public void apply(ReplicateBatch batch, double[][] noiseX, double[][] noiseY) {
    data.requireShapes(batch, noiseX, noiseY);
    if (batch.lanes() != lanes) {
      resize(batch.lanes());
    }
    perturb(xt, batch.x(), noiseX);
    perturb(yt, batch.y(), noiseY);
    if (data.form == UpdateForm.GRAM) {
      gramForm(gx, xt, yt, data.m);
      gramForm(gy, yt, xt, data.mt);
    } else {
      residualForm();
    }
    descend(batch.x(), data.etaX, gx);
    descend(batch.y(), data.etaY, gy);
  }

  private void resize(int newLanes) {
    lanes = newLanes;
    xt = Entries.of(data.d1 * data.r, lanes);
    yt = Entries.of(data.d2 * data.r, lanes);
    gx = Entries.of(data.d1 * data.r, lanes);
    gy = Entries.of(data.d2 * data.r, lanes);
    boolean isGram = data.form == UpdateForm.GRAM;
    residual = Entries.of(isGram ? 0 : data.d1 * data.d2, lanes);
    gram = Entries.of(isGram ? data.r * data.r : 0, lanes);
    term = Entries.of(1, lanes);
    zero = new double[lanes];
  }

  private void perturb(Entries perturbed, double[][][] iterate, double[][] noise) {
    for (int n = 0; n < noise.length; n++) {
      DoubleDoubleLoops.add(
          perturbed.high[n], perturbed.low[n], iterate[0][n], iterate[1][n], noise[n], zero);
    }
  }

  private void descend(double[][][] iterate, double[] eta, Entries g) {
    for (int n = 0; n < iterate[0].length; n++) {
      DoubleDoubleLoops.scale(term.high[0], term.low[0], eta[0], eta[1], g.high[n], g.low[n]);
      subtractTerm(iterate[0][n], iterate[1][n]);
    }
  }

  private void residualForm() {
    int r = data.r;
    for (int i = 0; i < data.d1; i++) {
      for (int j = 0; j < data.d2; j++) {
        int n = i * data.d2 + j;
        sum(residual, n, xt, i * r, 1, yt, j * r, 1, r);
        Arrays.fill(term.high[0], data.m[0][i][j]);
        Arrays.fill(term.low[0], data.m[1][i][j]);
        subtractTerm(residual.high[n], residual.low[n]);
      }
    }
    for (int k = 0; k < r; k++) {
      for (int i = 0; i < data.d1; i++) {
        sum(gx, i * r + k, residual, i * data.d2, 1, yt, k, r, data.d2);
      }
      for (int j = 0; j < data.d2; j++) {
        sum(gy, j * r + k, residual, j, data.d2, xt, k, r, data.d1);
      }
    }
  }

  /** Sets g = own (other^T other) - A other, with A in rows, part by part. */
  private void gramForm(Entries g, Entries own, Entries other, double[][][] a) {
    int r = data.r;
    for (int p = 0; p < r * r; p++) {
      sum(gram, p, other, p / r, r, other, p % r, r, other.high.length / r);
    }
    for (int i = 0; i < a[0].length; i++) {
      for (int k = 0; k < r; k++) {
        sum(g, i * r + k, own, i * r, 1, gram, k, r, r);
        Arrays.fill(term.high[0], 0);
        Arrays.fill(term.low[0], 0);
        for (int j = 0; j < a[0][i].length; j++) {
          DoubleDoubleLoops.addScaled(
              term.high[0],
              term.low[0],
              a[0][i][j],
              a[1][i][j],
              other.high[j * r + k],
              other.low[j * r + k]);
        }
        subtractTerm(g.high[i * r + k], g.low[i * r + k]);
      }
    }
  }

  /** Sets out[o] to the sum over t of a[p + t pStep] b[q + t qStep], from 0: 0 + a b is a b. */
  private static void sum(
      Entries out, int o, Entries a, int p, int pStep, Entries b, int q, int qStep, int terms) {
    Arrays.fill(out.high[o], 0);
    Arrays.fill(out.low[o], 0);
    for (int t = 0; t < terms; t++) {
      int n = p + t * pStep;
      int m = q + t * qStep;
      DoubleDoubleLoops.addProduct(
          out.high[o], out.low[o], a.high[n], a.low[n], b.high[m], b.low[m]);
    }
  }

  private void subtractTerm(double[] high, double[] low) {
    BatchLoops.negate(term.high[0]);
    BatchLoops.negate(term.low[0]);
    DoubleDoubleLoops.add(high, low, high, low, term.high[0], term.low[0]);
  }
}
