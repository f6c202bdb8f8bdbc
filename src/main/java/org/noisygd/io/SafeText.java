// SPDX-License-Identifier: Apache-2.0
package org.noisygd.io;

import java.nio.charset.StandardCharsets;

/** Foreign text made safe for a message: one line, printable, of bounded length. */
public final class SafeText {
  /** Maximum number of characters of a line in a message. */
  public static final int SHOWN = 120;

  private SafeText() {}

  /** The start of a line of UTF-8. */
  public static String start(byte[] line) {
    int shown = Math.min(line.length, 4 * SHOWN);
    return start(new String(line, 0, shown, StandardCharsets.UTF_8), SHOWN);
  }

  /** The start of the text. */
  public static String start(String text, int length) {
    String shown = printable(text, 0, Math.min(text.length(), length));
    return text.length() <= length ? shown : shown + "...";
  }

  /** The end of the text. */
  public static String end(String text, int length) {
    int from = Math.max(0, text.length() - length);
    String shown = printable(text, from, text.length());
    return from == 0 ? shown : "..." + shown;
  }

  /** A part of a text; control characters and unprintable ones become question marks. */
  private static String printable(String text, int from, int to) {
    StringBuilder printable = new StringBuilder();
    for (int i = from; i < to; ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      boolean shown = c < 0x80 ? c >= ' ' && c < 0x7f : Character.isLetterOrDigit(c) || isSign(c);
      printable.appendCodePoint(shown ? c : '?');
    }
    return printable.toString();
  }

  private static boolean isSign(int c) {
    return switch (Character.getType(c)) {
      case Character.DASH_PUNCTUATION,
          Character.OTHER_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.MATH_SYMBOL,
          Character.CURRENCY_SYMBOL ->
          true;
      default -> false;
    };
  }
}
