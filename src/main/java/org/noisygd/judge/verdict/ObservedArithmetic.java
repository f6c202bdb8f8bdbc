// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.verdict;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.noisygd.judge.request.Op;
import org.noisygd.number.Text;

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
   * @param narrow whether the formulas are known to be right and their roundings too large: then
   *     the failed cases tell, by their median, for where numbers leave the narrower arithmetic's
   *     range an error may be anything
   */
  public static String of(List<CaseResult> results, String declared, boolean narrow) {
    Set<Op> wrong = new HashSet<>();
    results.stream().filter(ObservedArithmetic::failed).forEach(r -> wrong.add(r.tested().op()));
    double[] sizes =
        results.stream()
            .filter(r -> narrow ? failed(r) : !wrong.contains(r.tested().op()))
            .filter(r -> r.worst() >= 0 && Double.isFinite(r.relative()) && !r.tested().exact())
            .mapToDouble(CaseResult::relative)
            .sorted()
            .toArray();
    int last = sizes.length - 1;
    if (last < 0) {
      return "";
    }
    return narrow ? ofTooLarge(sizes[last / 2], declared) : of(sizes[last]);
  }

  private static boolean failed(CaseResult r) {
    return r.outcome() == CaseResult.Outcome.FAIL;
  }

  /**
   * The arithmetic that a largest relative error fits; empty where it fits none known here, as
   * after sums so long that it lies between two.
   */
  public static String of(double largest) {
    if (largest == 0) {
      return "exact";
    }
    double bits = log2(largest);
    return KNOWN.stream()
        .filter(known -> bits <= COARSEST && Math.abs(bits - known.log2()) <= FIT)
        .findFirst()
        .map(Known::name)
        .orElse("");
  }

  /**
   * The same of errors that are too large for the declared arithmetic; where they fit none known
   * here, how many bits they leave.
   */
  public static String ofTooLarge(double largest, String declared) {
    String known = of(largest);
    double bits = log2(largest);
    return known.isEmpty() && bits <= COARSEST
        ? Text.format("about %d bits (declared %s)", Math.round(-bits), declared)
        : known;
  }

  private static double log2(double x) {
    return StrictMath.log(x) / StrictMath.log(2);
  }
}
