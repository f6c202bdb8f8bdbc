// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import org.noisygd.judge.request.Request;

/**
 * Gauss-Hermite quadrature with five nodes in each noise entry of a request: exact up to degree 9
 * in each.
 */
final class NoiseQuadrature {
  /** Roots of He_5 = x^5 - 10 x^3 + 15 x, and their weights h = 4! / (5 He_4(x)^2). */
  private static final double[] NODES = {
    -StrictMath.sqrt(5 + StrictMath.sqrt(10)),
    -StrictMath.sqrt(5 - StrictMath.sqrt(10)),
    0,
    StrictMath.sqrt(5 - StrictMath.sqrt(10)),
    StrictMath.sqrt(5 + StrictMath.sqrt(10))
  };

  private NoiseQuadrature() {}

  /** Takes a point of the quadrature. */
  interface Point {
    /** The point's weight and noise; the array is used again. */
    void take(double weight, double[] noise);
  }

  /** Every point of the quadrature over a request's noise. */
  static void overNodes(Request q, Point point) {
    double[] weights = new double[NODES.length];
    for (int n = 0; n < NODES.length; n++) {
      double s = NODES[n] * NODES[n];
      double he4 = s * s - 6 * s + 3;
      weights[n] = 24 / (5 * he4 * he4);
    }
    int p = q.at().variables();
    double[] noise = new double[p];
    int[] at = new int[p];
    int split = q.d1() * q.r();
    double s1 = q.sigma1().roundToDouble();
    double s2 = q.sigma2().roundToDouble();
    while (true) {
      double weight = 1;
      for (int e = 0; e < p; e++) {
        weight *= weights[at[e]];
        noise[e] = (e < split ? s1 : s2) * NODES[at[e]];
      }
      point.take(weight, noise);
      int e = 0;
      while (e < p && ++at[e] == NODES.length) {
        at[e++] = 0;
      }
      if (e == p) {
        return;
      }
    }
  }
}
