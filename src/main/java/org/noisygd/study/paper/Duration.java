// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.paper;

import org.noisygd.study.statistics.FiveNumbers;

/**
 * How long something took.
 *
 * @param median over repeats
 * @param q1 its lower quartile
 * @param q3 its upper quartile
 * @param meanLog the mean of the logarithm
 * @param error the standard error of that mean
 */
public record Duration(double median, double q1, double q3, double meanLog, double error) {
  /** From the times of all repeats, infinite for a repeat that did not end. */
  static Duration of(double[] times) {
    FiveNumbers five = FiveNumbers.of(times);
    double mean = 0;
    for (double time : times) {
      mean += StrictMath.log(time) / times.length;
    }
    double squares = 0;
    for (double time : times) {
      squares += (StrictMath.log(time) - mean) * (StrictMath.log(time) - mean);
    }
    double error = Math.sqrt(squares / (times.length - 1) / times.length);
    return new Duration(five.median(), five.q1(), five.q3(), mean, error);
  }
}
