// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Locale;

/** Text made from a pattern. */
public final class Text {
  private Text() {}

  /** {@link String#format(String, Object...)}, the same in every locale. */
  public static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /** The number and the noun, in the plural unless the number is one. */
  public static String count(long many, String one) {
    return format("%,d %s%s", many, one, many == 1 ? "" : "s");
  }

  /** {@link #format}, with doubles rounded to three digits; their conversion is %s. */
  public static String brief(String pattern, Object... values) {
    return format(
        pattern,
        Arrays.stream(values)
            .map(v -> v instanceof Double x ? rounded(x, 3).replace('E', 'e') : v)
            .toArray());
  }

  /** A finite number with at most this many digits, without trailing zeros. */
  public static String rounded(double value, int digits) {
    BigDecimal decimal = new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
    return Math.abs(decimal.precision() - decimal.scale()) > 2 * digits
        ? decimal.toString()
        : decimal.toPlainString();
  }
}
