// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Gram form of rank one in one vector of lanes, without arrays in between: with w the other
 * perturbed factor and K = ||w||^2,
 *
 * <pre>
 *   x_i = x_i - eta ((xt_i K) - (sum over j of a_ij w_j)),
 * </pre>
 *
 * <p>the operations of {@link PortableBatchUpdate} in its order, so the same bits. Working arrays
 * are flat, entry n at n L.
 */
final class RankOneGram {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private RankOneGram() {}

  /** perturbed = iterate + noise; and squares, a vector, the sum of its squares. */
  static void perturb(
      double[] perturbed, double[] squares, double[][] iterate, double[][] noise, int lane) {
    DoubleVector sum = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    for (int n = 0; n < iterate.length; n++) {
      DoubleVector entry =
          DoubleVector.fromArray(S, iterate[n], lane)
              .add(DoubleVector.fromArray(S, noise[n], lane));
      sum = sum.add(entry.mul(entry));
      entry.intoArray(perturbed, n * L);
    }
    sum.intoArray(squares, 0);
  }

  /** The new iterate; {@code squares} are those of {@code other}. */
  static void descend(
      double[][] iterate,
      int lane,
      double eta,
      double[] own,
      double[] other,
      double[] squares,
      double[][] a) {
    int i = 0;
    for (; i + 4 < a.length; i += 5) {
      five(iterate, lane, eta, own, other, squares, a, i);
    }
    for (; i < a.length; i++) {
      one(iterate, lane, eta, own, other, squares, a[i], i);
    }
  }

  private static void five(
      double[][] iterate,
      int lane,
      double eta,
      double[] own,
      double[] other,
      double[] squares,
      double[][] a,
      int i) {
    double[] a0 = a[i + 0];
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
      DoubleVector factor = DoubleVector.fromArray(S, other, j * L);
      s0 = s0.add(factor.mul(a0[j]));
      s1 = s1.add(factor.mul(a1[j]));
      s2 = s2.add(factor.mul(a2[j]));
      s3 = s3.add(factor.mul(a3[j]));
      s4 = s4.add(factor.mul(a4[j]));
    }
    DoubleVector gram = DoubleVector.fromArray(S, squares, 0);
    double[] x0 = iterate[i + 0];
    DoubleVector.fromArray(S, x0, lane)
        .sub(DoubleVector.fromArray(S, own, (i + 0) * L).mul(gram).sub(s0).mul(eta))
        .intoArray(x0, lane);
    double[] x1 = iterate[i + 1];
    DoubleVector.fromArray(S, x1, lane)
        .sub(DoubleVector.fromArray(S, own, (i + 1) * L).mul(gram).sub(s1).mul(eta))
        .intoArray(x1, lane);
    double[] x2 = iterate[i + 2];
    DoubleVector.fromArray(S, x2, lane)
        .sub(DoubleVector.fromArray(S, own, (i + 2) * L).mul(gram).sub(s2).mul(eta))
        .intoArray(x2, lane);
    double[] x3 = iterate[i + 3];
    DoubleVector.fromArray(S, x3, lane)
        .sub(DoubleVector.fromArray(S, own, (i + 3) * L).mul(gram).sub(s3).mul(eta))
        .intoArray(x3, lane);
    double[] x4 = iterate[i + 4];
    DoubleVector.fromArray(S, x4, lane)
        .sub(DoubleVector.fromArray(S, own, (i + 4) * L).mul(gram).sub(s4).mul(eta))
        .intoArray(x4, lane);
  }

  private static void one(
      double[][] iterate,
      int lane,
      double eta,
      double[] own,
      double[] other,
      double[] squares,
      double[] row,
      int i) {
    DoubleVector sum = DoubleVector.broadcast(S, BatchLoops.NOTHING);
    for (int j = 0; j < row.length; j++) {
      sum = sum.add(DoubleVector.fromArray(S, other, j * L).mul(row[j]));
    }
    DoubleVector gram = DoubleVector.fromArray(S, squares, 0);
    double[] x = iterate[i];
    DoubleVector.fromArray(S, x, lane)
        .sub(DoubleVector.fromArray(S, own, i * L).mul(gram).sub(sum).mul(eta))
        .intoArray(x, lane);
  }
}
