// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import org.noisygd.number.Text;

/** Keeps the strongest evidence of a family's tests against the law. */
final class Strongest {
  private final LawFamily family;
  private int tests;
  private double nats = -1;
  private String found = "";
  private String code = "";

  Strongest(LawFamily family) {
    this.family = family;
  }

  /**
   * Adds a test.
   *
   * @param evidence under the law the p-value is at most exp(-evidence); NaN is an alarm
   * @param points the mistake that the test points to; empty if none
   * @param format what the test saw, followed by its values
   */
  void add(double evidence, String points, String format, Object... values) {
    tests++;
    if (evidence > nats || Double.isNaN(evidence)) {
      nats = Double.isNaN(evidence) ? Double.MAX_VALUE : evidence;
      found = Text.format(format, values);
      code = points;
    }
  }

  /** Adds a test of coins that are fair under the law, and of which {@code agree} agree. */
  void addCoins(double agree, double coins, String points, String format, Object... values) {
    add(LawTail.binomial(coins, agree, 0.5), points, format, values);
  }

  /** What the family found. */
  LawResult result() {
    return LawResult.of(family.words(), found, code, nats, LawFamily.limit(Math.max(1, tests)));
  }

  boolean isEmpty() {
    return tests == 0;
  }
}
