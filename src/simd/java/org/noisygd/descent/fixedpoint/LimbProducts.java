// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Exact sums of products of {@link Limbs} of b bits held in doubles. For |a|, |b| <= 2^(b - 1),
 * with C1 = 1.5 2^(52 + b) and C2 = 1.5 2^52,
 *
 * <pre>
 *   high = fma(a, b, C1)                C1 + 2^b h,  |h| <= 2^(b - 2),  a b = 2^b h + l
 *   low  = fma(a, b, (C1 + C2) - high)  C2 + l, exact,  |l| <= 2^(b - 1)
 * </pre>
 *
 * <p>since a unit in the last place is 2^b of C1 and 1 of C2. The bits of high and low as 64-bit
 * integers are those of C1 and C2 plus h and l: they are summed as they are, from minus what the
 * constants add up to. {@link LimbChains} is quicker for few limbs.
 *
 * <p>The loops are spelled out: a method of ours that C2 does not inline gets its vectors as
 * objects (proofs-notes/kernels.md, habits of C2).
 */
final class LimbProducts {
  private static final VectorSpecies<Double> D = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Long> S = LongVector.SPECIES_PREFERRED;
  private static final double C2 = 0x1.8p52;
  private static final long LOW = Double.doubleToRawLongBits(C2);
  private static final int LANES = LimbCarries.LANES;

  private final int limbs;
  private final double c1;
  private final double c12;

  /** For sums from position {@code limbs - 1} on; null where limbs have more bits. */
  private final @Nullable LimbChains chains;

  /** Products of numbers of so many limbs of so many bits. */
  LimbProducts(int bits, int limbs) {
    this.limbs = limbs;
    this.c1 = StrictMath.scalb(C2, bits);
    this.c12 = c1 + C2;
    this.chains = bits == LimbChains.BITS ? new LimbChains(limbs) : null;
  }

  private static LongVector load(long[] sums, int w) {
    return LongVector.fromArray(S, sums, w * LANES);
  }

  /**
   * Sets the positions from {@code least} on to minus what so many products' constants add up to.
   */
  private void start(int count, int least, long[] sums) {
    for (int w = least; w < 2 * limbs; w++) {
      long constants = pairs(w) * LOW + pairs(w - 1) * Double.doubleToRawLongBits(c1);
      LongVector.broadcast(S, -count * constants).intoArray(sums, w * LANES);
    }
  }

  /** The pairs of limbs at a position. */
  private int pairs(int w) {
    return Math.max(0, Math.min(w + 1, 2 * limbs - 1 - w));
  }

  /**
   * Sets sums to those of rows_j factors_j over j < count, a vector of lanes at each position.
   * Pairs of limbs below position {@code least} are left out, but for the high halves that reach
   * it: a sum then errs by less than count least, in units of position {@code least}, and the
   * positions below are not written.
   *
   * @param rows vectors of lanes: limb l of row j is at {@code at} + (j L + l) {@code LANES}
   * @param factors a scalar for each row, limb by limb
   */
  void sum(double[] rows, int at, double[][] factors, int count, int least, long[] sums) {
    if (chains != null && least == limbs - 1) {
      chains.sum(rows, at, factors, count, sums);
      return;
    }
    start(count, least, sums);
    for (int m = 0; m < limbs; m++) {
      row(rows, at, factors[m], m, count, least, sums);
    }
  }

  /** The products with the m-th limb of the factors. */
  private void row(
      double[] rows, int at, double[] factors, int m, int count, int least, long[] sums) {
    int l = Math.max(0, least - m);
    if (m < least) {
      high(rows, at + (l - 1) * LANES, factors, count, sums, least);
    }
    for (; l + 4 <= limbs; l += 4) {
      four(rows, at + l * LANES, factors, count, sums, l + m);
    }
    if (l + 3 == limbs) {
      three(rows, at + l * LANES, factors, count, sums, l + m);
    } else {
      for (; l < limbs; l++) {
        one(rows, at + l * LANES, factors, count, sums, l + m);
      }
    }
  }

