// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.noisygd.report.json.OneLine;

/**
 * A decimal literal taken apart in one pass: +-(digits) 10^exponent, the digits from the first that
 * is not zero. It may have any length: of very many digits only the first are kept.
 */
final class DecimalLiteral {
  /** Digits that fit a long, whatever they are. */
  private static final int SHORT = 18;

  /** Digits of the largest integer of 64 bits. */
  private static final int LONG_DIGITS = 19;

  /** Larger exponents count as this one, which is far beyond any that is read. */
  private static final long FAR = 1_000_000_000_000L;

  private final String text;
  private final boolean negative;

  /** The position of the first digit that is not zero; the text's length if all are. */
  private final int first;

  /** How many digits there are from that one on. */
  private final int significant;

  /** Their value, if they are at most {@link #SHORT}. */
  private final long value;

  private final long exponent;

  private DecimalLiteral(
      String text, boolean negative, int first, int significant, long value, long exponent) {
    this.text = text;
    this.negative = negative;
    this.first = first;
    this.significant = significant;
    this.value = value;
    this.exponent = exponent;
  }

  /**
   * Takes a literal apart: an optional sign, digits with at most one point among them or at an end,
   * and an optional exponent.
   *
   * @throws NumberFormatException if the text is no such literal
   */
  static DecimalLiteral of(String text) {
    int length = text.length();
    int i = length > 0 && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
    boolean negative = i > 0 && text.charAt(0) == '-';
    int point = -1;
    int digits = 0;
    int first = length;
    int significant = 0;
    long value = 0;
    for (; i < length; i++) {
      char c = text.charAt(i);
      if (c == '.' && point < 0) {
        point = digits;
      } else if (isDigit(c)) {
        digits++;
        if (c != '0' && significant == 0) {
          first = i;
        }
        if (first < length && significant++ < SHORT) {
          value = 10 * value + (c - '0');
        }
      } else {
        break;
      }
    }
    long exponent = exponent(text, i);
    if (digits == 0 || exponent == Long.MIN_VALUE) {
      throw new NumberFormatException(
          "number must be a decimal literal, got \"" + OneLine.start(text, 40) + "\"");
    }
    return new DecimalLiteral(
        text, negative, first, significant, value, exponent - (point < 0 ? 0 : digits - point));
  }

  /** The exponent that follows the digits, 0 if there is none; Long.MIN_VALUE if malformed. */
  private static long exponent(String text, int from) {
    int length = text.length();
    if (from == length) {
      return 0;
    }
    int i = from + 1;
    boolean negative = i < length && text.charAt(i) == '-';
    if (i < length && (negative || text.charAt(i) == '+')) {
      i++;
    }
    if ((text.charAt(from) | 0x20) != 'e' || i == length) {
      return Long.MIN_VALUE;
    }
    long exponent = 0;
    for (; i < length; i++) {
      if (!isDigit(text.charAt(i))) {
        return Long.MIN_VALUE;
      }
      exponent = Math.min(FAR, 10 * exponent + (text.charAt(i) - '0'));
    }
    return negative ? -exponent : exponent;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  boolean isZero() {
    return significant == 0;
  }

  boolean isNegative() {
    return negative;
  }

  /** The digits, from the first that is not zero. */
  int significant() {
    return significant;
  }

  /** The least n for which the value is below 10^n; of no meaning for zero. */
  long magnitude() {
    return significant + exponent;
  }

  /**
   * The integer of 64 bits that this is, however it is written: 7, 7.0 and 0.7e1 are one.
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
   * or by a 0 if all of them are zeros. So the value compares with every number of no more digits
   * as before, and moves by less than a unit of the last digit kept.
   *
   * @throws ArithmeticException if the exponent does not fit in 32 bits
   */
  BigDecimal decimal(int digits) {
    if (significant <= SHORT) {
      return BigDecimal.valueOf(negative ? -value : value, Math.toIntExact(-exponent));
    }
    int kept = Math.min(digits, significant);
    String all = text.substring(first).replace(".", "").substring(0, significant);
    String number = (negative ? "-" : "") + all.substring(0, kept);
    long scale = -exponent;
    if (kept < significant) {
      number += all.substring(kept).chars().allMatch(c -> c == '0') ? '0' : '1';
      scale -= significant - kept - 1L;
    }
    return new BigDecimal(new BigInteger(number), Math.toIntExact(scale));
  }
}
