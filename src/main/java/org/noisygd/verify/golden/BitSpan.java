// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;

/**
 * The range of a number and all its partial sums: each is a multiple of 2^grid and at most {@code
 * bound} in absolute value. So if bound is at most 2^(grid + p), p bits hold all of them exactly,
 * whatever the order of summation.
 *
 * @param value the number itself
 * @param grid the exponent of a unit that divides it and every partial sum; meaningless if bound is
 *     0
 * @param bound the sum of the absolute values of its terms
 */
public record BitSpan(Dyadic value, int grid, Dyadic bound) {
  public static final BitSpan ZERO = new BitSpan(Dyadic.ZERO, 0, Dyadic.ZERO);

  static BitSpan of(Dyadic value) {
    return value.signum() == 0
        ? ZERO
        : new BitSpan(value, value.exponent(), value.signum() < 0 ? value.negate() : value);
  }

  public boolean isZero() {
    return bound.signum() == 0;
  }

  /** The fewest bits p with bound at most 2^(grid + p). */
  public int bits() {
    if (isZero()) {
      return 0;
    }
    int top = bound.leadingExponent();
    boolean powerOfTwo = bound.equals(Dyadic.ONE.scaleByPowerOfTwo(top));
    return (powerOfTwo ? top : top + 1) - grid;
  }

  /**
   * Adds and multiplies spans; remembers the most bits, the finest grid and the largest bound of
   * any result. Quotients and roots have no span.
   */
  public static final class Spans implements Arithmetic<BitSpan> {
    private int mostBits;
    private int finestGrid = Integer.MAX_VALUE;
    private int highestExponent = Integer.MIN_VALUE;

    /** The most bits that any result has needed so far. */
    public int mostBits() {
      return mostBits;
    }

    /** The exponent of the finest grid of any result so far. */
    int finestGrid() {
      return finestGrid;
    }

    /** The leading exponent of the largest bound of any result so far. */
    int highestExponent() {
      return highestExponent;
    }

    private BitSpan seen(BitSpan span) {
      if (!span.isZero()) {
        mostBits = Math.max(mostBits, span.bits());
        finestGrid = Math.min(finestGrid, span.grid());
        highestExponent = Math.max(highestExponent, span.bound().leadingExponent());
      }
      return span;
    }

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
      if (a.isZero() || b.isZero()) {
        return a.isZero() ? b : a;
      }
      return seen(
          new BitSpan(
              a.value().add(b.value()), Math.min(a.grid(), b.grid()), a.bound().add(b.bound())));
    }

    @Override
    public BitSpan multiply(BitSpan a, BitSpan b) {
      return a.isZero() || b.isZero()
          ? BitSpan.ZERO
          : seen(
              new BitSpan(
                  a.value().multiply(b.value()),
                  a.grid() + b.grid(),
                  a.bound().multiply(b.bound())));
    }

    @Override
    public BitSpan divide(BitSpan a, BitSpan b) {
      throw new ArithmeticException("a quotient has no span");
    }

    @Override
    public BitSpan negate(BitSpan a) {
      return new BitSpan(a.value().negate(), a.grid(), a.bound());
    }

    @Override
    public BitSpan sqrt(BitSpan a) {
      throw new ArithmeticException("a root has no span");
    }

    @Override
    public int compare(BitSpan a, BitSpan b) {
      return a.value().compareTo(b.value());
    }

    @Override
    public BitSpan of(double d) {
      return seen(BitSpan.of(Dyadic.of(d)));
    }

    @Override
    public BitSpan fromRational(BigFraction q) {
      return input(DyadicArithmetic.INSTANCE.fromRational(q));
    }

    @Override
    public BigFraction toRational(BitSpan a) {
      return a.value().toRational();
    }

    @Override
    public String print(BitSpan a) {
      return a.toString();
    }

    /** The span of an input, which counts as a result. */
    public BitSpan input(Dyadic value) {
      return seen(BitSpan.of(value));
    }
  }
}
