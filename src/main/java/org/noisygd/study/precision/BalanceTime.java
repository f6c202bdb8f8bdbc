// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

/** When a run became balanced and stayed so. */
final class BalanceTime {
  /** The relative imbalance below which a run counts as balanced. */
  static final double BALANCED = 0.05;

  /** The steps in a row that it must stay there: rounding or noise may cross zero for a step. */
  static final int HOLD = 100;

  private long balancedFrom = -1;
  private long found = -1;

  /** Whether the time is known; later steps do not change it. */
  boolean isKnown() {
    return found >= 0;
  }

  /** The relative imbalance after step t of Phase III, in the order of the steps. */
  void at(long t, double relative) {
    if (isKnown()) {
      return;
    }
    if (!(Math.abs(relative) <= BALANCED)) {
      balancedFrom = -1;
      return;
    }
    if (balancedFrom < 0) {
      balancedFrom = t;
    }
    if (t - balancedFrom >= HOLD) {
      found = balancedFrom;
    }
  }

  /** The first step from which the run held its balance; -1 if it did not. */
  long found() {
    return found;
  }
}
