// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import org.noisygd.number.Require;

/**
 * The storage of a binary64 iterate in a format, with nothing, a compensation term or a master copy
 * beside it.
 *
 * <p>With x the stored value that the update started from, v the update's result in binary64, R the
 * rounding of the format, c the compensation term and w the master copy:
 *
 * <pre>
 *   NOTHING   x' = R(v)
 *   CARRY     x' = R(v + c),  c' = N(v + c - x')      (v + c rounded once, N to nearest)
 *   MASTER    w' = w + (v - x) in binary64,  x' = R(w')
 * </pre>
 *
 * <p>CARRY is Kahan's compensated summation (Comm. ACM 8, 1965) with the compensation term in the
 * same format, as in Zamirai et al., "Revisiting BFloat16 training" (2020). v + c and v + c - x'
 * are computed exactly, as a double and its error by TwoSum, and rounded once through round to odd
 * at 53 bits. So a stochastic R uses 53 bits of v + c: if v + c is no double, its probability has
 * an error of at most 2^(p - 52). Rounding c' takes no random word. If x' is not finite, c' is 0.
 */
public final class IterateStorage {
  /** The quantity kept beside the stored iterate. */
  public enum Beside {
    /** No quantity. */
    NOTHING,
    /** The compensation term: the rounding error of the stored value, in the format. */
    CARRY,
    /** The iterate in binary64. */
    MASTER
  }

  private final MatrixRounding store;
  private final MatrixRounding nearest;
  private final Beside beside;

  /** The storage with this rounding. */
  public IterateStorage(MatrixRounding store, Beside beside) {
    this.store = store;
    this.nearest = store.toNearest();
    this.beside = beside;
  }

  /**
   * Stores one update, entry by entry, in arrays of one length. Begin with the start rounded by R,
   * compensation terms of 0, and a master copy equal to the unrounded start.
   *
   * @param stored x, and x' on return
   * @param computed v; overwritten
   * @param kept c or w, and c' or w' on return; unused with NOTHING
   * @param words random words, one per entry; unused if R is not stochastic
   */
  public void store(double[] stored, double[] computed, double[] kept, long[] words) {
    int n = stored.length;
    Require.that(computed.length == n, "computed", "be as long as stored, " + n, computed.length);
    Require.that(
        beside == Beside.NOTHING || kept.length == n,
        "kept",
        "be as long as stored, " + n,
        kept.length);
    switch (beside) {
      case NOTHING -> System.arraycopy(computed, 0, stored, 0, n);
      case MASTER -> {
        for (int i = 0; i < n; i++) {
          kept[i] += computed[i] - stored[i];
          stored[i] = kept[i];
        }
      }
      case CARRY -> {
        for (int i = 0; i < n; i++) {
          double sum = computed[i] + kept[i];
          kept[i] = error(computed[i], kept[i], sum);
          computed[i] = sum;
          stored[i] = RoundToOdd.sum(sum, kept[i]);
        }
      }
    }
    store.round(stored, words);
    if (beside == Beside.CARRY) {
      for (int i = 0; i < n; i++) {
        // Exact if x' is near the sum, since both are multiples of the sum's ulp.
        double remainder = computed[i] - stored[i];
        double lost = remainder + kept[i];
        double term = RoundToOdd.sum(lost, error(remainder, kept[i], lost));
        kept[i] = Double.isFinite(term) ? term : 0;
      }
      nearest.round(kept, words);
    }
  }

  /** The exact error of the sum s of a and b (Knuth's TwoSum). */
  private static double error(double a, double b, double s) {
    double t = s - a;
    return (a - (s - t)) + (b - t);
  }
}
