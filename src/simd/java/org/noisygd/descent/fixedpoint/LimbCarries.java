// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Carries along limb planes, every lane as {@link Limbs} has them: exact. */
final class LimbCarries {
  private static final VectorSpecies<Long> S = LongVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Double> D = DoubleVector.SPECIES_PREFERRED;
  private static final double ONE_AND_A_HALF = 0x1.8p52;
  private static final long ONE_AND_A_HALF_BITS = Double.doubleToRawLongBits(ONE_AND_A_HALF);

  /** The doubles and longs in a vector: planes are padded to a multiple of it. */
  static final int LANES = D.length();

  private final int bits;
  private final long half;
  private final double place;

  /** Carries of limbs of that many bits. */
  LimbCarries(int bits) {
    this.bits = bits;
    this.half = 1L << (bits - 1);
    this.place = 1.0 / (1L << bits);
  }

  /** A limb as a double: its bits beside those of 1.5 2^52, whose last place is 1. */
  private static DoubleVector toDouble(LongVector limb) {
    return limb.add(ONE_AND_A_HALF_BITS).reinterpretAsDoubles().sub(ONE_AND_A_HALF);
  }

  /**
   * The largest modulus of the numbers, in units of the top limb's place: from the low limbs up,
   * each partial sum at least half of its last term, so within 2^-50 of it.
   */
  double modulus(long[] planes, int limbs, int gap) {
    DoubleVector largest = DoubleVector.zero(D);
    DoubleVector scale = DoubleVector.broadcast(D, place);
    for (int g = 0; g < gap; g += LANES) {
      DoubleVector value = DoubleVector.zero(D);
      for (int l = 0; l < limbs; l++) {
        value = value.fma(scale, toDouble(LongVector.fromArray(S, planes, l * gap + g)));
      }
      largest = largest.max(value.abs());
    }
    return largest.reduceLanes(VectorOperators.MAX);
  }

  /**
   * a + b into every step-th plane of sum as doubles; the largest modulus, as {@link #modulus} has
   * it. The top limb keeps its carry, so that a sum beyond L limbs shows.
   */
  double add(long[] a, long[] b, double[] sum, int limbs, int gap, int step) {
    DoubleVector largest = DoubleVector.zero(D);
    DoubleVector scale = DoubleVector.broadcast(D, place);
    int top = limbs - 1;
    for (int g = 0; g < gap; g += LANES) {
      LongVector carry = LongVector.zero(S);
      DoubleVector value = DoubleVector.zero(D);
      // The top limb stands apart: a condition in the loop has its vectors made objects on JDK 17.
      for (int l = 0; l < top; l++) {
        LongVector limb = sum(a, b, l * gap + g).add(carry);
        carry = limb.add(half).lanewise(VectorOperators.ASHR, bits);
        DoubleVector number = toDouble(limb.sub(carry.lanewise(VectorOperators.LSHL, bits)));
        number.intoArray(sum, l * step * gap + g);
        value = value.fma(scale, number);
      }
      DoubleVector number = toDouble(sum(a, b, top * gap + g).add(carry));
      number.intoArray(sum, top * step * gap + g);
      largest = largest.max(value.fma(scale, number).abs());
    }
    return largest.reduceLanes(VectorOperators.MAX);
  }

  private static LongVector sum(long[] a, long[] b, int at) {
    return LongVector.fromArray(S, a, at).add(LongVector.fromArray(S, b, at));
  }

  /** Copies a vector of lanes of each limb, {@code gap} apart, to where they follow each other. */
  void copy(double[] from, int g, int gap, int limbs, double[] to, int at) {
    for (int l = 0; l < limbs; l++) {
      DoubleVector.fromArray(D, from, l * gap + g).intoArray(to, at + l * LANES);
    }
  }

  /** The limbs as doubles, into every step-th plane. */
  void toDoubles(long[] planes, double[] numbers, int limbs, int gap, int step) {
    for (int l = 0; l < limbs; l++) {
      for (int g = 0; g < gap; g += LANES) {
        toDouble(LongVector.fromArray(S, planes, l * gap + g))
            .intoArray(numbers, l * step * gap + g);
      }
    }
  }

  /**
   * Adds floor(v 2^-F + 1/2) to planes, from lane g on, v being the sum of sums_w 2^(b w) from
   * position {@code least} on: with b q = F + s, 0 <= s < b, the last bit is bit b - s of position
   * q - 1, and carries reach that by floors. Above it each sum gives its low b - s bits to one limb
   * and the others to the next.
   *
   * @param slack how far off the sums may be, in units of position q - 1
   * @return whether every sum that close rounds alike; if not, nothing is added
   */
  boolean addRounded(
      long[] sums,
      long[] planes,
      int g,
      int gap,
      int fractionBits,
      int limbs,
      int least,
      long slack) {
    int q = (fractionBits + bits - 1) / bits;
    int s = q * bits - fractionBits;
    LongVector carry = LongVector.zero(S);
    for (int w = least; w < q - 1; w++) {
      carry =
          LongVector.fromArray(S, sums, w * LANES).add(carry).lanewise(VectorOperators.ASHR, bits);
    }
    int out = bits - s;
    long low = (1L << out) - 1;
    LongVector sum = LongVector.fromArray(S, sums, (q - 1) * LANES).add(carry).add(low / 2 + 1);
    if (sum.sub(slack).and(low).compare(VectorOperators.GT, low - 2 * slack).anyTrue()) {
      return false;
    }
    LongVector over = sum.lanewise(VectorOperators.ASHR, out);
    for (int l = 0; l < limbs; l++) {
      sum = LongVector.fromArray(S, sums, (q + l) * LANES);
      LongVector limb =
          sum.and(low)
              .lanewise(VectorOperators.LSHL, s)
              .add(over)
              .add(LongVector.fromArray(S, planes, l * gap + g));
      over = limb.add(half).lanewise(VectorOperators.ASHR, bits);
      limb.sub(over.lanewise(VectorOperators.LSHL, bits)).intoArray(planes, l * gap + g);
      over = over.add(sum.lanewise(VectorOperators.ASHR, out));
    }
    return true;
  }
}
