// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

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
 * integers are those of C1 and C2 plus h and l: they are summed as they are, from minus what the
 * constants add up to.
 *
 * <p>The loops are spelled out: a method of ours that C2 does not inline gets its vectors as
 * objects (proofs-notes/kernels.md, habits of C2).
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

  /** Rows of numbers: limb l of the first number of row j is at j {@code step} + l {@code gap}. */
  record Rows(double[] limbs, int step, int gap) {}

  private static LongVector load(long[] sums, int w) {
    return LongVector.fromArray(S, sums, w * LANES);
  }

  /**
   * Sets the positions from {@code least} on to minus what so many products' constants add up to.
   */
  private static void start(int count, int limbs, int least, long[] sums) {
    for (int w = least; w < 2 * limbs; w++) {
      long constants = pairs(w, limbs) * LOW + pairs(w - 1, limbs) * HIGH;
      LongVector.broadcast(S, -count * constants).intoArray(sums, w * LANES);
    }
  }

  /** The pairs of limbs at a position. */
  private static int pairs(int w, int limbs) {
    return Math.max(0, Math.min(w + 1, 2 * limbs - 1 - w));
  }

  /**
   * Sets sums to those of rows_j factors_j over j < count, a vector of lanes at each position.
   * Pairs of limbs below position {@code least} are left out, but for the high halves that reach
   * it: a sum then errs by less than count least, in units of position {@code least}, and the
   * positions below are not written.
   *
   * @param at the first lane's place in a row
   * @param factors scalars, whose limbs are {@code count} apart
   */
  static void sum(
      Rows rows, int at, double[] factors, int count, int limbs, int least, long[] sums) {
    start(count, limbs, least, sums);
    if (limbs == 3 && least == 2) {
      triangleOfThree(rows, at, factors, count, sums);
    } else if (limbs == 4 && least == 3) {
      triangleOfFour(rows, at, factors, count, sums);
    } else {
      for (int m = 0; m < limbs; m++) {
        row(rows, at, factors, m, count, limbs, least, sums);
      }
    }
  }

  /** The products with the m-th limb of the factors. */
  private static void row(
      Rows rows, int at, double[] factors, int m, int count, int limbs, int least, long[] sums) {
    int gap = rows.gap;
    int from = m * count;
    int l = Math.max(0, least - m);
    if (m < least) {
      high(rows, at + (l - 1) * gap, factors, from, count, sums, least);
    }
    for (; l + 4 <= limbs; l += 4) {
      four(rows, at + l * gap, factors, from, count, sums, l + m);
    }
    if (l + 3 == limbs) {
      three(rows, at + l * gap, factors, from, count, sums, l + m);
    } else {
      for (; l < limbs; l++) {
        one(rows, at + l * gap, factors, from, count, sums, l + m);
      }
    }
  }

  private static void four(
      Rows rows, int at, double[] factors, int from, int count, long[] sums, int w) {
    LongVector s0 = load(sums, w);
    LongVector s1 = load(sums, w + 1);
    LongVector s2 = load(sums, w + 2);
    LongVector s3 = load(sums, w + 3);
    LongVector s4 = load(sums, w + 4);
    DoubleVector c1 = DoubleVector.broadcast(D, C1);
    DoubleVector c12 = DoubleVector.broadcast(D, C12);
    for (int j = 0; j < count; j++) {
      DoubleVector u = DoubleVector.broadcast(D, factors[from + j]);
      DoubleVector high;
      DoubleVector a;
      a = DoubleVector.fromArray(D, rows.limbs, at + j * rows.step);
      high = a.fma(u, c1);
      s1 = s1.add(high.reinterpretAsLongs());
      s0 = s0.add(a.fma(u, c12.sub(high)).reinterpretAsLongs());
      a = DoubleVector.fromArray(D, rows.limbs, at + rows.gap + j * rows.step);
      high = a.fma(u, c1);
      s2 = s2.add(high.reinterpretAsLongs());
      s1 = s1.add(a.fma(u, c12.sub(high)).reinterpretAsLongs());
      a = DoubleVector.fromArray(D, rows.limbs, at + 2 * rows.gap + j * rows.step);
      high = a.fma(u, c1);
      s3 = s3.add(high.reinterpretAsLongs());
      s2 = s2.add(a.fma(u, c12.sub(high)).reinterpretAsLongs());
      a = DoubleVector.fromArray(D, rows.limbs, at + 3 * rows.gap + j * rows.step);
      high = a.fma(u, c1);
      s4 = s4.add(high.reinterpretAsLongs());
      s3 = s3.add(a.fma(u, c12.sub(high)).reinterpretAsLongs());
    }
    s0.intoArray(sums, LANES * w);
    s1.intoArray(sums, LANES * (w + 1));
    s2.intoArray(sums, LANES * (w + 2));
    s3.intoArray(sums, LANES * (w + 3));
    s4.intoArray(sums, LANES * (w + 4));
  }

  private static void three(
      Rows rows, int at, double[] factors, int from, int count, long[] sums, int w) {
    LongVector s0 = load(sums, w);
    LongVector s1 = load(sums, w + 1);
    LongVector s2 = load(sums, w + 2);
    LongVector s3 = load(sums, w + 3);
    DoubleVector c1 = DoubleVector.broadcast(D, C1);
    DoubleVector c12 = DoubleVector.broadcast(D, C12);
    for (int j = 0; j < count; j++) {
      DoubleVector u = DoubleVector.broadcast(D, factors[from + j]);
      DoubleVector high;
      DoubleVector a;
      a = DoubleVector.fromArray(D, rows.limbs, at + j * rows.step);
      high = a.fma(u, c1);
      s1 = s1.add(high.reinterpretAsLongs());
      s0 = s0.add(a.fma(u, c12.sub(high)).reinterpretAsLongs());
      a = DoubleVector.fromArray(D, rows.limbs, at + rows.gap + j * rows.step);
      high = a.fma(u, c1);
      s2 = s2.add(high.reinterpretAsLongs());
      s1 = s1.add(a.fma(u, c12.sub(high)).reinterpretAsLongs());
      a = DoubleVector.fromArray(D, rows.limbs, at + 2 * rows.gap + j * rows.step);
      high = a.fma(u, c1);
      s3 = s3.add(high.reinterpretAsLongs());
      s2 = s2.add(a.fma(u, c12.sub(high)).reinterpretAsLongs());
    }
    s0.intoArray(sums, LANES * w);
    s1.intoArray(sums, LANES * (w + 1));
    s2.intoArray(sums, LANES * (w + 2));
    s3.intoArray(sums, LANES * (w + 3));
  }

  private static void one(
      Rows rows, int at, double[] factors, int from, int count, long[] sums, int w) {
    LongVector s0 = load(sums, w);
    LongVector s1 = load(sums, w + 1);
    DoubleVector c1 = DoubleVector.broadcast(D, C1);
    DoubleVector c12 = DoubleVector.broadcast(D, C12);
    for (int j = 0; j < count; j++) {
      DoubleVector u = DoubleVector.broadcast(D, factors[from + j]);
      DoubleVector a = DoubleVector.fromArray(D, rows.limbs, at + j * rows.step);
      DoubleVector high = a.fma(u, c1);
      s1 = s1.add(high.reinterpretAsLongs());
      s0 = s0.add(a.fma(u, c12.sub(high)).reinterpretAsLongs());
    }
    s0.intoArray(sums, LANES * w);
    s1.intoArray(sums, LANES * (w + 1));
  }

  /** The high halves alone of one pair of limbs. */
  private static void high(
      Rows rows, int at, double[] factors, int from, int count, long[] sums, int w) {
    LongVector s = load(sums, w);
    DoubleVector c1 = DoubleVector.broadcast(D, C1);
    for (int j = 0; j < count; j++) {
      s =
          s.add(
              DoubleVector.fromArray(D, rows.limbs, at + j * rows.step)
                  .fma(DoubleVector.broadcast(D, factors[from + j]), c1)
                  .reinterpretAsLongs());
    }
    s.intoArray(sums, LANES * w);
  }

  /** All pairs of three limbs from position 2 on, and the high halves that reach it. */
  private static void triangleOfThree(Rows rows, int at, double[] factors, int count, long[] sums) {
    LongVector s2 = load(sums, 2);
    LongVector s3 = load(sums, 3);
    LongVector s4 = load(sums, 4);
    LongVector s5 = load(sums, 5);
    DoubleVector c1 = DoubleVector.broadcast(D, C1);
    DoubleVector c12 = DoubleVector.broadcast(D, C12);
    for (int j = 0; j < count; j++) {
      DoubleVector a0 = DoubleVector.fromArray(D, rows.limbs, at + j * rows.step);
      DoubleVector a1 = DoubleVector.fromArray(D, rows.limbs, at + rows.gap + j * rows.step);
      DoubleVector a2 = DoubleVector.fromArray(D, rows.limbs, at + 2 * rows.gap + j * rows.step);
      DoubleVector high;
      DoubleVector u;
      u = DoubleVector.broadcast(D, factors[j]);
      high = a1.fma(u, c1);
      s2 = s2.add(high.reinterpretAsLongs());
      high = a2.fma(u, c1);
      s3 = s3.add(high.reinterpretAsLongs());
      s2 = s2.add(a2.fma(u, c12.sub(high)).reinterpretAsLongs());
      u = DoubleVector.broadcast(D, factors[count + j]);
      high = a0.fma(u, c1);
      s2 = s2.add(high.reinterpretAsLongs());
      high = a1.fma(u, c1);
      s3 = s3.add(high.reinterpretAsLongs());
      s2 = s2.add(a1.fma(u, c12.sub(high)).reinterpretAsLongs());
      high = a2.fma(u, c1);
      s4 = s4.add(high.reinterpretAsLongs());
      s3 = s3.add(a2.fma(u, c12.sub(high)).reinterpretAsLongs());
      u = DoubleVector.broadcast(D, factors[2 * count + j]);
      high = a0.fma(u, c1);
      s3 = s3.add(high.reinterpretAsLongs());
      s2 = s2.add(a0.fma(u, c12.sub(high)).reinterpretAsLongs());
      high = a1.fma(u, c1);
      s4 = s4.add(high.reinterpretAsLongs());
      s3 = s3.add(a1.fma(u, c12.sub(high)).reinterpretAsLongs());
      high = a2.fma(u, c1);
      s5 = s5.add(high.reinterpretAsLongs());
      s4 = s4.add(a2.fma(u, c12.sub(high)).reinterpretAsLongs());
    }
    s2.intoArray(sums, 2 * LANES);
    s3.intoArray(sums, 3 * LANES);
    s4.intoArray(sums, 4 * LANES);
    s5.intoArray(sums, 5 * LANES);
  }

  /** All pairs of four limbs from position 3 on, and the high halves that reach it. */
  private static void triangleOfFour(Rows rows, int at, double[] factors, int count, long[] sums) {
    LongVector s3 = load(sums, 3);
    LongVector s4 = load(sums, 4);
    LongVector s5 = load(sums, 5);
    LongVector s6 = load(sums, 6);
    LongVector s7 = load(sums, 7);
    DoubleVector c1 = DoubleVector.broadcast(D, C1);
    DoubleVector c12 = DoubleVector.broadcast(D, C12);
    for (int j = 0; j < count; j++) {
      DoubleVector a0 = DoubleVector.fromArray(D, rows.limbs, at + j * rows.step);
      DoubleVector a1 = DoubleVector.fromArray(D, rows.limbs, at + rows.gap + j * rows.step);
      DoubleVector a2 = DoubleVector.fromArray(D, rows.limbs, at + 2 * rows.gap + j * rows.step);
      DoubleVector a3 = DoubleVector.fromArray(D, rows.limbs, at + 3 * rows.gap + j * rows.step);
      DoubleVector high;
      DoubleVector u;
      u = DoubleVector.broadcast(D, factors[j]);
      high = a2.fma(u, c1);
      s3 = s3.add(high.reinterpretAsLongs());
      high = a3.fma(u, c1);
      s4 = s4.add(high.reinterpretAsLongs());
      s3 = s3.add(a3.fma(u, c12.sub(high)).reinterpretAsLongs());
      u = DoubleVector.broadcast(D, factors[count + j]);
      high = a1.fma(u, c1);
      s3 = s3.add(high.reinterpretAsLongs());
      high = a2.fma(u, c1);
      s4 = s4.add(high.reinterpretAsLongs());
      s3 = s3.add(a2.fma(u, c12.sub(high)).reinterpretAsLongs());
      high = a3.fma(u, c1);
      s5 = s5.add(high.reinterpretAsLongs());
      s4 = s4.add(a3.fma(u, c12.sub(high)).reinterpretAsLongs());
      u = DoubleVector.broadcast(D, factors[2 * count + j]);
      high = a0.fma(u, c1);
      s3 = s3.add(high.reinterpretAsLongs());
      high = a1.fma(u, c1);
      s4 = s4.add(high.reinterpretAsLongs());
      s3 = s3.add(a1.fma(u, c12.sub(high)).reinterpretAsLongs());
      high = a2.fma(u, c1);
      s5 = s5.add(high.reinterpretAsLongs());
      s4 = s4.add(a2.fma(u, c12.sub(high)).reinterpretAsLongs());
      high = a3.fma(u, c1);
      s6 = s6.add(high.reinterpretAsLongs());
      s5 = s5.add(a3.fma(u, c12.sub(high)).reinterpretAsLongs());
      u = DoubleVector.broadcast(D, factors[3 * count + j]);
      high = a0.fma(u, c1);
      s4 = s4.add(high.reinterpretAsLongs());
      s3 = s3.add(a0.fma(u, c12.sub(high)).reinterpretAsLongs());
      high = a1.fma(u, c1);
      s5 = s5.add(high.reinterpretAsLongs());
      s4 = s4.add(a1.fma(u, c12.sub(high)).reinterpretAsLongs());
      high = a2.fma(u, c1);
      s6 = s6.add(high.reinterpretAsLongs());
      s5 = s5.add(a2.fma(u, c12.sub(high)).reinterpretAsLongs());
      high = a3.fma(u, c1);
      s7 = s7.add(high.reinterpretAsLongs());
      s6 = s6.add(a3.fma(u, c12.sub(high)).reinterpretAsLongs());
    }
    s3.intoArray(sums, 3 * LANES);
    s4.intoArray(sums, 4 * LANES);
    s5.intoArray(sums, 5 * LANES);
    s6.intoArray(sums, 6 * LANES);
    s7.intoArray(sums, 7 * LANES);
  }

  /**
   * Sets one lane of sums to the inner product of two columns of planes, with the same pairs of
   * limbs.
   *
   * @param gap the numbers of a column, whole vectors of them
   * @param lanes working space, as large as the sums
   */
  static void inner(
      double[] a, double[] b, int gap, int limbs, int least, long[] lanes, long[] sums, int lane) {
    start(gap / LANES, limbs, least, lanes);
    for (int m = 0; m < limbs; m++) {
      for (int l = Math.max(0, least - 1 - m); l < limbs; l++) {
        if (l + m < least) {
          innerHigh(a, l * gap, b, m * gap, gap, lanes, least);
        } else {
          innerOne(a, l * gap, b, m * gap, gap, lanes, l + m);
        }
      }
    }
    for (int w = least; w < 2 * limbs; w++) {
      sums[w * LANES + lane] = load(lanes, w).reduceLanes(VectorOperators.ADD);
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

  private static void innerHigh(
      double[] a, int at, double[] b, int from, int count, long[] sums, int w) {
    LongVector s = load(sums, w);
    DoubleVector c1 = DoubleVector.broadcast(D, C1);
    for (int n = 0; n < count; n += LANES) {
      DoubleVector u = DoubleVector.fromArray(D, a, at + n);
      DoubleVector v = DoubleVector.fromArray(D, b, from + n);
      s = s.add(u.fma(v, c1).reinterpretAsLongs());
    }
    s.intoArray(sums, w * LANES);
  }
}
