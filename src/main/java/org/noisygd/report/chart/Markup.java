// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.chart;

import java.util.List;
import java.util.stream.Collectors;

/** Escaping of foreign text in HTML, SVG and XML, and in comma-separated values. */
public final class Markup {
  private Markup() {}

  /**
   * The text with references for the special characters of markup. Characters that XML does not
   * allow, noncharacters, and characters that change the direction of text become U+FFFD; of white
   * space only blanks, tabs and line feeds remain.
   */
  public static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(isHarmless(c) ? c : 0xfffd);
              }
            });
    return safe.toString();
  }

  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c == '\n' || c == '\t';
      case Character.SURROGATE, Character.UNASSIGNED -> false; // noncharacters are unassigned
      // Among them U+202A to U+202E and U+2066 to U+2069, which change the direction of text.
      case Character.FORMAT -> false;
      default -> true;
    };
  }

  /** An element with text; {@code opening} is its tag with attributes. */
  public static String element(String opening, String text) {
    return "<" + opening + ">" + escape(text) + "</" + opening.split(" ", 2)[0] + ">";
  }

  /** A line of comma-separated values (RFC 4180), in quotes if necessary; a NaN is empty. */
  public static String csv(List<? extends Object> fields) {
    return fields.stream()
        .map(field -> field.equals(Double.NaN) ? "" : field.toString())
        .map(t -> t.matches("[^\",\r\n]*") ? t : '"' + t.replace("\"", "\"\"") + '"')
        .collect(Collectors.joining(",", "", "\n"));
  }
}
