// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.settling;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.landscape.Scalar;
import org.noisygd.theory.landscape.Theorem2;

/**
 * The covariance C of the iterate's deviation n from the smoothed optimum in the stationary
 * distribution of the {@link LinearisedUpdate} n' = J n + xi:
 *
 * <pre>  C = J C J^T + Q,    Q = Cov(xi).</pre>
 *
 * <p>H has the blocks of {@link Theorem2#spectrum()}. Neither problem nor distribution changes if
 * the signs of a_j, b_j and column j change together, or if the complement of A or of B is rotated;
 * so Q couples only
 *
 * <pre>
 *   P_ij with itself, i > r       C = Q / (h (2 - h)),  h = etaX Sigma_j/gamma    (outsideX)
 *   R_ij with itself, i > r       the same with h = etaY gamma Sigma_j            (outsideY)
 *   (P_ii, R_ii) with (P_jj, R_jj), each i and j                                  (scaling)
 *   (P_ij, R_ij, P_ji, R_ji), i < j                                               (pairs)
 * </pre>
 *
 * <p>The last block of H has the rotation k = (x_i, y_i, -x_j, -y_j) in its kernel: the iterate
 * drifts along the orbit of optima, and n is its deviation from the optimum rotated with it, so k^T
 * E^-1 n = 0. There J and Q are projected by I - k w^T, w = E^-1 k / (k^T E^-1 k).
 *
 * <p>Each block is a linear system of at most 16 unknowns, exact in an exact arithmetic. The test
 * solves for the whole matrix instead.
 *
 * @param update the update
 * @param scaling Cov of (P_ii, R_ii) with (P_jj, R_jj), 2 x 2, for each i and j
 * @param pairs the block of (i, j), at [i][j - i - 1]
 * @param outsideX Var P_ij for each i > r, by j; 0 if d1 = r and there is none
 * @param outsideY Var R_ij for each i > r, by j; 0 if d2 = r and there is none
 */
record StationaryCovariance<T>(
    LinearisedUpdate<T> update,
    List<List<Matrix<T>>> scaling,
    List<List<PairBlock<T>>> pairs,
    List<Scalar<T>> outsideX,
    List<Scalar<T>> outsideY) {
  /** The indices of a pair block's entries for (i, j); ^ 2 exchanges i and j. */
  static final int P_IJ = 0;

  static final int R_IJ = 1;
  static final int P_JI = 2;
  static final int R_JI = 3;

  /**
   * The block of a pair i < j.
   *
   * @param covariance the 4 x 4 block of C
   * @param turning Var omega; omega = w^T xi is the rotation angle from one update's noise
   * @param crossing Cov(xi without its rotation, omega), 4 x 1
   */
  record PairBlock<T>(Matrix<T> covariance, T turning, Matrix<T> crossing) {}

  /**
   * Solves for all blocks.
   *
   * @throws IllegalArgumentException if the steps are so long that the linearised update does not
   *     contract
   */
  static <T> StationaryCovariance<T> of(LinearisedUpdate<T> update) {
    int r = update.r();
    List<List<Matrix<T>>> scaling = new ArrayList<>();
    List<List<PairBlock<T>>> pairs = new ArrayList<>();
    List<Scalar<T>> outsideX = new ArrayList<>();
    List<Scalar<T>> outsideY = new ArrayList<>();
    for (int i = 0; i < r; i++) {
      update.requireContraction(update.scalingHessian(i));
      List<Matrix<T>> row = new ArrayList<>();
      List<PairBlock<T>> pairRow = new ArrayList<>();
      for (int j = 0; j < r; j++) {
        row.add(scaling(update, i, j));
        if (j > i) {
          update.requireContraction(update.pairHessian(i, j));
          pairRow.add(pair(update, i, j));
        }
      }
      scaling.add(row);
      pairs.add(pairRow);
      Scalar<T> none = update.number(0);
      Scalar<T> hX = update.etaX().times(update.sigma(i)).over(update.gamma());
      Scalar<T> hY = update.etaY().times(update.sigma(i)).times(update.gamma());
      outsideX.add(update.d1() > r ? update.alone(update.p(r, i), hX) : none);
      outsideY.add(update.d2() > r ? update.alone(update.q(r, i), hY) : none);
    }
    return new StationaryCovariance<>(update, scaling, pairs, outsideX, outsideY);
  }

  private static <T> Matrix<T> scaling(LinearisedUpdate<T> update, int i, int j) {
    Matrix<T> noise =
        update.noise(
            new int[] {update.p(i, i), update.q(i, i)}, new int[] {update.p(j, j), update.q(j, j)});
    return SteinEquation.solve(
        update.jacobian(update.scalingHessian(i)),
        update.jacobian(update.scalingHessian(j)),
        noise);
  }

  @SuppressWarnings("shape") // blocks of four
  private static <T> PairBlock<T> pair(LinearisedUpdate<T> update, int i, int j) {
    Arithmetic<T> arithmetic = update.arithmetic();
    int[] entries = {update.p(i, j), update.q(i, j), update.p(j, i), update.q(j, i)};
    Matrix<T> noise = update.noise(entries, entries);
    List<Scalar<T>> rotation =
        List.of(
            update.x().get(i),
            update.y().get(i),
            update.x().get(j).negated(),
            update.y().get(j).negated());
    Scalar<T> norm = update.number(0);
    for (int a = 0; a < 4; a++) {
      norm = norm.plus(rotation.get(a).squared().over(update.eta(a)));
    }
    Scalar<T> total = norm;
    Matrix<T> k = Matrix.of(arithmetic, 4, 1, (a, b) -> rotation.get(a).value());
    Matrix<T> w =
        Matrix.of(
            arithmetic, 4, 1, (a, b) -> rotation.get(a).over(update.eta(a)).over(total).value());
    Matrix<T> projection = Matrix.identity(arithmetic, 4).minus(k.times(w.transpose()));
    Matrix<T> jacobian = update.jacobian(update.pairHessian(i, j)).times(projection);
    Matrix<T> projected = projection.times(noise);
    return new PairBlock<>(
        SteinEquation.solve(jacobian, jacobian, projected.times(projection.transpose())),
        w.transpose().times(noise).times(w).get(0, 0),
        projected.times(w));
  }

  /** Cov of (P_ii, R_ii) with (P_jj, R_jj), 2 x 2. */
  Matrix<T> scaling(int i, int j) {
    return scaling.get(i).get(j);
  }

  /** The block of the pair i < j. */
  PairBlock<T> pair(int i, int j) {
    return pairs.get(i).get(j - i - 1);
  }
}
