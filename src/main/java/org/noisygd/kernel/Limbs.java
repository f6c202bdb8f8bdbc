// SPDX-License-Identifier: Apache-2.0
package org.noisygd.kernel;

import java.math.BigInteger;

/**
 * Integers as limbs of {@value #BITS} bits, least first: v = sum of limb_l 2^(51 l) with -2^50 <=
 * limb < 2^50. Everything is exact.
 */
final class Limbs {
  /** Two limbs' product has 100 bits: a high and a low half by two fused multiply-adds. */
  static final int BITS = 51;

  private static final long MASK = (1L << BITS) - 1;
  private static final long HALF = 1L << (BITS - 1);

  private Limbs() {}

  /** The limbs of v, at {@code at}, {@code at + gap}, ...; v must fit. */
  static void split(BigInteger v, long[] limbs, int at, int gap, int count) {
    BigInteger rest = v;
    for (int l = 0; l < count; l++) {
      long limb = ((rest.longValue() + HALF) & MASK) - HALF;
      limbs[at + l * gap] = limb;
      rest = rest.subtract(BigInteger.valueOf(limb)).shiftRight(BITS);
    }
    if (rest.signum() != 0) {
      throw new ArithmeticException("integer must fit " + count + " limbs, got " + v);
    }
  }

  /** The integer of the limbs. */
  static BigInteger join(long[] limbs, int at, int gap, int count) {
    BigInteger v = BigInteger.ZERO;
    for (int l = count - 1; l >= 0; l--) {
      v = v.shiftLeft(BITS).add(BigInteger.valueOf(limbs[at + l * gap]));
    }
    return v;
  }

  /** Adds a b to sums, position by position: sum of sums_w 2^(51 w). */
  static void multiply(long[] a, long[] b, long[] sums, int count) {
    for (int l = 0; l < count; l++) {
      for (int m = 0; m < count; m++) {
        long low = a[l] * b[m];
        sums[l + m] += low & MASK;
        sums[l + m + 1] += (Math.multiplyHigh(a[l], b[m]) << (64 - BITS)) | (low >>> BITS);
      }
    }
  }

  /**
   * The limbs of floor(v 2^-F + 1/2), v being the sum of sums_w 2^(51 w): with 51 q = F + s, 0 <= s
   * < 51, the carries reach position q - 1 by floors; v 2^s is the non-negative digits shifted; the
   * half is added by the first balanced carry, out of position q - 1.
   */
  static void round(long[] sums, long[] rounded, int fractionBits, int count) {
    int q = (fractionBits + BITS - 1) / BITS;
    int s = q * BITS - fractionBits;
    long carry = 0;
    long shiftedOut = 0;
    long balanced = 0;
    for (int w = 0; w < q + count; w++) {
      long sum = sums[w] + carry;
      carry = sum >> BITS;
      long digit = sum & MASK;
      long shifted = ((digit << s) & MASK) + shiftedOut;
      shiftedOut = digit >>> (BITS - s);
      if (w >= q) {
        long limb = shifted + balanced;
        balanced = (limb + HALF) >> BITS;
        rounded[w - q] = limb - (balanced << BITS);
      } else if (w == q - 1) {
        balanced = (shifted + HALF) >> BITS;
      }
    }
  }
}
