// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

import org.checkerframework.dataflow.qual.Pure;

/**
 * Polynomials as a fixed sequence of IEEE binary64 operations: by Horner from the highest
 * coefficient, each time a product, then a sum, each rounded to nearest even.
 */
final class Polynomial {
  private Polynomial() {}

  /** The sum of c[i] t^i. */
  @Pure
  static double horner(double[] c, double t) {
    double sum = c[c.length - 1];
    for (int i = c.length - 2; i >= 0; i--) {
      sum = sum * t + c[i];
    }
    return sum;
  }
}
