// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.statistics;

import org.apache.commons.math3.distribution.TDistribution;
import org.noisygd.number.Require;

/**
 * The number of standard errors that a mean of independent normal values exceeds once in {@value
 * #ONCE_IN} times: about 4 for many values, more for few (Student's distribution).
 */
public final class Student {
  /** One over the probability that a normal variate exceeds 4 in magnitude. */
  public static final int ONCE_IN = 16_000;

  private Student() {}

  /** The number of standard errors for this number of values. */
  public static double errors(int values) {
    return errors(values, 1.0 / ONCE_IN);
  }

  /** The number of standard errors that a mean of these values exceeds with a probability. */
  public static double errors(int values, double probability) {
    Require.that(values >= 2, "values", "be at least 2", values);
    return new TDistribution(values - 1).inverseCumulativeProbability(1 - probability / 2);
  }
}
