// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link FusedRows} over the incubator's vectors: the same chains, carried in registers, ten
 * vectors of sums at a time (five rows k by two vectors of columns n) or four (one row).
 *
 * <p>The rows of m are taken in blocks that stay in the second cache while all k use them; between
 * blocks the sums rest in out, which changes none of their bits.
 */
public final class VectorFusedRows implements FusedRows {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** Doubles of m in a block: half of a second cache of 1 MB. */
  private static final int BLOCK = 1 << 16;

  @Override
  public void multiply(double[][] out, double[][] c, double[][] m, int terms) {
    for (double[] row : out) {
      Arrays.fill(row, 0);
    }
    int rows = Math.max(1, BLOCK / m[0].length);
    for (int from = 0; from < terms; from += rows) {
      int to = Math.min(terms, from + rows);
      int k = 0;
      for (; k + 4 < c.length; k += 5) {
        five(out[k], out[k + 1], out[k + 2], out[k + 3], out[k + 4], c, k, m, from, to);
      }
      for (; k < c.length; k++) {
        one(out[k], c[k], m, from, to);
      }
    }
  }

  private static void five(
      double[] out0,
      double[] out1,
      double[] out2,
      double[] out3,
      double[] out4,
      double[][] c,
      int k,
      double[][] m,
      int from,
      int to) {
    double[] c0 = c[k];
    double[] c1 = c[k + 1];
    double[] c2 = c[k + 2];
    double[] c3 = c[k + 3];
    double[] c4 = c[k + 4];
    int n = 0;
    for (; n + L < out0.length; n += 2 * L) {
      DoubleVector s00 = DoubleVector.fromArray(S, out0, n);
      DoubleVector s01 = DoubleVector.fromArray(S, out0, n + L);
      DoubleVector s10 = DoubleVector.fromArray(S, out1, n);
      DoubleVector s11 = DoubleVector.fromArray(S, out1, n + L);
      DoubleVector s20 = DoubleVector.fromArray(S, out2, n);
      DoubleVector s21 = DoubleVector.fromArray(S, out2, n + L);
      DoubleVector s30 = DoubleVector.fromArray(S, out3, n);
      DoubleVector s31 = DoubleVector.fromArray(S, out3, n + L);
      DoubleVector s40 = DoubleVector.fromArray(S, out4, n);
      DoubleVector s41 = DoubleVector.fromArray(S, out4, n + L);
      for (int t = from; t < to; t++) {
        DoubleVector m0 = DoubleVector.fromArray(S, m[t], n);
        DoubleVector m1 = DoubleVector.fromArray(S, m[t], n + L);
        DoubleVector f0 = DoubleVector.broadcast(S, c0[t]);
        s00 = f0.fma(m0, s00);
        s01 = f0.fma(m1, s01);
        DoubleVector f1 = DoubleVector.broadcast(S, c1[t]);
        s10 = f1.fma(m0, s10);
        s11 = f1.fma(m1, s11);
        DoubleVector f2 = DoubleVector.broadcast(S, c2[t]);
        s20 = f2.fma(m0, s20);
        s21 = f2.fma(m1, s21);
        DoubleVector f3 = DoubleVector.broadcast(S, c3[t]);
        s30 = f3.fma(m0, s30);
        s31 = f3.fma(m1, s31);
        DoubleVector f4 = DoubleVector.broadcast(S, c4[t]);
        s40 = f4.fma(m0, s40);
        s41 = f4.fma(m1, s41);
      }
      s00.intoArray(out0, n);
      s01.intoArray(out0, n + L);
      s10.intoArray(out1, n);
      s11.intoArray(out1, n + L);
      s20.intoArray(out2, n);
      s21.intoArray(out2, n + L);
      s30.intoArray(out3, n);
      s31.intoArray(out3, n + L);
      s40.intoArray(out4, n);
      s41.intoArray(out4, n + L);
    }
    if (n < out0.length) {
      lastOfFive(out0, out1, out2, out3, out4, c, k, m, from, to, n);
    }
  }

  private static void lastOfFive(
      double[] out0,
      double[] out1,
      double[] out2,
      double[] out3,
      double[] out4,
      double[][] c,
      int k,
      double[][] m,
      int from,
      int to,
      int n) {
    double[] c0 = c[k];
    double[] c1 = c[k + 1];
    double[] c2 = c[k + 2];
    double[] c3 = c[k + 3];
    double[] c4 = c[k + 4];
    DoubleVector s0 = DoubleVector.fromArray(S, out0, n);
    DoubleVector s1 = DoubleVector.fromArray(S, out1, n);
    DoubleVector s2 = DoubleVector.fromArray(S, out2, n);
    DoubleVector s3 = DoubleVector.fromArray(S, out3, n);
    DoubleVector s4 = DoubleVector.fromArray(S, out4, n);
    for (int t = from; t < to; t++) {
      DoubleVector m0 = DoubleVector.fromArray(S, m[t], n);
      s0 = DoubleVector.broadcast(S, c0[t]).fma(m0, s0);
      s1 = DoubleVector.broadcast(S, c1[t]).fma(m0, s1);
      s2 = DoubleVector.broadcast(S, c2[t]).fma(m0, s2);
      s3 = DoubleVector.broadcast(S, c3[t]).fma(m0, s3);
      s4 = DoubleVector.broadcast(S, c4[t]).fma(m0, s4);
    }
    s0.intoArray(out0, n);
    s1.intoArray(out1, n);
    s2.intoArray(out2, n);
    s3.intoArray(out3, n);
    s4.intoArray(out4, n);
  }

  private static void one(double[] out, double[] c, double[][] m, int from, int to) {
    int n = 0;
    for (; n + 3 * L < out.length; n += 4 * L) {
      DoubleVector s0 = DoubleVector.fromArray(S, out, n);
      DoubleVector s1 = DoubleVector.fromArray(S, out, n + L);
      DoubleVector s2 = DoubleVector.fromArray(S, out, n + 2 * L);
      DoubleVector s3 = DoubleVector.fromArray(S, out, n + 3 * L);
      for (int t = from; t < to; t++) {
        DoubleVector factor = DoubleVector.broadcast(S, c[t]);
        double[] row = m[t];
        s0 = factor.fma(DoubleVector.fromArray(S, row, n), s0);
        s1 = factor.fma(DoubleVector.fromArray(S, row, n + L), s1);
        s2 = factor.fma(DoubleVector.fromArray(S, row, n + 2 * L), s2);
        s3 = factor.fma(DoubleVector.fromArray(S, row, n + 3 * L), s3);
      }
      s0.intoArray(out, n);
      s1.intoArray(out, n + L);
      s2.intoArray(out, n + 2 * L);
      s3.intoArray(out, n + 3 * L);
    }
    for (; n < out.length; n += L) {
      DoubleVector sum = DoubleVector.fromArray(S, out, n);
      for (int t = from; t < to; t++) {
        sum = DoubleVector.broadcast(S, c[t]).fma(DoubleVector.fromArray(S, m[t], n), sum);
      }
      sum.intoArray(out, n);
    }
  }
}
