// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import java.util.function.LongSupplier;
import org.noisygd.number.Require;
import org.noisygd.number.random.PhiloxStream;

/**
 * The random words of stochastic rounding: one word of Philox4x64-10 per rounding, addressed by
 * (seed, replicate, step, site, entry). A site is a rounding point of the program, such as the
 * storage of X.
 *
 * <pre>
 *   key     = (seed, "rounding" in ASCII)
 *   counter = (floor(entry / 4) + 1, site, step, replicate),  word entry mod 4 of that block
 * </pre>
 *
 * <p>The algorithm's own noise under the same seed has other words: its key is (seed, 0). The
 * counter is injective in the address, so no pair of key and counter is used twice. (Two keys are
 * two permutations of the counters; the independence of their words is a design goal of Philox,
 * <b>assumed</b> here.)
 *
 * @param seed the key's low word; any 64 bits
 */
public record RoundingRandomness(long seed) {
  /** The key's high word: "rounding". */
  static final long KEY = 0x72_6f_75_6e_64_69_6e_67L;

  /** Fills {@code words} with the words of entries 0, 1, ... of one replicate. */
  public void fill(long[] words, long replicate, long step, long site) {
    at(replicate, step, site).fill(words, 0);
  }

  /** The words of entries 0, 1, ... one after the other, for operations rounded in their order. */
  public LongSupplier sequence(long replicate, long step, long site) {
    return at(replicate, step, site).sequence();
  }

  private PhiloxStream at(long replicate, long step, long site) {
    Require.nonNegative("replicate", replicate);
    Require.nonNegative("step", step);
    Require.nonNegative("site", site);
    return new PhiloxStream(seed, KEY, 0, site, step, replicate);
  }
}
