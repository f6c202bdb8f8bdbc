// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.certificate;

import java.util.SortedMap;

/**
 * A theorem about lines of a conversation.
 *
 * @param kind the kind of its statement
 * @param about the case or the update, such as {@code step/ordinary-7x5x2}
 * @param said the lines that it is about
 * @param arguments the further arguments of the statement, as Coq reads them
 * @param seconds approximate time of Coq for the proof
 */
public record Claim(Kind kind, String about, Said said, String arguments, double seconds) {
  /** The kinds of statements. */
  public enum Kind {
    /** No legal plan computes a number that was printed. */
    FAILS("fails"),
    /** No legal plan computes a number that was printed, since all terms are exact. */
    FAILS_EXACTLY("fails_exactly"),
    /** The answer fails, and every number is right for the requests that a fault answers. */
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
   * @param as their kind, such as {@code Answer}
   * @param lines the lines by their numbers, ascending
   */
  public record Said(String as, SortedMap<Long, String> lines) {}

  /** Seconds for a theorem of one number, measured with {@code coqc} 8.20 on two busy cores. */
  private static final double ANY = 0.025;

  /** Seconds for a literal of 20 characters, most of it for the text. */
  private static final double LITERAL = 0.001;

  /** Seconds for one term of an entry's sum, besides its products. */
  private static final double PRODUCT = 0.0002;

  /** Seconds for one of the r products of a term. */
  private static final double RANK = 0.0003;

  /**
   * The approximate time of Coq in seconds.
   *
   * @param literals number of literals that are read
   * @param products number of terms in the sums of the entries
   * @param rank number of products in a term: r
   */
  static double seconds(double literals, double products, int rank) {
    return ANY + LITERAL * literals + products * (PRODUCT + RANK * rank);
  }
}
