// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.certificate;

import java.util.SortedMap;

/**
 * A theorem about lines of a conversation.
 *
 * @param kind what it says
 * @param about the case or the update, such as {@code step/ordinary-7x5x2}
 * @param said the lines that it is about
 * @param rest the rest of the theorem, as Coq reads it
 * @param seconds about how long Coq takes to prove it
 */
public record Claim(Kind kind, String about, Said said, String rest, double seconds) {
  /** What is claimed. */
  public enum Kind {
    /** No legal plan computes a number that was printed. */
    FAILS("fails"),
    /** No legal plan computes a number that was printed, since all terms are exact. */
    FAILS_EXACTLY("fails_exactly"),
    /** The answer fails, and every number is right for the requests that a mistake answers. */
    MISTAKES("mistakes"),
    /** Every number of an update is right. */
    UPDATE_PASSES("passes"),
    /** Every number of another reply is right. */
    PASSES("passes");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The word as Coq reads it. */
    public String word() {
      return word;
    }
  }

  /**
   * Lines of a conversation.
   *
   * @param as what they are, such as {@code Answer}
   * @param lines the lines by their numbers, ascending
   */
  public record Said(String as, SortedMap<Long, String> lines) {}

  /** Seconds for a theorem of one number, measured with {@code coqc} 8.20 on two busy cores. */
  private static final double ANY = 0.025;

  /** Seconds for a literal of 20 characters, most of it for the text. */
  private static final double LITERAL = 0.001;

  /** Seconds for one product of an entry's sum, and more for each rank. */
  private static final double PRODUCT = 0.0002;

  private static final double RANK = 0.0003;

  /**
   * About how many seconds Coq takes.
   *
   * @param literals the literals that are read
   * @param products how many terms the sums of the entries have
   * @param rank r: each of these terms is a sum of r products
   */
  static double seconds(double literals, double products, int rank) {
    return ANY + LITERAL * literals + products * (PRODUCT + RANK * rank);
  }
}
