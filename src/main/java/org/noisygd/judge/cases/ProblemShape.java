// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

/**
 * The sizes of a problem: M is d1 x d2, X is d1 x r, Y is d2 x r.
 *
 * @param d1 rows of X
 * @param d2 rows of Y
 * @param r columns of both
 */
public record ProblemShape(int d1, int d2, int r) {
  /** The sizes as they stand in a case's name, such as {@code 7x5x2}. */
  @Override
  public String toString() {
    return d1 + "x" + d2 + "x" + r;
  }
}
