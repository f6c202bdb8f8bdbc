// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The sums of {@link LimbProducts} for numbers of three or four {@link Limbs} of {@value #BITS}
 * bits, from position {@code limbs - 1} on, by doubles alone: four operations for a pair of limbs
 * instead of five. From high = C = 1.5 2^99, whose unit in the last place is 2^47, and low = 0,
 *
 * <pre>
 *   next = fma(a, b, high)               C + 2^47 (h_1 + h_2 + ...)
 *   low  = low + fma(a, b, high - next)  what is rounded off: integers
 *   high = next
 * </pre>
 *
 * <p>All of that is exact but for the rounding of next. Products are at most 2^92, and at most 62
 * are added to one high, which so stays within 2^98 of C and keeps its unit. Each rounds off at
 * most 2^46, and at most 124 meet in one low, which stays below 2^53. The pairs of limbs below the
 * position only have their high halves added.
 *
 * <p>The four loops differ in the limbs, and in whether one factor is a scalar. They are spelled
 * out as those of {@link LimbProducts} are, for the same reason.
 */
final class LimbChains {
  /** The bits of a limb. */
  static final int BITS = 47;

  /** Terms before the sums are carried over into integers. Of each at most two meet in a high. */
  private static final int BLOCK = 31;

  private static final VectorSpecies<Double> D = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Long> S = LongVector.SPECIES_PREFERRED;
  private static final int LANES = LimbCarries.LANES;
  private static final double C = 0x1.8p99;
  private static final long HIGH = Double.doubleToRawLongBits(C);

  /** Added to an integer below 2^51 it leaves that in the last bits. */
  private static final double C2 = 0x1.8p52;

  private final int limbs;

  /** At each position the sum of low halves, and the bits of C plus the high halves. */
  private final double[] lows;

  private final long[] highs;

  /** Sums for numbers of three or four limbs. */
  LimbChains(int limbs) {
    this.limbs = limbs;
    this.lows = new double[2 * limbs * LANES];
    this.highs = new long[2 * limbs * LANES];
  }

  /** Whether so many limbs hold F bits after the point, the first of them among these. */
  static boolean takes(int limbs, int fractionBits, int integerBits) {
    return (limbs == 3 || limbs == 4)
        && fractionBits + integerBits + 2 <= limbs * BITS
        && fractionBits > (limbs - 1) * BITS;
  }

  /** As {@link LimbProducts#sum} from position {@code limbs - 1} on. */
  void sum(double[] rows, int at, double[][] factors, int count, long[] sums) {
    clear(sums);
    for (int j = 0; j < count; j += BLOCK) {
      int end = Math.min(j + BLOCK, count);
      if (limbs == 3) {
        three(rows, at, factors, j, end, sums);
      } else {
        four(rows, at, factors, j, end, sums);
      }
    }
  }

  /** As {@link LimbProducts#inner} from position {@code limbs - 1} on. */
  void inner(double[] a, double[] b, int gap, long[] sums) {
    clear(sums);
    for (int n = 0; n < gap; n += BLOCK * LANES) {
      int end = Math.min(n + BLOCK * LANES, gap);
      if (limbs == 3) {
        innerThree(a, b, gap, n, end, sums);
      } else {
        innerFour(a, b, gap, n, end, sums);
      }
    }
  }

  private void clear(long[] sums) {
    Arrays.fill(sums, (limbs - 1) * LANES, 2 * limbs * LANES, 0);
  }

