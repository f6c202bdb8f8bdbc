// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.List;
import java.util.stream.Stream;

/**
 * The sizes of a problem: M is d1 x d2, X is d1 x r, Y is d2 x r.
 *
 * @param d1 rows of X
 * @param d2 rows of Y
 * @param r columns of both
 */
public record ProblemShape(int d1, int d2, int r) {
  /** Shapes as they stand in the names of cases, with blanks between them. */
  static List<ProblemShape> all(String names) {
    return Stream.of(names.split(" "))
        .map(name -> Stream.of(name.split("x")).map(Integer::valueOf).toList())
        .map(sizes -> new ProblemShape(sizes.get(0), sizes.get(1), sizes.get(2)))
        .toList();
  }

  /** The sizes as they stand in a case's name, such as {@code 7x5x2}. */
  @Override
  public String toString() {
    return d1 + "x" + d2 + "x" + r;
  }
}
