// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

/**
 * Philox4x32-10, a keyed bijection of 128-bit counters: four 32-bit words from a counter (c0, c1,
 * c2, c3) under a key (k0, k1). Half as wide as {@link Philox4x64} and made of products that vector
 * units have, so several times faster where many blocks are wanted at once.
 *
 * <p>One round, with m0, m1 the multipliers, hi and lo the halves of the 64-bit product:
 *
 * <pre>
 *   (c0, c1, c2, c3)  becomes  (hi(m1 c2) ^ c1 ^ k0,  lo(m1 c2),  hi(m0 c0) ^ c3 ^ k1,  lo(m0 c0))
 * </pre>
 *
 * <p>Ten rounds; between two of them k0 and k1 grow by the Weyl constants w0 and w1 mod 2^32. Words
 * are held in longs of 0 to 2^32 - 1. Exact: there is no rounding anywhere.
 *
 * <p>Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11
 * (2011), section 4.3; constants from its Table 2 and from the Random123 library's {@code
 * philox.h}. Known answers: {@code Philox4x32Test}.
 */
public final class Philox4x32 {

  /** The words in one block. */
  public static final int WORDS = 4;

  /** The rounds of the recommended variant. */
  public static final int ROUNDS = 10;

  /** m0, multiplier of c0 (Random123, PHILOX_M4x32_0). */
  public static final long MULTIPLIER_0 = 0xD2511F53L;

  /** m1, multiplier of c2 (Random123, PHILOX_M4x32_1). */
  public static final long MULTIPLIER_1 = 0xCD9E8D57L;

  /** w0, the golden ratio less 1, times 2^32, cut (Random123, PHILOX_W32_0). */
  public static final long WEYL_0 = 0x9E3779B9L;

  /** w1, the square root of 3 less 1, times 2^32, cut (Random123, PHILOX_W32_1). */
  public static final long WEYL_1 = 0xBB67AE85L;

  /** The lower 32 bits of a long. */
  public static final long MASK = 0xFFFFFFFFL;

  private Philox4x32() {}

  /**
   * Writes the four words of one block into {@code out[0..3]}. Only the lower 32 bits of each
   * argument count.
   *
   * @throws IllegalArgumentException if {@code out} has fewer than four places
   */
  public static void block(long key0, long key1, long c0, long c1, long c2, long c3, long[] out) {
    if (out.length < WORDS) {
      throw new IllegalArgumentException("out must have at least 4 places, got " + out.length);
    }
    long k0 = key0 & MASK;
    long k1 = key1 & MASK;
    long x0 = c0 & MASK;
    long x1 = c1 & MASK;
    long x2 = c2 & MASK;
    long x3 = c3 & MASK;
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * x0;
      long product1 = MULTIPLIER_1 * x2;
      x0 = (product1 >>> 32) ^ x1 ^ k0;
      x1 = product1 & MASK;
      x2 = (product0 >>> 32) ^ x3 ^ k1;
      x3 = product0 & MASK;
      k0 = (k0 + WEYL_0) & MASK;
      k1 = (k1 + WEYL_1) & MASK;
    }
    out[0] = x0;
    out[1] = x1;
    out[2] = x2;
    out[3] = x3;
  }
}
