// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.math.BigInteger;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.protocol.Op;
import org.noisygd.judge.protocol.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.Rationals;
import org.noisygd.number.matrix.Matrix;

/**
 * Decides whether every legal plan is exact on a request: all inputs lie on a grid 2^-a (M on
 * 2^-2a), the step sizes are powers of two, and every intermediate is a multiple of a known power
 * of two whose size, bounded by the sum of its monomials' absolute values, has at most P bits on
 * that grid. Such an intermediate is a value of the arithmetic, so that no operation rounds, in any
 * order, fused or not.
 */
public final class ExactPlans {
  /** Magnitudes stay below 2^13, and grids above 2^-12, so that binary16 holds them too. */
  private static final int RANGE = 12;

  private ExactPlans() {}

  /** Whether no legal plan rounds on the request. */
  public static boolean allExact(Arithmetic<?> arithmetic, Request q) {
    BigInteger limit = limit(arithmetic);
    int a = Math.max(grid(q.at()), grid(q.direction()));
    for (Factors<Dyadic> z : q.noises()) {
      a = Math.max(a, grid(z));
    }
    a = Math.max(a, (grid(q.m()) + 1) / 2);
    Factors<Dyadic> size = abs(q.at()).plus(abs(q.direction()));
    for (Factors<Dyadic> z : q.noises()) {
      size = size.plus(abs(z));
    }
    Matrix<Dyadic> rho = size.x().times(size.y().transpose()).plus(abs(q.m()));
    Dyadic largestX = largest(size.x().plus(rho.times(size.y())));
    Dyadic largestY = largest(size.y().plus(rho.transpose().times(size.x())));
    Dyadic cubic = largestX.compareTo(largestY) > 0 ? largestX : largestY;
    // Grams, of one factor or of both: the trace bounds every entry.
    Dyadic gram = size.x().normSquared().add(size.y().normSquared());
    int smoothing = 2 * Math.max(0, -Math.min(q.sigma1().exponent(), q.sigma2().exponent()));
    Dyadic noise = noise(q);
    return switch (q.op()) {
      case LOSS -> fits(rho.normSquared(), 4 * a + 1, limit, arithmetic);
      case SMOOTHED_LOSS -> {
        Dyadic sum =
            rho.normSquared()
                .add(noise.multiply(gram))
                .add(Dyadic.of(q.r()).multiply(noise.multiply(noise)));
        int grid = Math.max(4 * a, 2 * a + smoothing) + 2 * smoothing + 1;
        yield fits(sum, grid, limit, arithmetic);
      }
      case GRADIENT -> fits(cubic, 3 * a, limit, arithmetic);
      case SMOOTHED_GRADIENT -> {
        Dyadic linear = largest(size.x()).add(largest(size.y()));
        yield fits(cubic.add(noise.multiply(linear)), 3 * a + smoothing, limit, arithmetic);
      }
      case HVP -> fits(cubic.multiply(Dyadic.of(4)), 3 * a, limit, arithmetic);
      case HESSIAN, SMOOTHED_HESSIAN ->
          fits(gram.add(largest(rho)).add(noise), 2 * a + smoothing, limit, arithmetic);
      case STEP, RUN -> {
        // The second step of a run starts from a finer grid.
        boolean oneStep = q.op() == Op.STEP || q.noises().size() <= 1 || isZeroNoise(q);
        int folded = -Math.min(0, Math.min(q.etaX().exponent(), q.etaY().exponent()));
        yield oneStep
            && powerOfTwo(q.etaX())
            && powerOfTwo(q.etaY())
            && fits(cubic.multiply(atLeastOne(q)), 3 * a + folded, limit, arithmetic);
      }
      case SAMPLE -> false;
    };
  }

  private static boolean isZeroNoise(Request q) {
    // Only an optimum without noise stays on its grid.
    return q.noises().stream()
            .allMatch(z -> z.toVariables().stream().allMatch(v -> v.signum() == 0))
        && q.at().x().times(q.at().y().transpose()).equals(q.m());
  }

  private static Dyadic noise(Request q) {
    Dyadic v1 = q.sigma1().multiply(q.sigma1()).multiply(Dyadic.of(q.d1()));
    Dyadic v2 = q.sigma2().multiply(q.sigma2()).multiply(Dyadic.of(q.d2()));
    return v1.add(v2);
  }

  /** The larger of the step sizes and 1: what multiplies the largest intermediate of an update. */
  private static Dyadic atLeastOne(Request q) {
    Dyadic eta = q.etaX().compareTo(q.etaY()) > 0 ? q.etaX() : q.etaY();
    return eta.compareTo(Dyadic.of(1)) > 0 ? eta : Dyadic.of(1);
  }

  private static boolean powerOfTwo(Dyadic eta) {
    return eta.significand().equals(BigInteger.ONE);
  }

  /** 2^P in a binary arithmetic, 10^P in a decimal one. */
  private static BigInteger limit(Arithmetic<?> arithmetic) {
    if (arithmetic instanceof DecimalArithmetic decimal) {
      return BigInteger.TEN.pow(decimal.digits());
    }
    return Rationals.denominator(arithmetic.unitRoundoff());
  }

  /** Whether every multiple of 2^-grid up to the size is a value of the arithmetic. */
  private static boolean fits(Dyadic size, int grid, BigInteger limit, Arithmetic<?> arithmetic) {
    // In decimals a multiple of 2^-grid is one of 10^-grid.
    BigInteger cells =
        arithmetic instanceof DecimalArithmetic
            ? BigInteger.TEN.pow(grid)
            : BigInteger.ONE.shiftLeft(grid);
    BigFraction onGrid = size.toRational().multiply(BigFraction.of(cells));
    boolean inRange = grid <= RANGE && size.compareTo(Dyadic.of(1 << RANGE)) <= 0;
    return inRange && Rationals.compare(onGrid, BigFraction.of(limit)) <= 0;
  }

  private static int grid(Factors<Dyadic> f) {
    return Math.max(grid(f.x()), grid(f.y()));
  }

  private static int grid(Matrix<Dyadic> m) {
    return m.entries().stream().mapToInt(d -> Math.max(0, -d.exponent())).max().orElse(0);
  }

  private static Factors<Dyadic> abs(Factors<Dyadic> f) {
    return new Factors<>(abs(f.x()), abs(f.y()));
  }

  private static Matrix<Dyadic> abs(Matrix<Dyadic> m) {
    return m.map(DyadicArithmetic.INSTANCE::abs);
  }

  private static Dyadic largest(Matrix<Dyadic> m) {
    return m.entries().stream().max(Dyadic::compareTo).orElse(Dyadic.ZERO);
  }
}
