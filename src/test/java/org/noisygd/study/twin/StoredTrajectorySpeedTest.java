// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.number.format.ArithmeticName;

/** How much longer a run with blocks or cut sums takes than one that stores bfloat16. */
@Tag("exhaustive")
class StoredTrajectorySpeedTest {
  private static final int ROUNDS = 9;

  /** What was asked of them. */
  private static final double MOST = 5;

  private static final List<String> NAMES =
      List.of(
          "mxfp8-e4m3/floor",
          "mxfp8-e5m2/even/stochastic",
          "mxfp6-e2m3/ceil/columns/master",
          "mxfp4/rceil/stochastic/columns",
          "nvfp4",
          "nvfp4/stochastic/columns",
          "bfloat16*13:32:128",
          "bfloat16*25:16",
          "binary32*23:8");

  @ParameterizedTest
  @ValueSource(strings = {"rank1", "rank10"})
  void advance_blocksAndCutSums_takeAtMostFiveTimesBfloat16(String name) {
    Experiment setting = PaperExperiments.studied(name);
    int updates = name.equals("rank1") ? 20_000 : 2_000;
    double[][] ratios = new double[NAMES.size()][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      double plain = nanos(setting, "bfloat16", updates);
      for (int k = 0; k < NAMES.size(); k++) {
        ratios[k][round] = nanos(setting, NAMES.get(k), updates) / plain;
      }
    }
    for (int k = 0; k < NAMES.size(); k++) {
      Arrays.sort(ratios[k]);
      double median = ratios[k][ROUNDS / 2];
      System.out.printf("%s %s %.2f%n", name, NAMES.get(k), median);
      assertTrue(median <= MOST, NAMES.get(k) + " takes " + median);
    }
  }

  private static double nanos(Experiment setting, String name, int updates) {
    Trajectory run = new Trajectories(setting, 1, 0).in(ArithmeticName.parse(name));
    ReplicateNoise noise = new ReplicateNoise(setting, 1, 0);
    long begin = System.nanoTime();
    for (int t = 0; t < updates; t++) {
      noise.at(t);
      run.advance(t, noise.x, noise.y);
    }
    return System.nanoTime() - begin;
  }
}
