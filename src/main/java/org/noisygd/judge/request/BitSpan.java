// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

import java.util.function.UnaryOperator;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.Rationals;

/**
 * A bound on a number and on all its partial sums: each is a multiple of a cell, 2^-grid, and at
 * most {@code bound} in absolute value. So if bound is at most 2^P cells, P bits hold all of them
 * exactly, whatever the order of summation.
 *
 * @param bound the sum of the absolute values of its terms; 0 only for zero
 * @param grid the exponent of the grid; meaningless for zero
 */
public record BitSpan(double bound, int grid) {
  /** Zero, a neutral element of sums that makes every product zero. */
  public static final BitSpan ZERO = new BitSpan(0, 0);

  /** A number that some evaluation order may round, so that nothing is known of it. */
  static final BitSpan ROUNDED = new BitSpan(Double.POSITIVE_INFINITY, 1 << 20);

  static BitSpan of(Dyadic d) {
    double size = Math.abs(d.roundToDouble());
    return d.signum() == 0
        ? ZERO
        : new BitSpan(d.isDouble() ? size : Math.nextUp(size), -d.exponent());
  }

  public boolean isZero() {
    return bound == 0;
  }

  boolean isRounded() {
    return equals(ROUNDED);
  }

  /** Minimum number p of bits with bound at most 2^p cells. */
  public int bits() {
    double cells = Math.scalb(bound, grid);
    int top = Math.getExponent(cells);
    return isZero() ? 0 : cells == Math.scalb(1.0, top) ? top : top + 1;
  }

  /**
   * The spans that an arithmetic holds: numbers of fewer cells than a limit, on grids neither finer
   * than 2^-finest nor coarser than 1. All others are {@link #ROUNDED}.
   *
   * @param decimal true if its digits are decimal
   * @param limit 2^P, in decimals 10^P; at most 2^53, as sums in binary64 are exact up to this
   *     limit, and a sum above it is never computed as one below
   * @param finest the exponent of the finest grid
   */
  record Holding(boolean decimal, double limit, int finest) implements UnaryOperator<BitSpan> {
    static Holding in(Arithmetic<?> arithmetic, double most, int finest) {
      double limit =
          arithmetic instanceof DecimalArithmetic digits
              ? StrictMath.pow(10, digits.digits())
              : Rationals.denominator(arithmetic.unitRoundoff()).doubleValue();
      return new Holding(arithmetic instanceof DecimalArithmetic, Math.min(limit, most), finest);
    }

    /** The number of cells of a bound; a multiple of 2^-grid is also a multiple of 10^-grid. */
    double cells(double bound, int grid) {
      return grid > finest
          ? Double.POSITIVE_INFINITY
          : decimal ? bound * StrictMath.pow(10, grid) : Math.scalb(bound, grid);
    }

    @Override
    public BitSpan apply(BitSpan a) {
      BitSpan whole = a.grid < 0 ? new BitSpan(a.bound, 0) : a;
      return a.isZero() || cells(whole.bound, whole.grid) < limit ? whole : ROUNDED;
    }
  }

  /**
   * The arithmetic of spans: sums and products, but no quotients and roots.
   *
   * @param result the function applied to each input and result
   */
  public record Spans(UnaryOperator<BitSpan> result) implements Arithmetic<BitSpan> {
    @Override
    public String name() {
      return "span";
    }

    @Override
    public BigFraction unitRoundoff() {
      return BigFraction.ZERO;
    }

    @Override
    public BitSpan add(BitSpan a, BitSpan b) {
      return a.isZero()
          ? b
          : b.isZero() ? a : result.apply(new BitSpan(a.bound + b.bound, Math.max(a.grid, b.grid)));
    }

    /** The product; its bound stays above 0 even if the product of the bounds underflows. */
    @Override
    public BitSpan multiply(BitSpan a, BitSpan b) {
      double bound = Math.max(a.bound * b.bound, Double.MIN_VALUE);
      return a.isZero() || b.isZero() ? ZERO : result.apply(new BitSpan(bound, a.grid + b.grid));
    }

    @Override
    public BitSpan divide(BitSpan a, BitSpan b) {
      throw new ArithmeticException("a quotient has no span");
    }

    @Override
    public BitSpan negate(BitSpan a) {
      return a;
    }

    @Override
    public BitSpan sqrt(BitSpan a) {
      throw new ArithmeticException("a root has no span");
    }

    @Override
    public int compare(BitSpan a, BitSpan b) {
      return Double.compare(a.bound, b.bound);
    }

    @Override
    public BitSpan fromDyadic(Dyadic d) {
      return result.apply(BitSpan.of(d));
    }

    @Override
    public BitSpan of(double d) {
      return fromDyadic(Dyadic.of(d));
    }

    @Override
    public BitSpan fromRational(BigFraction q) {
      return fromDyadic(DyadicArithmetic.INSTANCE.fromRational(q));
    }

    @Override
    public BigFraction toRational(BitSpan a) {
      throw new ArithmeticException("a span has no value");
    }

    @Override
    public String print(BitSpan a) {
      return name();
    }
  }
}
