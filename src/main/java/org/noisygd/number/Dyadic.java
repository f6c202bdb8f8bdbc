// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.numbers.fraction.BigFraction;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * An exact dyadic rational, significand 2^exponent, with an odd significand (or zero). Every finite
 * double is one, and sums and products of dyadics are dyadics, so a polynomial of doubles is
 * evaluated here without rounding.
 */
public final class Dyadic implements Comparable<Dyadic> {
  /** The number 0. */
  public static final Dyadic ZERO = new Dyadic(0, null, 0);

  /** The number 1. */
  public static final Dyadic ONE = new Dyadic(1, null, 0);

  /** Bits in a double's significand. */
  private static final int DOUBLE_PRECISION = 53;

  /** Exponent of the smallest positive double, 2^-1074. */
  private static final int DOUBLE_MIN_EXPONENT = -1074;

  /** 5^n at index n, for the exponents of doubles of ordinary size. */
  private static final BigInteger[] POWERS_OF_FIVE =
      Stream.iterate(BigInteger.ONE, p -> p.multiply(BigInteger.valueOf(5)))
          .limit(300)
          .toArray(BigInteger[]::new);

  /** Maximum |exponent| that {@link #toString} expands: up to 20,000 decimal places. */
  private static final int LONGEST_EXPANSION = 20_000;

  /** The significand if it fits in 64 bits, as the significand of each double does; else 0. */
  private final long significand;

  /** The significand if it needs more bits; else null. */
  private final @Nullable BigInteger wide;

  private final int exponent;

  private Dyadic(long significand, @Nullable BigInteger wide, int exponent) {
    this.significand = significand;
    this.wide = wide;
    this.exponent = exponent;
  }

  private static Dyadic ofOdd(BigInteger significand, int exponent) {
    return significand.bitLength() < Long.SIZE
        ? new Dyadic(significand.longValue(), null, exponent)
        : new Dyadic(0, significand, exponent);
  }

  /** The number significand 2^exponent. */
  public static Dyadic of(BigInteger significand, int exponent) {
    if (significand.signum() == 0) {
      return ZERO;
    }
    int shift = significand.getLowestSetBit();
    return shift == 0
        ? ofOdd(significand, exponent)
        : ofOdd(significand.shiftRight(shift), Math.addExact(exponent, shift));
  }

  /** The number significand 2^exponent, for a significand of 64 bits. */
  public static Dyadic of(long significand, int exponent) {
    int shift = Long.numberOfTrailingZeros(significand);
    return significand == 0
        ? ZERO
        : new Dyadic(significand >> shift, null, Math.addExact(exponent, shift));
  }

  /**
   * The exact value of a double.
   *
   * @throws ArithmeticException if d is infinite or NaN
   */
  public static Dyadic of(double d) {
    if (!Double.isFinite(d)) {
      throw new ArithmeticException("number must be finite, got " + d);
    }
    long bits = Double.doubleToRawLongBits(d);
    int biased = (int) ((bits >>> 52) & 0x7ff);
    long fraction = bits & 0xf_ffff_ffff_ffffL;
    long magnitude = biased == 0 ? fraction : fraction | 0x10_0000_0000_0000L;
    return of(d < 0 ? -magnitude : magnitude, Math.max(biased, 1) - 1 + DOUBLE_MIN_EXPONENT);
  }

  /** The odd significand, or zero. */
  public BigInteger significand() {
    BigInteger large = wide;
    return large == null ? BigInteger.valueOf(significand) : large;
  }

  /** The exponent of the last bit; 0 for zero. */
  public int exponent() {
    return exponent;
  }

  /** The sum this + that. */
  public Dyadic add(Dyadic that) {
    if (signum() == 0) {
      return that;
    }
    if (that.signum() == 0) {
      return this;
    }
    int low = Math.min(exponent, that.exponent);
    if (bitsAbove(low) < Long.SIZE && that.bitsAbove(low) < Long.SIZE) {
      long sum = significand << (exponent - low);
      return of(sum + (that.significand << (that.exponent - low)), low);
    }
    return of(
        significand()
            .shiftLeft(exponent - low)
            .add(that.significand().shiftLeft(that.exponent - low)),
        low);
  }

  /** Number of bits of this as a multiple of 2^last, with a sign bit and a carry bit. */
  private long bitsAbove(int last) {
    return bitLength() + 2L + exponent - last;
  }

  /** Number of bits of the significand without its sign, as in {@link BigInteger#bitLength}. */
  private int bitLength() {
    BigInteger large = wide;
    return large == null
        ? Long.SIZE - Long.numberOfLeadingZeros(significand ^ (significand >> (Long.SIZE - 1)))
        : large.bitLength();
  }

  /** The difference this - that. */
  public Dyadic subtract(Dyadic that) {
    return add(that.negate());
  }

  /** The product of this and that. */
  public Dyadic multiply(Dyadic that) {
    if (signum() == 0 || that.signum() == 0) {
      return ZERO;
    }
    if (significand == 1) {
      return that.scaleByPowerOfTwo(exponent);
    }
    int last = Math.addExact(exponent, that.exponent);
    if (wide == null && that.wide == null) {
      long product = significand * that.significand;
      if (Math.multiplyHigh(significand, that.significand) == product >> (Long.SIZE - 1)) {
        return new Dyadic(product, null, last);
      }
    }
    return ofOdd(significand().multiply(that.significand()), last);
  }

  /** The negative of this. */
  public Dyadic negate() {
    BigInteger large = wide;
    return large == null
        ? new Dyadic(-significand, null, exponent)
        : new Dyadic(0, large.negate(), exponent);
  }

