// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.rule;

import static org.noisygd.descent.rule.BatchMatrices.zeros;

import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;

/**
 * Any {@link UpdateRule} in binary64 on many replicates at once: iterates are arrays x[i r +
 * k][lane] and y[j r + k][lane]. Every lane does the rule's own operations in its order, so the
 * bits are those of the generic code (tested in {@code RuleBatchTest}). Holds its working space:
 * for one thread at a time.
 */
public final class RuleBatch {
  private final UpdateRule<Double> rule;
  private final int d1;
  private final int d2;
  private final int r;
  private final double[] m;
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

  /** A rule for factors of r columns, in so many lanes. */
  public RuleBatch(UpdateRule<Double> rule, int r, int lanes) {
    Require.positive("lanes", lanes);
    this.rule = rule;
    this.d1 = rule.target().rows();
    this.d2 = rule.target().columns();
    this.r = Require.positive("r", r);
    this.m = flat(rule.target());
    this.etaX = rule.steps().etaX();
    this.etaY = rule.steps().etaY();
    boolean perturbs = rule instanceof PerturbedDescent;
    boolean multiplies = rule instanceof RegularisedDescent || rule instanceof SmoothedDescent;
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

  private static double[] flat(Matrix<Double> matrix) {
    return matrix.entries().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Whether the rule asks for perturbations. */
  public boolean drawsFactors() {
    return rule instanceof PerturbedDescent || rule instanceof KeptNoiseDescent;
  }

  /** Whether the rule asks for numbers of the entries of M. */
  public boolean drawsCells() {
    return rule instanceof LabelNoiseDescent || rule instanceof EntrySampledDescent;
  }

  /**
   * Replaces x and y by the next iterates.
   *
   * @param zx the perturbations of X, read only where the rule draws them; zy those of Y
   * @param cells numbers of the entries of M, read only where the rule draws them
   * @param stepFactor what both steps are multiplied by, first; 1 leaves them as they are
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
    if (rule instanceof PerturbedDescent) {
      BatchMatrices.add(perturbedX, x, zx);
      BatchMatrices.add(perturbedY, y, zy);
      atX = perturbedX;
      atY = perturbedY;
    }
    BatchMatrices.multiplyTransposed(residual, atX, atY, d1, r, d2);
    if (rule instanceof LabelNoiseDescent) {
      BatchMatrices.subtractSum(residual, m, cells);
    } else {
      BatchMatrices.subtract(residual, m);
    }
    if (rule instanceof EntrySampledDescent<Double> sampled) {
      BatchMatrices.weigh(residual, sampled.scale(), cells);
    }
    BatchMatrices.multiply(gx, residual, atY, d1, d2, r, d2, 1);
    BatchMatrices.multiply(gy, residual, atX, d2, d1, r, 1, d2);
    if (rule instanceof RegularisedDescent<Double> regularised) {
      BatchMatrices.gram(right, x, d1, r);
      BatchMatrices.gram(gram, y, d2, r);
      BatchMatrices.subtract(right, right, gram);
      BatchMatrices.multiply(productX, x, right, d1, r, r, r, 1);
      BatchMatrices.multiply(productY, y, right, d2, r, r, r, 1);
      BatchMatrices.addScaled(gx, regularised.halfMu(), productX);
      BatchMatrices.subtractScaled(gy, regularised.halfMu(), productY);
    }
    if (rule instanceof SmoothedDescent<Double> smoothed) {
      fill(right, smoothed.noise().c2());
      BatchMatrices.multiply(productX, x, right, d1, r, r, r, 1);
      BatchMatrices.add(gx, gx, productX);
      fill(right, smoothed.noise().c1());
      BatchMatrices.multiply(productY, y, right, d2, r, r, r, 1);
      BatchMatrices.add(gy, gy, productY);
    }
    BatchMatrices.subtractScaled(x, etaX * stepFactor, gx);
    BatchMatrices.subtractScaled(y, etaY * stepFactor, gy);
    if (rule instanceof KeptNoiseDescent) {
      BatchMatrices.add(x, x, zx);
      BatchMatrices.add(y, y, zy);
    }
  }

  private static void fill(double[][] entries, Matrix<Double> matrix) {
    for (int e = 0; e < entries.length; e++) {
      java.util.Arrays.fill(entries[e], matrix.entries().get(e));
    }
  }

  /** ||X Y^T - M||^2 / 2 of each lane; changes the working space alone. */
  public double[] loss(double[][] x, double[][] y) {
    BatchMatrices.multiplyTransposed(residual, x, y, d1, r, d2);
    BatchMatrices.subtract(residual, m);
    double[] loss = BatchMatrices.normSquared(residual);
    for (int l = 0; l < loss.length; l++) {
      loss[l] *= 0.5;
    }
    return loss;
  }

  /** d1. */
  int rowsX() {
    return d1;
  }

  /** d2. */
  int rowsY() {
    return d2;
  }

  /** r. */
  int columns() {
    return r;
  }
}
