// SPDX-License-Identifier: Apache-2.0
package org.noisygd.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link FusedRows} over the incubator's vectors: the same operations, with no loop before or
 * after.
 */
public final class VectorFusedRows implements FusedRows {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int L = S.length();

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
    DoubleVector c0 = DoubleVector.broadcast(S, c[t]);
    DoubleVector c1 = DoubleVector.broadcast(S, c[t + 1]);
    DoubleVector c2 = DoubleVector.broadcast(S, c[t + 2]);
    DoubleVector c3 = DoubleVector.broadcast(S, c[t + 3]);
    for (int n = from; n < to; n += L) {
      DoubleVector sum = DoubleVector.fromArray(S, out, n);
      sum = c0.fma(DoubleVector.fromArray(S, m0, n), sum);
      sum = c1.fma(DoubleVector.fromArray(S, m1, n), sum);
      sum = c2.fma(DoubleVector.fromArray(S, m2, n), sum);
      sum = c3.fma(DoubleVector.fromArray(S, m3, n), sum);
      sum.intoArray(out, n);
    }
  }

  @Override
  public void addOne(double[] out, double c, double[] m, int from, int to) {
    DoubleVector factor = DoubleVector.broadcast(S, c);
    for (int n = from; n < to; n += L) {
      factor
          .fma(DoubleVector.fromArray(S, m, n), DoubleVector.fromArray(S, out, n))
          .intoArray(out, n);
    }
  }
}