  private void four(double[] rows, int at, double[] factors, int count, long[] sums, int w) {
    LongVector s0 = load(sums, w);
    LongVector s1 = load(sums, w + 1);
    LongVector s2 = load(sums, w + 2);
    LongVector s3 = load(sums, w + 3);
    LongVector s4 = load(sums, w + 4);
    DoubleVector one = DoubleVector.broadcast(D, c1);
    DoubleVector both = DoubleVector.broadcast(D, c12);
    int step = limbs * LANES;
    for (int j = 0; j < count; j++) {
      DoubleVector u = DoubleVector.broadcast(D, factors[j]);
      DoubleVector high;
      DoubleVector a;
      a = DoubleVector.fromArray(D, rows, at + j * step);
      high = a.fma(u, one);
      s1 = s1.add(high.reinterpretAsLongs());
      s0 = s0.add(a.fma(u, both.sub(high)).reinterpretAsLongs());
      a = DoubleVector.fromArray(D, rows, at + LANES + j * step);
      high = a.fma(u, one);
      s2 = s2.add(high.reinterpretAsLongs());
      s1 = s1.add(a.fma(u, both.sub(high)).reinterpretAsLongs());
      a = DoubleVector.fromArray(D, rows, at + 2 * LANES + j * step);
      high = a.fma(u, one);
      s3 = s3.add(high.reinterpretAsLongs());
      s2 = s2.add(a.fma(u, both.sub(high)).reinterpretAsLongs());
      a = DoubleVector.fromArray(D, rows, at + 3 * LANES + j * step);
      high = a.fma(u, one);
      s4 = s4.add(high.reinterpretAsLongs());
      s3 = s3.add(a.fma(u, both.sub(high)).reinterpretAsLongs());
    }
    s0.intoArray(sums, LANES * w);
    s1.intoArray(sums, LANES * (w + 1));
    s2.intoArray(sums, LANES * (w + 2));
    s3.intoArray(sums, LANES * (w + 3));
    s4.intoArray(sums, LANES * (w + 4));
  }

  private void three(double[] rows, int at, double[] factors, int count, long[] sums, int w) {
    LongVector s0 = load(sums, w);
    LongVector s1 = load(sums, w + 1);
    LongVector s2 = load(sums, w + 2);
    LongVector s3 = load(sums, w + 3);
    DoubleVector one = DoubleVector.broadcast(D, c1);
    DoubleVector both = DoubleVector.broadcast(D, c12);
    int step = limbs * LANES;
    for (int j = 0; j < count; j++) {
      DoubleVector u = DoubleVector.broadcast(D, factors[j]);
      DoubleVector high;
      DoubleVector a;
      a = DoubleVector.fromArray(D, rows, at + j * step);
      high = a.fma(u, one);
      s1 = s1.add(high.reinterpretAsLongs());
      s0 = s0.add(a.fma(u, both.sub(high)).reinterpretAsLongs());
      a = DoubleVector.fromArray(D, rows, at + LANES + j * step);
      high = a.fma(u, one);
      s2 = s2.add(high.reinterpretAsLongs());
      s1 = s1.add(a.fma(u, both.sub(high)).reinterpretAsLongs());
      a = DoubleVector.fromArray(D, rows, at + 2 * LANES + j * step);
      high = a.fma(u, one);
      s3 = s3.add(high.reinterpretAsLongs());
      s2 = s2.add(a.fma(u, both.sub(high)).reinterpretAsLongs());
    }
    s0.intoArray(sums, LANES * w);
    s1.intoArray(sums, LANES * (w + 1));
    s2.intoArray(sums, LANES * (w + 2));
    s3.intoArray(sums, LANES * (w + 3));
  }

