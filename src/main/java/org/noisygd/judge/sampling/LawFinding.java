// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import org.noisygd.number.Text;

/**
 * What one family of tests found: its strongest evidence against the law.
 *
 * @param family the family
 * @param tests how many tests the family has
 * @param nats the strongest test's evidence: under the law its p-value is at most exp(-nats)
 * @param found what that test saw, in words
 * @param code the mistake it points to; empty if none
 */
public record LawFinding(LawFamily family, int tests, double nats, String found, String code) {
  /** Whether the family raises no alarm. NaN is an alarm. */
  boolean pass() {
    return nats <= LawFamily.limit(tests);
  }

  LawResult result() {
    return new LawResult(
        family.words(), pass(), found, pass() ? "" : code, nats, LawFamily.limit(tests));
  }

  /** Keeps the strongest of a family's tests. */
  static final class Strongest {
    private final LawFamily family;
    private int tests;
    private double nats = -1;
    private String found = "";
    private String code = "";

    Strongest(LawFamily family) {
      this.family = family;
    }

    /** One more test, the mistake it points to, and what it saw: a format and its values. */
    void add(double evidence, String points, String format, Object... values) {
      tests++;
      if (evidence > nats || Double.isNaN(evidence)) {
        nats = Double.isNaN(evidence) ? Double.MAX_VALUE : evidence;
        found = Text.format(format, values);
        code = points;
      }
    }

    LawFinding finding() {
      return new LawFinding(family, Math.max(1, tests), nats, found, code);
    }

    boolean isEmpty() {
      return tests == 0;
    }
  }
}
