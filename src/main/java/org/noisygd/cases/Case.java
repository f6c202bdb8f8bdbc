// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cases;

import org.noisygd.protocol.Op;
import org.noisygd.protocol.Request;

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
  /** The op. */
  public Op op() {
    return request.op();
  }
}
