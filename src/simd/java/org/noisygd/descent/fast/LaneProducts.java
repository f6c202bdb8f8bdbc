// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of products in one vector of lanes, several sums at a time so that each vector that is
 * loaded serves more than once. Every sum runs in ascending order from its first product (from
 * -0.0, which is the same), product and sum each rounded.
 *
 * <p>A matrix is an array of rows; entry t of a row stands at t L in it. So all loads of a loop
 * have the same index, whose bounds C2 checks before the loop, and none needs an address of its
 * own. Loads are spelled out: C2 always inlines the incubator's own methods, but not always ours.
 */
final class LaneProducts {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private LaneProducts() {}

  /** A matrix of zeros. */
  static double[][] zeros(int rows, int columns) {
    return new double[rows][columns * L];
  }

  /** out = A B^T: out_uv = sum over t &lt; terms of a_ut b_vt. */
  static void timesTransposed(double[][] out, double[][] a, double[][] b, int terms) {
    for (int u = 0; u < a.length; u = next(u, a.length)) {
      rows(out, a, u, b, b.length, terms);
    }
  }

  /** out = A A^T. Half is computed: out_uv and out_vu are sums of equal products. */
  static void gram(double[][] out, double[][] a, int terms) {
    for (int u = 0; u < a.length; u = next(u, a.length)) {
      rows(out, a, u, a, next(u, a.length), terms);
    }
    for (int u = 0; u < a.length; u++) {
      for (int v = 0; v < u; v++) {
        DoubleVector.fromArray(S, out[u], v * L).intoArray(out[v], u * L);
      }
    }
  }

  /** The row after those that are computed with row u: four at a time while there are four. */
  private static int next(int u, int rows) {
    return u + 3 < rows ? u + 4 : u + 1;
  }

  /** The first columns of the rows from u to the next. */
  private static void rows(
      double[][] out, double[][] a, int u, double[][] b, int columns, int terms) {
    int v = 0;
    if (next(u, a.length) == u + 4) {
      for (; v + 4 < columns; v += 5) {
        twenty(out, a, u, b, v, terms);
      }
      for (; v < columns; v++) {
        fourRows(out, a, u, b[v], v, terms);
      }
    } else {
      for (; v + 3 < columns; v += 4) {
        fourColumns(out[u], a[u], b, v, terms);
      }
      for (; v < columns; v++) {
        one(out[u], a[u], b[v], v, terms);
      }
    }
  }

  private static void one(double[] out, double[] a, double[] b, int v, int terms) {
    DoubleVector sum = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    for (int t = 0; t < terms; t++) {
      sum = sum.add(DoubleVector.fromArray(S, a, t * L).mul(DoubleVector.fromArray(S, b, t * L)));
    }
    sum.intoArray(out, v * L);
  }

  private static void fourRows(double[][] out, double[][] a, int u, double[] b, int v, int terms) {
    double[] a0 = a[u];
    double[] a1 = a[u + 1];
    double[] a2 = a[u + 2];
    double[] a3 = a[u + 3];
    DoubleVector s0 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s1 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s2 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s3 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    for (int t = 0; t < terms; t++) {
      DoubleVector y = DoubleVector.fromArray(S, b, t * L);
      s0 = s0.add(DoubleVector.fromArray(S, a0, t * L).mul(y));
      s1 = s1.add(DoubleVector.fromArray(S, a1, t * L).mul(y));
      s2 = s2.add(DoubleVector.fromArray(S, a2, t * L).mul(y));
      s3 = s3.add(DoubleVector.fromArray(S, a3, t * L).mul(y));
    }
    s0.intoArray(out[u], v * L);
    s1.intoArray(out[u + 1], v * L);
    s2.intoArray(out[u + 2], v * L);
    s3.intoArray(out[u + 3], v * L);
  }