  private void three(double[] rows, int at, double[][] factors, int from, int end, long[] sums) {
    double[] u0 = factors[0];
    double[] u1 = factors[1];
    double[] u2 = factors[2];
    DoubleVector h2 = DoubleVector.broadcast(D, C);
    DoubleVector h3 = h2;
    DoubleVector g3 = h2;
    DoubleVector h4 = h2;
    DoubleVector h5 = h2;
    DoubleVector l2 = DoubleVector.broadcast(D, 0);
    DoubleVector k2 = l2;
    DoubleVector l3 = l2;
    DoubleVector l4 = l2;
    for (int j = from; j < end; j++) {
      DoubleVector a0 = DoubleVector.fromArray(D, rows, at + j * (3 * LANES));
      DoubleVector a1 = DoubleVector.fromArray(D, rows, at + LANES + j * (3 * LANES));
      DoubleVector a2 = DoubleVector.fromArray(D, rows, at + 2 * LANES + j * (3 * LANES));
      DoubleVector next;
      DoubleVector u;
      u = DoubleVector.broadcast(D, u0[j]);
      h2 = a1.fma(u, h2);
      next = a2.fma(u, h3);
      l2 = l2.add(a2.fma(u, h3.sub(next)));
      h3 = next;
      u = DoubleVector.broadcast(D, u1[j]);
      h2 = a0.fma(u, h2);
      next = a1.fma(u, g3);
      k2 = k2.add(a1.fma(u, g3.sub(next)));
      g3 = next;
      next = a2.fma(u, h4);
      l3 = l3.add(a2.fma(u, h4.sub(next)));
      h4 = next;
      u = DoubleVector.broadcast(D, u2[j]);
      next = a0.fma(u, h3);
      l2 = l2.add(a0.fma(u, h3.sub(next)));
      h3 = next;
      next = a1.fma(u, h4);
      l3 = l3.add(a1.fma(u, h4.sub(next)));
      h4 = next;
      next = a2.fma(u, h5);
      l4 = l4.add(a2.fma(u, h5.sub(next)));
      h5 = next;
    }
    h2.reinterpretAsLongs().intoArray(highs, 2 * LANES);
    l2.add(k2).intoArray(lows, 2 * LANES);
    h3.reinterpretAsLongs().add(g3.reinterpretAsLongs()).sub(HIGH).intoArray(highs, 3 * LANES);
    l3.intoArray(lows, 3 * LANES);
    h4.reinterpretAsLongs().intoArray(highs, 4 * LANES);
    l4.intoArray(lows, 4 * LANES);
    h5.reinterpretAsLongs().intoArray(highs, 5 * LANES);
    carryOver(sums);
  }

  private void four(double[] rows, int at, double[][] factors, int from, int end, long[] sums) {
    double[] u0 = factors[0];
    double[] u1 = factors[1];
    double[] u2 = factors[2];
    double[] u3 = factors[3];
    DoubleVector h3 = DoubleVector.broadcast(D, C);
    DoubleVector g3 = h3;
    DoubleVector h4 = h3;
    DoubleVector g4 = h3;
    DoubleVector h5 = h3;
    DoubleVector g5 = h3;
    DoubleVector h6 = h3;
    DoubleVector h7 = h3;
    DoubleVector l3 = DoubleVector.broadcast(D, 0);
    DoubleVector k3 = l3;
    DoubleVector l4 = l3;
    DoubleVector l5 = l3;
    DoubleVector l6 = l3;
    for (int j = from; j < end; j++) {
      DoubleVector a0 = DoubleVector.fromArray(D, rows, at + j * (4 * LANES));
      DoubleVector a1 = DoubleVector.fromArray(D, rows, at + LANES + j * (4 * LANES));
      DoubleVector a2 = DoubleVector.fromArray(D, rows, at + 2 * LANES + j * (4 * LANES));
      DoubleVector a3 = DoubleVector.fromArray(D, rows, at + 3 * LANES + j * (4 * LANES));
      DoubleVector next;
      DoubleVector u;
      u = DoubleVector.broadcast(D, u0[j]);
      h3 = a2.fma(u, h3);
      next = a3.fma(u, h4);
      l3 = l3.add(a3.fma(u, h4.sub(next)));
      h4 = next;
      u = DoubleVector.broadcast(D, u1[j]);
      g3 = a1.fma(u, g3);
      next = a2.fma(u, g4);
      k3 = k3.add(a2.fma(u, g4.sub(next)));
      g4 = next;
      next = a3.fma(u, h5);
      l4 = l4.add(a3.fma(u, h5.sub(next)));
      h5 = next;
      u = DoubleVector.broadcast(D, u2[j]);
      h3 = a0.fma(u, h3);
      next = a1.fma(u, h4);
      l3 = l3.add(a1.fma(u, h4.sub(next)));
      h4 = next;
      next = a2.fma(u, g5);
      l4 = l4.add(a2.fma(u, g5.sub(next)));
      g5 = next;
      next = a3.fma(u, h6);
      l5 = l5.add(a3.fma(u, h6.sub(next)));
      h6 = next;
      u = DoubleVector.broadcast(D, u3[j]);
      next = a0.fma(u, g4);
      k3 = k3.add(a0.fma(u, g4.sub(next)));
      g4 = next;
      next = a1.fma(u, h5);
      l4 = l4.add(a1.fma(u, h5.sub(next)));
      h5 = next;
      next = a2.fma(u, h6);
      l5 = l5.add(a2.fma(u, h6.sub(next)));
      h6 = next;
      next = a3.fma(u, h7);
      l6 = l6.add(a3.fma(u, h7.sub(next)));
      h7 = next;
    }
    h3.reinterpretAsLongs().add(g3.reinterpretAsLongs()).sub(HIGH).intoArray(highs, 3 * LANES);
    l3.add(k3).intoArray(lows, 3 * LANES);
    h4.reinterpretAsLongs().add(g4.reinterpretAsLongs()).sub(HIGH).intoArray(highs, 4 * LANES);
    l4.intoArray(lows, 4 * LANES);
    h5.reinterpretAsLongs().add(g5.reinterpretAsLongs()).sub(HIGH).intoArray(highs, 5 * LANES);
    l5.intoArray(lows, 5 * LANES);
    h6.reinterpretAsLongs().intoArray(highs, 6 * LANES);
    l6.intoArray(lows, 6 * LANES);
    h7.reinterpretAsLongs().intoArray(highs, 7 * LANES);
    carryOver(sums);
  }

