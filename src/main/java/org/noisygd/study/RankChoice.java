// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import org.noisygd.study.Remark.Kind;
import org.noisygd.theory.landscape.SingularValues;

/**
 * The default rank of M.
 *
 * @param r the rank, at least 1
 * @param reason for it, with the singular values around it
 */
record RankChoice(int r, Remark reason) {
  /** Matrices with a side up to this may have full rank and no noise. */
  private static final int SMALL = 16;

  /** From this quotient on two neighbouring singular values count as signal and noise. */
  private static final double GAP = 10;

  /** Gaps below this quotient are reported as unclear. */
  private static final double CLEAR = 2;

  /**
   * The numerical rank; but of a matrix of full rank, which a noisy one has, the rank at the
   * largest gap among the upper half of its singular values, unless M has few and no clear gap.
   * Rows and columns that are 0 or repeated hide noise from the rank, and are left out.
   */
  static RankChoice of(SingularValues values) {
    int rank = values.rank();
    int least = values.fullRank();
    if (rank == 0) {
      return new RankChoice(1, Kind.ZERO_MATRIX.of());
    }
    Remark zero = Kind.COUNTS_AS_ZERO.of(values.threshold());
    boolean whole = least == values.smallerSide();
    RankChoice numerical =
        new RankChoice(
            rank,
            whole && rank == least
                ? Kind.FULL_RANK.of(values.named(least), zero)
                : Kind.NUMERICAL_RANK.of(rank, values.named(rank), values.named(rank + 1), zero));
    if (rank < least || least == 1) {
      return numerical;
    }
    boolean small = least <= SMALL;
    int at = 1;
    for (int k = 1; k < (small ? least : least / 2); k++) {
      at = gap(values, k) > gap(values, at) ? k : at;
    }
    if ((small || !whole) && gap(values, at) < GAP) {
      return numerical;
    }
    String hidden = whole ? "" : " without rows and columns that are 0 or repeated";
    String doubt = gap(values, at) < CLEAR ? ", which is not a clear one" : "";
    return new RankChoice(
        at, Kind.LARGEST_GAP.of(hidden, values.named(at), values.named(at + 1), doubt));
  }

  private static double gap(SingularValues values, int k) {
    return values.value(k) / values.value(k + 1);
  }
}
