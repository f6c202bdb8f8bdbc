// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

import org.noisygd.number.Require;

/**
 * A fast Gaussian stream for ensembles, {@code philox4x32-10/box-muller}: half a block of
 * Philox4x32-10 for each two deviates, by {@link BoxMuller}.
 *
 * <p>With e the entry and f the factor's id, all numbers unsigned,
 *
 * <pre>
 *   key     = (seed mod 2^32, floor(seed / 2^32))
 *   counter = (floor(e / 4) + 2^30 f,  replicate mod 2^32,  step mod 2^32,
 *              2^16 floor(step / 2^32) + floor(replicate / 2^32))
 *   (w0, w1, w2, w3) = the block;  the entry's words are (w0, w1) if e mod 4 &lt; 2, else (w2, w3)
 *   z       = their first deviate if e is even, else their second
 * </pre>
 *
 * <p>Replicates and steps are below 2^48, entries below 2^32. Distinct addresses read distinct
 * words or the two deviates of one pair, which are independent: the counter is injective in the
 * address, and Philox is a bijection of counters.
 *
 * <p>The law: radius and angle take 2^32 equidistant values each, so no deviate exceeds {@link
 * BoxMuller#LARGEST} = 6.77 (a normal one does with probability 1.3e-11); the distribution is
 * within 2^-31 of the normal one (derived in {@code proofs-notes/kernels.md}). For golden data, and
 * wherever tails beyond that count, take {@link GaussianStream}.
 *
 * @param seed the key; any 64 bits
 */
public record BoxMullerStream(long seed) implements NormalStream {
  /** Replicates and steps are below this. */
  private static final long PLACES = 1L << 48;

  /** Entries are below this. */
  private static final long ENTRIES = 1L << 32;

  @Override
  public String name() {
    return "philox4x32-10/box-muller";
  }

  @Override
  public double largest() {
    return BoxMuller.LARGEST;
  }

  @Override
  public double at(long replicate, long step, FactorId factor, long entry) {
    requirePlace(replicate, step);
    requireBelow("entry", entry, ENTRIES);
    long[] block = new long[Philox4x32.WORDS];
    blockAt(replicate, step, factor, entry / Philox4x32.WORDS, block);
    return deviate(block, (int) (entry % Philox4x32.WORDS));
  }

  @Override
  public void fill(double[] z, long replicate, long step, FactorId factor) {
    requirePlace(replicate, step);
    long[] block = new long[Philox4x32.WORDS];
    for (int entry = 0; entry < z.length; entry++) {
      int place = entry % Philox4x32.WORDS;
      if (place == 0) {
        blockAt(replicate, step, factor, entry / Philox4x32.WORDS, block);
      }
      z[entry] = deviate(block, place);
    }
  }

  /** The first word of a counter. */
  public static long counter0(FactorId factor, long block) {
    return (factor.id() << 30) + block;
  }

  /** The last word of a counter. */
  public static long counter3(long replicate, long step) {
    return (step >>> 32 << 16) + (replicate >>> 32);
  }

  /**
   * Checks an address but for its entry.
   *
   * @throws IllegalArgumentException if a number is negative or too large
   */
  public static void requirePlace(long replicate, long step) {
    requireBelow("replicate", replicate, PLACES);
    requireBelow("step", step, PLACES);
  }

  private static void requireBelow(String name, long value, long bound) {
    if (value < 0 || value >= bound) { // the message is made only if needed: hot calls
      Require.that(false, name, "be in 0.." + (bound - 1), value);
    }
  }

  private static double deviate(long[] block, int place) {
    int pair = place / 2 * 2;
    return BoxMuller.deviate(block[pair], block[pair + 1], place % 2 == 1);
  }

  private void blockAt(long replicate, long step, FactorId factor, long index, long[] block) {
    Philox4x32.block(
        seed,
        seed >>> 32,
        counter0(factor, index),
        replicate,
        step,
        counter3(replicate, step),
        block);
  }
}
