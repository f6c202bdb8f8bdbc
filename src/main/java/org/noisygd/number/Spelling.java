// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** The known word most similar to an unknown one. */
public final class Spelling {
  private Spelling() {}

  /**
   * A question to append to a message on an unknown word, {@code "; did you mean step?"}, with the
   * first word of the smallest {@link #slips edit distance}; empty if every distance is more than
   * one per three letters.
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

  /** The letters compared: without capitals, dashes and underscores. */
  private static String letters(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
  }

  /**
   * The edit distance of a and b: the minimum number of letters inserted, deleted, replaced, or
   * exchanged with the next one (optimal string alignment).
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
