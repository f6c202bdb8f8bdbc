// SPDX-License-Identifier: Apache-2.0
package org.noisygd.law;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Whether the same numbers come back: between draws, rows, factors or requests, at any distance,
 * with any sign. Two independent Gaussians over their sigmas have |ln |z| - ln |z'|| at most t with
 * probability at most 2 t max x phi(x) * 2 &lt; t. A generator's grain is allowed for.
 */
public final class ValueReuse {
  /** Generators as coarse as 24 random bits a number are let pass. */
  private static final double GRAIN = 0x1p-24;

  /** Where more than one number in this many has to coincide, the test could not see a thing. */
  private static final double SPARSE = 12;

  private ValueReuse() {}

  /** The test, of the samples whose magnitudes are decided. */
  static void test(List<RecoveredNoise> samples, LawFinding.Strongest best) {
    int n = 0;
    double slack = 0;
    for (RecoveredNoise s : samples) {
      n += s.draws * (s.d1 + s.d2);
      slack = Math.max(slack, s.slack());
    }
    double width = 2 * slack; // equal draws lie within it; draws that do lie within twice it
    double expected = n * (n - 1.0) / 2 * (2 * width + GRAIN);
    if (n == 0 || expected > n / SPARSE) {
      return;
    }
    double[][] values = values(samples, n);
    int pairs = 0;
    int alike = 0;
    int most = 1;
    int first = 0;
    for (int i = 1; i < n; i++) {
      first = values[i][0] - values[first][0] <= width ? first : i;
      most = Math.max(most, i - first + 1);
    }
    for (int i = 1; i < n; i++) {
      if (values[i][0] - values[i - 1][0] <= width) {
        pairs++;
        alike += values[i][1] == values[i - 1][1] ? 1 : 0;
        i++; // disjoint pairs only
      }
    }
    // Numbers that come back keep their signs, or change all of them; those of a coarse grid do
    // not.
    boolean coarse = 4 * alike > pairs && 4 * alike < 3 * pairs;
    String code = coarse ? "noise-coarse" : "noise-batch-reused";
    best.add(
        LawTail.coincidences(pairs, expected),
        String.format(
            Locale.ROOT,
            "%d pairs among %d noise numbers (over their sigmas) are equal up to sign: draws are"
                + " reused",
            pairs,
            n),
        code);
    best.add(
        LawTail.crowd(most, n, 2 * width + GRAIN),
        String.format(
            Locale.ROOT,
            "%d of %d noise numbers (over their sigmas) are equal up to sign",
            most,
            n),
        code);
  }

  /** The logarithm of each number and its sign, the smallest first. */
  private static double[][] values(List<RecoveredNoise> samples, int n) {
    double[][] values = new double[n][];
    int at = 0;
    for (RecoveredNoise s : samples) {
      for (int f = 0; f < 2; f++) {
        for (double[] row : s.factor(f)) {
          for (double v : row) {
            // A zero stands apart: that is another family's business.
            double log = v == 0 ? -1e9 - at : StrictMath.log(Math.abs(v));
            values[at++] = new double[] {log, Math.signum(v)};
          }
        }
      }
    }
    Arrays.sort(values, Comparator.comparingDouble(v -> v[0]));
    return values;
  }
}
