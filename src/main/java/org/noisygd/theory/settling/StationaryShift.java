// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.settling;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.landscape.Scalar;

/**
 * The mean m of the deviation from the smoothed optimum, of order eta: the mean update from x0 + n
 * is -E (H n + h(n)), h the quadratic part of the gradient, so in the stationary distribution
 *
 * <pre>
 *   E H m = t - E h,     h = E h(n) under the covariance C,
 *   h_X = X q^T q + p Y^T q + p q^T Y,   h_Y = Y p^T p + q X^T p + q p^T X,   n = (p, q),
 *   t = -E[xi_rest Omega] - 1/2 (X, Y) E[Omega^2].
 * </pre>
 *
 * <p>t comes from rotating each new iterate back to the optimum: noise xi rotates it by Omega =
 * sum_ij omega_ij (e_i e_j^T - e_j e_i^T) and leaves xi_rest, and (X + xi_rest + X Omega)
 * exp(-Omega) = X + xi_rest - xi_rest Omega - 1/2 X Omega^2 to second order. For r = 1 it is 0. By
 * the symmetry of signs only the entries P_kk and R_kk of m differ from 0.
 *
 * @param ofX the entries P_kk of m
 * @param ofY the entries R_kk of m
 */
record StationaryShift<T>(List<Scalar<T>> ofX, List<Scalar<T>> ofY) {

  /** The shift for a covariance. */
  static <T> StationaryShift<T> of(StationaryCovariance<T> covariance) {
    return new Derivation<>(covariance.update(), covariance).shift();
  }

  private record Derivation<T>(LinearisedUpdate<T> update, StationaryCovariance<T> covariance) {
    StationaryShift<T> shift() {
      List<Scalar<T>> ofX = new ArrayList<>();
      List<Scalar<T>> ofY = new ArrayList<>();
      for (int k = 0; k < update.r(); k++) {
        Matrix<T> h = update.scalingHessian(k);
        Scalar<T> byX = turning(k, true).over(update.etaX()).minus(quadratic(k, true));
        Scalar<T> byY = turning(k, false).over(update.etaY()).minus(quadratic(k, false));
        // Cramer's rule, with the determinant 4 c s_k in the form that does not cancel.
        Scalar<T> determinant = update.c().times(4).times(update.small(k));
        Scalar<T> m = entry(h, 0, 1);
        ofX.add(entry(h, 1, 1).times(byX).minus(m.times(byY)).over(determinant));
        ofY.add(entry(h, 0, 0).times(byY).minus(m.times(byX)).over(determinant));
      }
      return new StationaryShift<>(ofX, ofY);
    }

    /** Entry (k, k) of h_X, or of h_Y with the roles exchanged. */
    private Scalar<T> quadratic(int k, boolean byX) {
      Matrix<T> own = covariance.scaling(k, k);
      Scalar<T> x = byX ? update.x().get(k) : update.y().get(k);
      Scalar<T> y = byX ? update.y().get(k) : update.x().get(k);
      int d = byX ? update.d2() : update.d1();
      Scalar<T> outside = byX ? covariance.outsideY().get(k) : covariance.outsideX().get(k);
      // E (q^T q)_kk, E (p Y^T q)_kk and E (p q^T)_kk, from the entries with l = k on.
      Scalar<T> squares = entry(own, byX ? 1 : 0, byX ? 1 : 0).plus(outside.times(d - update.r()));
      Scalar<T> crossed = y.times(entry(own, 0, 1));
      Scalar<T> products = entry(own, 0, 1);
      for (int l = 0; l < update.r(); l++) {
        if (l != k) {
          int p = byX ? StationaryCovariance.P_IJ : StationaryCovariance.R_IJ;
          int q = byX ? StationaryCovariance.R_IJ : StationaryCovariance.P_IJ;
          int back = byX ? StationaryCovariance.R_JI : StationaryCovariance.P_JI;
          Scalar<T> other = byX ? update.y().get(l) : update.x().get(l);
          squares = squares.plus(ofPair(k, l, back, back));
          crossed = crossed.plus(other.times(ofPair(k, l, p, back)));
          products = products.plus(ofPair(k, l, p, q));
        }
      }
      return x.times(squares).plus(crossed).plus(y.times(products));
    }

    /** Entry (k, k) of t's part of X, or of Y. */
    private Scalar<T> turning(int k, boolean ofX) {
      Scalar<T> sum = update.number(0);
      int at = ofX ? StationaryCovariance.P_IJ : StationaryCovariance.R_IJ;
      Scalar<T> x = ofX ? update.x().get(k) : update.y().get(k);
      for (int l = 0; l < update.r(); l++) {
        if (l != k) {
          var block = covariance.pair(Math.min(k, l), Math.max(k, l));
          Scalar<T> crossing = entry(block.crossing(), k < l ? at : at ^ 2, 0);
          sum = k < l ? sum.plus(crossing) : sum.minus(crossing);
          sum = sum.plus(x.times(update.number(block.turning())).over(2));
        }
      }
      return sum;
    }

    /** An entry of the pair block of k and l, indexed for (k, l). */
    private Scalar<T> ofPair(int k, int l, int a, int b) {
      Matrix<T> block = covariance.pair(Math.min(k, l), Math.max(k, l)).covariance();
      return k < l ? entry(block, a, b) : entry(block, a ^ 2, b ^ 2);
    }

    private Scalar<T> entry(Matrix<T> of, int i, int j) {
      return update.number(of.get(i, j));
    }
  }
}
