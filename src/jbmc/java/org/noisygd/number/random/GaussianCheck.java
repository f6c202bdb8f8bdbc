// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

import org.cprover.CProver;

/**
 * What a bounded model checker decides about {@link GaussianStream} and {@link InverseNormal}, run
 * by {@code proofs-notes/java/check.sh}: for every seed, replicate, step and word, and up to
 * {@value #LARGEST} deviates.
 */
final class GaussianCheck {
  private static final int LARGEST = 5;

  private GaussianCheck() {}

  /** Every word has a deviate. */
  static void fromWord() {
    InverseNormal.fromWord(CProver.nondetLong());
  }

  /** An entry is refused exactly if it, the replicate or the step is negative. */
  static void at() {
    long replicate = CProver.nondetLong();
    long step = CProver.nondetLong();
    long entry = CProver.nondetLong();
    boolean refused = false;
    try {
      new GaussianStream(CProver.nondetLong()).at(replicate, step, FactorId.NOISE_Y, entry);
    } catch (IllegalArgumentException asItShould) {
      refused = true;
    }
    assert refused == (replicate < 0 || step < 0 || entry < 0);
  }

  /** An array is filled, or refused exactly if the replicate or the step is negative. */
  static void fill() {
    for (int length = 0; length <= LARGEST; length++) {
      long replicate = CProver.nondetLong();
      long step = CProver.nondetLong();
      boolean refused = false;
      try {
        new GaussianStream(CProver.nondetLong())
            .fill(new double[length], replicate, step, FactorId.NOISE_X);
      } catch (IllegalArgumentException asItShould) {
        refused = true;
      }
      assert refused == (replicate < 0 || step < 0);
    }
  }
}
