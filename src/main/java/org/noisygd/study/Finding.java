// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import org.noisygd.report.How;

/**
 * One claim of the paper beside what we find.
 *
 * @param figure where it stands, such as {@code 2a}
 * @param says what the paper says
 * @param finds what we find, with its numbers
 * @param how how that is known
 * @param agreement whether the two agree
 */
public record Finding(String figure, String says, String finds, How how, Agreement agreement) {

  /** Whether what we find is what the paper says. */
  public enum Agreement {
    /** It is, within the stated error. */
    AGREES("agrees"),
    /** It is, read as the sentence beside it says. */
    AGREES_CORRECTED("agrees, corrected"),
    /** It is not. */
    DIFFERS("differs"),
    /** It is not in what was seen, of too few runs to tell. */
    UNDECIDED("undecided"),
    /** The paper says nothing of it. */
    BEYOND("beyond the paper");

    private final String word;

    Agreement(String word) {
      this.word = word;
    }

    /** The word used in tables and JSON. */
    public String word() {
      return word;
    }

    /** AGREES if it holds, else DIFFERS. */
    public static Agreement of(boolean holds) {
      return of(holds, true);
    }

    /** AGREES if it holds of what was seen; if not, DIFFERS where chance cannot explain that. */
    public static Agreement of(boolean holds, boolean refuted) {
      if (holds) {
        return AGREES;
      }
      return refuted ? DIFFERS : UNDECIDED;
    }
  }
}
