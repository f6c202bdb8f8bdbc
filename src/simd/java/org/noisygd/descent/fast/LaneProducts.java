// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of products in one vector of lanes, several sums at a time so that each vector that is
 * loaded serves more than once. Every sum runs in ascending order from its first product (from
 * -0.0, which is the same), product and sum each rounded.
 *
 * <p>Arrays are flat: entry n stands at n L. Places and steps count entries. Loads are spelled out:
 * C2 always inlines the incubator's own methods, but not always ours.
 */
final class LaneProducts {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private LaneProducts() {}

  /** out[o] = sum over t &lt; terms of a[p + t pStep] b[q + t qStep]. */
  static void one(
      double[] out, int o, double[] a, int p, int pStep, double[] b, int q, int qStep, int terms) {
    DoubleVector sum = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    for (int t = 0; t < terms; t++) {
      sum =
          sum.add(
              DoubleVector.fromArray(S, a, (p + t * pStep) * L)
                  .mul(DoubleVector.fromArray(S, b, (q + t * qStep) * L)));
    }
    sum.intoArray(out, o * L);
  }

  /**
   * out[u outRow + v outColumn] = sum over t &lt; terms of a[u aRow + t aStep] b[v bRow + t bStep],
   * for u &lt; rows and v &lt; columns.
   */
  static void all(
      double[] out,
      int outRow,
      int outColumn,
      double[] a,
      int aRow,
      int aStep,
      double[] b,
      int bRow,
      int bStep,
      int rows,
      int columns,
      int terms) {
    int u = 0;
    for (; u + 2 < rows; u += 3) {
      int v = 0;
      for (; v + 2 < columns; v += 3) {
        int o = u * outRow + v * outColumn;
        nine(out, o, outRow, outColumn, a, u * aRow, aRow, aStep, b, v * bRow, bRow, bStep, terms);
      }
      for (; v < columns; v++) {
        int o = u * outRow + v * outColumn;
        three(out, o, outRow, a, u * aRow, aRow, aStep, b, v * bRow, bStep, terms);
      }
    }
    for (; u < rows; u++) {
      int v = 0;
      for (; v + 2 < columns; v += 3) {
        int o = u * outRow + v * outColumn;
        three(out, o, outColumn, b, v * bRow, bRow, bStep, a, u * aRow, aStep, terms);
      }
      for (; v < columns; v++) {
        one(out, u * outRow + v * outColumn, a, u * aRow, aStep, b, v * bRow, bStep, terms);
      }
    }
  }

  private static void three(
      double[] out,
      int o,
      int outRow,
      double[] a,
      int p,
      int aRow,
      int aStep,
      double[] b,
      int q,
      int bStep,
      int terms) {
    DoubleVector s0 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s1 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s2 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    for (int t = 0; t < terms; t++) {
      DoubleVector factor = DoubleVector.fromArray(S, b, (q + t * bStep) * L);
      int n = p + t * aStep;
      s0 = s0.add(DoubleVector.fromArray(S, a, n * L).mul(factor));
      s1 = s1.add(DoubleVector.fromArray(S, a, (n + aRow) * L).mul(factor));
      s2 = s2.add(DoubleVector.fromArray(S, a, (n + 2 * aRow) * L).mul(factor));
    }
    s0.intoArray(out, o * L);
    s1.intoArray(out, (o + outRow) * L);
    s2.intoArray(out, (o + 2 * outRow) * L);
  }

  private static void nine(
      double[] out,
      int o,
      int outRow,
      int outColumn,
      double[] a,
      int p,
      int aRow,
      int aStep,
      double[] b,
      int q,
      int bRow,
      int bStep,
      int terms) {
    DoubleVector s00 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s01 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s02 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s10 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s11 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s12 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s20 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s21 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s22 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    for (int t = 0; t < terms; t++) {
      int n = p + t * aStep;
      int m = q + t * bStep;
      DoubleVector b0 = DoubleVector.fromArray(S, b, m * L);
      DoubleVector b1 = DoubleVector.fromArray(S, b, (m + bRow) * L);
      DoubleVector b2 = DoubleVector.fromArray(S, b, (m + 2 * bRow) * L);
      DoubleVector a0 = DoubleVector.fromArray(S, a, n * L);
      s00 = s00.add(a0.mul(b0));
      s01 = s01.add(a0.mul(b1));
      s02 = s02.add(a0.mul(b2));
      DoubleVector a1 = DoubleVector.fromArray(S, a, (n + aRow) * L);
      s10 = s10.add(a1.mul(b0));
      s11 = s11.add(a1.mul(b1));
      s12 = s12.add(a1.mul(b2));
      DoubleVector a2 = DoubleVector.fromArray(S, a, (n + 2 * aRow) * L);
      s20 = s20.add(a2.mul(b0));
      s21 = s21.add(a2.mul(b1));
      s22 = s22.add(a2.mul(b2));
    }
    s00.intoArray(out, o * L);
    s01.intoArray(out, (o + outColumn) * L);
    s02.intoArray(out, (o + 2 * outColumn) * L);
    s10.intoArray(out, (o + outRow) * L);
    s11.intoArray(out, (o + outRow + outColumn) * L);
    s12.intoArray(out, (o + outRow + 2 * outColumn) * L);
    s20.intoArray(out, (o + 2 * outRow) * L);
    s21.intoArray(out, (o + 2 * outRow + outColumn) * L);
    s22.intoArray(out, (o + 2 * outRow + 2 * outColumn) * L);
  }

