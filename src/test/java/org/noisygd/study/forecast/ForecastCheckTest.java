// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.noisygd.number.Text;
import org.noisygd.study.forecast.ForecastCheck.Place;
import org.noisygd.study.forecast.ForecastCheck.Point;

class ForecastCheckTest {
  private static final long SEED = 210212430;

  /**
   * The hundred settings of single updates are exact to the stated error and the lattice's; of some
   * 120 points two standard errors beyond a formula without error of its own would miss less than
   * one in twenty, were the stated error none: 12 are beyond once in 1000 studies (binomial).
   */
  @Test
  @Tag("exhaustive")
  void run_allPoints_areWithinAndAsNoted() throws IOException {
    List<Point> points = new ForecastCheck(SEED, 1 << 14).run(2);
    List<Point> updates = points.stream().filter(p -> p.at().startsWith("w =")).toList();
    assertTrue(updates.size() >= 100);
    assertTrue(points.stream().filter(p -> !p.isWithin()).count() < 12, points.toString());
    Set<String> rows = points.stream().map(ForecastCheckTest::row).collect(Collectors.toSet());
    List<String> noted =
        Files.readAllLines(Path.of("proofs-notes", "formats.md")).stream()
            .filter(line -> line.matches("[|] \\S+ [|] (pull|variance) [|] .*"))
            .toList();
    assertTrue(noted.size() >= 5 && rows.containsAll(noted), noted + " of " + rows);
  }

  /** A point as the note tells it. */
  private static String row(Point point) {
    return Text.format(
        "| %s | %s | `%s` | %.4f | %.4f ± %.4f |",
        point.arithmetic(),
        point.quantity(),
        point.at(),
        point.predicted(),
        point.measured(),
        point.error());
  }

  /** A few of them, short: a miss by four standard errors is rarer than one in 10,000. */
  @Test
  void points_shortRuns_areBesideThePrediction() {
    ForecastCheck check = new ForecastCheck(SEED, 1 << 10);
    List<Point> points =
        List.of(
            check.update("bfloat16", 1, 1, Place.ON, 0.3),
            check.update("bfloat16/zero", 1, 1, Place.BELOW, 1),
            check.update("e4m3/stochastic:3", 0x1p-6, 0x1p-6, Place.ABOVE, 0.4),
            check.update("mxfp8-e4m3/floor/stochastic", 1.9, 1.9, Place.ON, 0.7),
            check.update("mxfp4/ceil/zero", 1, 3, Place.ON, 1),
            check.carry("binary:5/compensated", 0.3),
            check.spread("binary:10/stochastic", 1.5, 0.1, 0.5));
    for (Point point : points) {
      assertEquals(
          point.predicted(),
          point.measured(),
          4 * point.error() + point.stated(),
          point.toString());
      assertTrue(
          point.error() > 0 && point.error() < 0.1 * Math.abs(point.predicted()), point.toString());
    }
  }
}
