// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.matrix;

/** Sums over the entries of arrays of doubles, from the first entry on, and their largest. */
public final class Entries {
  private Entries() {}

  /** The sum of squares. */
  public static double normSquared(double[] values) {
    return inner(values, values);
  }

  /** The inner product of two arrays of one length. */
  public static double inner(double[] a, double[] b) {
    double sum = 0;
    for (int n = 0; n < a.length; n++) {
      sum += a[n] * b[n];
    }
    return sum;
  }

  /** The sum over the number of entries. */
  public static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** The largest magnitude; 0 if there is none, NaN if an entry is. */
  public static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
