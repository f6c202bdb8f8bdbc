// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.paper;

import org.noisygd.report.Evidence;

/**
 * A claim of the paper, or of theory, beside our result.
 *
 * @param figure the figure of the claim, such as {@code 2a}
 * @param claim the claim, in a sentence
 * @param ours our result, with its numbers
 * @param how the kind of evidence for our result
 * @param agreement the agreement of our result with the claim
 */
public record Finding(String figure, String claim, String ours, Evidence how, Agreement agreement) {
  /** The agreement of our result with the claim. */
  public enum Agreement {
    /** The same result, within the stated error. */
    AGREES("agrees", "pass", "agrees", "agree"),
    /** The same result after the correction of the claim stated beside it. */
    AGREES_CORRECTED(
        "agrees, corrected", "pass", "agrees after a correction", "agree after a correction"),
    /** A different result. */
    DIFFERS("differs", "fail", "differs", "differ"),
    /** A different result, but from too few runs for a decision. */
    UNDECIDED("undecided", "skipped", "is undecided", "are undecided"),
    /** A result without a claim. */
    BEYOND("beyond the paper", "skipped", "goes beyond the paper", "go beyond the paper");

    private final String word;
    private final String style;
    private final String one;
    private final String several;

    Agreement(String word, String style, String one, String several) {
      this.word = word;
      this.style = style;
      this.one = one;
      this.several = several;
    }

    /** The name of this agreement in tables and JSON. */
    public String word() {
      return word;
    }

    /** The style of this agreement on a page. */
    String style() {
      return style;
    }

    /** The number of findings with this agreement, as words. */
    public String count(long findings) {
      return findings + " " + (findings == 1 ? one : several);
    }

    /** AGREES if the claim holds, else DIFFERS. */
    public static Agreement of(boolean holds) {
      return of(holds, true);
    }

    /** AGREES if the claim holds in these runs; else DIFFERS if they refute it. */
    public static Agreement of(boolean holds, boolean refuted) {
      if (holds) {
        return AGREES;
      }
      return refuted ? DIFFERS : UNDECIDED;
    }

    /** AGREES_CORRECTED if the claim holds as it is corrected, else DIFFERS. */
    public static Agreement corrected(boolean holds) {
      return holds ? AGREES_CORRECTED : DIFFERS;
    }
  }
}
