// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.distribution;

/**
 * The families of tests of {@code sample}. The probability of a false alarm is split evenly over
 * the families, and in each evenly over its tests (Bonferroni), so all tests together raise a false
 * alarm with probability at most {@link #FALSE_ALARM}. The families up to {@link #NORMS} test
 * sizes, which a wrong update changes too.
 */
public enum TestFamily {
  VARIANCE("variance"),
  ENTRY_VARIANCE("variance of each entry"),
  SHAPE("distribution"),
  TAILS("tails"),
  EXTREMES("smallest and largest numbers"),
  NORMS("norm of each draw"),
  MEAN("mean"),
  DIGITS("digits"),
  SYMMETRY("symmetry"),
  ENTRIES("independence of entries"),
  FACTORS("independence of factors"),
  SAMPLES("independence of draws"),
  DUPLICATES("values repeated"),
  GENERIC_MEAN("mean of images"),
  GENERIC_COVARIANCE("covariance of images");

  /** The protocol's bound for all tests together. */
  public static final double FALSE_ALARM = 1e-9;

  private final String words;

  TestFamily(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  /** The probability of a false alarm of each of {@code tests} tests of a family. */
  static double falseAlarm(int tests) {
    return FALSE_ALARM / values().length / tests;
  }

  /** The evidence, in nats, that one of {@code tests} tests must exceed to fail. */
  static double limit(int tests) {
    return -StrictMath.log(falseAlarm(tests));
  }
}
