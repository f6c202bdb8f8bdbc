// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

import org.checkerframework.dataflow.qual.Pure;

/**
 * Philox4x64-10, a keyed bijection of 256-bit counters: four 64-bit words from a counter (c0, c1,
 * c2, c3) under a key (k0, k1).
 *
 * <p>One round, with m0, m1 the multipliers, hi and lo the halves of the unsigned 128-bit product:
 *
 * <pre>
 *   (c0, c1, c2, c3)  becomes  (hi(m1 c2) ^ c1 ^ k0,  lo(m1 c2),  hi(m0 c0) ^ c3 ^ k1,  lo(m0 c0))
 * </pre>
 *
 * <p>Ten rounds; between two of them k0 and k1 grow by the Weyl constants w0 and w1 mod 2^64. Longs
 * are read as unsigned 64-bit words throughout. Exact: there is no rounding anywhere.
 *
 * <p>Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11
 * (2011), section 4.3; constants from its Table 2 and from the Random123 library's {@code
 * philox.h}. Known answers: the check {@code N.philox}.
 */
public final class Philox4x64 {

  /** The words in one block. */
  public static final int WORDS = 4;

  /** The rounds of the recommended variant. */
  public static final int ROUNDS = 10;

  /** m0, multiplier of c0 (Random123, PHILOX_M4x64_0). */
  public static final long MULTIPLIER_0 = 0xD2E7470EE14C6C93L;

  /** m1, multiplier of c2 (Random123, PHILOX_M4x64_1). */
  public static final long MULTIPLIER_1 = 0xCA5A826395121157L;

  /** w0, the golden ratio minus 1, times 2^64, truncated (Random123, PHILOX_W64_0). */
  public static final long WEYL_0 = 0x9E3779B97F4A7C15L;

  /** w1, the square root of 3 minus 1, times 2^64, truncated (Random123, PHILOX_W64_1). */
  public static final long WEYL_1 = 0xBB67AE8584CAA73BL;

  private Philox4x64() {}

  /**
   * Writes the four words of one block into {@code out[0..3]}.
   *
   * @throws IllegalArgumentException if {@code out} has fewer than four places
   */
  public static void block(long key0, long key1, long c0, long c1, long c2, long c3, long[] out) {
    if (out.length < WORDS) {
      throw new IllegalArgumentException("out must have at least 4 entries, got " + out.length);
    }
    long k0 = key0;
    long k1 = key1;
    long x0 = c0;
    long x1 = c1;
    long x2 = c2;
    long x3 = c3;
    for (int round = 0; round < ROUNDS; round++) {
      long high0 = multiplyHigh(MULTIPLIER_0, x0);
      long low0 = MULTIPLIER_0 * x0;
      long high1 = multiplyHigh(MULTIPLIER_1, x2);
      long low1 = MULTIPLIER_1 * x2;
      x0 = high1 ^ x1 ^ k0;
      x1 = low1;
      x2 = high0 ^ x3 ^ k1;
      x3 = low0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    out[0] = x0;
    out[1] = x1;
    out[2] = x2;
    out[3] = x3;
  }

  /**
   * The high 64 bits of the unsigned product a b. As a signed number a is a - 2^64 [a &lt; 0], so
   * the signed high word lacks b [a &lt; 0] + a [b &lt; 0], mod 2^64. (Java has the unsigned
   * product only from version 18 on.)
   */
  @Pure
  static long multiplyHigh(long a, long b) {
    return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
  }
}
