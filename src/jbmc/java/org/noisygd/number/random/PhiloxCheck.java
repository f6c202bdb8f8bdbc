// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

import org.cprover.CProver;

/**
 * What a bounded model checker decides about {@link Philox4x64} and {@link PhiloxStream}, run by
 * {@code proofs-notes/java/check.sh}: for every key, counter and index, and arrays of up to {@value
 * #LARGEST} words.
 */
final class PhiloxCheck {
  private static final int LARGEST = 9;

  private PhiloxCheck() {}

  /** A block fills places 0 to 3 and leaves the rest alone; a shorter array is refused. */
  static void block() {
    for (int length = 0; length <= LARGEST; length++) {
      long[] out = new long[length];
      long[] same = new long[length];
      for (int i = 0; i < length; i++) {
        out[i] = CProver.nondetLong();
        same[i] = out[i];
      }
      boolean refused = false;
      try {
        Philox4x64.block(any(), any(), any(), any(), any(), any(), out);
      } catch (IllegalArgumentException asItShould) {
        refused = true;
      }
      assert refused == (length < Philox4x64.WORDS);
      for (int i = refused ? 0 : Philox4x64.WORDS; i < length; i++) {
        assert out[i] == same[i];
      }
    }
  }

  /** A word is refused exactly if its index is negative. */
  static void word() {
    long index = any();
    boolean refused = false;
    try {
      stream().word(index);
    } catch (IllegalArgumentException asItShould) {
      refused = true;
    }
    assert refused == (index < 0);
  }

  /** Words from any index on: refused, at the latest where the index would overflow, or filled. */
  static void fill() {
    for (int length = 0; length <= LARGEST; length++) {
      long first = any();
      boolean refused = false;
      try {
        stream().fill(new long[length], first);
      } catch (IllegalArgumentException asItShould) {
        refused = true;
      }
      assert refused == (length > 0 && (first < 0 || first > Long.MAX_VALUE - (length - 1)));
    }
  }

  private static PhiloxStream stream() {
    return new PhiloxStream(any(), any(), any(), any(), any(), any());
  }

  private static long any() {
    return CProver.nondetLong();
  }
}
