// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import org.noisygd.number.Require;

/**
 * Stores an iterate that was computed in binary64 in a format, and keeps nothing, a carry or a
 * master copy beside it.
 *
 * <p>With x the stored value that the update started from, v the update's result in binary64, R the
 * rounding of the format and c or w what is kept beside:
 *
 * <pre>
 *   NOTHING   x' = R(v)
 *   CARRY     x' = R(v + c),  c' = N(v + c - x')      (v + c rounded once, N to nearest)
 *   MASTER    w' = w + (v - x) in binary64,  x' = R(w')
 * </pre>
 *
 * <p>CARRY is Kahan's compensated summation (Comm. ACM 8, 1965) with the carry in the same format,
 * as Zamirai et al., "Revisiting BFloat16 training" (2020), keep it. v + c and v + c - x' are taken
 * exactly, as a double and its error by TwoSum, and rounded once through round to odd at 53 bits;
 * so a stochastic R sees 53 bits of v + c, an error of at most 2^(p - 52) in its probability where
 * v + c is no double. The carry takes no random word. Where x' is not finite the carry is 0.
 */
public final class IterateStore {
  /** What is kept beside the stored iterate. */
  public enum Beside {
    /** Nothing. */
    NOTHING,
    /** The part that the store lost, in the format. */
    CARRY,
    /** The iterate in binary64. */
    MASTER
  }

  private final MatrixRounding store;
  private final MatrixRounding nearest;
  private final Beside beside;

  /** A store. */
  public IterateStore(MatrixRounding store, Beside beside) {
    this.store = store;
    this.nearest = store.toNearest();
    this.beside = beside;
  }

  /**
   * Stores one update, entry by entry, in arrays of one length. Begin with a stored start rounded
   * by R, carries of 0, and masters equal to the unrounded start.
   *
   * @param stored x, and x' on return
   * @param computed v; overwritten
   * @param kept c or w, and c' or w' on return; unused with nothing beside
   * @param words random words, one an entry; unused if R is not stochastic
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
        // Exact if x' is next to the sum: both are multiples of the sum's last place.
        double rest = computed[i] - stored[i];
        double lost = rest + kept[i];
        double carry = RoundToOdd.sum(lost, error(rest, kept[i], lost));
        kept[i] = Double.isFinite(carry) ? carry : 0;
      }
      nearest.round(kept, words);
    }
  }

  /** The error of the sum s of a and b, exactly (Knuth's TwoSum). */
  private static double error(double a, double b, double s) {
    double t = s - a;
    return (a - (s - t)) + (b - t);
  }
}
