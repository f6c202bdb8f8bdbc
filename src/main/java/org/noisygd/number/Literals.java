// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Pattern;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Decimal literals of numbers, the same on every Java version ({@link Double#toString} changed in
 * JDK 19). Each is a JSON number.
 */
public final class Literals {
  /** Every decimal of 15 digits survives a round trip through binary64 (2^52 > 10^15). */
  private static final int DIGITS_ALWAYS_RECOVERED = 15;

  /** 17 digits distinguish any two doubles. */
  private static final int DIGITS_ALWAYS_ENOUGH = 17;

  private static final double LOG10_OF_2 = 0.30103; // to nearest; k is corrected after it

  /** Integers below 10^17 are printed without an exponent. */
  private static final int PLAIN_DIGITS = 17;

  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");

  private Literals() {}

  /**
   * The value of d rounded half to even to 15 digits, or to 16 or 17 if fewer do not read back as
   * d; trailing zeros are dropped.
   *
   * @throws ArithmeticException if d is infinite or NaN
   */
  public static String format(double d) {
    if (d == 0) {
      return 1 / d < 0 ? "-0.0" : "0.0";
    }
    BigDecimal quick = quickly(d);
    if (quick != null) {
      return format(quick);
    }
    BigDecimal exact = Dyadic.of(d).toBigDecimal();
    for (int digits = DIGITS_ALWAYS_RECOVERED; ; digits++) {
      BigDecimal candidate = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (digits == DIGITS_ALWAYS_ENOUGH || candidate.doubleValue() == d) {
        return format(candidate);
      }
    }
  }

  /**
   * The decimal to which {@link #format(double)} rounds d, or null if this method cannot decide.
   *
   * <p>With k such that |d| 10^k lies in 10^16..10^17, this product is v + remainder. v is an
   * integer, as is every double beyond 2^53; remainder is below 20 in size with an error of at most
   * 2^-47, since 10^k has a relative error of 2^-106. So the rounding to hundreds, tens or ones is
   * certain, except within 2^-40 of a tie. The decimal reads back as d if it is less than half an
   * ulp of d away, and not if it is more; just below a power of two doubles are twice as close.
   */
  private static @Nullable BigDecimal quickly(double d) {
    double size = Math.abs(d);
    if (!(size > 0x1p-800 && size < 0x1p800)) {
      return null;
    }
    int k = DIGITS_ALWAYS_ENOUGH - 1 - (int) Math.floor(Math.getExponent(size) * LOG10_OF_2);
    k -= size * PowersOfTen.high(k) < 1e17 ? 0 : 1;
    double power = PowersOfTen.high(k);
    double v = size * power;
    double remainder = Math.fma(size, power, -v) + size * PowersOfTen.low(k);
    if (v < 1e16 || (v == 1e16 && remainder < 0) || v >= 1e17) {
      return null; // next to a power of ten
    }
    double half = 0.5 * Math.ulp(size) * power;
    double below = size == Math.scalb(1.0, Math.getExponent(size)) ? half / 2 : half;
    for (int digits = DIGITS_ALWAYS_RECOVERED; ; digits++) {
      int unit = digits == 15 ? 100 : digits == 16 ? 10 : 1;
      long tens = (long) v / unit;
      double off = (double) ((long) v % unit) + remainder;
      double up = Math.rint(off / unit);
      double away = Math.abs(off - up * unit);
      if (away > unit * (0.5 - 0x1p-40)) {
        return null;
      }
      if (digits == DIGITS_ALWAYS_ENOUGH || away < below * (1 - 0x1p-40)) {
        long c = tens + (long) up;
        return BigDecimal.valueOf(d < 0 ? -c : c, k + digits - DIGITS_ALWAYS_ENOUGH);
      }
      if (away < half * (1 + 0x1p-40)) {
        return null;
      }
    }
  }

  /**
   * The double nearest to a decimal literal; any other notation, or text around it, is refused.
   *
   * @param name the name of the number in messages
   * @throws IllegalArgumentException if it is none, or rounds to infinity
   */
  public static double parse(String name, String text) {
    boolean literal = DECIMAL.matcher(text).matches();
    double value = literal ? Double.parseDouble(text) : Double.NaN;
    Require.that(Double.isFinite(value), name, "be a finite decimal number", text);
    return value;
  }

  /** All digits of d, without trailing zeros. */
  public static String format(BigDecimal d) {
    if (d.signum() == 0) {
      return "0.0";
    }
    BigDecimal stripped = d.stripTrailingZeros();
    boolean plainInteger =
        stripped.scale() <= 0 && stripped.precision() - stripped.scale() <= PLAIN_DIGITS;
    return plainInteger ? stripped.setScale(1).toString() : stripped.toString();
  }

  /** Powers of ten as two doubles each, 10^e = high(e) + low(e) to a relative error of 2^-106. */
  private static final class PowersOfTen {
    /** Maximum exponent, and minus the minimum; {@link Literals} uses -225..257. */
    static final int LARGEST = 270;

    private static final double[] HIGH = new double[2 * LARGEST + 1];

    private static final double[] LOW = new double[2 * LARGEST + 1];

    static {
      for (int e = -LARGEST; e <= LARGEST; e++) {
        BigDecimal power = BigDecimal.ONE.scaleByPowerOfTen(e);
        double high = power.doubleValue();
        HIGH[e + LARGEST] = high;
        LOW[e + LARGEST] = power.subtract(new BigDecimal(high)).doubleValue();
      }
    }

    private PowersOfTen() {}

    /** The double nearest to 10^e. */
    static double high(int e) {
      return HIGH[e + LARGEST];
    }

    /** The double nearest to 10^e - high(e). */
    static double low(int e) {
      return LOW[e + LARGEST];
    }
  }
}