  /** out[o + i] = out[o + i] - (sum over j of a[i][j] b[q + j]), for all rows i of a. */
  static void subtractScaled(double[] out, int o, double[][] a, double[] b, int q) {
    int i = 0;
    for (; i + 4 < a.length; i += 5) {
      fiveScaled(out, o + i, a[i], a[i + 1], a[i + 2], a[i + 3], a[i + 4], b, q);
    }
    for (; i < a.length; i++) {
      oneScaled(out, o + i, a[i], b, q);
    }
  }

  private static void oneScaled(double[] out, int o, double[] c, double[] b, int q) {
    DoubleVector sum = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    for (int j = 0; j < c.length; j++) {
      sum = sum.add(DoubleVector.fromArray(S, b, (q + j) * L).mul(c[j]));
    }
    DoubleVector.fromArray(S, out, o * L).sub(sum).intoArray(out, o * L);
  }

  private static void fiveScaled(
      double[] out,
      int o,
      double[] c0,
      double[] c1,
      double[] c2,
      double[] c3,
      double[] c4,
      double[] b,
      int q) {
    DoubleVector s0 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s1 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s2 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s3 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector s4 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    for (int j = 0; j < c0.length; j++) {
      DoubleVector factor = DoubleVector.fromArray(S, b, (q + j) * L);
      s0 = s0.add(factor.mul(c0[j]));
      s1 = s1.add(factor.mul(c1[j]));
      s2 = s2.add(factor.mul(c2[j]));
      s3 = s3.add(factor.mul(c3[j]));
      s4 = s4.add(factor.mul(c4[j]));
    }
    DoubleVector.fromArray(S, out, o * L).sub(s0).intoArray(out, o * L);
    DoubleVector.fromArray(S, out, (o + 1) * L).sub(s1).intoArray(out, (o + 1) * L);
    DoubleVector.fromArray(S, out, (o + 2) * L).sub(s2).intoArray(out, (o + 2) * L);
    DoubleVector.fromArray(S, out, (o + 3) * L).sub(s3).intoArray(out, (o + 3) * L);
    DoubleVector.fromArray(S, out, (o + 4) * L).sub(s4).intoArray(out, (o + 4) * L);
  }

  /** With R_j = x_i y_j - m_j: gx_i = sum over j of R_j y_j, and gy_j = gy_j + R_j x_i. */
  static void residualRow(double[] gx, double[] gy, double[] xt, double[] yt, int i, double[] m) {
    DoubleVector x = DoubleVector.fromArray(S, xt, i * L);
    DoubleVector g = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    for (int j = 0; j < m.length; j++) {
      DoubleVector y = DoubleVector.fromArray(S, yt, j * L);
      DoubleVector residual = x.mul(y).sub(m[j]);
      g = g.add(residual.mul(y));
      DoubleVector.fromArray(S, gy, j * L).add(residual.mul(x)).intoArray(gy, j * L);
    }
    g.intoArray(gx, i * L);
  }

  /** Four rows of {@link #residualRow} at once, i to i + 3; each gy_j takes them in that order. */
  static void fourResidualRows(
      double[] gx,
      double[] gy,
      double[] xt,
      double[] yt,
      int i,
      double[] m0,
      double[] m1,
      double[] m2,
      double[] m3) {
    DoubleVector x0 = DoubleVector.fromArray(S, xt, i * L);
    DoubleVector x1 = DoubleVector.fromArray(S, xt, (i + 1) * L);
    DoubleVector x2 = DoubleVector.fromArray(S, xt, (i + 2) * L);
    DoubleVector x3 = DoubleVector.fromArray(S, xt, (i + 3) * L);
    DoubleVector g0 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector g1 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector g2 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    DoubleVector g3 = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    for (int j = 0; j < m0.length; j++) {
      DoubleVector y = DoubleVector.fromArray(S, yt, j * L);
      DoubleVector r0 = x0.mul(y).sub(m0[j]);
      DoubleVector r1 = x1.mul(y).sub(m1[j]);
      DoubleVector r2 = x2.mul(y).sub(m2[j]);
      DoubleVector r3 = x3.mul(y).sub(m3[j]);
      g0 = g0.add(r0.mul(y));
      g1 = g1.add(r1.mul(y));
      g2 = g2.add(r2.mul(y));
      g3 = g3.add(r3.mul(y));
      DoubleVector.fromArray(S, gy, j * L)
          .add(r0.mul(x0))
          .add(r1.mul(x1))
          .add(r2.mul(x2))
          .add(r3.mul(x3))
          .intoArray(gy, j * L);
    }
    g0.intoArray(gx, i * L);
    g1.intoArray(gx, (i + 1) * L);
    g2.intoArray(gx, (i + 2) * L);
    g3.intoArray(gx, (i + 3) * L);
  }
}
