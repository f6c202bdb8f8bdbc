// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.noisygd.judge.sampling.RecoveredNoise.Side;
import org.noisygd.number.Text;

/**
 * Tests whether wrong noise is a Gaussian that was clipped or cut off at a level, or has a gap
 * around zero. It names a mistake and judges nothing.
 */
final class CutNoise {
  /** Fewer numbers than this, expected beyond an end or found at it, show nothing. */
  private static final double FEW = 3;

  /** A cut needs at least this many expected numbers beyond it, a gap {@link #FEW_WITHIN} in it. */
  private static final double FEW_BEYOND = 10;

  private static final double FEW_WITHIN = 36;

  /** In one factor of one request either needs more, because there are many of these. */
  private static final double MANY = 100;

  /** An end nearer to zero than this is not a cut Gaussian but another law. */
  private static final double LOWEST = 0.5;

  /** A count fits within this many standard deviations, a distance within as much evidence. */
  private static final double FIT = 6;

  private static final double FIT_EVIDENCE = 18;

  /**
   * Counts next to the end that are at least this large fit within {@link #TAIL_FIT} standard
   * deviations, or {@link #GAP_FIT} at a gap: in the tail other laws come near to a cut Gaussian.
   */
  private static final int FEWEST = 4;

  private static final double TAIL_FIT = 2.5;

  private static final double GAP_FIT = 3;

  /** How many numbers next to the end are looked at. */
  private static final int NEXT = 30;

  private String clipped = "";
  private String gap = "";

  CutNoise(List<RecoveredNoise> samples) {
    double slack = RecoveredNoise.slack(samples);
    look(RecoveredNoise.numbers(samples, Side.BOTH), slack, "the noise", 1);
    for (RecoveredNoise s : samples) {
      for (Side factor : Side.BOTH.factors()) {
        look(s.numbers(factor), s.slack(), "the noise of " + factor, s.sigma(factor));
      }
    }
  }

  private void look(double[] sorted, double slack, String what, double sigma) {
    Arrays.sort(sorted);
    if (sorted.length > 0) {
      clip(sorted, slack, what, sigma, "upwards");
      double[] turned = new double[sorted.length];
      Arrays.setAll(turned, i -> -sorted[sorted.length - 1 - i]);
      clip(turned, slack, what, sigma, "downwards");
      hole(sorted, slack, what, sigma);
    }
  }

  /** Whether there is a level or a gap. */
  boolean found() {
    return !clipped.isEmpty() || !gap.isEmpty();
  }

  /** The level or the gap in words. */
  String text() {
    return clipped.isEmpty() ? gap : clipped;
  }

  String code() {
    return clipped.isEmpty() ? "noise-gap" : "noise-clipped";
  }

  /** Whether the numbers next to an end differ; numbers on a grid and reused numbers do not. */
  private static boolean distinct(double[] sorted, int end, int step, double slack) {
    int equal = 0;
    int next = end + step;
    for (int n = 0; n < NEXT && next >= 0 && next + step >= 0 && next + step < sorted.length; n++) {
      double apart = Math.abs(sorted[next] - sorted[next + step]);
      equal += apart <= 4 * StrictMath.expm1(slack) * Math.abs(sorted[next]) ? 1 : 0;
      next += step;
    }
    return equal < FEW;
  }

  /**
   * Whether the numbers next to the end lie as densely as in the law; a law whose density falls off
   * towards its end has too few.
   *
   * @param least the numbers at the end itself
   * @param share the share of the law at the k-th number from the end and beyond it
   */
  private static boolean endFits(int n, int least, double fit, IntToDoubleFunction share) {
    for (int k = Math.max(FEWEST, least); k < n / 2; k += Math.max(1, k / 8)) {
      double expected = n * share.applyAsDouble(k);
      if (Math.abs(k - expected) > fit * StrictMath.sqrt(expected) + 1) {
        return false;
      }
    }
    return true;
  }

  private void clip(double[] sorted, double slack, String what, double sigma, String way) {
    int n = sorted.length;
    double top = sorted[n - 1];
    double expected = n * LawTail.below(-top);
    if (!(expected > FEW) || top < LOWEST || !clipped.isEmpty()) {
      return;
    }
    double edge = top - Math.abs(top) * 4 * StrictMath.expm1(slack);
    int at = n;
    while (at > 0 && sorted[at - 1] >= edge) {
      at--;
    }
    int tied = n - at;
    boolean mass =
        tied >= FEW
            && Math.abs(tied - expected) <= FIT * StrictMath.sqrt(expected) + 1
            && distinct(sorted, at, -1, slack);
    if (!mass && (tied >= FEW || expected < (sigma == 1 ? FEW_BEYOND : MANY))) {
      return;
    }
    // Numbers that are left out may be missing below the other end too. If numbers are moved to the
    // level, the distribution function above the median is the Gaussian's.
    double from = mass ? 0 : LawTail.below(sorted[0]);
    double to = mass ? 1 : LawTail.below(top);
    double distance = 0;
    for (int i = n / 2; i < at; i++) {
      double u = (LawTail.below(sorted[i]) - from) / (to - from);
      distance = Math.max(distance, Math.abs(u - (i + 0.5) / n));
    }
    if (LawTail.kolmogorov(n, distance - 1.0 / n) < FIT_EVIDENCE
        && endFits(
            n,
            mass ? tied : 1,
            TAIL_FIT,
            k -> (LawTail.below(-sorted[n - k]) - 1 + to) / (to - from))) {
      clipped =
          Text.format(
              "%s is %s at %.4g sigma%s, %s",
              what,
              mass ? "clipped" : "cut off",
              top,
              sigma == 1 ? "" : Text.format(" (%.6g)", top * sigma),
              way);
    }
  }

  /** Finds a gap: magnitudes within it are left out or moved to its edge, others are Gaussian. */
  private void hole(double[] sorted, double slack, String what, double sigma) {
    int n = sorted.length;
    double[] sizes = Arrays.stream(sorted).map(Math::abs).sorted().toArray();
    double expected = n * LawTail.within(sizes[0]);
    if (!(expected > FEW) || !gap.isEmpty()) {
      return;
    }
    double edge = sizes[0] * (1 + 4 * StrictMath.expm1(slack));
    int tied = 0;
    while (tied < n && sizes[tied] <= edge) {
      tied++;
    }
    boolean mass = tied >= FEW && distinct(sizes, tied - 1, 1, slack);
    if (expected < (sigma == 1 ? FEW_WITHIN : MANY) || (tied >= FEW && !mass)) {
      return;
    }
    double out = expected / n;
    double distance = 0;
    for (int i = tied; i < n; i++) {
      double u = (LawTail.within(sizes[i]) - out) / (1 - out);
      double share = mass ? (i - tied + 0.5) / (n - tied) : (i + 0.5) / n;
      distance = Math.max(distance, Math.abs(u - share));
    }
    if (tied < n
        && LawTail.kolmogorov(n - tied, distance - 1.0 / n) < FIT_EVIDENCE
        && endFits(
            n,
            mass ? tied : 1,
            GAP_FIT,
            k -> (LawTail.within(sizes[k - 1]) - (mass ? 0 : out)) / (mass ? 1 : 1 - out))) {
      gap = Text.format("%s has no number below %.3g sigma in size", what, sizes[0]);
    }
  }
}
