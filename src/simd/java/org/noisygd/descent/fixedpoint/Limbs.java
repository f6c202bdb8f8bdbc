// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

import java.math.BigInteger;
import org.noisygd.number.Require;

/**
 * Integers as limbs of b bits, least first: v = sum of limb_l 2^(b l) with -2^(b-1) <= limb <
 * 2^(b-1). Everything is exact.
 *
 * @param bits b, at most {@value #MOST_BITS}
 */
record Limbs(int bits) {
  /** Two limbs' product has 100 bits: a high and a low half by two fused multiply-adds. */
  static final int MOST_BITS = 51;

  Limbs {
    Require.that(bits >= 1 && bits <= MOST_BITS, "bits of a limb", "be in 1..51", bits);
  }

  private long mask() {
    return (1L << bits) - 1;
  }

  private long half() {
    return 1L << (bits - 1);
  }

  /** The limbs of v, at {@code at}, {@code at + gap}, ...; v must fit. */
  void split(BigInteger v, long[] limbs, int at, int gap, int count) {
    long mask = mask();
    long half = half();
    BigInteger rest = v;
    for (int l = 0; l < count; l++) {
      long limb = ((rest.longValue() + half) & mask) - half;
      limbs[at + l * gap] = limb;
      rest = rest.subtract(BigInteger.valueOf(limb)).shiftRight(bits);
    }
    if (rest.signum() != 0) {
      throw new ArithmeticException("integer must fit " + count + " limbs, got " + v);
    }
  }

  /**
   * The limbs of v 2^shift, |v| at most 2^53, as {@link #split(BigInteger, long[], int, int, int)}
   * has them; those that are zero are not written.
   */
  void split(long v, int shift, long[] limbs, int at, int gap, int count) {
    long mask = mask();
    long half = half();
    int l = shift / bits;
    int offset = shift % bits;
    long digit = (v << offset) & mask;
    long rest = v >> (bits - offset);
    while (digit != 0 || rest != 0) {
      long carry = (digit + half) >> bits;
      if (l >= count) {
        throw new ArithmeticException(
            "integer must fit " + count + " limbs, got " + v + " 2^" + shift);
      }
      limbs[at + l * gap] = digit - (carry << bits);
      l++;
      rest += carry;
      digit = rest & mask;
      rest >>= bits;
    }
  }

  /** The integer of the limbs. */
  BigInteger join(long[] limbs, int at, int gap, int count) {
    BigInteger v = BigInteger.ZERO;
    for (int l = count - 1; l >= 0; l--) {
      v = v.shiftLeft(bits).add(BigInteger.valueOf(limbs[at + l * gap]));
    }
    return v;
  }
}