  /** The product this 2^shift. */
  public Dyadic scaleByPowerOfTwo(int shift) {
    return signum() == 0 ? this : new Dyadic(significand, wide, Math.addExact(exponent, shift));
  }

  /** The sign: -1, 0 or 1. */
  public int signum() {
    BigInteger large = wide;
    return large == null ? Long.signum(significand) : large.signum();
  }

  /** The exponent e of the leading bit: 2^e <= |this| < 2^(e+1); not for zero. */
  public int leadingExponent() {
    if (signum() == 0) {
      throw new ArithmeticException("zero has no leading bit");
    }
    // An odd number has as many bits as its negative, except -1, whose bit length is 0.
    return exponent + Math.max(1, bitLength()) - 1;
  }

  /** The nearest multiple of 2^last, ties to the even multiple. */
  public Dyadic roundToMultiple(int last) {
    int drop = last - exponent;
    if (signum() == 0 || drop <= 0) {
      return this;
    }
    BigInteger magnitude = significand().abs();
    BigInteger kept = magnitude.shiftRight(drop);
    // The significand is odd, so the dropped part is a tie only when it is the single bit 1.
    boolean tie = drop == 1;
    boolean up = magnitude.testBit(drop - 1) && (!tie || kept.testBit(0));
    BigInteger rounded = up ? kept.add(BigInteger.ONE) : kept;
    return of(signum() < 0 ? rounded.negate() : rounded, last);
  }

  /** The nearest dyadic of at most {@code precision} bits, ties to even. */
  public Dyadic roundToPrecision(int precision) {
    return signum() == 0 ? this : roundToMultiple(leadingExponent() - precision + 1);
  }

  /**
   * q truncated to {@code precision + 1} bits or one more, its last bit set to 1 if any was lost. A
   * further rounding to nearest at two or more bits fewer is the correct rounding of q.
   */
  public static Dyadic roundToOdd(BigFraction q, int precision) {
    BigInteger numerator = Rationals.numerator(q).abs();
    BigInteger denominator = Rationals.denominator(q);
    int shift = precision + 1 - (numerator.bitLength() - denominator.bitLength());
    BigInteger scaled = shift >= 0 ? numerator.shiftLeft(shift) : numerator;
    BigInteger divisor = shift >= 0 ? denominator : denominator.shiftLeft(-shift);
    BigInteger[] quotient = scaled.divideAndRemainder(divisor);
    BigInteger odd = quotient[1].signum() == 0 ? quotient[0] : quotient[0].setBit(0);
    return of(q.signum() < 0 ? odd.negate() : odd, -shift);
  }

  /** The double nearest to this, ties to even; infinite beyond the largest double. */
  public double roundToDouble() {
    if (signum() == 0) {
      return 0;
    }
    if (leadingExponent() >= Double.MIN_EXPONENT && bitLength() <= Double.MAX_EXPONENT) {
      // The significand is rounded, and scaled exactly, since the result is no subnormal number.
      BigInteger large = wide;
      double rounded = large == null ? (double) significand : large.doubleValue();
      return StrictMath.scalb(rounded, exponent);
    }
    int last = Math.max(leadingExponent() - DOUBLE_PRECISION + 1, DOUBLE_MIN_EXPONENT);
    Dyadic rounded = roundToMultiple(last);
    if (rounded.signum() == 0) {
      return signum() < 0 ? -0.0 : 0.0;
    }
    if (rounded.leadingExponent() > Double.MAX_EXPONENT) {
      return signum() < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    // At most 53 bits and an exponent in range: both conversions are exact.
    return StrictMath.scalb((double) rounded.significand, rounded.exponent);
  }

  /** Returns true if this is a finite double. */
  public boolean isDouble() {
    return signum() == 0
        || (bitLength() <= DOUBLE_PRECISION
            && exponent >= DOUBLE_MIN_EXPONENT
            && leadingExponent() <= Double.MAX_EXPONENT);
  }

  /** The exact value as a rational. */
  public BigFraction toRational() {
    return exponent >= 0
        ? BigFraction.of(significand().shiftLeft(exponent))
        : BigFraction.of(significand(), BigInteger.ONE.shiftLeft(-exponent));
  }

  /** The exact value as a decimal. */
  public BigDecimal toBigDecimal() {
    return exponent >= 0
        ? new BigDecimal(significand().shiftLeft(exponent))
        : new BigDecimal(significand().multiply(powerOfFive(-exponent)), -exponent);
  }

  private static BigInteger powerOfFive(int n) {
    return n < POWERS_OF_FIVE.length ? POWERS_OF_FIVE[n] : BigInteger.valueOf(5).pow(n);
  }

  @Override
  public int compareTo(Dyadic that) {
    int sign = signum();
    if (sign != that.signum()) {
      return Integer.compare(sign, that.signum());
    }
    // The difference is formed only if the leading bits agree: exponents may be far apart.
    if (sign != 0 && leadingExponent() != that.leadingExponent()) {
      return leadingExponent() > that.leadingExponent() ? sign : -sign;
    }
    return subtract(that).signum();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Dyadic that
        && exponent == that.exponent
        && significand == that.significand
        && Objects.equals(wide, that.wide);
  }

  @Override
  public int hashCode() {
    return 31 * significand().hashCode() + exponent;
  }

  /** The exact decimal expansion as a literal. */
  public String toLiteral() {
    return Literals.format(toBigDecimal());
  }

  /** The exact decimal expansion, or significand and exponent if it would be very long. */
  @Override
  public String toString() {
    return Math.abs((long) exponent) <= LONGEST_EXPANSION
        ? toLiteral()
        : significand() + " * 2^" + exponent;
  }
}
