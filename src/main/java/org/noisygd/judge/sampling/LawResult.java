// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

/**
 * One test of a sample's law.
 *
 * @param test the test's name
 * @param pass whether it held
 * @param detail the statistic and its limit, in words
 * @param code the mistake it points to; empty if none
 * @param evidence against the law, in nats: under it the p-value is at most exp(-evidence); NaN
 *     where the failure needs no statistics
 * @param limit the evidence that a test must exceed to fail; NaN likewise
 */
public record LawResult(
    String test, boolean pass, String detail, String code, double evidence, double limit) {
  /** A failure that needs no statistics, such as images that are not finite. */
  public static LawResult plainFailure(String test, String detail, String code) {
    return new LawResult(test, false, detail, code, Double.NaN, Double.NaN);
  }

  /** The same without the mistake it points to. */
  LawResult withoutCode() {
    return new LawResult(test, pass, detail, "", evidence, limit);
  }
}
