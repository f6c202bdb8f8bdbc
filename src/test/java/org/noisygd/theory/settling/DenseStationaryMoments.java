// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.settling;

import static org.noisygd.theory.landscape.Exact.Q;
import static org.noisygd.verify.claims.RationalProblem.q;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.objective.SmoothedFactorization;
import org.noisygd.descent.objective.UpdateMoments;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.landscape.Theorem2;

/**
 * The second route to the stationary law: whole matrices over the rationals, for a problem whose A
 * and B are the first columns of the identity. The blocks under test are only put in their places.
 */
final class DenseStationaryMoments {
  private final Theorem2<BigFraction> problem;
  private final StationaryCovariance<BigFraction> blocks;
  private final StationaryShift<BigFraction> shift;
  private final Factors<BigFraction> optimum;
  private final SmoothedFactorization<BigFraction> smoothed;
  private final Matrix<BigFraction> steps;
  private final int d1;
  private final int d2;
  private final int r;
  private final int size;
  private final Matrix<BigFraction> covariance;
  private final BigFraction etaX;
  private final BigFraction etaY;

  DenseStationaryMoments(Theorem2<BigFraction> problem, BigFraction etaX, BigFraction etaY) {
    this.problem = problem;
    this.d1 = problem.a().rows();
    this.d2 = problem.b().rows();
    this.r = problem.r();
    this.size = (d1 + d2) * r;
    this.blocks = StationaryCovariance.of(LinearisedUpdate.of(problem, etaX, etaY));
    this.shift = StationaryShift.of(blocks);
    this.optimum = problem.optimum();
    this.smoothed = new SmoothedFactorization<>(problem.target(), problem.noise());
    this.covariance = Matrix.of(Q, size, size, this::entry);
    this.steps = Matrix.of(Q, size, size, (p, q) -> p != q ? q(0) : p < d1 * r ? etaX : etaY);
    this.etaX = etaX;
    this.etaY = etaY;
  }

  private BigFraction entry(int p, int q) {
    int i = row(p);
    int k = row(q);
    int j = p % r;
    int l = q % r;
    boolean ofY = p >= d1 * r;
    boolean andY = q >= d1 * r;
    if (i >= r || k >= r) {
      return p != q ? q(0) : (ofY ? blocks.outsideY() : blocks.outsideX()).get(j).value();
    }
    if (i == j && k == l) {
      return blocks.scaling(i, k).get(ofY ? 1 : 0, andY ? 1 : 0);
    }
    if (i == j || k == l || Math.min(i, j) != Math.min(k, l) || Math.max(i, j) != Math.max(k, l)) {
      return q(0);
    }
    int first = (i < j ? 0 : 2) + (ofY ? 1 : 0);
    int second = (k < l ? 0 : 2) + (andY ? 1 : 0);
    return blocks.pair(Math.min(i, j), Math.max(i, j)).covariance().get(first, second);
  }

  private int row(int variable) {
    return variable < d1 * r ? variable / r : variable / r - d1;
  }

  /** C. */
  Matrix<BigFraction> covariance() {
    return covariance;
  }

  private static Matrix<BigFraction> column(List<BigFraction> entries) {
    return Matrix.of(Q, entries.size(), 1, (p, zero) -> entries.get(p));
  }

  /** I - E H. */
  Matrix<BigFraction> jacobian() {
    return Matrix.identity(Q, size).minus(steps.times(smoothed.hessian(optimum)));
  }

  /** Q. */
  Matrix<BigFraction> noise() {
    return new UpdateMoments<>(
            new MatrixFactorization<>(problem.target()),
            optimum,
            etaX,
            etaY,
            q(16).multiply(problem.sigmaSquared()).divide(d1),
            problem.sigmaSquared().divide(d2))
        .covariance();
  }

  /** I less, for each skew e_i e_j^T - e_j e_i^T, what is along the rotation in E^-1's metric. */
  Matrix<BigFraction> projection() {
    Matrix<BigFraction> projection = Matrix.identity(Q, size);
    for (int a = 0; a < r; a++) {
      for (int b = a + 1; b < r; b++) {
        int i = a;
        int j = b;
        Matrix<BigFraction> skew =
            Matrix.of(Q, r, r, (k, l) -> q(k == i && l == j ? 1 : k == j && l == i ? -1 : 0));
        Matrix<BigFraction> k =
            column(new Factors<>(optimum.x().times(skew), optimum.y().times(skew)).toVariables());
        Matrix<BigFraction> along =
            Matrix.of(Q, 1, size, (zero, p) -> k.get(p, 0).divide(steps.get(p, p)));
        BigFraction norm = along.times(k).get(0, 0);
        projection = projection.minus(k.times(along).scale(q(1).divide(norm)));
      }
    }
    return projection;
  }

