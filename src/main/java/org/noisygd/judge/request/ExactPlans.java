// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

import java.math.BigInteger;
import java.util.List;
import java.util.function.UnaryOperator;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;

/**
 * Decides whether every admissible evaluation order is exact on a whole request, by the conditions
 * of the theorems in {@code FpExactConditions.v}, on which certificates rest: all inputs lie on a
 * grid 2^-a (M on 2^-2a), the step sizes are powers of two, and every size, a sum of the absolute
 * values of monomials, has at most P bits on the grid of these monomials. So no operation rounds,
 * in any order, fused or not. {@link ExactEntries} decides entry by entry, each on its own grid.
 */
final class ExactPlans {
  /** The limit of sizes, 2^12, and of grids, 2^-12, so that binary16 holds them too. */
  private static final int RANGE = 12;

  private static final BitSpan.Spans SIZES = new BitSpan.Spans(UnaryOperator.identity());

  private final BitSpan.Holding fitting;
  private final Request q;

  /** All inputs but M lie on the grid 2^-a, M on 2^-2a. */
  private final int a;

  /** |X| and |Y|, plus the absolute values of their noise or direction. */
  private final Factors<BitSpan> size;

  /** |X| |Y|^T + |M|, where X and Y have that size. */
  private final Matrix<BitSpan> rho;

  /** The largest entry of |X| + rho |Y| and of |Y| + rho^T |X|. */
  private final double cubic;

  /** A bound on the entries of the Gram matrices: the sum of their traces. */
  private final double gram;

  /** Squares of the deviations lie on the grid 2^-smoothing. */
  private final int smoothing;

  /** d1 sigma1^2 + d2 sigma2^2. */
  private final double noise;

  private ExactPlans(BitSpan.Holding fitting, Request q) {
    this.fitting = fitting;
    this.q = q;
    this.a = grid(q);
    this.size = q.at().roundTo(SIZES).plus(q.direction().roundTo(SIZES));
    this.rho = size.x().times(size.y().transpose()).plus(q.m().roundTo(SIZES));
    this.cubic =
        Math.max(
            largest(size.x().plus(rho.times(size.y()))),
            largest(size.y().plus(rho.transpose().times(size.x()))));
    this.gram = size.x().normSquared().bound() + size.y().normSquared().bound();
    this.smoothing = 2 * grid(List.of(q.sigma1(), q.sigma2()));
    this.noise = q.s1().add(q.s2()).roundToDouble();
  }

  /** Returns true if every admissible evaluation order is exact for a request in an arithmetic. */
  static boolean areExact(Arithmetic<?> arithmetic, Request q) {
    if (grid(q) > RANGE / 2) {
      return false; // products of its numbers may leave the finest grid
    }
    BitSpan.Holding fitting = BitSpan.Holding.in(arithmetic, 0x1p53, RANGE);
    if (!q.op().has(Part.RUN)) {
      return new ExactPlans(fitting, q).isExact();
    }
    PerturbedUpdate<Dyadic> update = q.update();
    Factors<Dyadic> state = q.at();
    for (Factors<Dyadic> z : q.noises()) {
      if (!new ExactPlans(fitting, q.from(state).withDirection(z)).isExact()) {
        return false;
      }
      state = update.apply(state, z);
    }
    return true;
  }

  private boolean isExact() {
    Op op = q.op();
    boolean smoothed = op.has(Part.SMOOTHED);
    if (op.has(Part.LOSS)) {
      return loss(smoothed);
    }
    if (op.has(Part.GRADIENT)) {
      return gradient(smoothed);
    }
    if (op.has(Part.HESSIAN_TIMES)) {
      return fits(4 * cubic, 3 * a);
    }
    return op.has(Part.HESSIAN)
        ? fits(gram + largest(rho) + noise, 2 * a + smoothing)
        : op.has(Part.UPDATE) && update();
  }

  private boolean loss(boolean smoothed) {
    double squares = rho.normSquared().bound();
    return smoothed
        ? fits(
            squares + noise * gram + q.r() * noise * noise,
            Math.max(4 * a, 2 * a + smoothing) + 2 * smoothing + 1)
        : fits(squares, 4 * a + 1);
  }

  private boolean gradient(boolean smoothed) {
    return smoothed
        ? fits(cubic + noise * (largest(size.x()) + largest(size.y())), 3 * a + smoothing)
        : fits(cubic, 3 * a);
  }

  private boolean update() {
    double eta = Math.max(1, Math.max(q.etaX().roundToDouble(), q.etaY().roundToDouble()));
    int folded = grid(List.of(q.etaX(), q.etaY()));
    return powerOfTwoOrZero(q.etaX())
        && powerOfTwoOrZero(q.etaY())
        && fits(eta * cubic, 3 * a + folded);
  }

  private static boolean powerOfTwoOrZero(Dyadic eta) {
    return eta.signum() == 0 || eta.significand().equals(BigInteger.ONE);
  }

  /** Returns true if every multiple of 2^-grid up to a size is a value of the arithmetic. */
  private boolean fits(double most, int grid) {
    return most <= 1 << RANGE && fitting.cells(most, grid) <= fitting.limit();
  }

  private static int grid(Request q) {
    return Math.max(
        Math.max(grid(q.at().toVariables()), grid(q.direction().toVariables())),
        (grid(q.m().entries()) + 1) / 2);
  }

  private static int grid(List<Dyadic> numbers) {
    return numbers.stream().mapToInt(d -> Math.max(0, -d.exponent())).max().orElse(0);
  }

  private static double largest(Matrix<BitSpan> m) {
    return m.entries().stream().mapToDouble(BitSpan::bound).max().orElse(0);
  }
}