  private void one(double[] rows, int at, double[] factors, int count, long[] sums, int w) {
    LongVector s0 = load(sums, w);
    LongVector s1 = load(sums, w + 1);
    DoubleVector one = DoubleVector.broadcast(D, c1);
    DoubleVector both = DoubleVector.broadcast(D, c12);
    int step = limbs * LANES;
    for (int j = 0; j < count; j++) {
      DoubleVector u = DoubleVector.broadcast(D, factors[j]);
      DoubleVector a = DoubleVector.fromArray(D, rows, at + j * step);
      DoubleVector high = a.fma(u, one);
      s1 = s1.add(high.reinterpretAsLongs());
      s0 = s0.add(a.fma(u, both.sub(high)).reinterpretAsLongs());
    }
    s0.intoArray(sums, LANES * w);
    s1.intoArray(sums, LANES * (w + 1));
  }

  /** The high halves alone of one pair of limbs. */
  private void high(double[] rows, int at, double[] factors, int count, long[] sums, int w) {
    LongVector s = load(sums, w);
    DoubleVector one = DoubleVector.broadcast(D, c1);
    int step = limbs * LANES;
    for (int j = 0; j < count; j++) {
      s =
          s.add(
              DoubleVector.fromArray(D, rows, at + j * step)
                  .fma(DoubleVector.broadcast(D, factors[j]), one)
                  .reinterpretAsLongs());
    }
    s.intoArray(sums, LANES * w);
  }

  /**
   * Sets one lane of sums to the inner product of two columns of planes, with the same pairs of
   * limbs.
   *
   * @param gap the numbers of a column, whole vectors of them
   * @param lanes working space, as large as the sums
   */
  void inner(double[] a, double[] b, int gap, int least, long[] lanes, long[] sums, int lane) {
    if (chains != null && least == limbs - 1) {
      chains.inner(a, b, gap, lanes);
    } else {
      innerPairs(a, b, gap, least, lanes);
    }
    for (int w = least; w < 2 * limbs; w++) {
      sums[w * LANES + lane] = load(lanes, w).reduceLanes(VectorOperators.ADD);
    }
  }

  private void innerPairs(double[] a, double[] b, int gap, int least, long[] lanes) {
    start(gap / LANES, least, lanes);
    for (int m = 0; m < limbs; m++) {
      for (int l = Math.max(0, least - 1 - m); l < limbs; l++) {
        if (l + m < least) {
          innerHigh(a, l * gap, b, m * gap, gap, lanes, least);
        } else {
          innerOne(a, l * gap, b, m * gap, gap, lanes, l + m);
        }
      }
    }
  }

  private void innerOne(double[] a, int at, double[] b, int from, int count, long[] sums, int w) {
    LongVector s0 = load(sums, w);
    LongVector s1 = load(sums, w + 1);
    DoubleVector one = DoubleVector.broadcast(D, c1);
    DoubleVector both = DoubleVector.broadcast(D, c12);
    for (int n = 0; n < count; n += LANES) {
      DoubleVector u = DoubleVector.fromArray(D, a, at + n);
      DoubleVector v = DoubleVector.fromArray(D, b, from + n);
      DoubleVector high = u.fma(v, one);
      s1 = s1.add(high.reinterpretAsLongs());
      s0 = s0.add(u.fma(v, both.sub(high)).reinterpretAsLongs());
    }
    s0.intoArray(sums, w * LANES);
    s1.intoArray(sums, (w + 1) * LANES);
  }

  private void innerHigh(double[] a, int at, double[] b, int from, int count, long[] sums, int w) {
    LongVector s = load(sums, w);
    DoubleVector one = DoubleVector.broadcast(D, c1);
    for (int n = 0; n < count; n += LANES) {
      DoubleVector u = DoubleVector.fromArray(D, a, at + n);
      DoubleVector v = DoubleVector.fromArray(D, b, from + n);
      s = s.add(u.fma(v, one).reinterpretAsLongs());
    }
    s.intoArray(sums, w * LANES);
  }
}