  private static void fourColumns(double[] out, double[] a, double[][] b, int v, int terms) {
    double[] b0 = b[v];
    double[] b1 = b[v + 1];
    double[] b2 = b[v + 2];
    double[] b3 = b[v + 3];
    DoubleVector s0 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s1 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s2 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s3 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    for (int t = 0; t < terms; t++) {
      DoubleVector x = DoubleVector.fromArray(S, a, t * L);
      s0 = s0.add(DoubleVector.fromArray(S, b0, t * L).mul(x));
      s1 = s1.add(DoubleVector.fromArray(S, b1, t * L).mul(x));
      s2 = s2.add(DoubleVector.fromArray(S, b2, t * L).mul(x));
      s3 = s3.add(DoubleVector.fromArray(S, b3, t * L).mul(x));
    }
    s0.intoArray(out, v * L);
    s1.intoArray(out, (v + 1) * L);
    s2.intoArray(out, (v + 2) * L);
    s3.intoArray(out, (v + 3) * L);
  }

  private static void twenty(double[][] out, double[][] a, int u, double[][] b, int v, int terms) {
    double[] a0 = a[u];
    double[] a1 = a[u + 1];
    double[] a2 = a[u + 2];
    double[] a3 = a[u + 3];
    double[] b0 = b[v];
    double[] b1 = b[v + 1];
    double[] b2 = b[v + 2];
    double[] b3 = b[v + 3];
    double[] b4 = b[v + 4];
    DoubleVector s00 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s01 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s02 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s03 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s04 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s10 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s11 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s12 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s13 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s14 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s20 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s21 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s22 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s23 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s24 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s30 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s31 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s32 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s33 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s34 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    for (int t = 0; t < terms; t++) {
      DoubleVector y0 = DoubleVector.fromArray(S, b0, t * L);
      DoubleVector y1 = DoubleVector.fromArray(S, b1, t * L);
      DoubleVector y2 = DoubleVector.fromArray(S, b2, t * L);
      DoubleVector y3 = DoubleVector.fromArray(S, b3, t * L);
      DoubleVector y4 = DoubleVector.fromArray(S, b4, t * L);
      DoubleVector x0 = DoubleVector.fromArray(S, a0, t * L);
      s00 = s00.add(x0.mul(y0));
      s01 = s01.add(x0.mul(y1));
      s02 = s02.add(x0.mul(y2));
      s03 = s03.add(x0.mul(y3));
      s04 = s04.add(x0.mul(y4));
      DoubleVector x1 = DoubleVector.fromArray(S, a1, t * L);
      s10 = s10.add(x1.mul(y0));
      s11 = s11.add(x1.mul(y1));
      s12 = s12.add(x1.mul(y2));
      s13 = s13.add(x1.mul(y3));
      s14 = s14.add(x1.mul(y4));
      DoubleVector x2 = DoubleVector.fromArray(S, a2, t * L);
      s20 = s20.add(x2.mul(y0));
      s21 = s21.add(x2.mul(y1));
      s22 = s22.add(x2.mul(y2));
      s23 = s23.add(x2.mul(y3));
      s24 = s24.add(x2.mul(y4));
      DoubleVector x3 = DoubleVector.fromArray(S, a3, t * L);
      s30 = s30.add(x3.mul(y0));
      s31 = s31.add(x3.mul(y1));
      s32 = s32.add(x3.mul(y2));
      s33 = s33.add(x3.mul(y3));
      s34 = s34.add(x3.mul(y4));
    }
    s00.intoArray(out[u], v * L);
    s01.intoArray(out[u], (v + 1) * L);
    s02.intoArray(out[u], (v + 2) * L);
    s03.intoArray(out[u], (v + 3) * L);
    s04.intoArray(out[u], (v + 4) * L);
    s10.intoArray(out[u + 1], v * L);
    s11.intoArray(out[u + 1], (v + 1) * L);
    s12.intoArray(out[u + 1], (v + 2) * L);
    s13.intoArray(out[u + 1], (v + 3) * L);
    s14.intoArray(out[u + 1], (v + 4) * L);
    s20.intoArray(out[u + 2], v * L);
    s21.intoArray(out[u + 2], (v + 1) * L);
    s22.intoArray(out[u + 2], (v + 2) * L);
    s23.intoArray(out[u + 2], (v + 3) * L);
    s24.intoArray(out[u + 2], (v + 4) * L);
    s30.intoArray(out[u + 3], v * L);
    s31.intoArray(out[u + 3], (v + 1) * L);
    s32.intoArray(out[u + 3], (v + 2) * L);
    s33.intoArray(out[u + 3], (v + 3) * L);
    s34.intoArray(out[u + 3], (v + 4) * L);
  }

