// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

import java.math.BigInteger;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Rationals;
import org.noisygd.number.matrix.Matrix;

/**
 * Decides whether every legal plan is exact on a request: all inputs lie on a grid 2^-a (M on
 * 2^-2a), the step sizes are powers of two, and every intermediate is a multiple of a known power
 * of two whose size, bounded by the sum of its monomials' absolute values, has at most P bits on
 * that grid. Such an intermediate is a value of the arithmetic, so that no operation rounds, in any
 * order, fused or not. There is a method for each kind of answer.
 */
public final class ExactPlans {
  /** Magnitudes stay below 2^13, and grids above 2^-12, so that binary16 holds them too. */
  private static final int RANGE = 12;

  private final Arithmetic<?> arithmetic;
  private final Inputs<Dyadic> q;

  /** All inputs but M lie on the grid 2^-a, M on 2^-2a. */
  private final int a;

  /** |X| and |Y|, plus the absolute values of what is added to them. */
  private final Factors<Dyadic> size;

  /** |X| |Y|^T + |M|, with X and Y of that size. */
  private final Matrix<Dyadic> rho;

  /** The largest entry of |X| + rho |Y| and of |Y| + rho^T |X|. */
  private final Dyadic cubic;

  /** A bound on the entries of the Gram matrices: the sum of their traces. */
  private final Dyadic gram;

  /** Squares of the deviations lie on the grid 2^-smoothing. */
  private final int smoothing;

  /** d1 sigma1^2 + d2 sigma2^2. */
  private final Dyadic noise;

  /** The plans of a request other than a run in an arithmetic. */
  ExactPlans(Arithmetic<?> arithmetic, Inputs<Dyadic> q) {
    this(arithmetic, q, q.at(), q.direction());
  }

  private ExactPlans(
      Arithmetic<?> arithmetic, Inputs<Dyadic> q, Factors<Dyadic> at, Factors<Dyadic> direction) {
    this.arithmetic = arithmetic;
    this.q = q;
    this.a = grid(q, at, direction);
    this.size = at.abs().plus(direction.abs());
    this.rho = size.x().times(size.y().transpose()).plus(q.m().abs());
    Dyadic largestX = largest(size.x().plus(rho.times(size.y())));
    Dyadic largestY = largest(size.y().plus(rho.transpose().times(size.x())));
    this.cubic = max(largestX, largestY);
    this.gram = size.x().normSquared().add(size.y().normSquared());
    this.smoothing = 2 * Math.max(0, -Math.min(q.sigma1().exponent(), q.sigma2().exponent()));
    this.noise = q.s1().add(q.s2());
  }

  /** Whether all inputs lie on a grid so coarse that their products can lie on the finest one. */
  static boolean possible(Inputs<Dyadic> q) {
    return grid(q, q.at(), q.direction()) <= RANGE / 2;
  }

  private static int grid(Inputs<Dyadic> q, Factors<Dyadic> at, Factors<Dyadic> direction) {
    return Math.max(Math.max(grid(at), grid(direction)), (grid(q.m()) + 1) / 2);
  }

  /** Whether the loss is exact, or the smoothed loss. */
  public boolean loss(boolean smoothed) {
    if (!smoothed) {
      return fits(rho.normSquared(), 4 * a + 1);
    }
    Dyadic sum =
        rho.normSquared()
            .add(noise.multiply(gram))
            .add(Dyadic.of(q.r()).multiply(noise.multiply(noise)));
    return fits(sum, Math.max(4 * a, 2 * a + smoothing) + 2 * smoothing + 1);
  }

  /** Whether the gradient is exact, or the smoothed gradient. */
  public boolean gradient(boolean smoothed) {
    Dyadic linear = largest(size.x()).add(largest(size.y()));
    return smoothed
        ? fits(cubic.add(noise.multiply(linear)), 3 * a + smoothing)
        : fits(cubic, 3 * a);
  }

  /** Whether the Hessian applied to the direction is exact. */
  public boolean hessianVectorProduct() {
    return fits(cubic.multiply(Dyadic.of(4)), 3 * a);
  }

  /** Whether the Hessian is exact, smoothed or not. */
  public boolean hessian() {
    return fits(gram.add(largest(rho)).add(noise), 2 * a + smoothing);
  }

  /** Whether an update is exact. */
  public boolean update() {
    int folded = -Math.min(0, Math.min(q.etaX().exponent(), q.etaY().exponent()));
    Dyadic eta = max(Dyadic.ONE, max(q.etaX(), q.etaY()));
    return powerOfTwoOrZero(q.etaX())
        && powerOfTwoOrZero(q.etaY())
        && fits(cubic.multiply(eta), 3 * a + folded);
  }

  /** Whether each update of a run is exact. */
  public boolean run() {
    Factors<Dyadic> state = q.at();
    for (Factors<Dyadic> z : q.noises()) {
      if (!new ExactPlans(arithmetic, q, state, z).update()) {
        return false;
      }
      Factors<Dyadic> perturbed = state.plus(z);
      Matrix<Dyadic> residual = perturbed.x().times(perturbed.y().transpose()).minus(q.m());
      state =
          new Factors<>(
              state.x().minus(residual.times(perturbed.y()).scale(q.etaX())),
              state.y().minus(residual.transpose().times(perturbed.x()).scale(q.etaY())));
    }
    return true;
  }

  private static Dyadic max(Dyadic a, Dyadic b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private static boolean powerOfTwoOrZero(Dyadic eta) {
    return eta.signum() == 0 || eta.significand().equals(BigInteger.ONE);
  }

  /** 2^P in a binary arithmetic, 10^P in a decimal one. */
  private BigInteger limit() {
    if (arithmetic instanceof DecimalArithmetic decimal) {
      return BigInteger.TEN.pow(decimal.digits());
    }
    return Rationals.denominator(arithmetic.unitRoundoff());
  }

  /** Whether every multiple of 2^-grid up to the size is a value of the arithmetic. */
  private boolean fits(Dyadic most, int grid) {
    // In decimals a multiple of 2^-grid is also a multiple of 10^-grid.
    BigInteger cells =
        arithmetic instanceof DecimalArithmetic
            ? BigInteger.TEN.pow(grid)
            : BigInteger.ONE.shiftLeft(grid);
    BigFraction onGrid = most.toRational().multiply(BigFraction.of(cells));
    boolean inRange = grid <= RANGE && most.compareTo(Dyadic.of(1 << RANGE)) <= 0;
    return inRange && Rationals.compare(onGrid, BigFraction.of(limit())) <= 0;
  }

  private static int grid(Factors<Dyadic> f) {
    return Math.max(grid(f.x()), grid(f.y()));
  }

  private static int grid(Matrix<Dyadic> m) {
    return m.entries().stream().mapToInt(d -> Math.max(0, -d.exponent())).max().orElse(0);
  }

  private static Dyadic largest(Matrix<Dyadic> m) {
    return m.entries().stream().max(Dyadic::compareTo).orElse(Dyadic.ZERO);
  }
}