  /** m. */
  private Matrix<BigFraction> mean() {
    return Matrix.of(
        Q,
        size,
        1,
        (p, zero) ->
            row(p) != p % r ? q(0) : (p < d1 * r ? shift.ofX() : shift.ofY()).get(p % r).value());
  }

  /** The mean of the gradient's quadratic part, by polarising second differences of it. */
  private Matrix<BigFraction> meanCurvature() {
    Matrix<BigFraction> sum = Matrix.zeros(Q, size, 1);
    for (int p = 0; p < size; p++) {
      for (int s = 0; s < size; s++) {
        if (covariance.get(p, s).signum() != 0) {
          Matrix<BigFraction> both =
              quadratic(p, s)
                  .minus(quadratic(p, p).scale(q(1, 4)))
                  .minus(quadratic(s, s).scale(q(1, 4)));
          sum = sum.plus(both.scale(covariance.get(p, s).divide(2)));
        }
      }
    }
    return sum;
  }

  /** (G(z + n) + G(z - n) - 2 G(z)) / 2 for n = e_p + e_s, exact since G is a cubic. */
  private Matrix<BigFraction> quadratic(int p, int s) {
    List<BigFraction> n = new ArrayList<>();
    for (int v = 0; v < size; v++) {
      n.add(q((v == p ? 1 : 0) + (v == s ? 1 : 0)));
    }
    Factors<BigFraction> step = Factors.ofVariables(Q, d1, d2, r, n);
    Factors<BigFraction> g = smoothed.gradient(optimum);
    List<BigFraction> second =
        smoothed
            .gradient(optimum.plus(step))
            .plus(smoothed.gradient(optimum.minus(step)))
            .minus(g.plus(g))
            .toVariables();
    return Matrix.of(Q, size, 1, (v, zero) -> second.get(v).divide(2));
  }

  /** The mean of W' - W to second order, W = Z Z^T for Z = (X; Y). */
  Matrix<BigFraction> meanChangeOfInvariants() {
    Matrix<BigFraction> h = smoothed.hessian(optimum);
    Matrix<BigFraction> drift = steps.times(h.times(mean()).plus(meanCurvature()));
    Matrix<BigFraction> eh = steps.times(h);
    Matrix<BigFraction> first =
        drift.times(column(optimum.toVariables()).transpose()).plus(eh.times(covariance));
    Matrix<BigFraction> change =
        eh.times(covariance)
            .times(eh.transpose())
            .plus(noise())
            .minus(first)
            .minus(first.transpose());
    return Matrix.of(
        Q,
        d1 + d2,
        d1 + d2,
        (i, j) -> {
          BigFraction sum = q(0);
          for (int a = 0; a < r; a++) {
            sum = sum.add(change.get(i * r + a, j * r + a));
          }
          return sum;
        });
  }

  /** slope m + 1/2 tr(curvature C). */
  BigFraction mean(List<BigFraction> slope, Matrix<BigFraction> curvature) {
    BigFraction ofCurvature = curvature.times(covariance).trace().divide(2);
    return ofCurvature.add(column(slope).inner(mean()));
  }

  /** a C b^T. */
  BigFraction variance(List<BigFraction> a, List<BigFraction> b) {
    return column(a).transpose().times(covariance).times(column(b)).get(0, 0);
  }

  /** The gradient of ||X||^2, or of ||Y||^2. */
  List<BigFraction> gradientOfNorm(boolean ofX) {
    List<BigFraction> z = optimum.toVariables();
    List<BigFraction> gradient = new ArrayList<>();
    for (int p = 0; p < size; p++) {
      gradient.add(ofX == (p < d1 * r) ? z.get(p).multiply(2) : q(0));
    }
    return gradient;
  }

  /** Its Hessian. */
  Matrix<BigFraction> hessianOfNorm(boolean ofX) {
    return Matrix.of(Q, size, size, (p, s) -> q(p == s && ofX == (p < d1 * r) ? 2 : 0));
  }
}
