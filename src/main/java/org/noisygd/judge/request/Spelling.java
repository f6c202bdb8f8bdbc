// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

import java.math.BigDecimal;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Literals;

/**
 * Notations of the numbers of a request. JSON allows many notations of one number, and each of
 * these reads back as the same number of the declared arithmetic.
 */
public enum Spelling {
  /** The fewest digits that read back as the number, at least one of them after the point. */
  SHORTEST("the fewest digits, as 0.5 and 1.0"),
  WHOLE("whole numbers without a point, as 1"),
  /** One digit before the point, the others after it, and an exponent. */
  EXPONENT("with an exponent, as 5e-1 and 1e0"),
  /** Zeros with a sign. */
  MINUS_ZERO("zeros as -0.0"),
  /** The exact decimal expansion, which may have a hundred digits and more. */
  ALL_DIGITS("all decimal digits");

  private final String words;

  Spelling(String words) {
    this.words = words;
  }

  /** The notation in words, with an example. */
  public String words() {
    return words;
  }

  /**
   * The literal of a number.
   *
   * @param inFull true if every digit is needed, because the arithmetic is wider than binary64, or
   *     because an entry of the answer is judged bitwise and a program may read decimals exactly
   */
  String of(Dyadic value, boolean inFull) {
    if (value.signum() == 0 && this == MINUS_ZERO) {
      return "-0.0";
    }
    String shortest =
        inFull || this == ALL_DIGITS ? value.toLiteral() : Literals.format(value.roundToDouble());
    return switch (this) {
      case WHOLE ->
          shortest.endsWith(".0") ? shortest.substring(0, shortest.length() - 2) : shortest;
      case EXPONENT -> withExponent(new BigDecimal(shortest).stripTrailingZeros());
      case SHORTEST, MINUS_ZERO, ALL_DIGITS -> shortest;
    };
  }

  /** The literal, in full, of a double to be rounded; a zero keeps its sign. */
  String of(double value) {
    return value == 0 && Math.copySign(1, value) < 0 ? "-0.0" : of(Dyadic.of(value), true);
  }

  private static String withExponent(BigDecimal d) {
    String digits = d.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - d.scale();
    return (d.signum() < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + "e"
        + exponent;
  }
}
