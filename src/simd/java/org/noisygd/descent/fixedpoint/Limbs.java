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

  /** Adds a b to sums, position by position: sum of sums_w 2^(b w). */
  void multiply(long[] a, long[] b, long[] sums, int count) {
    long mask = mask();
    for (int l = 0; l < count; l++) {
      for (int m = 0; m < count; m++) {
        long low = a[l] * b[m];
        sums[l + m] += low & mask;
        sums[l + m + 1] += (Math.multiplyHigh(a[l], b[m]) << (64 - bits)) | (low >>> bits);
      }
    }
  }

  /**
   * The limbs of floor(v 2^-F + 1/2), v being the sum of sums_w 2^(b w): with b q = F + s, 0 <= s <
   * b, the carries reach position q - 1 by floors; v 2^s is the non-negative digits shifted; the
   * half is added by the first balanced carry, out of position q - 1.
   */
  void round(long[] sums, long[] rounded, int fractionBits, int count) {
    long mask = mask();
    long half = half();
    int q = (fractionBits + bits - 1) / bits;
    int s = q * bits - fractionBits;
    long carry = 0;
    long shiftedOut = 0;
    long balanced = 0;
    for (int w = 0; w < q + count; w++) {
      long sum = sums[w] + carry;
      carry = sum >> bits;
      long digit = sum & mask;
      long shifted = ((digit << s) & mask) + shiftedOut;
      shiftedOut = digit >>> (bits - s);
      if (w >= q) {
        long limb = shifted + balanced;
        balanced = (limb + half) >> bits;
        rounded[w - q] = limb - (balanced << bits);
      } else if (w == q - 1) {
        balanced = (shifted + half) >> bits;
      }
    }
  }
}
