// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.rule;

import java.util.Arrays;
import java.util.function.LongSupplier;
import org.noisygd.number.Require;
import org.noisygd.number.random.PhiloxStream;

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
    LongSupplier words = words(replicate, t);
    long bits = Double.doubleToRawLongBits(tau);
    long word = 0;
    for (int e = 0; e < cells.length; e++) {
      if (e % Long.SIZE == 0) {
        word = words.getAsLong();
      }
      // The bit becomes the sign bit of tau: no branch, which would be mispredicted every other
      // time.
      long bit = word >>> (e % Long.SIZE);
      cells[e] = Double.longBitsToDouble(bits ^ (bit << (Long.SIZE - 1)));
    }
  }

  private void samples(double[] cells, long replicate, long t) {
    Arrays.fill(cells, 0);
    LongSupplier words = words(replicate, t);
    for (int b = 0; b < draws; b++) {
      // Both factors are below 2^32 and the first below 2^31: no overflow.
      int entry = (int) ((cells.length * (words.getAsLong() >>> 32)) >>> 32);
      cells[entry]++;
    }
  }

  private LongSupplier words(long replicate, long t) {
    return new PhiloxStream(seed, KEY, 0, purpose, t, replicate).sequence();
  }
}
