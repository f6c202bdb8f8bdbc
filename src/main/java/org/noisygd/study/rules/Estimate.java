// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.rules;

import java.util.Arrays;
import org.noisygd.number.Require;
import org.noisygd.number.Text;
import org.noisygd.study.statistics.Student;

/**
 * The mean of a sample, and its standard error s / sqrt(n).
 *
 * @param mean of the sample
 * @param standardError of the mean
 * @param n the size of the sample, at least 2
 */
public record Estimate(double mean, double standardError, int n) {
  /** The estimate from a sample. */
  public static Estimate of(double[] sample) {
    Require.that(sample.length >= 2, "sample", "have at least 2 values", sample.length);
    double mean = Arrays.stream(sample).sum() / sample.length;
    double squares = 0;
    for (double value : sample) {
      squares += (value - mean) * (value - mean);
    }
    return new Estimate(
        mean, Math.sqrt(squares / (sample.length - 1.0) / sample.length), sample.length);
  }

  /** The mean with its standard error. */
  String inWords() {
    return Text.format("%.4f +- %.4f", mean, standardError);
  }

  /** Whether an expected mean is within what chance allows, by Student's law. */
  boolean allows(double expected) {
    return Math.abs(mean - expected) <= Student.errors(n) * standardError;
  }
}
