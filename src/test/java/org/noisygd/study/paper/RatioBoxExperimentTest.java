// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.HypergeometricDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.noisygd.study.StudyOptions;
import org.noisygd.study.TestOptions;
import org.noisygd.study.paper.Finding.Agreement;

/**
 * Cross-check of Fig. 2 against another program: the quartiles that an independent run in double
 * precision gave, 100 repeats of each panel with noise of its own, 8000 updates.
 *
 * <p>If both programs sample one continuous distribution, where an order statistic of one sample
 * falls among the other's has a distribution that depends on nothing else (negative
 * hypergeometric). A quartile of 100 values, by whatever rule, is between two neighbouring order
 * statistics. So each reported number is held to an interval between two of our order statistics,
 * with all false alarms together at most {@link #ALARM}.
 */
class RatioBoxExperimentTest {
  /** The repeats of the other program, and of ours. */
  private static final int REPEATS = 100;

  private static final long SEED = StudyOptions.DEFAULT_SEED;

  /** The probability that any of the intervals misses though both distributions are one. */
  private static final double ALARM = 1e-4;

  /** Three quartiles of seven panels and the two ends of one: each has two sides. */
  private static final int SIDES = 2 * (7 * 3 + 2);

  /** Output of the other program: first quartile, median, third quartile, each rounded. */
  private static final Map<String, List<String>> REPORTED =
      Map.of(
          "2a", List.of("0.995", "1.000", "1.003"),
          "2b", List.of("0.996", "1.000", "1.004"),
          "2c", List.of("0.995", "0.999", "1.003"),
          "2d", List.of("0.9993", "0.9996", "0.9998"),
          "2e", List.of("0.933", "0.958", "0.982"),
          "2f", List.of("0.7071", "0.7074", "0.7076"),
          "2g", List.of("0.706", "0.708", "0.711"));

  /** The order statistics around a quartile of {@link #REPEATS} values: 25 and 26 and so on. */
  private static final int[] BELOW = {25, 50, 75};

  /** P(at most c of our n values are below the i-th of the other m). */
  private static double atMost(int c, int i, int m, int n) {
    return new HypergeometricDistribution(m + n, m, c + i).upperCumulativeProbability(i);
  }

  /**
   * Whether a printed number, between order statistics {@code below} and {@code above} of the other
   * sample, is where it must be among ours.
   */
  private static boolean fits(double[] ordered, String printed, int below, int above) {
    double side = ALARM / SIDES;
    int n = ordered.length;
    int low = 0; // so many of ours are below the other's at least
    while (low < n && atMost(low, above, REPEATS, n) <= side) {
      low++;
    }
    int high = n; // and so many at most
    while (high > 0 && 1 - atMost(high - 1, below, REPEATS, n) <= side) {
      high--;
    }
    BigDecimal value = new BigDecimal(printed);
    BigDecimal half = new BigDecimal(BigInteger.valueOf(5), value.scale() + 1);
    boolean aboveLow = low == 0 || value.add(half).doubleValue() >= ordered[low - 1];
    boolean belowHigh = high == n || value.subtract(half).doubleValue() <= ordered[high];
    return aboveLow && belowHigh;
  }

  private static double[] ordered(RatioBoxExperiment box) {
    double[] ratios = box.states().ratios(box.states().size() - 1);
    Arrays.sort(ratios);
    return ratios;
  }

  @Tag("slow")
  @Test
  void figure2_quartiles_areThoseOfAnotherProgramWithinSamplingError() {
    List<String> panels = List.of("2a", "2b", "2c", "2d", "2e", "2f", "2g");
    List<RatioBoxExperiment> boxes = RatioBoxExperiment.run(panels, TestOptions.whole(SEED));
    for (RatioBoxExperiment box : boxes) {
      List<String> reported = REPORTED.get(box.figure());
      for (int q = 0; q < BELOW.length; q++) {
        assertTrue(
            fits(ordered(box), reported.get(q), BELOW[q], BELOW[q] + 1),
            box.figure() + ", quartile " + (q + 1) + ": " + reported.get(q) + ", " + box.ratio());
      }
      assertEquals(REPEATS, box.states().replicates());
      assertEquals(Agreement.AGREES, box.finding().agreement(), box.figure());
    }
    double[] wide = ordered(boxes.get(4));
    assertTrue(fits(wide, "0.79", 1, 1) && fits(wide, "1.06", REPEATS, REPEATS), "the range of 2e");
    // The intervals are not so wide that any panel would do.
    assertFalse(fits(ordered(boxes.get(0)), REPORTED.get("2e").get(1), 50, 51));
    assertFalse(fits(ordered(boxes.get(2)), REPORTED.get("2f").get(1), 50, 51));
    assertFalse(fits(ordered(boxes.get(3)), REPORTED.get("2f").get(0), 25, 26));
    assertFalse(fits(ordered(boxes.get(3)), REPORTED.get("2a").get(0), 25, 26));
    assertFalse(fits(ordered(boxes.get(6)), "0.703", 50, 51));
  }

  /**
   * After 20 updates the ratio is still that of the start, about sqrt(20/30); 8 repeats are few.
   */
  @Test
  void finding_runsThatAreTooShort_differIfThereAreEnoughToTell() {
    assertEquals(Agreement.DIFFERS, shortRuns(80).finding().agreement());
    RatioBoxExperiment box = shortRuns(8);
    assertEquals(Agreement.UNDECIDED, box.finding().agreement());
    assertEquals(20, box.steps());
    assertEquals(8, box.states().replicates());
  }

  private static RatioBoxExperiment shortRuns(int repeats) {
    StudyOptions options =
        new StudyOptions(
            SEED,
            1,
            false,
            java.util.OptionalInt.of(repeats),
            java.util.OptionalLong.of(20),
            line -> {});
    return RatioBoxExperiment.run(List.of("2a"), options).get(0);
  }
}
