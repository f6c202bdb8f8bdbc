// SPDX-License-Identifier: Apache-2.0
package org.noisygd.io.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.noisygd.io.SafeText;

/**
 * A parsed decimal literal: +-(digits) 10^exponent. It may have any length; if it is very long,
 * only the first digits are kept.
 *
 * @param digits the digits from the first that is not zero; empty for zero
 */
public record DecimalLiteral(boolean isNegative, String digits, long exponent) {
  /** Maximum number of digits that always fit a long. */
  private static final int SHORT = 18;

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
  public static DecimalLiteral of(String text) {
    int e = Math.max(text.indexOf('e'), text.indexOf('E'));
    String number = unsigned(e < 0 ? text : text.substring(0, e));
    int point = number.indexOf('.');
    String all = point < 0 ? number : number.substring(0, point) + number.substring(point + 1);
    String power = e < 0 ? "0" : unsigned(text.substring(e + 1));
    if (!isWhole(all) || !isWhole(power)) {
      throw new NumberFormatException(
          "number must be a decimal literal, got \"" + SafeText.start(text, 40) + "\"");
    }
    int zeros = 0;
    while (zeros < all.length() && all.charAt(zeros) == '0') {
      zeros++;
    }
    long exponent = 0;
    for (int n = 0; n < power.length(); n++) {
      exponent = Math.min(FAR, 10 * exponent + (power.charAt(n) - '0'));
    }
    return new DecimalLiteral(
        text.charAt(0) == '-',
        all.substring(zeros),
        (e >= 0 && text.charAt(e + 1) == '-' ? -exponent : exponent)
            - (point < 0 ? 0 : number.length() - point - 1));
  }

  private static String unsigned(String text) {
    return text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
  }

  /** Returns true if a text has digits and nothing else. */
  private static boolean isWhole(String text) {
    for (int n = 0; n < text.length(); n++) {
      if (text.charAt(n) < '0' || text.charAt(n) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Returns true if the value is zero. */
  public boolean isZero() {
    return digits.isEmpty();
  }

  /** The smallest n for which the value is below 10^n; meaningless for zero. */
  public long magnitude() {
    return digits.length() + exponent;
  }

  /**
   * The value as an integer of 64 bits, in any notation: 7, 7.0 and 0.7e1 are equal.
   *
   * @throws ArithmeticException if there is none
   */
  long integer() {
    if (isZero()) {
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
  public BigDecimal decimal(int most) {
    if (digits.length() <= SHORT) {
      long value = Long.parseLong(digits);
      return BigDecimal.valueOf(isNegative ? -value : value, Math.toIntExact(-exponent));
    }
    int kept = Math.min(most, digits.length());
    String number = (isNegative ? "-" : "") + digits.substring(0, kept);
    long scale = -exponent;
    if (kept < digits.length()) {
      number += digits.substring(kept).chars().allMatch(c -> c == '0') ? '0' : '1';
      scale -= digits.length() - kept - 1L;
    }
    return new BigDecimal(new BigInteger(number), Math.toIntExact(scale));
  }
}
