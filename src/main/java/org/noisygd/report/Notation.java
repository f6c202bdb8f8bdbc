// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The typesetting of formulas in plain characters on pages: {@code sigma^2} becomes &sigma;&sup2;,
 * {@code X^T} becomes X&#7488;, {@code 20 x 30} becomes 20 &times; 30. Text, CSV and JSON keep the
 * plain characters.
 */
final class Notation {
  private static final String NAMES =
      "alpha beta gamma delta epsilon eta kappa lambda mu xi rho sigma Sigma tau";

  private static final Map<String, String> SYMBOLS = new HashMap<>();

  static {
    String letters = "αβγδεηκλμξρσΣτ";
    String[] words = NAMES.split(" ", -1);
    for (int k = 0; k < words.length; k++) {
      SYMBOLS.put(words[k], letters.substring(k, k + 1));
    }
    SYMBOLS.putAll(Map.of("||", "‖", "&lt;=", "≤", "&gt;=", "≥", "+-", "±", " x ", " × "));
    SYMBOLS.put("-", "\u2212");
    SYMBOLS.put("-&gt;", "→");
  }

  /** A Greek letter that is not part of another name, possibly with a subscript. */
  private static final String LETTER =
      "(?<![\\w.#-])(" + NAMES.replace(' ', '|') + ")(?:_?(\\d)|_([tk]))?(?![\\w-]|[.]\\w)";

  private static final String POWER = "\\^(?!1/)(-?\\d+|T)(?!\\w|[.]\\d)";

  private static final String OPERATOR =
      "\\|\\||&[lg]t;=|\\+-(?=[\\s(\"]|$)|-&gt;|(?<=\\d) x (?=\\d|d2|k)"
          + "|(?<=[\\s(\\[>]|^)-(?=\\.?\\d|inf\\b)|(?<=\\S )-(?= \\S)";

  private static final Pattern FORMULA =
      Pattern.compile(LETTER + "|" + POWER + "|(" + OPERATOR + ")");

  /** An element that is kept as it is, a label, or the text between two tags. */
  private static final Pattern TEXT =
      Pattern.compile("(?s)<(pre|code|style)\\b.*?</\\1>|data-label=\"[^\"]*\"|>[^<]+");

  private static final String DIGITS_ABOVE = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  private static final String DIGITS_BELOW = "₀₁₂₃₄₅₆₇₈₉";

  private Notation() {}

  /** The markup of a page with typeset formulas. */
  static String ofPage(String markup) {
    return TEXT.matcher(markup)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1) == null ? of(found.group()) : found.group()));
  }

  /** A text in markup with typeset formulas. */
  static String of(String text) {
    return FORMULA.matcher(text).replaceAll(found -> Matcher.quoteReplacement(symbol(found)));
  }

  private static String symbol(MatchResult found) {
    String letter = found.group(1);
    if (letter != null) {
      String index = found.group(2) == null ? "" : digits(found.group(2), DIGITS_BELOW);
      String step = found.group(3) == null ? "" : found.group(3).equals("t") ? "ₜ" : "ₖ";
      return SYMBOLS.get(letter) + index + step;
    }
    String power = found.group(4);
    if (power == null) {
      return SYMBOLS.getOrDefault(found.group(5), found.group());
    }
    return power.equals("T") ? "ᵀ" : digits(power, DIGITS_ABOVE);
  }

  private static String digits(String digits, String shown) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      all.append(c == '-' ? '⁻' : shown.charAt(c - '0'));
    }
    return all.toString();
  }
}
