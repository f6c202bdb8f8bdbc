// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.report;

import java.math.BigDecimal;
import org.noisygd.judge.protocol.ReadNumber;

/**
 * Two decimal literals in one notation, so that equal digits stand under each other.
 *
 * @param expected the first number
 * @param actual the second
 * @param marker blanks up to the first digit that differs, then a caret; empty if none differs, or
 *     if a number is not finite
 */
record AlignedDigits(String expected, String actual, String marker) {
  /** Numbers of at least 10^-5 are written without an exponent. */
  private static final int LEAST_PLAIN = -5;

  /** Numbers below 10^17, with no more digits than a double, are written without an exponent. */
  private static final int MOST_PLAIN = 17;

  /** Numbers whose exponents differ by more share no position of the 17 digits of a double. */
  private static final int FAR_APART = 20;

  static AlignedDigits of(String expected, String actual) {
    BigDecimal a;
    BigDecimal b;
    try {
      a = new BigDecimal(expected);
      b = new BigDecimal(actual);
    } catch (NumberFormatException e) {
      return new AlignedDigits(expected, actual, "");
    }
    int exponent = Math.max(exponent(a), exponent(b));
    boolean far =
        a.signum() != 0 && b.signum() != 0 && Math.abs(exponent(a) - exponent(b)) > FAR_APART;
    if (far || Math.abs(exponent) > ReadNumber.MAX_EXPONENT) {
      return new AlignedDigits(expected, actual, "^");
    }
    boolean plain = exponent >= LEAST_PLAIN && exponent < MOST_PLAIN;
    String suffix = plain ? "" : "e" + exponent;
    String first = digits(plain ? a : a.movePointLeft(exponent));
    String second = digits(plain ? b : b.movePointLeft(exponent));
    int sign = first.startsWith("-") || second.startsWith("-") ? 1 : 0;
    int point = Math.max(point(first), point(second));
    first = padded(first, sign, point);
    second = padded(second, sign, point);
    return new AlignedDigits(first + suffix, second + suffix, marker(first, second));
  }

  private static int exponent(BigDecimal d) {
    return d.signum() == 0 ? Integer.MIN_VALUE / 4 : d.precision() - d.scale() - 1;
  }

  private static String digits(BigDecimal d) {
    String plain = (d.signum() == 0 ? BigDecimal.ZERO : d.stripTrailingZeros()).toPlainString();
    return plain.contains(".") ? plain : plain + ".0";
  }

  /** The number of digits before the point. */
  private static int point(String digits) {
    return digits.indexOf('.') - (digits.startsWith("-") ? 1 : 0);
  }

  private static String padded(String digits, int sign, int point) {
    int blanks = point - point(digits) + (digits.startsWith("-") ? 0 : sign);
    return " ".repeat(blanks) + digits;
  }

  private static String marker(String first, String second) {
    for (int n = 0; n < Math.max(first.length(), second.length()); n++) {
      char a = n < first.length() ? first.charAt(n) : '0';
      char b = n < second.length() ? second.charAt(n) : '0';
      if (a != b) {
        return " ".repeat(n) + "^";
      }
    }
    return "";
  }
}
