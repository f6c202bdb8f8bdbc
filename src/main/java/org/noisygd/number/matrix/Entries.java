// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.matrix;

/** Sums over the entries of arrays of doubles, from the first entry on, and largest magnitudes. */
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

  /**
   * The product of a matrix of {@code columns} columns and another, row by row, in the order of
   * evaluation of {@link Matrix#times}, without an object per term.
   */
  static double[] product(double[] a, double[] b, int columns, int columnsOfB) {
    int rows = a.length / columns;
    double[] sums = new double[Math.multiplyExact(rows, columnsOfB)];
    for (int i = 0; i < rows; i++) {
      int row = i * columnsOfB;
      for (int k = 0; k < columns; k++) {
        double factor = a[i * columns + k];
        int other = k * columnsOfB;
        if (k == 0) {
          for (int j = 0; j < columnsOfB; j++) {
            sums[row + j] = factor * b[j];
          }
        } else {
          for (int j = 0; j < columnsOfB; j++) {
            sums[row + j] += factor * b[other + j];
          }
        }
      }
    }
    return sums;
  }

  /** The mean: the sum divided by the number of entries. */
  public static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** The largest magnitude; 0 for an empty array, NaN if an entry is NaN. */
  public static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
