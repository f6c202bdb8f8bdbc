// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

/**
 * A fixed infinite sequence of 64-bit words, of which any one can be had at once.
 *
 * <p>Implementations are immutable: the word at an index never changes, and threads may share them.
 */
public interface WordStream {

  /** The generator's name, such as {@code philox4x64-10}: what a file's provenance records. */
  String name();

  /**
   * The word at an index, counted from 0.
   *
   * @throws IllegalArgumentException if {@code index} is negative
   */
  long word(long index);

  /**
   * Fills {@code words} with the words from index {@code first} on, as {@link #word} gives them.
   *
   * @throws IllegalArgumentException if {@code first} is negative
   */
  default void fill(long[] words, long first) {
    for (int i = 0; i < words.length; i++) {
      words[i] = word(first + i);
    }
  }
}
