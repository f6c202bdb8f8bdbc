// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.stream.Stream;

/**
 * Two decimal literals in one notation, so that equal digits stand under each other.
 *
 * @param expected the first number
 * @param actual the second
 * @param marker blanks up to the first digit that differs, then a caret; empty if none differs, or
 *     if a number is not finite
 */
public record AlignedDigits(String expected, String actual, String marker) {
  /** Numbers of at least 10^-5 are written without an exponent. */
  private static final int LEAST_PLAIN = -5;

  /** Numbers below 10^17, with no more digits than a double, are written without an exponent. */
  private static final int MOST_PLAIN = 17;

  /** Numbers whose exponents differ by more share no position of the 17 digits of a double. */
  private static final int FAR_APART = 20;

  /** Writes two numbers in one notation; a text that is no finite number stays as it is. */
  public static AlignedDigits of(String expected, String actual) {
    BigDecimal a;
    BigDecimal b;
    try {
      a = new BigDecimal(expected);
      b = new BigDecimal(actual);
    } catch (NumberFormatException e) {
      return new AlignedDigits(expected, actual, "");
    }
    IntSummaryStatistics exponents =
        Stream.of(a, b)
            .filter(d -> d.signum() != 0)
            .mapToInt(d -> d.precision() - d.scale() - 1)
            .summaryStatistics();
    int exponent = exponents.getMax();
    if ((long) exponent - exponents.getMin() > FAR_APART) {
      return new AlignedDigits(expected, actual, "^");
    }
    boolean plain = exponents.getCount() == 0 || (exponent >= LEAST_PLAIN && exponent < MOST_PLAIN);
    String suffix = plain ? "" : "e" + exponent;
    String first = digits(plain ? a : a.movePointLeft(exponent));
    String second = digits(plain ? b : b.movePointLeft(exponent));
    int point = Math.max(first.indexOf('.'), second.indexOf('.'));
    first = " ".repeat(point - first.indexOf('.')) + first;
    second = " ".repeat(point - second.indexOf('.')) + second;
    return new AlignedDigits(first + suffix, second + suffix, marker(first, second));
  }

  private static String digits(BigDecimal d) {
    String plain = d.stripTrailingZeros().toPlainString();
    return plain.contains(".") ? plain : plain + ".0";
  }

  private static String marker(String first, String second) {
    int most = Math.max(first.length(), second.length());
    String a = first + "0".repeat(most - first.length());
    String b = second + "0".repeat(most - second.length());
    return a.equals(b) ? "" : " ".repeat(Arrays.mismatch(a.toCharArray(), b.toCharArray())) + "^";
  }
}
