// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import java.util.List;
import java.util.function.LongSupplier;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Literals;
import org.noisygd.number.Rationals;
import org.noisygd.number.Require;

/**
 * A binary format narrower than binary64, emulated in doubles: every operation is rounded once to
 * the format. The four formats named here round to nearest, ties to even, with gradual underflow
 * and overflow to infinity; for others see {@link BinaryFormat} and {@link Rounding}.
 *
 * <p>Method: the exact result of an operation is first rounded to odd at 53 bits (the double next
 * to it towards which the error points, with the last bit set), then once more at p bits; for p at
 * most 51 that is the correct rounding (Boldo and Melquiond, IEEE Trans. Comput. 57, 2008; for
 * directed roundings and for a fraction cut to B bits, p + B at most 51, the last bit determines on
 * which side of every such boundary the result lies). Only the sign of the double operation's error
 * is needed; TwoSum gives the error of a sum exactly, a fused multiply-add the error of a product,
 * quotient or root. The formats' exponents are so far inside binary64's that the error neither
 * overflows nor underflows. If a stochastic rounding uses more bits, a result that is no double is
 * rounded as an exact dyadic.
 *
 * <p>A sum that is exactly zero has binary64's sign in every rounding. Stochastic rounding takes
 * one word from its source per operation; the source is the only state.
 */
public final class EmulatedBinary implements Arithmetic<Double> {
  /** binary32: 24 bits. */
  public static final EmulatedBinary BINARY32 = nearest("binary32");

  /** binary16: 11 bits. */
  public static final EmulatedBinary BINARY16 = nearest("binary16");

  /** bfloat16: 8 bits with binary32's exponents. */
  public static final EmulatedBinary BFLOAT16 = nearest("bfloat16");

  /** tf32: 11 bits with binary32's exponents. */
  public static final EmulatedBinary TF32 = nearest("tf32");

  private static final List<EmulatedBinary> NAMED = List.of(BINARY32, BINARY16, BFLOAT16, TF32);

  /** Maximum number of bits for a correct second rounding after round to odd at 53 bits. */
  private static final int BITS_BELOW_ODD = 51;

  /** Number of bits for 64 below a significand of at most 50, and two for rounding to odd. */
  private static final int DEEP_BITS = BinaryFormat.MAX_PRECISION + Long.SIZE + 2;

  private final String name;
  private final BinaryFormat format;
  private final Rounding rounding;
  private final LongSupplier words;

  private EmulatedBinary(String name, BinaryFormat format, Rounding rounding, LongSupplier words) {
    this.name = name;
    this.format = format;
    this.rounding = rounding;
    this.words = words;
  }

  private static EmulatedBinary nearest(String name) {
    return new EmulatedBinary(name, BinaryFormat.named(name), Rounding.Directed.NEAREST, () -> 0);
  }

  /**
   * The arithmetic of a format with this rounding of operations.
   *
   * @param format one of {@link BinaryFormat#of} or {@link BinaryFormat#NAMED}: its exponents are
   *     far inside binary64's
   * @param words the random words of a stochastic rounding, one per operation
   * @throws IllegalArgumentException if the format's exponents reach binary64's
   */
  public static EmulatedBinary of(
      String name, BinaryFormat format, Rounding rounding, LongSupplier words) {
    Require.that(
        format.minExponent() >= BinaryFormat.LEAST_MIN_EXPONENT,
        "format",
        "have exponents far inside those of binary64",
        format.name());
    return new EmulatedBinary(name, format, rounding, words);
  }

  /** The formats that a candidate can declare, rounding to nearest. */
  public static List<EmulatedBinary> named() {
    return NAMED;
  }

  /** The largest finite value. */
  public double largest() {
    return format.largest();
  }

  /** x rounded once to the format. */
  public double round(double x) {
    return format.round(x, rounding, words.getAsLong());
  }

  /** Rounds {@code approximation + error}, to the format; only the sign of {@code error} counts. */
  private double roundExact(double approximation, double error) {
    return round(RoundToOdd.sum(approximation, error));
  }

  /** Returns true if the rounding needs more bits of a result than rounding to odd keeps. */
  private boolean needsMoreBits(double error) {
    return error != 0
        && Double.isFinite(error)
        && rounding instanceof StochasticRounding s
        && format.precision() + s.bits() > BITS_BELOW_ODD;
  }

  /** Rounds an exact result. */
  private double round(Dyadic exact) {
    return format.round(exact, rounding, words.getAsLong());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public BigFraction unitRoundoff() {
    int bits = format.precision();
    return Rationals.powerOfTwo(rounding.isToNearest() ? -bits : 1 - bits);
  }

  @Override
  public Double add(Double a, Double b) {
    double s = a + b;
    double t = s - a;
    double error = (a - (s - t)) + (b - t);
    return needsMoreBits(error) ? round(Dyadic.of(s).add(Dyadic.of(error))) : roundExact(s, error);
  }

  @Override
  public Double multiply(Double a, Double b) {
    double p = a * b;
    double error = Math.fma(a, b, -p);
    return needsMoreBits(error) ? round(Dyadic.of(p).add(Dyadic.of(error))) : roundExact(p, error);
  }

  @Override
  public Double divide(Double a, Double b) {
    double q = a / b;
    double residual = Math.fma(-q, b, a);
    if (needsMoreBits(residual)) {
      return round(Dyadic.roundToOdd(Rationals.of(a).divide(Rationals.of(b)), DEEP_BITS));
    }
    return roundExact(q, b < 0 ? -residual : residual);
  }

  @Override
  public Double negate(Double a) {
    return -a;
  }

  @Override
  public Double sqrt(Double a) {
    double q = Math.sqrt(a);
    double residual = Math.fma(-q, q, a);
    // A root that is no double is irrational: by |sqrt(a) - m| = |a - m^2| / (sqrt(a) + m) it is
    // farther than 2^-231 sqrt(a) from a number m of 50 + 64 bits, so rounding it here crosses no
    // such number.
    return needsMoreBits(residual)
        ? round(BinaryPrecision.ofBits(2 * DEEP_BITS).sqrt(Dyadic.of(a)))
        : roundExact(q, residual);
  }

  @Override
  public int compare(Double a, Double b) {
    return Binary64.INSTANCE.compare(a, b);
  }

  @Override
  public boolean isFinite(Double a) {
    return Double.isFinite(a);
  }

  @Override
  public Double of(double d) {
    if (!Double.isFinite(d) || format.round(d, Rounding.Directed.NEAREST, 0) != d) {
      throw new ArithmeticException(d + " is not a value of " + name);
    }
    return d;
  }

  @Override
  public Double fromDouble(double d) {
    return round(d);
  }

  @Override
  public Double fromRational(BigFraction q) {
    // Rounding to odd needs only the nearest double and the sign of q minus it.
    double nearest = Rationals.roundToDouble(q);
    if (Double.isInfinite(nearest)) {
      return round(Math.copySign(Double.MAX_VALUE, nearest)); // finite, and beyond every format
    }
    int side = Rationals.compare(q, Rationals.of(nearest));
    return needsMoreBits(side) ? round(Dyadic.roundToOdd(q, DEEP_BITS)) : roundExact(nearest, side);
  }

  @Override
  public BigFraction toRational(Double a) {
    return Rationals.of(a);
  }

  @Override
  public double roundToDouble(Double a) {
    return a;
  }

  @Override
  public String print(Double a) {
    return Literals.format(a);
  }

  /** The name of this arithmetic. */
  @Override
  public String toString() {
    return name();
  }
}
