// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.Dyadic;
import org.noisygd.number.format.EmulatedBinary;
import org.noisygd.number.matrix.Matrix;

/**
 * The sizes of a request: sums of the absolute values of monomials, in binary64, which bound every
 * intermediate of every admissible evaluation order.
 *
 * <p><b>Exactness.</b> No operation on a whole request rounds, in any order, fused or not, under
 * the conditions of the theorems in {@code FpExactConditions.v}, on which certificates rest: all
 * inputs lie on a grid 2^-a (M on 2^-2a), the step sizes are powers of two, and every size has at
 * most P bits on the grid of its monomials. {@link ExactEntries} decides entry by entry, each on
 * its own grid.
 *
 * <p><b>Overflow.</b> No order overflows if the sizes are below a quarter of the largest number.
 */
final class ExactPlans {
  /** The limit of sizes, 2^12, and of grids, 2^-12, so that binary16 holds them too. */
  private static final int RANGE = 12;

  /** Margin for rounding and for programs that double a term before they halve it. */
  private static final double MARGIN = 4;

  private static final Binary64 DOUBLES = Binary64.INSTANCE;

  private final Request q;

  /** |X| and |Y|, plus the absolute values of their noise or direction. */
  private final Factors<Double> size;

  /** |X| |Y|^T + |M|, where X and Y have that size. */
  private final Matrix<Double> rho;

  /** rho |Y| and rho^T |X|. */
  private final Factors<Double> gradient;

  /** A bound on the entries of the Gram matrices: the sum of their traces. */
  private final double gram;

  /** The noise terms d1 sigma1^2 + d2 sigma2^2. */
  private final double noise;

  private ExactPlans(Request q, Factors<Double> at, Factors<Double> direction) {
    this.q = q;
    this.size = at.abs().plus(direction.abs());
    this.rho = size.x().times(size.y().transpose()).plus(q.m().roundTo(DOUBLES).abs());
    this.gradient = new Factors<>(rho.times(size.y()), rho.transpose().times(size.x()));
    this.gram = size.x().normSquared() + size.y().normSquared();
    this.noise = q.s1().add(q.s2()).roundToDouble();
  }

  private static ExactPlans of(Request q) {
    return new ExactPlans(q, q.at().roundTo(DOUBLES), q.direction().roundTo(DOUBLES));
  }

  /** Returns true if every admissible evaluation order is exact for a request in an arithmetic. */
  static boolean areExact(Arithmetic<?> arithmetic, Request q) {
    if (grid(q) > RANGE / 2) {
      return false; // products of its numbers may leave the finest grid
    }
    BitSpan.Holding fitting = BitSpan.Holding.in(arithmetic, 0x1p53, RANGE);
    if (!q.op().has(Part.RUN)) {
      return of(q).isExact(fitting);
    }
    PerturbedUpdate<Dyadic> update = q.update();
    Factors<Dyadic> state = q.at();
    for (Factors<Dyadic> z : q.noises()) {
      if (!of(q.from(state).withDirection(z)).isExact(fitting)) {
        return false;
      }
      state = update.apply(state, z);
    }
    return true;
  }

  /**
   * Returns true if some admissible evaluation order may overflow. A run is followed in binary64,
   * state by state.
   */
  static boolean mayOverflow(Arithmetic<?> arithmetic, Request q) {
    double largest =
        arithmetic instanceof EmulatedBinary format ? format.largest() : Double.MAX_VALUE;
    if (!(of(q).largest() < largest / MARGIN)) {
      return true;
    }
    Request plain = q.withSigmas(Dyadic.ZERO, Dyadic.ZERO);
    PerturbedUpdate<Double> update = q.in(DOUBLES).update();
    Factors<Double> state = q.at().roundTo(DOUBLES);
    for (Factors<Dyadic> z : q.noises()) {
      Factors<Double> noise = z.roundTo(DOUBLES);
      if (!(new ExactPlans(plain, state, noise).largest() < largest / MARGIN)) {
        return true;
      }
      state = update.apply(state, noise);
    }
    return false;
  }

  /** The largest size that an intermediate may reach. */
  private double largest() {
    return Stream.of(size.x(), size.y(), rho, gradient.x(), gradient.y())
            .mapToDouble(ExactPlans::largest)
            .reduce(Math.max(loss(), gram + noise), Math::max)
        + noise * Math.sqrt(gram);
  }

  /** The size of twice the loss; of an op without a loss, of its noise terms alone. */
  private double loss() {
    double squares = q.op().has(Part.LOSS) ? rho.normSquared() : 0;
    return squares + noise * gram + q.r() * noise * noise;
  }

  private boolean isExact(BitSpan.Holding fitting) {
    Op op = q.op();
    int a = grid(q);
    int smoothing = 2 * grid(List.of(q.sigma1(), q.sigma2()));
    boolean smoothed = op.has(Part.SMOOTHED);
    if (op.has(Part.LOSS)) {
      return smoothed
          ? fits(fitting, loss(), Math.max(4 * a, 2 * a + smoothing) + 2 * smoothing + 1)
          : fits(fitting, rho.normSquared(), 4 * a + 1);
    }
    if (op.has(Part.HESSIAN)) {
      return fits(fitting, gram + largest(rho) + noise, 2 * a + smoothing);
    }
    Factors<Double> sum = size.plus(gradient);
    double cubic = Math.max(largest(sum.x()), largest(sum.y()));
    if (op.has(Part.GRADIENT)) {
      return smoothed
          ? fits(
              fitting, cubic + noise * (largest(size.x()) + largest(size.y())), 3 * a + smoothing)
          : fits(fitting, cubic, 3 * a);
    }
    if (op.has(Part.HESSIAN_TIMES)) {
      return fits(fitting, 4 * cubic, 3 * a);
    }
    double eta = Math.max(1, Math.max(q.etaX().roundToDouble(), q.etaY().roundToDouble()));
    int folded = grid(List.of(q.etaX(), q.etaY()));
    return op.has(Part.UPDATE)
        && powerOfTwoOrZero(q.etaX())
        && powerOfTwoOrZero(q.etaY())
        && fits(fitting, eta * cubic, 3 * a + folded);
  }

  private static boolean powerOfTwoOrZero(Dyadic eta) {
    return eta.signum() == 0 || eta.significand().equals(BigInteger.ONE);
  }

  /** Returns true if every multiple of 2^-grid up to a size is a value of the arithmetic. */
  private static boolean fits(BitSpan.Holding fitting, double most, int grid) {
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

  private static double largest(Matrix<Double> m) {
    return m.entries().stream().mapToDouble(Double::doubleValue).reduce(0, Math::max);
  }
}
