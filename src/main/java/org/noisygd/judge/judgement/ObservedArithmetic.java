// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.judgement;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.noisygd.judge.request.Op;
import org.noisygd.number.Text;
import org.noisygd.theory.error.RoundingModel;

/**
 * Estimates the arithmetic whose unit roundoff a candidate's errors fit: the declared one, or a
 * wider one. Larger errors within the bound may come from long sums, so a narrower arithmetic than
 * declared is reported only if it explains the failures.
 */
public final class ObservedArithmetic {
  /** An arithmetic with log2 of its unit roundoff, listed from coarse to fine. */
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

  /** Maximum distance, in bits, between errors and a unit roundoff that they fit. */
  private static final double FIT = 5;

  /** log2 of the largest errors that may be roundings, in the coarsest arithmetic of the list. */
  private static final double COARSEST = -8 + FIT;

  private ObservedArithmetic() {}

  /**
   * The arithmetic that the cases' largest relative errors fit. The errors of an entry are divided
   * by the sum of its terms' magnitudes: unless all roundings conspire, the largest such figure
   * over a suite lies between u/16 and 4u. All cases of an op with a failed case are ignored: a
   * wrong formula may pass by chance if it is exact there.
   *
   * @param narrow true if the formulas are known to be right and their roundings too large. Then
   *     the median of the failed cases is used, since numbers outside the narrower arithmetic's
   *     range may have any error
   */
  public static String of(List<CaseResult> results, String declared, boolean narrow) {
    Set<Op> wrong = new HashSet<>();
    results.stream().filter(CaseResult::hasFailed).forEach(r -> wrong.add(r.tested().op()));
    double[] sizes =
        results.stream()
            .filter(r -> narrow ? r.hasFailed() : !wrong.contains(r.tested().op()))
            .filter(r -> r.worst() >= 0 && Double.isFinite(r.relative()) && !r.tested().exact())
            .mapToDouble(CaseResult::relative)
            .sorted()
            .toArray();
    int last = sizes.length - 1;
    if (last < 0) {
      return "";
    }
    return narrow ? ofTooLarge(sizes[last / 2], declared) : of(sizes[last], declared);
  }

  /** The arithmetic that the largest relative error of right numbers fits, or an empty string. */
  public static String of(double largest, String declared) {
    if (largest == 0) {
      return "exact";
    }
    double above = log2(largest) - log2(RoundingModel.named(declared).unitRoundoff().doubleValue());
    return Math.abs(above) <= FIT ? declared : above > 0 ? "" : known(log2(largest));
  }

  /** The arithmetic that errors beyond the bound fit, or else the number of correct bits. */
  static String ofTooLarge(double largest, String declared) {
    double bits = log2(largest);
    String known = known(bits);
    return known.isEmpty() && bits <= COARSEST
        ? Text.format("about %d bits (declared %s)", Math.round(-bits), declared)
        : known;
  }

  private static String known(double bits) {
    return KNOWN.stream()
        .filter(known -> bits <= COARSEST && Math.abs(bits - known.log2()) <= FIT)
        .findFirst()
        .map(Known::name)
        .orElse("");
  }

  private static double log2(double x) {
    return StrictMath.log(x) / StrictMath.log(2);
  }
}
