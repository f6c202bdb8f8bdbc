// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

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
    double[] signed = RecoveredNoise.numbers(samples, List.of(0, 1));
    int n = signed.length;
    double slack = samples.stream().mapToDouble(RecoveredNoise::slack).max().orElse(0);
    double width = 2 * slack; // equal draws lie within it; draws that do lie within twice it
    double expected = n * (n - 1.0) / 2 * (2 * width + GRAIN);
    if (n == 0 || expected > n / SPARSE) {
      return;
    }
    double[] logs = logarithms(signed);
    Arrays.sort(logs);
    int pairs = 0;
    int most = 1;
    int first = 0;
    for (int i = 1; i < n; i++) {
      first = logs[i] - logs[first] <= width ? first : i;
      most = Math.max(most, i - first + 1);
    }
    for (int i = 1; i < n; i++) {
      if (logs[i] - logs[i - 1] <= width) {
        pairs++;
        i++; // disjoint pairs only
      }
    }
    double nats = LawTail.coincidences(pairs, expected);
    double crowd = LawTail.crowd(most, n, 2 * width + GRAIN);
    String code = nats > 0 || crowd > 0 ? code(samples, signed, width) : "";
    best.add(
        nats,
        code,
        "%d pairs among %d noise numbers (over their sigmas) are equal up to sign: draws are"
            + " reused",
        pairs,
        n);
    best.add(
        crowd, code, "%d of %d noise numbers (over their sigmas) are equal up to sign", most, n);
  }

  /**
   * Numbers that come back keep their signs, or change all of them; those of a grid do not. Where a
   * batch is reused, they come back within a request, too; chance puts more than a tenth there.
   * Where a seed is ignored, all numbers of a large request come back, so one in a hundred at
   * least.
   */
  private static String code(List<RecoveredNoise> samples, double[] signed, double width) {
    int n = signed.length;
    int[] owner = owners(samples, n);
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    double[] logs = logarithms(signed);
    Arrays.sort(order, Comparator.comparingDouble(i -> logs[i]));
    int pairs = 0;
    int alike = 0;
    int within = 0;
    for (int i = 1; i < n; i++) {
      if (logs[order[i]] - logs[order[i - 1]] <= width) {
        pairs++;
        alike += signed[order[i]] > 0 == signed[order[i - 1]] > 0 ? 1 : 0;
        within += owner[order[i]] == owner[order[i - 1]] ? 1 : 0;
        i++;
      }
    }
    if (4 * alike <= pairs) {
      return "noise-antithetic";
    }
    if (4 * alike < 3 * pairs) {
      return "noise-coarse";
    }
    return 10 * within < pairs && 100 * pairs >= n ? "seed-ignored" : "noise-batch-reused";
  }

  /** The sample that each number is of. */
  private static int[] owners(List<RecoveredNoise> samples, int n) {
    int[] owner = new int[n];
    int at = 0;
    for (int k = 0; k < samples.size(); k++) {
      RecoveredNoise s = samples.get(k);
      int next = at + s.draws * (s.inX + s.inY);
      Arrays.fill(owner, at, next, k);
      at = next;
    }
    return owner;
  }

  private static double[] logarithms(double[] signed) {
    double[] logs = signed.clone();
    for (int at = 0; at < logs.length; at++) {
      // A zero stands apart: that is another family's business.
      logs[at] = logs[at] == 0 ? -1e9 - at : StrictMath.log(Math.abs(logs[at]));
    }
    return logs;
  }
}
