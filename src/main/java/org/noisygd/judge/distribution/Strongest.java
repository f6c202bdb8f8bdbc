// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.distribution;

import java.util.Optional;
import org.noisygd.judge.protocol.Code;
import org.noisygd.number.Text;

/** Keeps the strongest evidence of a family's tests against the null hypothesis. */
final class Strongest {
  private final TestFamily family;
  private int tests;
  private double nats = -1;
  private String found = "";
  private Optional<Code> code = Optional.empty();

  Strongest(TestFamily family) {
    this.family = family;
  }

  /**
   * Adds a test whose failure points to no known fault.
   *
   * @param evidence minus the logarithm of a bound on the p-value; NaN is an alarm
   * @param format a text for the observation, followed by its values
   */
  void add(double evidence, String format, Object... values) {
    add(evidence, Optional.empty(), format, values);
  }

  /** Adds a test whose failure points to a fault. */
  void add(double evidence, Code points, String format, Object... values) {
    add(evidence, Optional.of(points), format, values);
  }

  void add(double evidence, Optional<Code> points, String format, Object... values) {
    tests++;
    if (evidence > nats || Double.isNaN(evidence)) {
      nats = Double.isNaN(evidence) ? Double.MAX_VALUE : evidence;
      found = Text.format(format, values);
      code = points;
    }
  }

  /**
   * Adds a test of independent trials with success probability 1/2 under the null hypothesis, of
   * which {@code agree} succeeded.
   */
  void addFairTrials(
      double agree, double trials, Optional<Code> points, String format, Object... values) {
    add(TailBounds.binomial(trials, agree, 0.5), points, format, values);
  }

  /** The result of the family: its strongest test. */
  TestResult result() {
    return TestResult.of(family.words(), found, code, nats, TestFamily.limit(Math.max(1, tests)));
  }

  boolean isEmpty() {
    return tests == 0;
  }
}
