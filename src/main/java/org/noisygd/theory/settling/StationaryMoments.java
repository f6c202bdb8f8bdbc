// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.settling;

import java.util.function.IntFunction;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.landscape.Scalar;
import org.noisygd.theory.landscape.Theorem2;

/**
 * Mean and standard deviation, in the stationary distribution of Perturbed GD's iterate, of the
 * ratio ||X||/||Y||, of the imbalance ||X||^2 - gamma^2 ||Y||^2 and of the loss F = ||X Y^T - M||^2
 * / 2, for Gaussian noise of equal variances within each factor and any two step sizes.
 *
 * <p>The update is linearised at the smoothed optimum of {@link Theorem2}; the covariance of its
 * noise is exact there, for every sigma. With n the deviation from the optimum (for r > 1 up to a
 * rotation, which changes none of the three), C its covariance and m its mean, both of order eta,
 * and g', g'' the derivatives at the optimum of the observed g,
 *
 * <pre>
 *   mean     = g(optimum) + g' m + 1/2 tr(g'' C)
 *   variance = g' C g'^T                 (ratio, imbalance)
 *              g' C g'^T + 1/2 tr(g'' C g'' C)     (loss: its g' is of order sigma^2)
 * </pre>
 *
 * <p>C solves C = J C J^T + Q; m comes from the curvature of the gradient under C and, for r > 1,
 * from the rotations. The neglected terms (the noise's dependence on n, and higher derivatives) are
 * of relative order eta times the largest eigenvalue, in the variances, in the mean loss above its
 * value at the optimum, and in the means' distances from the optimum. Measured ({@code
 * StationaryMomentsTest}): halving the steps halves the deviation. The only assumptions on sigma
 * are Theorem 2's hypotheses. The distribution is approached at {@link PhaseThree}'s rate.
 *
 * <p>Use: {@code StationaryMoments.of(problem, etaX, etaY).ratio()}, {@code problem} a {@link
 * Theorem2} with gamma^2 = d1 sigmaX^2 / (d2 sigmaY^2) and sigma^2 = d2 sigmaY^2. All numbers are
 * dimensionless.
 *
 * @param ratio the ratio ||X||_F / ||Y||_F
 * @param imbalance ||X||_F^2 - gamma^2 ||Y||_F^2
 * @param loss F
 * @param <T> the type of the numbers
 */
public record StationaryMoments<T>(Moments<T> ratio, Moments<T> imbalance, Moments<T> loss) {

  /**
   * The moments of an observed quantity in the stationary distribution.
   *
   * @param atOptimum the value at the smoothed optimum
   * @param mean the mean
   * @param variance the variance
   */
  public record Moments<T>(T atOptimum, T mean, T variance) {}

  /**
   * The stationary moments for a problem and two step sizes.
   *
   * @throws IllegalArgumentException if a step size is not positive, or so long that the linearised
   *     update does not contract
   * @throws ArithmeticException if the arithmetic is exact and lacks a root of gamma s_k
   */
  public static <T> StationaryMoments<T> of(Theorem2<T> problem, T etaX, T etaY) {
    LinearisedUpdate<T> update = LinearisedUpdate.of(problem, etaX, etaY);
    StationaryCovariance<T> covariance = StationaryCovariance.of(update);
    return new Derivation<>(update, covariance, StationaryShift.of(covariance)).distribution();
  }

