// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.coupled;

import java.util.Arrays;
import java.util.function.LongSupplier;
import org.noisygd.number.format.RoundingRandomness;

/**
 * The random words of one replicate's roundings: every arithmetic of a study reads the same word at
 * the same rounding point. It keeps the last step's words, so it is not thread-safe.
 */
final class ReplicateWords implements LongSupplier {
  /** The rounding point of the stores of X; the next one is that of Y. Results depend on it. */
  private static final int STORE = 8;

  /** The rounding point of single operations, after those of the stores. */
  private static final int OPERATIONS = STORE + 2;

  private final RoundingRandomness source;
  private final long replicate;
  private final long[][] words = new long[2][0];
  private final long[] stepOf = new long[2];
  private LongSupplier ofOperations;

  ReplicateWords(long seed, long replicate) {
    this.source = new RoundingRandomness(seed);
    this.replicate = replicate;
    this.ofOperations = source.sequence(replicate, 0, OPERATIONS);
    Arrays.fill(stepOf, -1);
  }

  /** The words of the stores of X, or of Y, at a step; valid until the factor's next call. */
  long[] at(long step, boolean ofY, int entries) {
    int s = ofY ? 1 : 0;
    if (stepOf[s] != step || words[s].length != entries) {
      if (words[s].length != entries) {
        words[s] = new long[entries];
      }
      source.fill(words[s], replicate, step, STORE + s);
      stepOf[s] = step;
    }
    return words[s];
  }

  /** Begins the words of the operations of an update. */
  void begin(long step) {
    ofOperations = source.sequence(replicate, step, OPERATIONS);
  }

  /** The word of the next operation. */
  @Override
  public long getAsLong() {
    return ofOperations.getAsLong();
  }
}
