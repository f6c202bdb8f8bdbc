// SPDX-License-Identifier: Apache-2.0
package org.noisygd.kernel;

/** The inner loops of {@link FusedUpdate}: rows times numbers, added to a row. */
interface FusedRows {

  /**
   * For n from {@code from} to {@code to} - 1: out[n] = fma(c[t + 3], m3[n], fma(c[t + 2], m2[n],
   * fma(c[t + 1], m1[n], fma(c[t], m0[n], out[n])))). Rows are as long as a multiple of 8, and so
   * are from and to.
   */
  void addFour(
      double[] out,
      double[] c,
      int t,
      double[] m0,
      double[] m1,
      double[] m2,
      double[] m3,
      int from,
      int to);

  /** The same of one row: out[n] = fma(c, m[n], out[n]). */
  void addOne(double[] out, double c, double[] m, int from, int to);

  /** The fastest that this Java can run. */
  static FusedRows fastest() {
    return IncubatorVectors.kernel("VectorFusedRows", FusedRows.class).orElseGet(Portable::new);
  }

  /** Loops that C2 turns into vectors. */
  final class Portable implements FusedRows {
    @Override
    public void addFour(
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

    @Override
    public void addOne(double[] out, double c, double[] m, int from, int to) {
      for (int n = from; n < to; n++) {
        out[n] = Math.fma(c, m[n], out[n]);
      }
    }
  }
}
