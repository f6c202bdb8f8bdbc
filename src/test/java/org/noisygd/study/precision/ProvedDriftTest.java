// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.noisygd.number.Binary64;
import org.noisygd.report.chart.LineChart;
import org.noisygd.study.precision.DriftResult.Point;
import org.noisygd.theory.landscape.Scalar;
import org.noisygd.theory.settling.StoredDrift;

/** Measured means lie in what is proved of them, where that says something. */
class ProvedDriftTest {
  private static Point begin(DriftResult result) {
    return result.twin().stream()
        .filter(point -> point.step() >= result.phases().endOfTwo())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void figure_storesAtRandom_haveTheMeanInTheBand() {
    DriftResult result =
        DriftStudyTest.study(
                "fig4", 32, 3_000, "bfloat16/stochastic:16", "binary:7/stochastic", "binary64")
            .run(2, done -> {});
    assertTrue(ProvedDrift.speaksOf(result, begin(result)));
    List<String> lines = ProvedDrift.figure(result, begin(result)).csv().lines().toList();
    assertEquals(9, lines.get(0).split(",", -1).length);
    // After 3,000 updates the means scatter by a fifth of what is proved.
    String line = lines.get(lines.size() - 1);
    String[] cells = line.split(",", -1);
    for (int k = 1; k < cells.length; k += 4) {
      double mean = Double.parseDouble(cells[k + 3]);
      assertTrue(Double.parseDouble(cells[k + 1]) <= mean, line);
      assertTrue(mean <= Double.parseDouble(cells[k + 2]), line);
    }
  }

  /**
   * After 1,000 updates the drift has moved 16 by 0.9, the strip for one run is 0.7 wide in
   * binary32, where the noise's scatter is all there is, and 12 in bfloat16. At most a tenth of the
   * runs may be outside; here none is.
   */
  @Test
  void figure_oneRun_isDrawnWhereItLeavesOutTheStart() {
    DriftResult result =
        DriftStudyTest.study("fig4", 16, 1_000, "binary32/stochastic", "bfloat16/stochastic")
            .run(2, done -> {});
    LineChart figure = ProvedDrift.figure(result, begin(result));
    String text = figure.description();
    assertTrue(text.contains("nothing is said in bfloat16/stochastic: the strip"), text);
    assertTrue(text.contains("binary32/stochastic 0 of 16, bfloat16/stochastic 0 of 16."), text);
    assertTrue(text.contains("outside at the end: binary32/stochastic 0 of 16."), text);
    List<String> lines = figure.csv().lines().toList();
    List<String> names = List.of(lines.get(0).split(",", -1));
    String[] cells = lines.get(lines.size() - 1).split(",", -1);
    double low = Double.parseDouble(cells[names.indexOf("one_run_in_binary32/stochastic_low")]);
    double high = Double.parseDouble(cells[names.indexOf("one_run_in_binary32/stochastic_high")]);
    double lowest = Double.parseDouble(cells[names.indexOf("binary32/stochastic_low")]);
    double highest = Double.parseDouble(cells[names.indexOf("binary32/stochastic_high")]);
    assertTrue(low <= lowest && lowest < highest && highest <= high, lines.get(0));
    assertFalse(names.contains("one_run_in_bfloat16/stochastic"));
  }

  /** Every step is looked at here, so that the greatest numbers are those of the course. */
  @Test
  void reach_oneRun_isTheGreatestOfItsCourse() {
    DriftResult result = DriftStudyTest.study("fig4", 1, 150, "bfloat16").run(1, done -> {});
    DriftResult.OfArithmetic one = result.results().get(0);
    DriftResult.Reach reach = one.reaches().get(0);
    List<Point> three =
        one.course().stream().filter(p -> p.step() >= result.phases().endOfTwo()).toList();
    assertEquals(151, one.course().size());
    assertEquals(most(three, Point::loss), reach.residual() * reach.residual() / 2, 1e-15);
    assertEquals(most(three, Point::normX2), reach.x() * reach.x());
    assertEquals(most(three, Point::normY2), reach.y() * reach.y());
    assertEquals(one.course().stream().map(Point::imbalance).toList(), reach.imbalances());
  }

  private static double most(List<Point> points, ToDoubleFunction<Point> of) {
    return points.stream().mapToDouble(of).max().orElseThrow();
  }

  @Test
  void isLeft_oneBoundExceeded_isTrue() {
    StoredDrift.Region<Double> region =
        new StoredDrift.Region<>(scalar(0.3), scalar(0.7), scalar(4.5));
    assertFalse(ProvedDrift.isLeft(reach(0.3, 0.7, 4.5), region, true));
    assertTrue(ProvedDrift.isLeft(reach(0.3, 0.7, 4.5), region, false));
    assertFalse(ProvedDrift.isLeft(reach(0.3, 4.5, 0.7), region, false));
    assertTrue(ProvedDrift.isLeft(reach(0.31, 0.7, 4.5), region, true));
    assertTrue(ProvedDrift.isLeft(reach(0.3, 0.71, 4.5), region, true));
    assertTrue(ProvedDrift.isLeft(reach(0.3, 0.7, 4.51), region, true));
    assertTrue(ProvedDrift.isLeft(reach(Double.POSITIVE_INFINITY, 0, 0), region, true));
  }

  private static DriftResult.Reach reach(double residual, double x, double y) {
    return new DriftResult.Reach(residual, x, y, List.of());
  }

  private static Scalar<Double> scalar(double x) {
    return Scalar.of(Binary64.INSTANCE, x);
  }

  @Test
  void speaksOf_fewBits_isFalse() {
    DriftResult result = DriftStudyTest.study("fig4", 2, 500, "e4m3/stochastic").run(2, done -> {});
    assertFalse(ProvedDrift.speaksOf(result, begin(result)));
  }
}
