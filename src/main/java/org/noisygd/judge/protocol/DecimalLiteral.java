// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.PowersOfTen;
import org.noisygd.number.format.EmulatedBinary;
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

  /** A decimal of this many digits is the rounding of the (normal) double nearest to it. */
  private static final int DIGITS_ALWAYS_RECOVERED = 15;

  /** Larger exponents count as this one, which is far beyond any that is read. */
  private static final long FAR = 1_000_000_000_000L;

  /** 10^0 .. 10^22 are doubles. */
  private static final int LARGEST_EXACT_POWER = 22;

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
    StringBuilder number = new StringBuilder(kept + 2);
    if (negative) {
      number.append('-');
    }
    int i = first;
    for (int n = 0; n < kept; i++) {
      if (text.charAt(i) != '.') {
        number.append(text.charAt(i));
        n++;
      }
    }
    long scale = -exponent;
    if (kept < significant) {
      boolean zeros = true;
      for (int n = kept; n < significant; i++) {
        if (text.charAt(i) != '.') {
          zeros &= text.charAt(i) == '0';
          n++;
        }
      }
      number.append(zeros ? '0' : '1');
      scale -= significant - kept - 1L;
    }
    return new BigDecimal(new BigInteger(number.toString()), Math.toIntExact(scale));
  }

  /**
   * The number of a binary format that this literal is read as, if a quick test is certain of it;
   * else NaN.
   *
   * <p>Why it is certain: the digits are held as two doubles, and 10^e as another two. The product
   * high + low is within 2^-102 P of the literal's value P. So high is the double nearest to P if
   * low is below half an ulp of high by 2^-40 ulp. A number v of the format is nearest to P if both
   * neighbours of high are rounded to v. The literal is read as v if |v - P| is below a unit of the
   * last digit; P has at most 10^18 such units, so that 2^-102 P is below 2^-42 units.
   */
  double quickly(Arithmetic<?> arithmetic) {
    boolean doubles = arithmetic instanceof Binary64;
    if (!doubles && !(arithmetic instanceof EmulatedBinary)) {
      return Double.NaN;
    }
    if (significant == 0) {
      return negative ? -0.0 : 0.0;
    }
    if (significant > SHORT || Math.abs(exponent) > PowersOfTen.LARGEST) {
      return Double.NaN;
    }
    int e = (int) exponent;
    boolean few = significant <= DIGITS_ALWAYS_RECOVERED;
    if (doubles && few && Math.abs(e) <= LARGEST_EXACT_POWER) {
      // One operation on exact operands: the nearest double.
      double power = PowersOfTen.high(Math.abs(e));
      return signed(e < 0 ? value / power : value * power);
    }
    double high = (double) value;
    double low = (double) (value - (long) high);
    double powerHigh = PowersOfTen.high(e);
    double product = high * powerHigh;
    double error =
        Math.fma(high, powerHigh, -product) + (high * PowersOfTen.low(e) + low * powerHigh);
    high = product + error;
    low = error - (high - product);
    boolean powerOfTwo = high == Math.scalb(1.0, Math.getExponent(high));
    double half = powerOfTwo ? 0.25 : 0.5; // of an ulp: below a power of two doubles are closer
    if (!(Math.abs(low) < Math.ulp(high) * (half - 0x1p-40))) {
      return Double.NaN;
    }
    if (doubles) {
      return few || isWithinUnit(-low, e) ? signed(high) : Double.NaN;
    }
    EmulatedBinary format = (EmulatedBinary) arithmetic;
    double v = format.round(Math.nextDown(high));
    boolean certain = v == format.round(Math.nextUp(high)) && Double.isFinite(v);
    return certain && isWithinUnit((v - high) - low, e) ? signed(v) : Double.NaN;
  }

  /** Whether a number with this error is certainly within a unit of the last digit. */
  private static boolean isWithinUnit(double off, int e) {
    return Math.abs(off) < PowersOfTen.high(e) * (1 - 0x1p-40);
  }

  private double signed(double size) {
    return negative ? -size : size;
  }
}
