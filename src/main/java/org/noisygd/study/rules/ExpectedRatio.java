// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.rules;

import java.util.OptionalDouble;
import java.util.function.LongFunction;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;
import org.noisygd.theory.landscape.SingularValues;
import org.noisygd.theory.landscape.SingularVectors;

/**
 * The ratio ||X||/||Y|| that theory expects a rule to end at, to leading order in the step sizes
 * and the noise, for a target whose first r singular values are all equal to s. Approximate:
 * binary64, some units of 2^-53 from the formulas.
 *
 * <ul>
 *   <li>Conserved: with D0 = X0^T X0/etaX - Y0^T Y0/etaY and P = X^T X, Y^T Y = s^2 P^-1 at the
 *       end, P/etaX - s^2 P^-1/etaY = D0, so by the eigenvalues delta of D0, p = (delta etaX +
 *       sqrt(delta^2 etaX^2 + 4 s^2 etaX/etaY))/2, and the squared ratio is sum p / sum s^2/p.
 *   <li>Label noise: etaX d1 / (etaY d2), squared.
 *   <li>Entries of a target that cannot be fitted: with s u v^T the best fit and R its residual,
 *       etaX (sum R_ij^2 v_j^2) / (etaY sum R_ij^2 u_i^2), squared.
 * </ul>
 */
final class ExpectedRatio {
  private final Experiment problem;
  private final LongFunction<Factors<Double>> starts;
  private final SingularValues values;
  private final double s;

  ExpectedRatio(Experiment problem, long seed) {
    this.problem = problem;
    this.starts = problem.starts(seed);
    this.values = SingularValues.of(problem.target());
    this.s = values.value(1);
  }

  /** The ratio from one start; empty where none is expected. */
  OptionalDouble of(ComparedRule rule, long replicate) {
    return switch (rule) {
      case PERTURBED, SMOOTHED, REGULARISED -> OptionalDouble.of(1);
      case PLAIN -> OptionalDouble.of(conserved(replicate));
      case LABEL_NOISE -> OptionalDouble.of(Math.sqrt(stepRatio() * problem.d1() / problem.d2()));
      case KEPT_NOISE -> OptionalDouble.empty();
      case ENTRY_SAMPLED ->
          OptionalDouble.of(canBeFitted() ? conserved(replicate) : Math.sqrt(sampled()));
    };
  }

  private double stepRatio() {
    return problem.etaX() / problem.etaY();
  }

  /** Whether the singular value beyond the r-th is one of rounding. */
  boolean canBeFitted() {
    return values.value(problem.r() + 1) <= 0x1p-20 * s;
  }

  private double conserved(long replicate) {
    Factors<Double> start = starts.apply(replicate);
    double etaX = problem.etaX();
    double etaY = problem.etaY();
    double squared = s * s;
    var gramX = start.x().gram().scale(1 / etaX);
    var gramY = start.y().gram().scale(1 / etaY);
    double sumX = 0;
    double sumY = 0;
    var difference = new Array2DRowRealMatrix(gramX.minus(gramY).roundToDoubles(), false);
    for (double delta : new EigenDecomposition(difference).getRealEigenvalues()) {
      double half = delta * etaX / 2;
      double p = half + Math.sqrt(half * half + squared * etaX / etaY);
      sumX += p;
      sumY += squared / p;
    }
    return Math.sqrt(sumX / sumY);
  }

  private double sampled() {
    @Shape({"d1", "d2"})
    Matrix<Double> m = problem.target();
    SingularVectors best = SingularVectors.largest(m, 1);
    double byV = 0;
    double byU = 0;
    for (int i = 0; i < m.rows(); i++) {
      for (int j = 0; j < m.columns(); j++) {
        double u = best.left().get(i, 0);
        double v = best.right().get(j, 0);
        double residual = s * u * v - m.get(i, j);
        byV += residual * residual * v * v;
        byU += residual * residual * u * u;
      }
    }
    return stepRatio() * byV / byU;
  }
}
