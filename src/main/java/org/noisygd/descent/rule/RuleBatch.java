// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.rule;

import static org.noisygd.descent.fast.BatchMatrices.zeros;

import java.util.Arrays;
import org.noisygd.descent.fast.BatchMatrices;
import org.noisygd.descent.rule.UpdateRule.Noise;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;

/**
 * {@link UpdateRule#apply}, the readable version, on many replicates in binary64 at once, by the
 * loops of the portable kernels: iterates are arrays x[i r + k][lane] and y[j r + k][lane]. Every
 * lane does the rule's own operations in its order, so the bits are the same ({@code
 * RuleBatchTest}). Holds its working space: for one thread at a time.
 */
public final class RuleBatch {
  private final UpdateRule<Double> rule;
  private final int d2;
  private final int r;
  private final double[][] m;
  private final double etaX;
  private final double etaY;
  private final double[][] perturbedX;
  private final double[][] perturbedY;
  private final double[][] residual;
  private final double[][] gx;
  private final double[][] gy;
  private final double[][] right;
  private final double[][] gram;
  private final double[][] productX;
  private final double[][] productY;

  /** A rule for factors of r columns, in this many lanes. */
  public RuleBatch(UpdateRule<Double> rule, int r, int lanes) {
    Require.positive("lanes", lanes);
    this.rule = rule;
    int d1 = rule.target().rows();
    this.d2 = rule.target().columns();
    this.r = Require.positive("r", r);
    this.m = rule.target().roundToDoubles();
    this.etaX = rule.steps().etaX();
    this.etaY = rule.steps().etaY();
    boolean perturbs = rule.noise() == Noise.PERTURBED;
    boolean multiplies = rule.smoothing().isPresent() || rule.halfMu().isPresent();
    this.perturbedX = zeros(perturbs ? d1 * r : 0, lanes);
    this.perturbedY = zeros(perturbs ? d2 * r : 0, lanes);
    this.residual = zeros(d1 * d2, lanes);
    this.gx = zeros(d1 * r, lanes);
    this.gy = zeros(d2 * r, lanes);
    this.right = zeros(multiplies ? r * r : 0, lanes);
    this.gram = zeros(multiplies ? r * r : 0, lanes);
    this.productX = zeros(multiplies ? d1 * r : 0, lanes);
    this.productY = zeros(multiplies ? d2 * r : 0, lanes);
  }

  /**
   * Replaces x and y by the next iterates.
   *
   * @param zx the perturbations of X, read only where the rule draws them; zy those of Y
   * @param cells numbers of the entries of M, read only where the rule draws them
   * @param stepFactor by which both steps are multiplied first; 1 leaves them as they are
   */
  public void apply(
      double[][] x,
      double[][] y,
      double[][] zx,
      double[][] zy,
      double[][] cells,
      double stepFactor) {
    double[][] atX = x;
    double[][] atY = y;
    if (rule.noise() == Noise.PERTURBED) {
      BatchMatrices.add(perturbedX, x, zx);
      BatchMatrices.add(perturbedY, y, zy);
      atX = perturbedX;
      atY = perturbedY;
    }
    switch (rule.noise()) {
      case NONE, KEPT, PERTURBED -> BatchMatrices.gradient(gx, gy, atX, atY, m, residual);
      case LABELS -> {
        BatchMatrices.timesTransposed(residual, x, y, r);
        subtractTargetAnd(cells);
      }
      case SAMPLED -> {
        BatchMatrices.residual(residual, x, y, m);
        weigh(rule.scale(), cells);
      }
    }
    if (rule.noise().isOfCells()) {
      BatchMatrices.times(gx, residual, y, r);
      BatchMatrices.transposedTimes(gy, residual, x, r);
    }
    if (rule.smoothing().isPresent()) {
      addProduct(gx, x, productX, rule.smoothing().get().c2());
      addProduct(gy, y, productY, rule.smoothing().get().c1());
    }
    if (rule.halfMu().isPresent()) {
      BatchMatrices.gram(right, x, r);
      BatchMatrices.gram(gram, y, r);
      BatchMatrices.subtract(right, right, gram);
      BatchMatrices.times(productX, x, right, r);
      BatchMatrices.times(productY, y, right, r);
      BatchMatrices.addScaled(gx, rule.halfMu().get(), productX);
      BatchMatrices.subtractScaled(gy, rule.halfMu().get(), productY);
    }
    BatchMatrices.subtractScaled(x, etaX * stepFactor, gx);
    BatchMatrices.subtractScaled(y, etaY * stepFactor, gy);
    if (rule.noise() == Noise.KEPT) {
      BatchMatrices.add(x, x, zx);
      BatchMatrices.add(y, y, zy);
    }
  }

  /** g = g + factor c. */
  private void addProduct(double[][] g, double[][] factor, double[][] product, Matrix<Double> c) {
    for (int e = 0; e < right.length; e++) {
      Arrays.fill(right[e], c.entries().get(e));
    }
    BatchMatrices.times(product, factor, right, r);
    BatchMatrices.add(g, g, product);
  }

  /** residual_ij -= m_ij + noise_ij. */
  private void subtractTargetAnd(double[][] noise) {
    for (int e = 0; e < residual.length; e++) {
      double[] entry = residual[e];
      double[] added = noise[e];
      double number = m[e / d2][e % d2];
      for (int l = 0; l < entry.length; l++) {
        entry[l] -= number + added[l];
      }
    }
  }

  /** residual_ij = (scale counts_ij) residual_ij. */
  private void weigh(double scale, double[][] counts) {
    for (int e = 0; e < residual.length; e++) {
      double[] entry = residual[e];
      double[] count = counts[e];
      for (int l = 0; l < entry.length; l++) {
        entry[l] = scale * count[l] * entry[l];
      }
    }
  }
}
