// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.distribution;

import java.util.Optional;
import java.util.stream.Stream;
import org.noisygd.judge.protocol.Code;

/**
 * The families of tests of {@code sample}. The probability of a false alarm is split evenly over
 * the families, and in each evenly over its tests (Bonferroni), so all tests together raise a false
 * alarm with probability at most {@link #FALSE_ALARM}. The families up to {@link #NORMS} test
 * magnitudes, which a wrong update changes too. A failure of some families points to a fault.
 */
public enum TestFamily {
  VARIANCE("variance"),
  ENTRY_VARIANCE("variance of each entry"),
  TAILS("tails", Code.NOISE_DISTRIBUTION),
  EXTREMES("smallest and largest numbers", Code.NOISE_DISTRIBUTION),
  NORMS("norm of each sample"),
  MEAN("mean", Code.NOISE_DISTRIBUTION),
  SYMMETRY("symmetry", Code.NOISE_DISTRIBUTION),
  ENTRIES("independence of entries"),
  FACTORS("independence of factors", Code.NOISE_CORRELATED),
  SAMPLES("independence of samples"),
  DUPLICATES("values repeated"),
  GENERIC_MEAN("mean of results"),
  GENERIC_COVARIANCE("covariance of results");

  /** The protocol's bound for all tests of one op together: sample, round, or a trace's noise. */
  public static final double FALSE_ALARM = 1e-9;

  private final String words;
  private final Optional<Code> code;

  TestFamily(String words, Code... code) {
    this.words = words;
    this.code = Stream.of(code).findFirst();
  }

  String words() {
    return words;
  }

  /** The fault to which every failure of this family points, if there is one. */
  Optional<Code> code() {
    return code;
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
