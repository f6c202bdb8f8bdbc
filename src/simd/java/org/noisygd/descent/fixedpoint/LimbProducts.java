// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Exact sums of products of {@link Limbs} held in doubles. For |a|, |b| <= 2^50, with C1 = 1.5
 * 2^103 and C2 = 1.5 2^52,
 *
 * <pre>
 *   high = fma(a, b, C1)                C1 + 2^51 h,  |h| <= 2^49, a b = 2^51 h + l,  |l| <= 2^50
 *   low  = fma(a, b, (C1 + C2) - high)  C2 + l, exact
 * </pre>
 *
 * <p>since a unit in the last place is 2^51 of C1 and 1 of C2. The bits of high and low as 64-bit
 * integers are those of C1 and C2 plus h and l: they are summed as they are, and {@link #unbiased}
 * starts the sums at minus what the constants add up to.
 */
final class LimbProducts {
  private static final VectorSpecies<Double> D = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Long> S = LongVector.SPECIES_PREFERRED;
  private static final double C1 = 0x1.8p103;
  private static final double C12 = 0x1.8p103 + 0x1.8p52;
  private static final long HIGH = Double.doubleToRawLongBits(C1);
  private static final long LOW = Double.doubleToRawLongBits(0x1.8p52);
  private static final int LANES = LimbCarries.LANES;

  private LimbProducts() {}

  /** The start of sums over that many products, {@code copies} times at each of 2 L positions. */
  static long[] unbiased(int limbs, int products, int copies) {
    long[] sums = new long[2 * limbs * copies];
    for (int l = 0; l < limbs; l++) {
      for (int m = 0; m < limbs; m++) {
        for (int n = 0; n < copies; n++) {
          sums[(l + m) * copies + n] -= LOW * products;
          sums[(l + m + 1) * copies + n] -= HIGH * products;
        }
      }
    }
    return sums;
  }

  private static LongVector load(long[] sums, int w) {
    return LongVector.fromArray(S, sums, w * LANES);
  }

  /** Adds rows[j] factors[j] over j < count: rows are planes, from lane g on; factors scalars. */
  static void add(
      double[][] rows,
      int count,
      int g,
      int gap,
      double[] factors,
      int factorGap,
      int limbs,
      long[] sums) {
    for (int m = 0; m < limbs; m++) {
      int l = 0;
      for (; l + 4 <= limbs; l += 4) {
        four(rows, count, l * gap + g, gap, factors, m * factorGap, sums, l + m);
      }
      if (l + 3 == limbs) {
        three(rows, count, l * gap + g, gap, factors, m * factorGap, sums, l + m);
      } else {
        for (; l < limbs; l++) {
          one(rows, count, l * gap + g, factors, m * factorGap, sums, l + m);
        }
      }
    }
  }

  private static void four(
      double[][] rows, int count, int at, int gap, double[] factors, int from, long[] sums, int w) {
    LongVector s0 = load(sums, w);
    LongVector s1 = load(sums, w + 1);
    LongVector s2 = load(sums, w + 2);
    LongVector s3 = load(sums, w + 3);
    LongVector s4 = load(sums, w + 4);
    DoubleVector c1 = DoubleVector.broadcast(D, C1);
    DoubleVector c12 = DoubleVector.broadcast(D, C12);
    for (int j = 0; j < count; j++) {
      double[] row = rows[j];
      DoubleVector u = DoubleVector.broadcast(D, factors[from + j]);
      DoubleVector a = DoubleVector.fromArray(D, row, at);
      DoubleVector high = a.fma(u, c1);
      s1 = s1.add(high.reinterpretAsLongs());
      s0 = s0.add(a.fma(u, c12.sub(high)).reinterpretAsLongs());
      a = DoubleVector.fromArray(D, row, at + gap);
      high = a.fma(u, c1);
      s2 = s2.add(high.reinterpretAsLongs());
      s1 = s1.add(a.fma(u, c12.sub(high)).reinterpretAsLongs());
      a = DoubleVector.fromArray(D, row, at + 2 * gap);
      high = a.fma(u, c1);
      s3 = s3.add(high.reinterpretAsLongs());
      s2 = s2.add(a.fma(u, c12.sub(high)).reinterpretAsLongs());
      a = DoubleVector.fromArray(D, row, at + 3 * gap);
      high = a.fma(u, c1);
      s4 = s4.add(high.reinterpretAsLongs());
      s3 = s3.add(a.fma(u, c12.sub(high)).reinterpretAsLongs());
    }
    s0.intoArray(sums, w * LANES);
    s1.intoArray(sums, (w + 1) * LANES);
    s2.intoArray(sums, (w + 2) * LANES);
    s3.intoArray(sums, (w + 3) * LANES);
    s4.intoArray(sums, (w + 4) * LANES);
  }

  private static void three(
      double[][] rows, int count, int at, int gap, double[] factors, int from, long[] sums, int w) {
    LongVector s0 = load(sums, w);
    LongVector s1 = load(sums, w + 1);
    LongVector s2 = load(sums, w + 2);
    LongVector s3 = load(sums, w + 3);
    DoubleVector c1 = DoubleVector.broadcast(D, C1);
    DoubleVector c12 = DoubleVector.broadcast(D, C12);
    for (int j = 0; j < count; j++) {
      double[] row = rows[j];
      DoubleVector u = DoubleVector.broadcast(D, factors[from + j]);
      DoubleVector a = DoubleVector.fromArray(D, row, at);
      DoubleVector high = a.fma(u, c1);
      s1 = s1.add(high.reinterpretAsLongs());
      s0 = s0.add(a.fma(u, c12.sub(high)).reinterpretAsLongs());
      a = DoubleVector.fromArray(D, row, at + gap);
      high = a.fma(u, c1);
      s2 = s2.add(high.reinterpretAsLongs());
      s1 = s1.add(a.fma(u, c12.sub(high)).reinterpretAsLongs());
      a = DoubleVector.fromArray(D, row, at + 2 * gap);
      high = a.fma(u, c1);
      s3 = s3.add(high.reinterpretAsLongs());
      s2 = s2.add(a.fma(u, c12.sub(high)).reinterpretAsLongs());
    }
    s0.intoArray(sums, w * LANES);
    s1.intoArray(sums, (w + 1) * LANES);
    s2.intoArray(sums, (w + 2) * LANES);
    s3.intoArray(sums, (w + 3) * LANES);
  }

  private static void one(
      double[][] rows, int count, int at, double[] factors, int from, long[] sums, int w) {
    LongVector s0 = load(sums, w);
    LongVector s1 = load(sums, w + 1);
    DoubleVector c1 = DoubleVector.broadcast(D, C1);
    DoubleVector c12 = DoubleVector.broadcast(D, C12);
    for (int j = 0; j < count; j++) {
      DoubleVector u = DoubleVector.broadcast(D, factors[from + j]);
      DoubleVector a = DoubleVector.fromArray(D, rows[j], at);
      DoubleVector high = a.fma(u, c1);
      s1 = s1.add(high.reinterpretAsLongs());
      s0 = s0.add(a.fma(u, c12.sub(high)).reinterpretAsLongs());
    }
    s0.intoArray(sums, w * LANES);
    s1.intoArray(sums, (w + 1) * LANES);
  }

  /**
   * The inner product of two columns of planes into sums, 2 L positions; {@code lanes} is working
   * space for one vector a position.
   */
  static void inner(double[] a, double[] b, int limbs, int gap, long[] lanes, long[] sums) {
    Arrays.fill(lanes, 0, 2 * limbs * LANES, 0);
    for (int m = 0; m < limbs; m++) {
      for (int l = 0; l < limbs; l++) {
        innerOne(a, l * gap, b, m * gap, gap, lanes, l + m);
      }
    }
    long pairs = 0;
    for (int w = 0; w < 2 * limbs; w++) {
      long lower = pairs;
      pairs = Math.max(0, Math.min(w + 1, 2 * limbs - 1 - w));
      sums[w] =
          load(lanes, w).reduceLanes(VectorOperators.ADD) - gap * (pairs * LOW + lower * HIGH);
    }
  }

  private static void innerOne(
      double[] a, int at, double[] b, int from, int count, long[] sums, int w) {
    LongVector s0 = load(sums, w);
    LongVector s1 = load(sums, w + 1);
    DoubleVector c1 = DoubleVector.broadcast(D, C1);
    DoubleVector c12 = DoubleVector.broadcast(D, C12);
    for (int n = 0; n < count; n += LANES) {
      DoubleVector u = DoubleVector.fromArray(D, a, at + n);
      DoubleVector v = DoubleVector.fromArray(D, b, from + n);
      DoubleVector high = u.fma(v, c1);
      s1 = s1.add(high.reinterpretAsLongs());
      s0 = s0.add(u.fma(v, c12.sub(high)).reinterpretAsLongs());
    }
    s0.intoArray(sums, w * LANES);
    s1.intoArray(sums, (w + 1) * LANES);
  }
}
