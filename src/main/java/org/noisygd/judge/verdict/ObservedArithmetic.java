// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.verdict;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.noisygd.judge.request.Op;

/** Which arithmetic's unit roundoff a candidate's errors fit. */
public final class ObservedArithmetic {
  /** Names and log2 of the unit roundoff, from coarse to fine. */
  private record Known(String name, double log2) {}

  private static final List<Known> KNOWN =
      List.of(
          new Known("bfloat16", -8),
          new Known("binary16 or tf32", -11),
          new Known("binary32", -24),
          new Known("binary64", -53),
          new Known("double extended", -64),
          new Known("double-double", -105),
          new Known("quadruple", -113));

  /** Errors within this many bits of a unit roundoff fit it. */
  private static final double FIT = 5;

  /**
   * Larger errors, as log2, are no roundings: the coarsest arithmetic known here, and as it fits.
   */
  private static final double COARSEST = -8 + FIT;

  private ObservedArithmetic() {}

  /**
   * The arithmetic that the cases' largest relative errors fit. The errors of an entry are divided
   * by the sum of its terms' magnitudes: for roundings that do not all conspire the largest such
   * figure over a suite lies between u/16 and 4u. An op that has a failed case tells nothing even
   * by those that passed: a wrong formula may pass where it happens to be exact.
   *
   * @param failedToo whether failed cases count: only where the formulas are known to be right
   */
  public static String of(List<CaseResult> results, String declared, boolean failedToo) {
    double largest = 0;
    int decided = 0;
    Set<Op> wrong = new HashSet<>();
    for (CaseResult r : results) {
      if (r.outcome() == CaseResult.Outcome.FAIL && !failedToo) {
        wrong.add(r.tested().op());
      }
    }
    for (CaseResult r : results) {
      boolean counts = !wrong.contains(r.tested().op());
      if (counts && r.worst() >= 0 && Double.isFinite(r.relative()) && !r.tested().exact()) {
        largest = Math.max(largest, r.relative());
        decided++;
      }
    }
    return decided == 0 ? "" : of(largest, declared);
  }

  /** The arithmetic that a largest relative error fits; empty where no rounding is so large. */
  public static String of(double largest, String declared) {
    if (largest == 0) {
      return "exact";
    }
    double bits = StrictMath.log(largest) / StrictMath.log(2);
    if (bits > COARSEST) {
      return "";
    }
    for (Known known : KNOWN) {
      if (Math.abs(bits - known.log2()) <= FIT) {
        return known.name();
      }
    }
    return String.format(Locale.ROOT, "about %d bits (declared %s)", Math.round(-bits), declared);
  }
}