  private void innerThree(double[] a, double[] b, int gap, int from, int end, long[] sums) {
    DoubleVector h2 = DoubleVector.broadcast(D, C);
    DoubleVector h3 = h2;
    DoubleVector g3 = h2;
    DoubleVector h4 = h2;
    DoubleVector h5 = h2;
    DoubleVector l2 = DoubleVector.broadcast(D, 0);
    DoubleVector k2 = l2;
    DoubleVector l3 = l2;
    DoubleVector l4 = l2;
    for (int n = from; n < end; n += LANES) {
      DoubleVector a0 = DoubleVector.fromArray(D, a, n);
      DoubleVector a1 = DoubleVector.fromArray(D, a, gap + n);
      DoubleVector a2 = DoubleVector.fromArray(D, a, 2 * gap + n);
      DoubleVector next;
      DoubleVector u;
      u = DoubleVector.fromArray(D, b, n);
      h2 = a1.fma(u, h2);
      next = a2.fma(u, h3);
      l2 = l2.add(a2.fma(u, h3.sub(next)));
      h3 = next;
      u = DoubleVector.fromArray(D, b, gap + n);
      h2 = a0.fma(u, h2);
      next = a1.fma(u, g3);
      k2 = k2.add(a1.fma(u, g3.sub(next)));
      g3 = next;
      next = a2.fma(u, h4);
      l3 = l3.add(a2.fma(u, h4.sub(next)));
      h4 = next;
      u = DoubleVector.fromArray(D, b, 2 * gap + n);
      next = a0.fma(u, h3);
      l2 = l2.add(a0.fma(u, h3.sub(next)));
      h3 = next;
      next = a1.fma(u, h4);
      l3 = l3.add(a1.fma(u, h4.sub(next)));
      h4 = next;
      next = a2.fma(u, h5);
      l4 = l4.add(a2.fma(u, h5.sub(next)));
      h5 = next;
    }
    h2.reinterpretAsLongs().intoArray(highs, 2 * LANES);
    l2.add(k2).intoArray(lows, 2 * LANES);
    h3.reinterpretAsLongs().add(g3.reinterpretAsLongs()).sub(HIGH).intoArray(highs, 3 * LANES);
    l3.intoArray(lows, 3 * LANES);
    h4.reinterpretAsLongs().intoArray(highs, 4 * LANES);
    l4.intoArray(lows, 4 * LANES);
    h5.reinterpretAsLongs().intoArray(highs, 5 * LANES);
    carryOver(sums);
  }

