// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.paper;

import java.util.List;
import java.util.Map;
import org.noisygd.report.Json;
import org.noisygd.study.PaperSection;
import org.noisygd.study.paper.TwoVariableLandscape.StationaryPoint;

/**
 * Exact findings on the landscapes of two variables that the paper's Figures 1 and 5 show, without
 * noise and smoothed.
 */
public final class LandscapeSection {
  private LandscapeSection() {}

  /** Fig. 1: both landscapes with their optima. */
  public static PaperSection figure1() {
    TwoVariableLandscape plain = TwoVariableLandscape.plain();
    TwoVariableLandscape smoothed = TwoVariableLandscape.withNoise();
    return new PaperSection(
        "fig1",
        "Figure 1: what noise does to the landscape",
        PaperSection.PAPER,
        report ->
            report.paragraphOnPage(
                "The objective (1 - xy)^2 and its mean under noise of variance 0.0975 in x and in"
                    + " y, (1 - xy)^2 + sigma^2 (x^2 + y^2) + sigma^4. Gradients are decided and"
                    + " eigenvalues enclosed in rational arithmetic."),
        List.of(),
        Map.of("1", Json.object().put("plain", json(plain)).put("smoothed", json(smoothed))),
        TwoVariableLandscape.figure1(plain, smoothed));
  }

  /** Fig. 5: the valley. */
  public static PaperSection figure5() {
    TwoVariableLandscape plain = TwoVariableLandscape.plain();
    return new PaperSection(
        "fig5",
        "Figure 5: the valley",
        PaperSection.PAPER,
        report ->
            report.paragraphOnPage(
                "Along the valley xy = 1 the curvature across it is 2 (alpha^2 + alpha^-2) at the"
                    + " optimum (alpha, 1/alpha): least where x = y, so there the valley is"
                    + " widest."),
        List.of(),
        Map.of("5", Json.object().put("plain", json(plain))),
        TwoVariableLandscape.figure5(plain));
  }

  private static List<Json.Fields> json(TwoVariableLandscape landscape) {
    return landscape.points().stream().map(LandscapeSection::json).toList();
  }

  private static Json.Fields json(StationaryPoint point) {
    return Json.object()
        .put("name", point.name())
        .put("x", point.x().doubleValue())
        .put("y", point.y().doubleValue())
        .put("value", point.value().doubleValue())
        .put("stationary", point.stationary())
        .put("eigenvalues", point.eigenvalues());
  }
}
