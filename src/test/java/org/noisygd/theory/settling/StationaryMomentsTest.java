// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.settling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.noisygd.Refused.assertRefused;
import static org.noisygd.theory.landscape.Exact.Q;
import static org.noisygd.verify.claims.RationalProblem.q;

import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.landscape.Theorem2;

/**
 * Cross-checks. The blocks of the covariance, the shift and the moments are held, exactly and over
 * the rationals, against whole matrices. {@code study.paper.PredictionTest} holds the prediction
 * against runs.
 */
class StationaryMomentsTest {
  private static final BigFraction ETA_X = q(1, 20);
  private static final BigFraction ETA_Y = q(1, 10);

  /** gamma = 4, c = 1/8 and s = 1, 1/4, 9/4: every root that the law takes is rational. */
  private static Theorem2<BigFraction> problem(int d1, int d2, int r) {
    List<BigFraction> sigma = List.of(q(9, 8), q(3, 8), q(19, 8)).subList(0, r);
    return new Theorem2<>(
        Matrix.of(Q, d1, r, (i, j) -> q(i == j ? 1 : 0)),
        sigma,
        Matrix.of(Q, d2, r, (i, j) -> q(i == j ? 1 : 0)),
        q(4),
        q(1, 32));
  }

  private static DenseStationaryMoments dense(int d1, int d2, int r) {
    return new DenseStationaryMoments(problem(d1, d2, r), ETA_X, ETA_Y);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "2, 3, 1", "3, 2, 2", "2, 2, 2", "3, 4, 3"})
  void covariance_blocks_solveTheWholeEquationBesideTheRotations(int d1, int d2, int r) {
    DenseStationaryMoments dense = dense(d1, d2, r);
    Matrix<BigFraction> c = dense.covariance();
    Matrix<BigFraction> jacobian = dense.jacobian().times(dense.projection());
    Matrix<BigFraction> noise =
        dense.projection().times(dense.noise()).times(dense.projection().transpose());
    assertEquals(jacobian.times(c).times(jacobian.transpose()).plus(noise), c);
  }

  /**
   * Z = (X; Y) gives W = Z Z^T, which no rotation changes. So in the stationary law the mean of W
   * changes by nothing in an update, whatever was turned back: to second order in n that is a
   * linear equation in m, C and the noise, entry by entry.
   */
  @ParameterizedTest
  @CsvSource({"1, 1, 1", "2, 3, 1", "3, 2, 2", "2, 2, 2", "3, 4, 3"})
  void shift_anyShape_leavesTheMeanOfTheInvariantsUnchanged(int d1, int d2, int r) {
    Matrix<BigFraction> change = dense(d1, d2, r).meanChangeOfInvariants();
    assertEquals(Matrix.zeros(Q, d1 + d2, d1 + d2), change);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "2, 3, 1", "3, 2, 2", "3, 4, 3"})
  void moments_anyShape_areThoseOfTheWholeQuadraticForms(int d1, int d2, int r) {
    Theorem2<BigFraction> problem = problem(d1, d2, r);
    DenseStationaryMoments dense = new DenseStationaryMoments(problem, ETA_X, ETA_Y);
    StationaryMoments<BigFraction> law = StationaryMoments.of(problem, ETA_X, ETA_Y);
    Factors<BigFraction> at = problem.optimum();
    MatrixFactorization<BigFraction> f = new MatrixFactorization<>(problem.target());
    assertEquals(f.loss(at), law.loss().atOptimum());
    List<BigFraction> slope = f.gradient(at).toVariables();
    assertEquals(f.loss(at).add(dense.mean(slope, f.hessian(at))), law.loss().mean());
    Matrix<BigFraction> curved = f.hessian(at).times(dense.covariance());
    assertEquals(
        dense.variance(slope, slope).add(curved.times(curved).trace().multiply(q(1, 2))),
        law.loss().variance());

    List<BigFraction> ofX = dense.gradientOfNorm(true);
    List<BigFraction> ofY = dense.gradientOfNorm(false);
    BigFraction da = dense.mean(ofX, dense.hessianOfNorm(true));
    BigFraction db = dense.mean(ofY, dense.hessianOfNorm(false));
    BigFraction va = dense.variance(ofX, ofX);
    BigFraction vb = dense.variance(ofY, ofY);
    BigFraction cab = dense.variance(ofX, ofY);
    BigFraction g2 = q(16);
    assertEquals(da.subtract(g2.multiply(db)), law.imbalance().mean());
    assertEquals(
        va.subtract(g2.multiply(cab).multiply(2)).add(g2.multiply(g2).multiply(vb)),
        law.imbalance().variance());

    // The ratio by its logarithm, whose mean is e and variance v: the mean is 4 (1 + e + v/2).
    BigFraction a = at.x().normSquared();
    BigFraction b = at.y().normSquared();
    BigFraction ra = va.divide(a).divide(a);
    BigFraction rb = vb.divide(b).divide(b);
    BigFraction e =
        da.divide(a).subtract(ra.divide(2)).subtract(db.divide(b)).add(rb.divide(2)).divide(2);
    BigFraction v = ra.add(rb).subtract(cab.divide(a).divide(b).multiply(2)).divide(4);
    assertEquals(q(4).multiply(e.add(v.divide(2)).add(1)), law.ratio().mean());
    assertEquals(g2.multiply(v), law.ratio().variance());
  }

  @Test
  void of_paperSettings_areTheFiguresSeen() {
    // 20 x 30, rank one, equal steps of 0.01: the loss was seen to settle near 3.2e-3.
    StationaryMoments<Double> law = paper(0.01);
    assertEquals(3.2e-3, law.loss().mean(), 0.05e-3);
    // Quartiles of 100 ratios were 0.995, 1.000 and 1.003: a quartile of n normal deviates has the
    // standard error 1.36 sd / sqrt(n), and the median 1.25 sd / sqrt(n); four of them, and half a
    // unit of the last digit.
    double sd = Math.sqrt(law.ratio().variance());
    double quarter = 0.6744897501960817; // the normal law's upper quartile
    assertEquals(0.995, law.ratio().mean() - quarter * sd, 4 * 1.36 * sd / 10 + 5e-4);
    assertEquals(1.000, law.ratio().mean(), 4 * 1.25 * sd / 10 + 5e-4);
    assertEquals(1.003, law.ratio().mean() + quarter * sd, 4 * 1.36 * sd / 10 + 5e-4);
  }

  private static StationaryMoments<Double> paper(double eta) {
    Binary64 a = Binary64.INSTANCE;
    Theorem2<Double> problem =
        new Theorem2<>(
            Matrix.of(a, 20, 1, (i, j) -> i == 0 ? 1.0 : 0.0),
            List.of(1.0),
            Matrix.of(a, 30, 1, (i, j) -> i == 0 ? 1.0 : 0.0),
            1.0,
            30 * 0.05 * 0.05);
    return StationaryMoments.of(problem, eta, eta);
  }

  @Test
  void of_stepsTooLong_areRefused() {
    assertRefused(
        "step sizes must keep the linearised update contracting, got 1.1 and 1.1",
        () -> paper(1.1));
    assertRefused("etaX must be finite and > 0, got 0.0", () -> paper(0));
  }

  @Test
  void solve_singularEquation_isRefused() {
    Matrix<BigFraction> one = Matrix.identity(Q, 1);
    assertRefused(
        "system must have one solution, got pivot 0", () -> SteinEquation.solve(one, one, one));
  }
}