  private void innerFour(double[] a, double[] b, int gap, int from, int end, long[] sums) {
    DoubleVector h3 = DoubleVector.broadcast(D, C);
    DoubleVector g3 = h3;
    DoubleVector h4 = h3;
    DoubleVector g4 = h3;
    DoubleVector h5 = h3;
    DoubleVector g5 = h3;
    DoubleVector h6 = h3;
    DoubleVector h7 = h3;
    DoubleVector l3 = DoubleVector.broadcast(D, 0);
    DoubleVector k3 = l3;
    DoubleVector l4 = l3;
    DoubleVector l5 = l3;
    DoubleVector l6 = l3;
    for (int n = from; n < end; n += LANES) {
      DoubleVector a0 = DoubleVector.fromArray(D, a, n);
      DoubleVector a1 = DoubleVector.fromArray(D, a, gap + n);
      DoubleVector a2 = DoubleVector.fromArray(D, a, 2 * gap + n);
      DoubleVector a3 = DoubleVector.fromArray(D, a, 3 * gap + n);
      DoubleVector next;
      DoubleVector u;
      u = DoubleVector.fromArray(D, b, n);
      h3 = a2.fma(u, h3);
      next = a3.fma(u, h4);
      l3 = l3.add(a3.fma(u, h4.sub(next)));
      h4 = next;
      u = DoubleVector.fromArray(D, b, gap + n);
      g3 = a1.fma(u, g3);
      next = a2.fma(u, g4);
      k3 = k3.add(a2.fma(u, g4.sub(next)));
      g4 = next;
      next = a3.fma(u, h5);
      l4 = l4.add(a3.fma(u, h5.sub(next)));
      h5 = next;
      u = DoubleVector.fromArray(D, b, 2 * gap + n);
      h3 = a0.fma(u, h3);
      next = a1.fma(u, h4);
      l3 = l3.add(a1.fma(u, h4.sub(next)));
      h4 = next;
      next = a2.fma(u, g5);
      l4 = l4.add(a2.fma(u, g5.sub(next)));
      g5 = next;
      next = a3.fma(u, h6);
      l5 = l5.add(a3.fma(u, h6.sub(next)));
      h6 = next;
      u = DoubleVector.fromArray(D, b, 3 * gap + n);
      next = a0.fma(u, g4);
      k3 = k3.add(a0.fma(u, g4.sub(next)));
      g4 = next;
      next = a1.fma(u, h5);
      l4 = l4.add(a1.fma(u, h5.sub(next)));
      h5 = next;
      next = a2.fma(u, h6);
      l5 = l5.add(a2.fma(u, h6.sub(next)));
      h6 = next;
      next = a3.fma(u, h7);
      l6 = l6.add(a3.fma(u, h7.sub(next)));
      h7 = next;
    }
    h3.reinterpretAsLongs().add(g3.reinterpretAsLongs()).sub(HIGH).intoArray(highs, 3 * LANES);
    l3.add(k3).intoArray(lows, 3 * LANES);
    h4.reinterpretAsLongs().add(g4.reinterpretAsLongs()).sub(HIGH).intoArray(highs, 4 * LANES);
    l4.intoArray(lows, 4 * LANES);
    h5.reinterpretAsLongs().add(g5.reinterpretAsLongs()).sub(HIGH).intoArray(highs, 5 * LANES);
    l5.intoArray(lows, 5 * LANES);
    h6.reinterpretAsLongs().intoArray(highs, 6 * LANES);
    l6.intoArray(lows, 6 * LANES);
    h7.reinterpretAsLongs().intoArray(highs, 7 * LANES);
    carryOver(sums);
  }

  /**
   * Adds what the chains hold to the sums. What of a low sum is beyond 47 bits goes to the next
   * position, as the high halves do. No constant is given to an operation as a scalar: those calls
   * nest too deep for C2, which then makes objects of the vectors.
   */
  private void carryOver(long[] sums) {
    DoubleVector c = DoubleVector.broadcast(D, C);
    DoubleVector c2 = DoubleVector.broadcast(D, C2);
    LongVector constants = LongVector.broadcast(S, 2 * HIGH + Double.doubleToRawLongBits(C2));
    LongVector carry = c.reinterpretAsLongs();
    for (int w = limbs - 1; w < 2 * limbs; w++) {
      DoubleVector low = DoubleVector.fromArray(D, lows, w * LANES);
      DoubleVector high = c.add(low);
      LongVector.fromArray(S, sums, w * LANES)
          .add(LongVector.fromArray(S, highs, w * LANES))
          .add(low.sub(high.sub(c)).add(c2).reinterpretAsLongs())
          .add(carry)
          .sub(constants)
          .intoArray(sums, w * LANES);
      carry = high.reinterpretAsLongs();
    }
  }
}