  /** out = out - B A^T, the entries of A numbers: out_ki = out_ki - (sum over j of b_kj a_ij). */
  static void subtractScaled(double[][] out, double[][] a, double[][] b) {
    int k = 0;
    for (; k + 3 < b.length; k += 4) {
      int i = 0;
      for (; i + 4 < a.length; i += 5) {
        twentyScaled(out, a, i, b, k);
      }
      for (; i < a.length; i++) {
        for (int row = k; row < k + 4; row++) {
          oneScaled(out[row], a[i], i, b[row]);
        }
      }
    }
    for (; k < b.length; k++) {
      int i = 0;
      for (; i + 4 < a.length; i += 5) {
        fiveScaled(out[k], a, i, b[k]);
      }
      for (; i < a.length; i++) {
        oneScaled(out[k], a[i], i, b[k]);
      }
    }
  }

  private static void oneScaled(double[] out, double[] a, int i, double[] b) {
    DoubleVector sum = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    for (int j = 0; j < a.length; j++) {
      sum = sum.add(DoubleVector.fromArray(S, b, j * L).mul(a[j]));
    }
    DoubleVector.fromArray(S, out, i * L).sub(sum).intoArray(out, i * L);
  }

  private static void fiveScaled(double[] out, double[][] a, int i, double[] b) {
    double[] a0 = a[i];
    double[] a1 = a[i + 1];
    double[] a2 = a[i + 2];
    double[] a3 = a[i + 3];
    double[] a4 = a[i + 4];
    DoubleVector s0 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s1 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s2 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s3 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s4 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    for (int j = 0; j < a0.length; j++) {
      DoubleVector factor = DoubleVector.fromArray(S, b, j * L);
      s0 = s0.add(factor.mul(a0[j]));
      s1 = s1.add(factor.mul(a1[j]));
      s2 = s2.add(factor.mul(a2[j]));
      s3 = s3.add(factor.mul(a3[j]));
      s4 = s4.add(factor.mul(a4[j]));
    }
    DoubleVector.fromArray(S, out, i * L).sub(s0).intoArray(out, i * L);
    DoubleVector.fromArray(S, out, (i + 1) * L).sub(s1).intoArray(out, (i + 1) * L);
    DoubleVector.fromArray(S, out, (i + 2) * L).sub(s2).intoArray(out, (i + 2) * L);
    DoubleVector.fromArray(S, out, (i + 3) * L).sub(s3).intoArray(out, (i + 3) * L);
    DoubleVector.fromArray(S, out, (i + 4) * L).sub(s4).intoArray(out, (i + 4) * L);
  }

