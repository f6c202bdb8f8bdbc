// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import org.noisygd.judge.request.Request;

/** Shapes in which alone a mistake may be made: a program often treats them apart. */
enum Condition {
  SQUARE("d1 = d2"),
  NOT_SQUARE("d1 and d2 differ"),
  WIDE("d1 < d2"),
  TALL("d1 > d2"),
  RANK_ONE("r = 1"),
  RANK_BEYOND_ONE("r > 1"),
  ONE_ROW("d1 = 1"),
  ONE_COLUMN("d2 = 1"),
  ROWS_BEYOND_ONE("d1 > 1"),
  COLUMNS_BEYOND_ONE("d2 > 1"),
  X_SQUARE("d1 = r"),
  Y_SQUARE("d2 = r");

  private final String words;

  Condition(String words) {
    this.words = words;
  }

  /** The condition, for the end of a sentence. */
  String words() {
    return words;
  }

  /** Whether a request's shape is one of them. */
  boolean holds(Request q) {
    return switch (this) {
      case SQUARE -> q.d1() == q.d2();
      case NOT_SQUARE -> q.d1() != q.d2();
      case WIDE -> q.d1() < q.d2();
      case TALL -> q.d1() > q.d2();
      case RANK_ONE -> q.r() == 1;
      case RANK_BEYOND_ONE -> q.r() > 1;
      case ONE_ROW -> q.d1() == 1;
      case ONE_COLUMN -> q.d2() == 1;
      case ROWS_BEYOND_ONE -> q.d1() > 1;
      case COLUMNS_BEYOND_ONE -> q.d2() > 1;
      case X_SQUARE -> q.d1() == q.r();
      case Y_SQUARE -> q.d2() == q.r();
    };
  }
}
