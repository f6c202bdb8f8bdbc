// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

import java.util.function.LongSupplier;

/**
 * Philox4x64-10 read as one sequence, numbered as NumPy numbers it: word i is word i mod 4 of the
 * block at counter + 1 + floor(i / 4).
 *
 * <p>The counter is one 256-bit number, c0 its lowest word, and carries. So {@code new
 * PhiloxStream(k0, k1, c0, c1, c2, c3).word(i)} is entry i of {@code
 * numpy.random.Philox(counter=[c0, c1, c2, c3], key=[k0, k1]).random_raw(n)}: NumPy adds one to the
 * counter before the first block. Checked against NumPy's own words in {@code PhiloxStreamTest}.
 *
 * @param key0 k0, unsigned
 * @param key1 k1, unsigned
 * @param counter0 c0, the lowest word of the starting counter, unsigned
 * @param counter1 c1
 * @param counter2 c2
 * @param counter3 c3, the highest word
 */
public record PhiloxStream(
    long key0, long key1, long counter0, long counter1, long counter2, long counter3) {

  /**
   * The word at an index, counted from 0.
   *
   * @throws IllegalArgumentException if {@code index} is negative
   */
  public long word(long index) {
    long[] block = new long[Philox4x64.WORDS];
    blockOf(index, block);
    return block[(int) (index % Philox4x64.WORDS)];
  }

  /** The words from index 0 on, one after the other. */
  public LongSupplier sequence() {
    return new LongSupplier() {
      private final long[] block = new long[Philox4x64.WORDS];
      private long index;

      @Override
      public long getAsLong() {
        int position = (int) (index % Philox4x64.WORDS);
        if (position == 0) {
          blockOf(index, block);
        }
        index++;
        return block[position];
      }
    };
  }

  /**
   * Fills {@code words} with the words from index {@code first} on, as {@link #word} gives them.
   *
   * @throws IllegalArgumentException if {@code first} is negative
   */
  public void fill(long[] words, long first) {
    long[] block = new long[Philox4x64.WORDS];
    for (int i = 0; i < words.length; i++) {
      int position = (int) ((first + i) % Philox4x64.WORDS);
      if (i == 0 || position == 0) {
        blockOf(first + i, block);
      }
      words[i] = block[position];
    }
  }

  /** The block that holds the word at an index, at counter + 1 + floor(index / 4). */
  private void blockOf(long index, long[] block) {
    if (index < 0) {
      throw new IllegalArgumentException("index must be at least 0, got " + index);
    }
    long ahead = index / Philox4x64.WORDS + 1;
    long c0 = counter0 + ahead;
    // ahead > 0, so a sum below a summand (unsigned) shows a carry, which propagates only through
    // words that became zero.
    long carry0 = Long.compareUnsigned(c0, ahead) < 0 ? 1 : 0;
    long c1 = counter1 + carry0;
    long carry1 = carry0 == 1 && c1 == 0 ? 1 : 0;
    long c2 = counter2 + carry1;
    long carry2 = carry1 == 1 && c2 == 0 ? 1 : 0;
    long c3 = counter3 + carry2;
    Philox4x64.block(key0, key1, c0, c1, c2, c3, block);
  }
}
