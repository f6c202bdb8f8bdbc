// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Which of some words was meant by another one. */
public final class Spelling {
  private Spelling() {}

  /**
   * A question to stand behind a message on an unknown word, {@code "; did you mean step?"}: the
   * first of the words with the fewest slips in it. Empty if each has more than one slip in three
   * letters.
   */
  public static String meant(String word, Collection<String> words) {
    String letters = letters(word);
    return words.stream()
        .filter(one -> !one.equals(word))
        .filter(one -> Math.abs(letters(one).length() - letters.length()) <= letters.length() / 3)
        .filter(one -> slips(letters, letters(one)) <= letters.length() / 3)
        .min(Comparator.comparingInt(one -> slips(letters, letters(one))))
        .map(one -> "; did you mean " + one + "?")
        .orElse("");
  }

  /** What is compared: neither capitals nor dashes and underscores matter. */
  private static String letters(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
  }

  /**
   * The least number of letters that are missing, too many, wrong, or exchanged with the next one,
   * by which a becomes b (optimal string alignment).
   */
  private static int slips(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int wrong = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + wrong, Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
