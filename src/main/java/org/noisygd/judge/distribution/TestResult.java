// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.distribution;

import java.util.Optional;
import org.noisygd.judge.protocol.Code;
import org.noisygd.number.Text;

/**
 * One test of a sample's distribution.
 *
 * @param test the test's name
 * @param pass true if it passed
 * @param detail the observation, in words
 * @param code the fault that a failure points to, if one is known
 * @param evidence minus the logarithm of a bound on the p-value; NaN if the failure needs no
 *     statistics
 * @param limit the evidence above which the test fails; NaN if the failure needs no statistics
 */
public record TestResult(
    String test, boolean pass, String detail, Optional<Code> code, double evidence, double limit) {
  /** The evidence -ln 1e-300: no smaller p-value is printed. */
  private static final double MOST_EVIDENCE = 690.78;

  /** Returns a test that fails if its evidence exceeds a limit, and then points to a fault. */
  static TestResult of(
      String test, String detail, Optional<Code> code, double evidence, double limit) {
    boolean pass = evidence <= limit;
    return new TestResult(test, pass, detail, pass ? Optional.empty() : code, evidence, limit);
  }

  /** Returns a failure that needs no statistics. */
  public static TestResult plainFailure(String test, String detail) {
    return new TestResult(test, false, detail, Optional.empty(), Double.NaN, Double.NaN);
  }

  /** The observation, and its probability under the null hypothesis. */
  public String words() {
    return Double.isNaN(limit)
        ? detail
        : Text.format("%s (p-value at most %s; below %s it fails)", detail, p(evidence), p(limit));
  }

  /** The observation, and the correct behaviour. */
  public String advice() {
    return code.map(c -> c.inSamples(detail)).orElse(detail);
  }

  /** The p-value exp(-evidence), to two digits. */
  private static String p(double evidence) {
    return evidence > MOST_EVIDENCE
        ? "1e-300"
        : Text.format(evidence < 4 ? "%.2g" : "%.1e", StrictMath.exp(-evidence));
  }

  /** Returns true if this is the result of the given family. */
  boolean isOf(TestFamily family) {
    return test.equals(family.words());
  }

  /** Returns a copy with another code. */
  public TestResult pointing(Optional<Code> to) {
    return new TestResult(test, pass, detail, to, evidence, limit);
  }

  /** Keeps the strongest evidence of a family's tests against the null hypothesis. */
  static final class Strongest {
    private final TestFamily family;
    private int tests;
    private double evidence = -1;
    private String detail = "";
    private Optional<Code> code = Optional.empty();

    Strongest(TestFamily family) {
      this.family = family;
    }

    /**
     * Adds a test whose failure points to the fault of the family.
     *
     * @param found minus the logarithm of a bound on the p-value; NaN is an alarm
     * @param format a text for the observation, followed by its values
     */
    void add(double found, String format, Object... values) {
      add(found, family.code(), format, values);
    }

    /** Adds a test whose failure points to a fault of its own, or to none. */
    void add(double found, Optional<Code> points, String format, Object... values) {
      tests++;
      if (found > evidence || Double.isNaN(found)) {
        evidence = Double.isNaN(found) ? Double.MAX_VALUE : found;
        detail = Text.format(format, values);
        code = points;
      }
    }

    /**
     * Adds a test of independent trials with success probability 1/2 under the null hypothesis, of
     * which {@code agree} succeeded.
     */
    void addFairTrials(double agree, double trials, String format, Object... values) {
      add(TailBounds.binomial(trials, agree, 0.5), format, values);
    }

    /** The result of the family: its strongest test. */
    TestResult result() {
      return TestResult.of(
          family.words(), detail, code, evidence, TestFamily.limit(Math.max(1, tests)));
    }

    boolean isEmpty() {
      return tests == 0;
    }
  }
}
