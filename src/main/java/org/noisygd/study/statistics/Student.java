// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.statistics;

import org.apache.commons.math3.distribution.TDistribution;
import org.noisygd.number.Require;

/**
 * How many standard errors a mean of independent normal values may be from what is expected, so
 * that it is farther once in {@value #ONCE_IN} times: about 4 for many values, more for few, since
 * their standard error is itself uncertain (Student's law).
 */
public final class Student {
  /** A right value is taken for wrong once in this many times, as a normal deviate exceeds 4. */
  public static final int ONCE_IN = 16_000;

  private Student() {}

  /** The number of standard errors for this number of values. */
  public static double errors(int values) {
    return errors(values, 1.0 / ONCE_IN);
  }

  /** The number of standard errors that a mean of this number of values exceeds with a chance. */
  public static double errors(int values, double chance) {
    Require.that(values >= 2, "values", "be at least 2", values);
    return new TDistribution(values - 1).inverseCumulativeProbability(1 - chance / 2);
  }
}
