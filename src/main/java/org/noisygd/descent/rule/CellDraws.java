// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.rule;

import java.util.Arrays;
import org.noisygd.number.Require;
import org.noisygd.number.random.Philox4x64;

/**
 * One number for each of the N entries of M, from words of Philox4x64-10 with the key (seed,
 * "entries" in ASCII) and the counter (block, purpose, t, replicate):
 *
 * <ul>
 *   <li>{@link #signs}: tau or -tau by one bit each, exactly fair, the label noise of HaoChen et
 *       al. (2020); bit e mod 64, from the lowest, of word e / 64;
 *   <li>{@link #samples}: how often each entry was drawn in B draws with replacement; draw b takes
 *       the entry floor(N h / 2^32), h the upper half of word b. Its probability is within 2^-32 of
 *       1/N.
 * </ul>
 */
public final class CellDraws implements DrawSource {
  /** The key's high word: "entries". */
  private static final long KEY = 0x65_6e_74_72_69_65_73L;

  private static final int SIGNS = 0;
  private static final int SAMPLES = 1;

  private final long seed;
  private final int purpose;
  private final double tau;
  private final int draws;

  private CellDraws(long seed, int purpose, double tau, int draws) {
    this.seed = seed;
    this.purpose = purpose;
    this.tau = tau;
    this.draws = draws;
  }

  /** Fair signs times tau. */
  public static CellDraws signs(long seed, double tau) {
    return new CellDraws(seed, SIGNS, Require.finiteNonNegative("tau", tau), 0);
  }

  /** How often each entry was drawn. */
  public static CellDraws samples(long seed, int draws) {
    return new CellDraws(seed, SAMPLES, 0, Require.positive("draws", draws));
  }

  @Override
  public void cells(double[] cells, long replicate, long t) {
    if (purpose == SIGNS) {
      signs(cells, replicate, t);
    } else {
      samples(cells, replicate, t);
    }
  }

  private void signs(double[] cells, long replicate, long t) {
    long bits = Double.doubleToRawLongBits(tau);
    long[] block = new long[Philox4x64.WORDS];
    for (int e = 0; e < cells.length; e++) {
      int word = e / Long.SIZE;
      if (e % Long.SIZE == 0 && word % Philox4x64.WORDS == 0) {
        block(word / Philox4x64.WORDS, replicate, t, block);
      }
      // The bit becomes the sign bit of tau: no branch, which would be mispredicted every other
      // time.
      long bit = block[word % Philox4x64.WORDS] >>> (e % Long.SIZE);
      cells[e] = Double.longBitsToDouble(bits ^ (bit << (Long.SIZE - 1)));
    }
  }

  private void samples(double[] cells, long replicate, long t) {
    Arrays.fill(cells, 0);
    long[] block = new long[Philox4x64.WORDS];
    for (int b = 0; b < draws; b++) {
      int place = b % Philox4x64.WORDS;
      if (place == 0) {
        block(b / Philox4x64.WORDS, replicate, t, block);
      }
      // Both factors are below 2^32 and the first below 2^31: no overflow.
      int entry = (int) ((cells.length * (block[place] >>> 32)) >>> 32);
      cells[entry]++;
    }
  }

  private void block(int index, long replicate, long t, long[] block) {
    Philox4x64.block(seed, KEY, index + 1L, purpose, t, replicate, block);
  }
}
