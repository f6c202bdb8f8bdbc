// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.special.Erf;
import org.noisygd.number.Text;

/**
 * Whether wrong noise is a Gaussian that was clipped at a level, cut off there, or that has a gap
 * around zero. It names, and judges nothing.
 */
final class CutNoise {
  private static final double SQRT_HALF = StrictMath.sqrt(0.5);

  /** Nothing is named where chance gives fewer numbers beyond the level, or at it. */
  private static final double FEW = 3;

  /** And none is cut off unless chance gives more beyond. */
  private static final double FEW_BEYOND = 10;

  /** A lower end than this is no limit of a Gaussian but another law. */
  private static final double LOWEST = 0.5;

  /** A count fits within so many standard deviations, and a distance by as much evidence. */
  private static final double FIT = 6;

  private static final double FIT_EVIDENCE = 18;

  /** So many numbers next to the end are looked at. */
  private static final int NEXT = 30;

  private String clipped = "";
  private String gap = "";

  CutNoise(List<RecoveredNoise> samples) {
    double slack = samples.stream().mapToDouble(RecoveredNoise::slack).max().orElse(0);
    look(RecoveredNoise.numbers(samples, List.of(0, 1)), slack, "the noise", 1);
    for (RecoveredNoise s : samples) {
      for (int f = 0; f < 2; f++) {
        look(s.numbers(f), s.slack(), f == 0 ? "the noise of X" : "the noise of Y", s.sigmas[f]);
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
      hole(sorted, slack, what);
    }
  }

  /** Whether there is a level or a gap. */
  boolean found() {
    return !clipped.isEmpty() || !gap.isEmpty();
  }

  /** Puts it into the first result that failed. */
  List<LawResult> named(List<LawResult> found) {
    String text = clipped.isEmpty() ? gap : clipped;
    LawResult.Code mistake =
        clipped.isEmpty() ? LawResult.Code.NOISE_GAP : LawResult.Code.NOISE_CLIPPED;
    boolean[] done = {false};
    return found.stream()
        .map(
            r -> {
              if (r.pass() || done[0]) {
                return r.withoutCode();
              }
              done[0] = true;
              return r.saying(r.detail() + "; " + text, mistake.word());
            })
        .toList();
  }

  /** Whether the numbers next to an end differ: those of a grid, or reused ones, do not. */
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

  private static double below(double v) {
    return 0.5 * Erf.erfc(-v * SQRT_HALF);
  }

  private void clip(double[] sorted, double slack, String what, double sigma, String way) {
    int n = sorted.length;
    double top = sorted[n - 1];
    double expected = n * below(-top);
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
    if (!mass && (tied >= FEW || expected < FEW_BEYOND)) {
      return;
    }
    // Where numbers are left out, those below the other end may be too; where they are put at the
    // level, the distribution function above the median is the Gaussian's.
    double from = mass ? 0 : below(sorted[0]);
    double to = mass ? 1 : below(top);
    double distance = 0;
    for (int i = n / 2; i < at; i++) {
      double u = (below(sorted[i]) - from) / (to - from);
      distance = Math.max(distance, Math.abs(u - (i + 0.5) / n));
    }
    if (LawTail.kolmogorov(n, distance - 1.0 / n) < FIT_EVIDENCE) {
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

  /** Magnitudes beyond the gap that are those of a Gaussian which has none, or all others at it. */
  private void hole(double[] sorted, double slack, String what) {
    int n = sorted.length;
    double[] sizes = Arrays.stream(sorted).map(Math::abs).sorted().toArray();
    double expected = n * Erf.erf(sizes[0] * SQRT_HALF);
    if (!(expected > FEW) || !gap.isEmpty()) {
      return;
    }
    double edge = sizes[0] * (1 + 4 * StrictMath.expm1(slack));
    int tied = 0;
    while (tied < n && sizes[tied] <= edge) {
      tied++;
    }
    boolean mass = tied >= FEW && distinct(sizes, tied - 1, 1, slack);
    if (expected < FIT * FIT || (tied >= FEW && !mass)) {
      return;
    }
    double out = expected / n;
    double distance = 0;
    for (int i = tied; i < n; i++) {
      double u = (Erf.erf(sizes[i] * SQRT_HALF) - out) / (1 - out);
      double share = mass ? (i - tied + 0.5) / (n - tied) : (i + 0.5) / n;
      distance = Math.max(distance, Math.abs(u - share));
    }
    if (tied < n && LawTail.kolmogorov(n - tied, distance - 1.0 / n) < FIT_EVIDENCE) {
      gap = Text.format("%s has no number below %.3g sigma in size", what, sizes[0]);
    }
  }
}