  private static void twentyScaled(double[][] out, double[][] a, int i, double[][] b, int k) {
    double[] a0 = a[i];
    double[] a1 = a[i + 1];
    double[] a2 = a[i + 2];
    double[] a3 = a[i + 3];
    double[] a4 = a[i + 4];
    double[] b0 = b[k];
    double[] b1 = b[k + 1];
    double[] b2 = b[k + 2];
    double[] b3 = b[k + 3];
    DoubleVector s00 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s01 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s02 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s03 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s04 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s10 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s11 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s12 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s13 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s14 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s20 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s21 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s22 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s23 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s24 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s30 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s31 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s32 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s33 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s34 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    for (int j = 0; j < a0.length; j++) {
      DoubleVector y0 = DoubleVector.fromArray(S, b0, j * L);
      DoubleVector y1 = DoubleVector.fromArray(S, b1, j * L);
      DoubleVector y2 = DoubleVector.fromArray(S, b2, j * L);
      DoubleVector y3 = DoubleVector.fromArray(S, b3, j * L);
      DoubleVector m0 = DoubleVector.broadcast(S, a0[j]);
      s00 = s00.add(y0.mul(m0));
      s10 = s10.add(y1.mul(m0));
      s20 = s20.add(y2.mul(m0));
      s30 = s30.add(y3.mul(m0));
      DoubleVector m1 = DoubleVector.broadcast(S, a1[j]);
      s01 = s01.add(y0.mul(m1));
      s11 = s11.add(y1.mul(m1));
      s21 = s21.add(y2.mul(m1));
      s31 = s31.add(y3.mul(m1));
      DoubleVector m2 = DoubleVector.broadcast(S, a2[j]);
      s02 = s02.add(y0.mul(m2));
      s12 = s12.add(y1.mul(m2));
      s22 = s22.add(y2.mul(m2));
      s32 = s32.add(y3.mul(m2));
      DoubleVector m3 = DoubleVector.broadcast(S, a3[j]);
      s03 = s03.add(y0.mul(m3));
      s13 = s13.add(y1.mul(m3));
      s23 = s23.add(y2.mul(m3));
      s33 = s33.add(y3.mul(m3));
      DoubleVector m4 = DoubleVector.broadcast(S, a4[j]);
      s04 = s04.add(y0.mul(m4));
      s14 = s14.add(y1.mul(m4));
      s24 = s24.add(y2.mul(m4));
      s34 = s34.add(y3.mul(m4));
    }
    double[] out0 = out[k];
    DoubleVector.fromArray(S, out0, i * L).sub(s00).intoArray(out0, i * L);
    DoubleVector.fromArray(S, out0, (i + 1) * L).sub(s01).intoArray(out0, (i + 1) * L);
    DoubleVector.fromArray(S, out0, (i + 2) * L).sub(s02).intoArray(out0, (i + 2) * L);
    DoubleVector.fromArray(S, out0, (i + 3) * L).sub(s03).intoArray(out0, (i + 3) * L);
    DoubleVector.fromArray(S, out0, (i + 4) * L).sub(s04).intoArray(out0, (i + 4) * L);
    double[] out1 = out[k + 1];
    DoubleVector.fromArray(S, out1, i * L).sub(s10).intoArray(out1, i * L);
    DoubleVector.fromArray(S, out1, (i + 1) * L).sub(s11).intoArray(out1, (i + 1) * L);
    DoubleVector.fromArray(S, out1, (i + 2) * L).sub(s12).intoArray(out1, (i + 2) * L);
    DoubleVector.fromArray(S, out1, (i + 3) * L).sub(s13).intoArray(out1, (i + 3) * L);
    DoubleVector.fromArray(S, out1, (i + 4) * L).sub(s14).intoArray(out1, (i + 4) * L);
    double[] out2 = out[k + 2];
    DoubleVector.fromArray(S, out2, i * L).sub(s20).intoArray(out2, i * L);
    DoubleVector.fromArray(S, out2, (i + 1) * L).sub(s21).intoArray(out2, (i + 1) * L);
    DoubleVector.fromArray(S, out2, (i + 2) * L).sub(s22).intoArray(out2, (i + 2) * L);
    DoubleVector.fromArray(S, out2, (i + 3) * L).sub(s23).intoArray(out2, (i + 3) * L);
    DoubleVector.fromArray(S, out2, (i + 4) * L).sub(s24).intoArray(out2, (i + 4) * L);
    double[] out3 = out[k + 3];
    DoubleVector.fromArray(S, out3, i * L).sub(s30).intoArray(out3, i * L);
    DoubleVector.fromArray(S, out3, (i + 1) * L).sub(s31).intoArray(out3, (i + 1) * L);
    DoubleVector.fromArray(S, out3, (i + 2) * L).sub(s32).intoArray(out3, (i + 2) * L);
    DoubleVector.fromArray(S, out3, (i + 3) * L).sub(s33).intoArray(out3, (i + 3) * L);
    DoubleVector.fromArray(S, out3, (i + 4) * L).sub(s34).intoArray(out3, (i + 4) * L);
  }
}
