// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.distribution;

import java.util.Optional;
import org.noisygd.judge.protocol.Code;
import org.noisygd.number.Text;

/**
 * One test of a sample's law.
 *
 * @param test the test's name
 * @param pass whether it held
 * @param detail what the test saw, in words
 * @param code the mistake that a failure points to, or empty if none is known
 * @param evidence evidence against the law: the p-value is at most exp(-evidence); NaN if the
 *     failure needs no statistics
 * @param limit the evidence that the test must exceed to fail; NaN likewise
 */
public record TestResult(
    String test, boolean pass, String detail, Optional<Code> code, double evidence, double limit) {
  /** A test that fails if its evidence exceeds a limit, and then points to a mistake. */
  static TestResult of(
      String test, String detail, Optional<Code> code, double evidence, double limit) {
    boolean pass = evidence <= limit;
    return new TestResult(test, pass, detail, pass ? Optional.empty() : code, evidence, limit);
  }

  /** A failure that needs no statistics. */
  public static TestResult plainFailure(String test, String detail, Optional<Code> code) {
    return new TestResult(test, false, detail, code, Double.NaN, Double.NaN);
  }

  /** What the test saw, and how likely that is under the law. */
  public String words() {
    return Double.isNaN(limit)
        ? detail
        : Text.format("%s (p-value at most %s; below %s it fails)", detail, p(evidence), p(limit));
  }

  /** What the test saw, and what to look at in the program. */
  public String advice() {
    return code.map(c -> c.inSamples(detail)).orElse(detail);
  }

  /** exp(-evidence), to two digits. */
  private static String p(double evidence) {
    return evidence > LEAST
        ? "1e-300"
        : Text.format(evidence < 4 ? "%.2g" : "%.1e", StrictMath.exp(-evidence));
  }

  /** -ln 1e-300: no smaller p-value is printed. */
  private static final double LEAST = 690.8;

  /** Whether it is the result of this family. */
  boolean isOf(TestFamily family) {
    return test.equals(family.words());
  }

  /** Returns the same result with another code. */
  TestResult pointing(Optional<Code> to) {
    return new TestResult(test, pass, detail, to, evidence, limit);
  }
}
