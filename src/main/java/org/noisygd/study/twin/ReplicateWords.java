// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import java.util.Arrays;
import java.util.function.LongSupplier;
import org.noisygd.number.format.RoundingWords;

/**
 * The random words of one replicate's roundings. Every arithmetic of a study reads the same words
 * at the same place, so that they do not differ by the words. It keeps the last step's words, so it
 * is not for several threads at once.
 */
final class ReplicateWords {
  /** Sites of the stream: two, X and Y, for each place; then the words of single operations. */
  private static final int SITES = 2 * RoundingSite.values().length;

  private final RoundingWords source;
  private final long replicate;
  private final long[][] words = new long[SITES][0];
  private final long[] stepOf = new long[SITES];

  ReplicateWords(long seed, long replicate) {
    this.source = new RoundingWords(seed);
    this.replicate = replicate;
    Arrays.fill(stepOf, -1);
  }

  /** The words of a site of X, or of Y, at a step; valid until the next call for that site. */
  long[] at(long step, RoundingSite site, boolean ofY, int entries) {
    int s = 2 * site.number() + (ofY ? 1 : 0);
    if (stepOf[s] != step || words[s].length != entries) {
      if (words[s].length != entries) {
        words[s] = new long[entries];
      }
      source.fill(words[s], replicate, step, s);
      stepOf[s] = step;
    }
    return words[s];
  }

  /** The words of the operations of an update, one after the other. */
  LongSupplier operations(long step) {
    return source.sequence(replicate, step, SITES);
  }
}
