// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The gradient of rank one with the residual used entry by entry, in one vector of lanes: entry i
 * of a factor stands at i L. Each sum takes its terms in ascending order.
 */
final class RankOneResidual {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private RankOneResidual() {}

  /** With R = x y^T - M: gx = R y and gy = R^T x. */
  static void gradient(double[] gx, double[] gy, double[] x, double[] y, double[][] m) {
    for (int j = 0; j < gy.length; j += L) {
      DoubleVector.broadcast(S, BatchLoops.NOTHING).intoArray(gy, j);
    }
    int i = 0;
    for (; i + 3 < m.length; i += 4) {
      fourRows(gx, gy, x, y, i, m[i], m[i + 1], m[i + 2], m[i + 3]);
    }
    for (; i < m.length; i++) {
      row(gx, gy, x, y, i, m[i]);
    }
  }

  /** With R_j = x_i y_j - m_j: gx_i = sum over j of R_j y_j, and gy_j = gy_j + R_j x_i. */
  private static void row(double[] gx, double[] gy, double[] xt, double[] yt, int i, double[] m) {
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

  /** Four rows of {@link #row} at once, i to i + 3; each gy_j takes them in that order. */
  private static void fourRows(
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
