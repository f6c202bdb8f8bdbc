// SPDX-License-Identifier: Apache-2.0
package org.noisygd.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Carries along limb planes, every lane as {@link Limbs} has them: exact. */
final class LimbCarries {
  private static final VectorSpecies<Long> S = LongVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Double> D = DoubleVector.SPECIES_PREFERRED;
  private static final DoubleVector PLACE = DoubleVector.broadcast(D, 0x1p-51);
  private static final int BITS = Limbs.BITS;
  private static final long MASK = (1L << BITS) - 1;
  private static final long HALF = 1L << (BITS - 1);
  private static final double ONE_AND_A_HALF = 0x1.8p52;
  private static final long ONE_AND_A_HALF_BITS = Double.doubleToRawLongBits(ONE_AND_A_HALF);
  private static final int LANES = LimbPlanes.LANES;

  private LimbCarries() {}

  /** A limb as a double: its bits beside those of 1.5 2^52, whose last place is 1. */
  private static DoubleVector toDouble(LongVector limb) {
    return limb.add(ONE_AND_A_HALF_BITS).reinterpretAsDoubles().sub(ONE_AND_A_HALF);
  }

  /**
   * The largest modulus of the numbers, in units of the top limb's place: from the low limbs up,
   * each partial sum at least half of its last term, so within 2^-50 of it.
   */
  static double modulus(long[] planes, int limbs, int gap) {
    DoubleVector largest = DoubleVector.zero(D);
    for (int g = 0; g < gap; g += LANES) {
      DoubleVector value = DoubleVector.zero(D);
      for (int l = 0; l < limbs; l++) {
        value = value.fma(PLACE, toDouble(LongVector.fromArray(S, planes, l * gap + g)));
      }
      largest = largest.max(value.abs());
    }
    return largest.reduceLanes(VectorOperators.MAX);
  }

  /**
   * a + b, or a where b is null, into doubles; the largest modulus, as {@link #modulus} has it. The
   * top limb keeps its carry, so that a sum beyond L limbs shows.
   */
  static double add(long[] a, long[] b, double[] sum, int limbs, int gap) {
    DoubleVector largest = DoubleVector.zero(D);
    for (int g = 0; g < gap; g += LANES) {
      LongVector carry = LongVector.zero(S);
      DoubleVector value = DoubleVector.zero(D);
      for (int l = 0; l < limbs; l++) {
        LongVector limb = LongVector.fromArray(S, a, l * gap + g).add(carry);
        if (b != null) {
          limb = limb.add(LongVector.fromArray(S, b, l * gap + g));
        }
        if (l < limbs - 1) {
          carry = limb.add(HALF).lanewise(VectorOperators.ASHR, BITS);
          limb = limb.sub(carry.lanewise(VectorOperators.LSHL, BITS));
        }
        DoubleVector number = toDouble(limb);
        number.intoArray(sum, l * gap + g);
        value = value.fma(PLACE, number);
      }
      largest = largest.max(value.abs());
    }
    return largest.reduceLanes(VectorOperators.MAX);
  }

  /** Adds to planes, from lane g on, what {@link Limbs#round} makes of the sums. */
  static void addRounded(long[] sums, long[] planes, int g, int gap, int fractionBits, int limbs) {
    int q = (fractionBits + BITS - 1) / BITS;
    int s = q * BITS - fractionBits;
    LongVector carry = LongVector.zero(S);
    for (int w = 0; w < q - 2; w++) {
      carry =
          LongVector.fromArray(S, sums, w * LANES).add(carry).lanewise(VectorOperators.ASHR, BITS);
    }
    LongVector shiftedOut = LongVector.zero(S);
    LongVector balanced = shiftedOut;
    for (int w = Math.max(0, q - 2); w < q; w++) {
      LongVector sum = LongVector.fromArray(S, sums, w * LANES).add(carry);
      carry = sum.lanewise(VectorOperators.ASHR, BITS);
      LongVector digit = sum.and(MASK);
      balanced = digit.lanewise(VectorOperators.LSHL, s).and(MASK).add(shiftedOut);
      shiftedOut = digit.lanewise(VectorOperators.LSHR, BITS - s);
    }
    balanced = balanced.add(HALF).lanewise(VectorOperators.LSHR, BITS);
    for (int l = 0; l < limbs; l++) {
      LongVector sum = LongVector.fromArray(S, sums, (q + l) * LANES).add(carry);
      carry = sum.lanewise(VectorOperators.ASHR, BITS);
      LongVector digit = sum.and(MASK);
      LongVector shifted = digit.lanewise(VectorOperators.LSHL, s).and(MASK).add(shiftedOut);
      shiftedOut = digit.lanewise(VectorOperators.LSHR, BITS - s);
      LongVector limb = shifted.add(balanced).add(LongVector.fromArray(S, planes, l * gap + g));
      balanced = limb.add(HALF).lanewise(VectorOperators.ASHR, BITS);
      limb.sub(balanced.lanewise(VectorOperators.LSHL, BITS)).intoArray(planes, l * gap + g);
    }
  }
}
