// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.noisygd.report.json.SafeText;

/**
 * A parsed decimal literal: +-(digits) 10^exponent. It may have any length; if it is very long,
 * only the first digits are kept.
 *
 * @param digits the digits from the first that is not zero; empty for zero
 */
record DecimalLiteral(boolean isNegative, String digits, long exponent) {
  private static final Pattern LITERAL =
      Pattern.compile(
          "[+-]?(?=[.]?[0-9])(?<whole>[0-9]*+)[.]?(?<fraction>[0-9]*+)"
              + "(?:[eE](?<sign>[+-])?(?<power>[0-9]++))?");

  /** Number of digits of the largest integer of 64 bits. */
  private static final int LONG_DIGITS = 19;

  /** Larger exponents are replaced by this one, far above any accepted exponent. */
  private static final long FAR = 1_000_000_000_000L;

  /**
   * Parses a literal: an optional sign, digits with at most one point among them or at an end, and
   * an optional exponent.
   *
   * @throws NumberFormatException if the text is no such literal
   */
  static DecimalLiteral of(String text) {
    Matcher literal = LITERAL.matcher(text);
    if (!literal.matches()) {
      throw new NumberFormatException(
          "number must be a decimal literal, got \"" + SafeText.start(text, 40) + "\"");
    }
    String fraction = part(literal, "fraction");
    String all = part(literal, "whole") + fraction;
    int zeros = 0;
    while (zeros < all.length() && all.charAt(zeros) == '0') {
      zeros++;
    }
    String power = part(literal, "power");
    long exponent = 0;
    for (int n = 0; n < power.length(); n++) {
      exponent = Math.min(FAR, 10 * exponent + (power.charAt(n) - '0'));
    }
    return new DecimalLiteral(
        text.charAt(0) == '-',
        all.substring(zeros),
        ("-".equals(literal.group("sign")) ? -exponent : exponent) - fraction.length());
  }

  private static String part(Matcher literal, String name) {
    String part = literal.group(name);
    return part == null ? "" : part;
  }

  /** The smallest n for which the value is below 10^n; meaningless for zero. */
  long magnitude() {
    return digits.length() + exponent;
  }

  /**
   * The value as an integer of 64 bits, in any notation: 7, 7.0 and 0.7e1 are equal.
   *
   * @throws ArithmeticException if there is none
   */
  long integer() {
    if (digits.isEmpty()) {
      return 0;
    }
    if (Math.abs(magnitude()) > LONG_DIGITS) {
      throw new ArithmeticException("not an integer of 64 bits");
    }
    return decimal(2 * LONG_DIGITS).longValueExact();
  }

  /**
   * The value with at most the given number of digits. Dropped digits are replaced by a single 1,
   * or by a 0 if all of them are zeros. So every comparison with a number of no more digits has the
   * same result, and the value moves by less than a unit of the last digit kept.
   *
   * @throws ArithmeticException if the exponent does not fit in 32 bits
   */
  BigDecimal decimal(int most) {
    int kept = Math.min(most, digits.length());
    String number = (isNegative ? "-" : "") + digits.substring(0, kept);
    long shift = exponent;
    if (kept < digits.length()) {
      number += digits.substring(kept).chars().allMatch(c -> c == '0') ? '0' : '1';
      shift += digits.length() - kept - 1L;
    }
    return new BigDecimal(number).scaleByPowerOfTen(Math.toIntExact(shift));
  }
}