  /** The sums over the blocks of {@link StationaryCovariance}. */
  private record Derivation<T>(
      LinearisedUpdate<T> update, StationaryCovariance<T> covariance, StationaryShift<T> shift) {

    StationaryMoments<T> distribution() {
      Scalar<T> gamma = update.gamma();
      Scalar<T> x0 = update.sum(k -> x(k).squared());
      Scalar<T> y0 = x0.over(gamma.squared());
      // The means of ||X||^2 and ||Y||^2 minus their values at the optimum, and their covariance.
      Scalar<T> meanX =
          update.sum(k -> x(k).times(shift.ofX().get(k)).times(2)).plus(totalVariance(true));
      Scalar<T> meanY =
          update.sum(k -> y(k).times(shift.ofY().get(k)).times(2)).plus(totalVariance(false));
      Scalar<T> varX = linear(k -> x(k).times(2), k -> number(0));
      Scalar<T> varY = linear(k -> number(0), k -> y(k).times(2));
      Scalar<T> both = linear(k -> x(k).times(2), k -> y(k).times(2));
      Scalar<T> cross = both.minus(varX).minus(varY).over(2);
      return new StationaryMoments<>(
          ratio(x0, y0, meanX, meanY, varX, varY, cross),
          moments(
              number(0),
              meanX.minus(gamma.squared().times(meanY)),
              linear(k -> x(k).times(2), k -> gamma.squared().times(y(k)).times(-2))),
          loss());
    }

    /** The ratio sqrt(a/b), by two derivatives in a = ||X||^2 and b = ||Y||^2. */
    private Moments<T> ratio(
        Scalar<T> a,
        Scalar<T> b,
        Scalar<T> da,
        Scalar<T> db,
        Scalar<T> va,
        Scalar<T> vb,
        Scalar<T> cab) {
      Scalar<T> gamma = update.gamma();
      Scalar<T> ra = va.over(a.squared());
      Scalar<T> rb = vb.over(b.squared());
      Scalar<T> rab = cab.over(a.times(b));
      Scalar<T> first = da.over(a).minus(db.over(b)).over(2);
      Scalar<T> second = rb.times(3).minus(ra).minus(rab.times(2)).over(8);
      Scalar<T> variance = ra.plus(rb).minus(rab.times(2)).over(4);
      return moments(gamma, gamma.times(first.plus(second)), gamma.squared().times(variance));
    }

    /** The loss; its derivatives at the optimum are Fs's without the noise's part. */
    @SuppressWarnings("shape") // blocks, whose sides have no names
    private Moments<T> loss() {
      Scalar<T> gamma = update.gamma();
      Scalar<T> c = update.c();
      Scalar<T> above =
          update.sum(
              k ->
                  c.times(y(k).times(shift.ofX().get(k)).plus(x(k).times(shift.ofY().get(k))))
                      .negated());
      Scalar<T> variance = linear(k -> c.times(y(k)).negated(), k -> c.times(x(k)).negated());
      Scalar<T> first = number(0);
      Scalar<T> second = number(0);
      for (int i = 0; i < update.r(); i++) {
        for (int j = 0; j < update.r(); j++) {
          Matrix<T> block = update.scalingLossHessian(i).times(covariance.scaling(i, j));
          if (i == j) {
            first = first.plus(number(block.trace()));
          }
          Matrix<T> back = update.scalingLossHessian(j).times(covariance.scaling(j, i));
          second = second.plus(number(block.times(back).trace()));
          if (i < j) {
            Matrix<T> pair = update.pairLossHessian(i, j).times(covariance.pair(i, j).covariance());
            first = first.plus(number(pair.trace()));
            second = second.plus(number(pair.times(pair).trace()));
          }
        }
        Scalar<T> small = update.small(i);
        Scalar<T> x = small.over(gamma).times(covariance.outsideX().get(i));
        Scalar<T> y = small.times(gamma).times(covariance.outsideY().get(i));
        int rowsX = update.d1() - update.r();
        int rowsY = update.d2() - update.r();
        first = first.plus(x.times(rowsX)).plus(y.times(rowsY));
        second = second.plus(x.squared().times(rowsX)).plus(y.squared().times(rowsY));
      }
      return moments(
          c.squared().times(update.r()).over(2),
          above.plus(first.over(2)),
          variance.plus(second.over(2)));
    }

    /** The sum of the variances of X's entries, or of Y's. */
    private Scalar<T> totalVariance(boolean ofX) {
      int at = ofX ? 0 : 1;
      int rows = ofX ? update.d1() : update.d2();
      Scalar<T> sum = number(0);
      for (int k = 0; k < update.r(); k++) {
        Scalar<T> outside = ofX ? covariance.outsideX().get(k) : covariance.outsideY().get(k);
        sum =
            sum.plus(number(covariance.scaling(k, k).get(at, at)))
                .plus(outside.times(rows - update.r()));
        for (int l = k + 1; l < update.r(); l++) {
          Matrix<T> block = covariance.pair(k, l).covariance();
          sum = sum.plus(number(block.get(at, at))).plus(number(block.get(at + 2, at + 2)));
        }
      }
      return sum;
    }

    /** g' C g'^T for a gradient on the entries P_kk and R_kk. */
    private Scalar<T> linear(IntFunction<Scalar<T>> byX, IntFunction<Scalar<T>> byY) {
      Scalar<T> sum = number(0);
      for (int i = 0; i < update.r(); i++) {
        for (int j = 0; j < update.r(); j++) {
          Matrix<T> block = covariance.scaling(i, j);
          Scalar<T> xx = byX.apply(i).times(number(block.get(0, 0))).times(byX.apply(j));
          Scalar<T> xy = byX.apply(i).times(number(block.get(0, 1))).times(byY.apply(j));
          Scalar<T> yx = byY.apply(i).times(number(block.get(1, 0))).times(byX.apply(j));
          Scalar<T> yy = byY.apply(i).times(number(block.get(1, 1))).times(byY.apply(j));
          sum = sum.plus(xx).plus(xy).plus(yx).plus(yy);
        }
      }
      return sum;
    }

    private Moments<T> moments(Scalar<T> atOptimum, Scalar<T> above, Scalar<T> variance) {
      return new Moments<>(atOptimum.value(), atOptimum.plus(above).value(), variance.value());
    }

    private Scalar<T> x(int k) {
      return update.x().get(k);
    }

    private Scalar<T> y(int k) {
      return update.y().get(k);
    }

    private Scalar<T> number(T value) {
      return update.number(value);
    }

    private Scalar<T> number(int value) {
      return update.number(value);
    }
  }
}
