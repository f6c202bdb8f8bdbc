// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.noisygd.Refused.assertRefusedInALine;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.study.measure.DriftTracker;
import org.noisygd.study.measure.VerdictRule;
import org.noisygd.study.measure.VerdictRule.DriftClass;

/** Known answers: series of known drift. */
class DriftRatioTest {
  /** A quotient of two logarithms of quotients of sums: some ten operations of 2^-53. */
  private static final double ROUNDING = 1e-14;

  private static final double MISSES = VerdictRule.MISSES;

  private static double[] filled(int n, double value) {
    double[] values = new double[n];
    Arrays.fill(values, value);
    return values;
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 0, -0.5, 1.05, 16})
  void of_exponentialDecay_givesTheRatioOfTheRates(double ratio) {
    double own = -16 * StrictMath.exp(-2 * ratio);
    DriftRatio drift =
        DriftRatio.of(
            filled(4, -16),
            filled(4, own),
            filled(4, -16),
            filled(4, -16 * StrictMath.exp(-2.0)),
            MISSES,
            10,
            30);
    // The last figure of exp carries over divided by the reference run's logarithm, 2.
    assertEquals(ratio, drift.value(), ROUNDING * Math.max(1, Math.abs(ratio)));
    assertEquals(0, drift.standardError(), 10 * ROUNDING);
  }

  @Test
  void standardError_deviationSharedWithTheReference_cancels() {
    double[] end = {-1, -2, -3, -4};
    DriftRatio drift = DriftRatio.of(filled(4, -16), end, filled(4, -16), end, MISSES, 0, 1);
    assertEquals(1, drift.value());
    assertEquals(0, drift.standardError(), 10 * ROUNDING);
  }

  /**
   * Two thousand studies of 32 replicates whose D(t1) is normal about a known mean: the jackknife's
   * mean square against the scatter of the estimates themselves.
   */
  @Test
  void standardError_independentReplicates_isTheScatterOfTheEstimates() {
    Random random = new Random(1); // seeded: the same numbers each time
    int studies = 2000;
    int n = 32;
    double[] estimates = new double[studies];
    double squares = 0;
    for (int s = 0; s < studies; s++) {
      double[] own = new double[n];
      double[] reference = new double[n];
      for (int i = 0; i < n; i++) {
        double shared = 0.1 * random.nextGaussian();
        own[i] = 1 + shared + 0.2 * random.nextGaussian();
        reference[i] = 1 + shared;
      }
      DriftRatio drift = DriftRatio.of(filled(n, 10), own, filled(n, 10), reference, MISSES, 0, 1);
      estimates[s] = drift.value();
      squares += drift.standardError() * drift.standardError() / studies;
    }
    double mean = Arrays.stream(estimates).average().orElseThrow();
    double scatter =
        Arrays.stream(estimates).map(e -> (e - mean) * (e - mean)).sum() / (studies - 1);
    // A variance from 2000 normal numbers has a relative standard deviation of sqrt(2/1999), 3.2%;
    // five of them, and 5% for the terms of order 1/n that the jackknife leaves.
    assertEquals(1, squares / scatter, 5 * 0.032 + 0.05);
    // log 10 (1 +- 0.2/sqrt(32)/log 10): within five standard deviations of 0.0154/sqrt(2000), and
    // the bias var/(2 log 10) = 2.8e-4 of a logarithm of a mean.
    assertEquals(1, mean, 5 * 0.0154 / Math.sqrt(studies) + 3e-4);
  }

  @Test
  void of_arraysOfDifferentLength_isRefused() {
    double[] two = filled(2, 1);
    assertRefusedInALine(
        "imbalances must be of 2 replicates each",
        () -> DriftRatio.of(two, filled(1, 1), two, two, MISSES, 0, 1));
  }

  @Test
  void tracker_twinReachesATenth_endsThere() {
    DriftTracker tracker = new DriftTracker(2, 5, 1000, MISSES);
    for (long t = 0; t <= 1000; t++) {
      double reference = 7 * StrictMath.exp(-0.01 * t);
      double own = 7 * StrictMath.exp(-0.012 * t);
      tracker.at(t, i -> own * (i == 0 ? 0.5 : 1.5), i -> reference);
    }
    // exp(-0.01 k) <= 0.1 first at k = 231, since log 10 = 2.3026.
    assertEquals(236, tracker.found().to());
    assertEquals(1.2, tracker.found().value(), 1e-12); // exponents of size 3 in D: 2^-53 x 3 x 10
  }

  @Test
  void tracker_ownReachesAHundredth_endsThere() {
    DriftTracker tracker = new DriftTracker(2, 0, 1000, MISSES);
    for (long t = 0; t <= 1000; t++) {
      double own = StrictMath.exp(-0.1 * t);
      double reference = StrictMath.exp(-0.01 * t);
      tracker.at(t, i -> own, i -> reference);
    }
    assertEquals(47, tracker.found().to()); // log 100 = 4.605
    assertEquals(DriftClass.ROUNDING_DRIVEN, VerdictRule.ONE_ANALYSIS.of(tracker.found()));
  }

  @Test
  void tracker_signChanges_endsBeforeIt() {
    DriftTracker tracker = new DriftTracker(1, 0, 100, MISSES);
    double[] own = {8, 4, -1, 5};
    for (int t = 0; t < own.length; t++) {
      double value = own[t];
      double reference = StrictMath.pow(0.9, t);
      tracker.at(t, i -> value, i -> reference);
    }
    assertEquals(1, tracker.found().to());
  }

  @Test
  void tracker_notANumber_isUndetermined() {
    DriftTracker tracker = new DriftTracker(1, 0, 2, MISSES);
    tracker.at(0, i -> 1, i -> 1);
    tracker.at(1, i -> Double.NaN, i -> 0.9);
    assertEquals(DriftClass.UNDETERMINED, VerdictRule.ONE_ANALYSIS.of(tracker.found()));
  }
}
