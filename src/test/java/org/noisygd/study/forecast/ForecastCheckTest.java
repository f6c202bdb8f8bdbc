// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.noisygd.study.forecast.ForecastCheck.Point;

class ForecastCheckTest {
  private static final long SEED = 210212430;

  /**
   * Of 62 points of the model two standard errors miss less than one in twenty; 10 or more would be
   * beyond once in 2000 studies (binomial). One is outside of the model: updates as wide as a
   * binade.
   */
  @Test
  @Tag("exhaustive")
  void run_allPoints_areWithin() {
    List<Point> points = new ForecastCheck(SEED, 128).run(2, line -> {});
    assertTrue(points.size() >= 60);
    assertTrue(points.stream().filter(p -> !p.isWithin()).count() < 10, points.toString());
  }

  /** A few of them, short: a miss by four standard errors is rarer than one in 10,000. */
  @Test
  void points_shortRuns_areBesideThePrediction() {
    ForecastCheck check = new ForecastCheck(SEED, 8);
    List<Point> points =
        List.of(
            check.nearest("bfloat16", 0.3).get(0),
            check.nearest("bfloat16", 0.3).get(1),
            check.bias("bfloat16/zero", 1),
            check.bias("e4m3/stochastic:3", 0.25),
            check.spread("binary:10/stochastic", 0.1, 0.5));
    for (Point point : points) {
      assertEquals(
          point.predicted(),
          point.measured(),
          4 * point.error() + Point.ALLOWED * point.predicted(),
          point.toString());
      assertTrue(point.error() > 0 && point.error() < 0.1 * point.predicted(), point.toString());
    }
  }
}
