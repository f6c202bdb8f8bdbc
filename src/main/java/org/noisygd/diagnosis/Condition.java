// SPDX-License-Identifier: Apache-2.0
package org.noisygd.diagnosis;

import java.util.function.Predicate;
import org.noisygd.protocol.Request;

/** Shapes in which alone a mistake may be made: a program often treats them apart. */
enum Condition {
  SQUARE("d1 = d2", q -> q.d1() == q.d2()),
  NOT_SQUARE("d1 and d2 differ", q -> q.d1() != q.d2()),
  WIDE("d1 < d2", q -> q.d1() < q.d2()),
  TALL("d1 > d2", q -> q.d1() > q.d2()),
  RANK_ONE("r = 1", q -> q.r() == 1),
  RANK_BEYOND_ONE("r > 1", q -> q.r() > 1),
  ONE_ROW("d1 = 1", q -> q.d1() == 1),
  ONE_COLUMN("d2 = 1", q -> q.d2() == 1),
  ROWS_BEYOND_ONE("d1 > 1", q -> q.d1() > 1),
  COLUMNS_BEYOND_ONE("d2 > 1", q -> q.d2() > 1),
  X_SQUARE("d1 = r", q -> q.d1() == q.r()),
  Y_SQUARE("d2 = r", q -> q.d2() == q.r());

  private final String words;
  private final Predicate<Request> holds;

  Condition(String words, Predicate<Request> holds) {
    this.words = words;
    this.holds = holds;
  }

  /** The condition, for the end of a sentence. */
  String words() {
    return words;
  }

  boolean holds(Request q) {
    return holds.test(q);
  }
}
