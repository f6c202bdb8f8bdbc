// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.Rounding;

/**
 * One update of a weight that is stored as a number and a compensation term c of the same format
 * (Kahan). The sum of both loses the rounding error of c. It is at most half the spacing at c: half
 * a spacing h of the weights over 2^p, and half as much in each lower binade of c, down to the
 * smallest number. So c has its own dead zone, widest where c is largest.
 *
 * <p>A mean that is not lost moves c through its whole range: from -h/2 to h/2 when rounded to
 * nearest. It is fast where the {@linkplain RoundedGaussian#stepRatio expected step ratio} g is
 * large, so the total time counts:
 *
 * <pre>  1 / ratio = sum over the binades of c of (fraction of the way) / g.</pre>
 *
 * <p>Under stochastic rounding c is random at each update: of magnitude d with a density of 1 -
 * d/h. Then the ratio is the mean of g. <b>Assumed</b>: the mean carries the weight over many
 * spacings; measured in runs (proofs-notes/formats.md).
 */
final class CompensatedUpdate {
  /** Fraction of the range of c that is neglected, below the accuracy of the ratio. */
  private static final double SHORT = 0x1p-30;

  private CompensatedUpdate() {}

  /** The expected step ratio of updates of that standard deviation. */
  static double stepRatio(ArithmeticName arithmetic, StoredUpdate update, double deviation) {
    Rounding rounding = arithmetic.rounding();
    BinaryFormat format = arithmetic.format().orElseThrow();
    boolean random = rounding.isStochastic();
    // The part of a gap above a number that is stored as that number.
    double middle = Sawtooth.of(rounding, 1, false).middle();
    double above = random ? update.above() : middle == 0 ? 0 : middle * update.above();
    double below = random ? update.below() : (1 - middle) * update.below();
    double all = above + below;
    double sum = 0;
    double most = Math.max(above, below);
    for (double from = most; from > 0; ) {
      double to = from;
      // The binades of the format; the range of c may begin and end within one.
      from = Math.scalb(1.0, Math.getExponent(Math.nextDown(to)));
      from = from < format.smallestNormal() || from < SHORT * most ? 0 : from;
      double part =
          random
              ? probability(from, to, above, below)
              : (way(from, to, above) + way(from, to, below)) / all;
      double spacing =
          from == 0 && format.flushes() ? format.smallestNormal() : format.spacing(from);
      double g = RoundedGaussian.stepRatio(deviation / spacing);
      sum += random ? part * g : part / g;
    }
    return random ? sum : 1 / sum;
  }

  /** The length of the part of the interval from 0 to an end between two numbers. */
  private static double way(double from, double to, double end) {
    return Math.max(0, Math.min(to, end) - from);
  }

  /** The probability of a compensation term between two magnitudes, of either sign. */
  private static double probability(double from, double to, double above, double below) {
    double probability = 0;
    for (double end : new double[] {above, below}) {
      double upper = Math.min(to, end) / end;
      double lower = Math.min(from, end) / end;
      probability +=
          (upper - lower - (upper * upper - lower * lower) / 2) * end / (above + below) * 2;
    }
    return probability;
  }
}
