// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Require;

/**
 * A set of binary floating-point numbers whose values are all doubles, and the treatment of
 * underflow and overflow.
 *
 * <p>With p the precision, the values are the multiples of 2^(max(e, emin) - p + 1) with 2^e &lt;=
 * |x| &lt; 2^(e+1), up to {@code largest}. Numbers below 2^emin are subnormal; with {@code
 * flushes}, a result that would be subnormal after rounding becomes a zero of its sign.
 *
 * <p>A result overflows if, rounded as though the exponent were unlimited, it is beyond {@code
 * largest}. Then it becomes the value chosen by {@code overflow}, except that a rounding towards
 * zero gives the largest value (IEEE 754, 7.4).
 *
 * <p>Sources: IEEE 754-2019, 3.3; OCP 8-bit Floating Point Specification, revision 1.0 (e4m3,
 * e5m2); OCP Microscaling Formats, version 1.0 (e2m1, e2m3, e3m2).
 *
 * @param name the name of the format
 * @param precision p, the bits of a significand, the leading one included
 * @param minExponent emin, the exponent of the smallest normal value
 * @param largest the largest value
 * @param overflow the value of a result beyond the largest value
 * @param flushes true if subnormal results become zeros
 */
public record BinaryFormat(
    String name,
    int precision,
    int minExponent,
    double largest,
    Overflow overflow,
    boolean flushes) {

  /** The value of an infinite result, or of one beyond the largest value. */
  public enum Overflow {
    /** An infinity. */
    INFINITE,
    /** The only special value of OCP e4m3. */
    NAN,
    /** The largest value, of the result's sign. */
    LARGEST
  }

  /** Maximum p: a result rounded to odd at 53 bits can be rounded to p bits correctly. */
  public static final int MAX_PRECISION = 50;

  /** Minimum p: with one bit, no value has two neighbours at the same distance. */
  public static final int MIN_PRECISION = 2;

  /** Minimum emin: the error of a product or quotient is then a double. */
  public static final int LEAST_MIN_EXPONENT = -450;

  /** Maximum emax: no product or quotient then overflows binary64. */
  public static final int LARGEST_MAX_EXPONENT = 500;

  /** The named formats. */
  public static final List<BinaryFormat> NAMED =
      List.of(
          of(24, -126, 127).called("binary32"),
          of(11, -14, 15).called("binary16"),
          of(8, -126, 127).called("bfloat16"),
          of(11, -126, 127).called("tf32"),
          // 480 would be the pattern that OCP e4m3 gives to NaN.
          new BinaryFormat("e4m3", 4, -6, 448, Overflow.NAN, false),
          of(4, -6, 7).called("e4m3-ieee"),
          of(3, -14, 15).called("e5m2"),
          of(2, 0, 2).called("e2m1").saturating(),
          of(4, 0, 2).called("e2m3").saturating(),
          of(3, -2, 4).called("e3m2").saturating());

  /** The format {@code float:P:EMIN:EMAX}, with infinities and subnormals. */
  public static BinaryFormat of(int precision, int minExponent, int maxExponent) {
    requirePrecision(precision);
    Require.that(
        minExponent >= LEAST_MIN_EXPONENT && minExponent <= 0,
        "emin",
        "be in " + LEAST_MIN_EXPONENT + "..0",
        minExponent);
    Require.that(
        maxExponent >= 0 && maxExponent <= LARGEST_MAX_EXPONENT,
        "emax",
        "be in 0.." + LARGEST_MAX_EXPONENT,
        maxExponent);
    return new BinaryFormat(
        "float:" + precision + ":" + minExponent + ":" + maxExponent,
        precision,
        minExponent,
        largest(precision, maxExponent),
        Overflow.INFINITE,
        false);
  }

  /**
   * The format {@code binary:P} within doubles: every double is rounded to p bits, even a subnormal
   * one; only results beyond the largest double overflow, to an infinity.
   */
  public static BinaryFormat ofPrecision(int precision) {
    requirePrecision(precision);
    return new BinaryFormat(
        "binary:" + precision,
        precision,
        Double.MIN_EXPONENT - 52, // of the smallest double, 2^-1074
        largest(precision, Double.MAX_EXPONENT),
        Overflow.INFINITE,
        false);
  }

  /** The named format. */
  public static BinaryFormat named(String name) {
    return find(name).orElseThrow(() -> unknown(Stream.empty(), name));
  }

  private static Optional<BinaryFormat> find(String name) {
    return NAMED.stream().filter(format -> format.name.equals(name)).findFirst();
  }

  private static IllegalArgumentException unknown(Stream<String> forms, String name) {
    Stream<String> names = NAMED.stream().map(BinaryFormat::name);
    return FormatAliases.refused("format", Stream.concat(forms, names).toList(), name, name);
  }

  /** The format with this name, also binary:P or float:P:EMIN:EMAX, or empty if there is none. */
  static Optional<BinaryFormat> spelled(String name) {
    if (name.matches("binary:[1-9][0-9]{0,6}")) {
      return Optional.of(ofPrecision(Integer.parseInt(name.substring(name.indexOf(':') + 1))));
    }
    if (name.matches("float:[1-9][0-9]{0,6}:(0|-[1-9][0-9]{0,6}):(0|[1-9][0-9]{0,6})")) {
      int[] numbers =
          Arrays.stream(name.split(":", -1)).skip(1).mapToInt(Integer::parseInt).toArray();
      return Optional.of(of(numbers[0], numbers[1], numbers[2]));
    }
    return find(name);
  }

  /**
   * The format of that name.
   *
   * @throws IllegalArgumentException with a message of one line if there is none
   */
  static BinaryFormat parse(String name) {
    return spelled(name)
        .orElseThrow(() -> unknown(Stream.of("binary:P", "float:P:EMIN:EMAX"), name));
  }

  private static void requirePrecision(int precision) {
    Require.that(
        precision >= MIN_PRECISION && precision <= MAX_PRECISION,
        "precision",
        "be in " + MIN_PRECISION + ".." + MAX_PRECISION,
        precision);
  }

  private static double largest(int precision, int maxExponent) {
    return (2 - Math.scalb(1.0, 1 - precision)) * Math.scalb(1.0, maxExponent);
  }

  private BinaryFormat called(String otherName) {
    return new BinaryFormat(otherName, precision, minExponent, largest, overflow, flushes);
  }

  /** This format with the largest value in place of infinities. */
  public BinaryFormat saturating() {
    return new BinaryFormat(name, precision, minExponent, largest, Overflow.LARGEST, flushes);
  }

  /** This format without subnormal values. */
  public BinaryFormat flushing() {
    return new BinaryFormat(name, precision, minExponent, largest, overflow, true);
  }

  /** The smallest normal value, 2^emin. */
  public double smallestNormal() {
    return Math.scalb(1.0, minExponent);
  }

  /** The distance from |x| to the next larger number, with an unlimited largest exponent. */
  public double spacing(double x) {
    int exponent = Math.max(Math.getExponent(x), Math.max(minExponent, Double.MIN_EXPONENT));
    return Math.scalb(1.0, exponent - precision + 1);
  }

  /**
   * x rounded once, correctly: every scaling is by a power of two, and |x| over its ulp in this
   * format has an integer part below 2^p. NaN stays NaN, a zero keeps its sign. The readable
   * version of {@code StoreRounding}, which tests compare with it bit for bit.
   *
   * @param word 64 random bits for a stochastic rounding; unused by others
   */
  public double round(double x, Rounding rounding, long word) {
    if (x == 0 || Double.isNaN(x)) {
      return x;
    }
    boolean negative = x < 0;
    if (Double.isInfinite(x)) {
      return beyond(negative);
    }
    int last = ulpExponent(Math.abs(x));
    double places = Math.scalb(Math.abs(x), -last);
    double whole = Math.floor(places);
    double fraction = places - whole;
    boolean away = fraction > 0 && rounding.away(whole, fraction, negative, word);
    return within(Math.scalb(away ? whole + 1 : whole, last), rounding, negative);
  }

  /**
   * An exact number rounded once, as {@link #round(double, Rounding, long)} rounds doubles: the
   * rounding uses 64 bits of its fraction and whether further bits are non-zero. Not for zero,
   * which has no sign here.
   */
  public double round(Dyadic exact, Rounding rounding, long word) {
    boolean negative = exact.signum() < 0;
    int last = ulpExponent(exact);
    int shift = exact.exponent() - last + Long.SIZE;
    BigInteger cut = exact.significand().abs().shiftLeft(shift);
    double whole = cut.shiftRight(Long.SIZE).doubleValue();
    boolean away;
    if (rounding instanceof StochasticRounding s && s.isProportional()) {
      away = StochasticRounding.carries(cut.longValue(), word);
    } else {
      // The fraction is rounded to odd at 53 bits: no rounding uses more than 50 and a sticky bit.
      double fraction = fraction(cut.longValue(), shift < 0);
      away = fraction > 0 && rounding.away(whole, fraction, negative, word);
    }
    return within(Math.scalb(away ? whole + 1 : whole, last), rounding, negative);
  }

  /**
   * The position of an exact number between its neighbours towards zero (0) and away from it (1),
   * for an unlimited exponent; rounded to odd at 53 bits, so it is 0 only for values of the format.
   */
  public double fraction(Dyadic exact) {
    if (exact.signum() == 0) {
      return 0;
    }
    int shift = exact.exponent() - ulpExponent(exact) + Long.SIZE;
    return fraction(exact.significand().abs().shiftLeft(shift).longValue(), shift < 0);
  }

  /**
   * A fraction from its first 64 bits.
   *
   * @param more true if further bits are not all zero, as in an odd significand that was truncated
   */
  private static double fraction(long digits, boolean more) {
    boolean odd = more || (digits & 0x7ff) != 0;
    return ((digits >>> 11) | (odd ? 1 : 0)) * 0x1p-53;
  }

  private int ulpExponent(Dyadic exact) {
    return Math.max(exact.leadingExponent(), minExponent) - precision + 1;
  }

  /** The exponent of the ulp of x &gt; 0 in this format. */
  private int ulpExponent(double x) {
    int exponent = x < Double.MIN_NORMAL ? Math.getExponent(x * 0x1p54) - 54 : Math.getExponent(x);
    return Math.max(exponent, minExponent) - precision + 1;
  }

  /** A rounded magnitude with its sign, after flushing and overflow. */
  double within(double magnitude, Rounding rounding, boolean negative) {
    if (magnitude > largest) {
      return rounding.neverOverflows(negative) ? signed(largest, negative) : beyond(negative);
    }
    boolean flushed = flushes && magnitude < smallestNormal();
    return signed(flushed ? 0 : magnitude, negative);
  }

  private double beyond(boolean negative) {
    return switch (overflow) {
      case INFINITE -> signed(Double.POSITIVE_INFINITY, negative);
      case NAN -> Double.NaN;
      case LARGEST -> signed(largest, negative);
    };
  }

  private static double signed(double magnitude, boolean negative) {
    return negative ? -magnitude : magnitude;
  }
}
