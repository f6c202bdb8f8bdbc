// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import java.util.Arrays;

/**
 * The one product of {@code FusedUpdate}: rows of numbers times rows of a matrix. {@code
 * FusedUpdateTest} checks that both ways of computing it give the same bits.
 */
interface FusedRows {

  /**
   * out[k][n] = chain over t &lt; terms of c[k][t] m[t][n], for all k of c and all n: from +0, by
   * ascending t, each term one fused multiply-add. The rows of out and m are as long as the same
   * multiple of 8.
   */
  void multiply(double[][] out, double[][] c, double[][] m, int terms);

  /** A length rounded up to whole vectors: to four of them while it is short. */
  static int padded(int length) {
    int four = 4 * ReplicateBatch.LANE_GROUP;
    return length <= 4 * four ? (length + four - 1) / four * four : ReplicateBatch.padded(length);
  }

  /** The fastest implementation that this Java can run. */
  static FusedRows fastest() {
    return IncubatorVectors.kernel("VectorFusedRows", FusedRows.class).orElseGet(Portable::new);
  }

  /** Loops that C2 turns into vectors, four rows of m at a time. */
  final class Portable implements FusedRows {
    /** Columns that are worked on at a time: four rows of them stay in the first cache. */
    private static final int PIECE = 512;

    @Override
    public void multiply(double[][] out, double[][] c, double[][] m, int terms) {
      for (double[] row : out) {
        Arrays.fill(row, 0);
      }
      int length = m[0].length;
      int t = 0;
      for (; t + 3 < terms; t += 4) {
        for (int from = 0; from < length; from += PIECE) {
          int to = Math.min(length, from + PIECE);
          for (int k = 0; k < c.length; k++) {
            addFour(out[k], c[k], t, m[t], m[t + 1], m[t + 2], m[t + 3], from, to);
          }
        }
      }
      for (; t < terms; t++) {
        for (int k = 0; k < c.length; k++) {
          addOne(out[k], c[k][t], m[t]);
        }
      }
    }

    private static void addFour(
        double[] out,
        double[] c,
        int t,
        double[] m0,
        double[] m1,
        double[] m2,
        double[] m3,
        int from,
        int to) {
      double c0 = c[t];
      double c1 = c[t + 1];
      double c2 = c[t + 2];
      double c3 = c[t + 3];
      for (int n = from; n < to; n++) {
        out[n] =
            Math.fma(
                c3, m3[n], Math.fma(c2, m2[n], Math.fma(c1, m1[n], Math.fma(c0, m0[n], out[n]))));
      }
    }

    private static void addOne(double[] out, double c, double[] m) {
      for (int n = 0; n < out.length; n++) {
        out[n] = Math.fma(c, m[n], out[n]);
      }
    }
  }
}
