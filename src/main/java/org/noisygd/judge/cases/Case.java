// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;

/**
 * One case of the judge.
 *
 * @param name a stable name, such as {@code step/ordinary-7x5x2}
 * @param request what is asked
 * @param exact whether every legal plan gives the exact result in the candidate's arithmetic, so
 *     that the reply is judged bit by bit
 * @param sees what this case is there to see, in words
 */
public record Case(String name, Request request, boolean exact, String sees) {
  /** The group of the cases whose exact results are subnormal; see {@link SubnormalCase}. */
  static final String SUBNORMAL = "subnormal";

  /** Their results are zero, or at least 2 to the minus this times the smallest normal number. */
  public static final int BELOW_NORMAL = 7;

  /**
   * Whether every legal plan that underflows gradually is exact here, so that a zero where none is
   * due was flushed.
   */
  public boolean isSubnormal() {
    return name.contains("/" + SUBNORMAL + "-");
  }

  /** Whether a loss, too, is exact in every legal plan, a scaled norm's included. */
  public boolean hasFullDigits() {
    return name.contains("/full-digits-");
  }

  /** The op. */
  public Op op() {
    return request.op();
  }
}
