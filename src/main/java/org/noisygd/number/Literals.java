// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/**
 * Decimal literals of numbers, the same on every Java version ({@link Double#toString} changed in
 * JDK 19). Each is a JSON number.
 */
public final class Literals {
  /** Every decimal of 15 digits survives a round trip through binary64 (2^52 > 10^15). */
  private static final int DIGITS_ALWAYS_RECOVERED = 15;

  /** 17 digits tell any two doubles apart. */
  private static final int DIGITS_ALWAYS_ENOUGH = 17;

  /** Integers below 10^17 are printed without an exponent. */
  private static final int PLAIN_DIGITS = 17;

  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");

  private Literals() {}

  /**
   * The value of d rounded half to even to 15 digits, or to 16 or 17 where fewer do not read back
   * as d; trailing zeros are dropped.
   *
   * @throws ArithmeticException if d is infinite or NaN
   */
  public static String format(double d) {
    if (d == 0) {
      return 1 / d < 0 ? "-0.0" : "0.0";
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
   * The double nearest to a decimal literal: no other notation, and nothing around it.
   *
   * @param name of what the text is, for the message
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
}
