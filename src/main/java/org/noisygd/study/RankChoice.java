// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import org.noisygd.study.Remark.Kind;
import org.noisygd.theory.landscape.SingularValues;

/**
 * The default rank of M.
 *
 * @param r the rank, at least 1
 * @param reason the reason, with the singular values around the gap
 */
record RankChoice(int r, Remark reason) {
  /** Maximum side of matrices whose full rank is not attributed to noise. */
  private static final int SMALL = 16;

  /** Minimum quotient of two neighbouring singular values that count as signal and noise. */
  private static final double GAP = 10;

  /** Minimum quotient of a gap that is not reported as unclear. */
  private static final double CLEAR = 2;

  /**
   * The numerical rank; for a matrix of full rank, such as one with noise, the rank at the largest
   * gap in the upper half of the singular values, unless M is small without a clear gap. Rows and
   * columns that are 0 or repeated do not count, since they hide noise from the rank.
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
    String doubt = gap(values, at) < CLEAR ? ", which is not clear" : "";
    return new RankChoice(
        at, Kind.LARGEST_GAP.of(hidden, values.named(at), values.named(at + 1), doubt));
  }

  private static double gap(SingularValues values, int k) {
    return values.value(k) / values.value(k + 1);
  }
}
