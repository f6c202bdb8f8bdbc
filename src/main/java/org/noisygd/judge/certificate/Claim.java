// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.certificate;

/**
 * A theorem about one request and what was printed.
 *
 * @param kind what it says
 * @param about the case or the update, such as {@code step/ordinary-7x5x2}
 * @param statement what it says, as Coq reads it
 * @param target M, as it stands there
 * @param seconds about how long Coq takes to prove it
 */
public record Claim(Kind kind, String about, String statement, String target, double seconds) {
  /** What is claimed. */
  public enum Kind {
    /** No legal plan computes a number that was printed. */
    FAILS,
    /** So it is, and every number is right for other requests: a mistake in words of inputs. */
    MISTAKES,
    /** Every number of an update is right. */
    UPDATE_PASSES,
    /** Every number of another reply is right. */
    PASSES
  }

  /** Seconds for a theorem of one number, measured with {@code coqc} 8.20 on two busy cores. */
  private static final double ANY = 0.025;

  /** Seconds for a literal. */
  private static final double LITERAL = 0.0004;

  /** Seconds for one product of an entry's sum, and more at each rank. */
  private static final double PRODUCT = 0.0002;

  private static final double RANK = 0.0003;

  /**
   * The seconds for such work.
   *
   * @param literals the literals that are read
   * @param products the terms of the sums that entries are
   * @param rank r, the terms of each of these
   */
  static double seconds(double literals, double products, int rank) {
    return ANY + LITERAL * literals + products * (PRODUCT + RANK * rank);
  }
}
