// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;

/** Known answers: the constants of Section 5, and what the studies make of them. */
class PaperExperimentsTest {
  @Test
  void all_names_areThoseOfTheFigures() {
    assertEquals(
        "2a 2b 2c 2d 2e 2f 2g 3a 3b 3c 3d 3e 3f 4 4gd",
        String.join(" ", PaperExperiments.all().stream().map(e -> e.name().substring(3)).toList()));
  }

  /** d1 sigma1^2 = d2 sigma2^2 but for the roundings of two squares, products and a quotient. */
  @Test
  void all_noise_asksForTheGammaOfItsFigure() {
    for (Experiment e : PaperExperiments.all()) {
      double gamma = e.name().equals("fig2g") ? Math.sqrt(0.5) : 1;
      assertEquals(gamma, e.gamma(), 8 * 0x1p-53, e.name());
      assertEquals(e.isNoisy() ? 0.05 : 0, e.sigmaY(), e.name());
    }
  }

  @Test
  void studied_rank1_isFigure2cWithGammaOne() {
    Experiment figure = PaperExperiments.named("fig2c");
    Experiment studied = PaperExperiments.studied("rank1");
    assertEquals(figure.withName("rank1", "rank1").withGamma(1), studied);
    assertEquals(8000, studied.steps());
    assertEquals(0.005, studied.etaX());
    assertThrows(IllegalArgumentException.class, () -> PaperExperiments.studied("fig2c"));
    assertThrows(IllegalArgumentException.class, () -> PaperExperiments.named("rank1"));
  }

  @Test
  void starts_pointAndNormal_areWhatTheySay() {
    Experiment point = PaperExperiments.named("fig4");
    assertTrue(point.start().isPoint());
    assertArrayEquals(new double[] {3}, point.startX(1, 7));
    assertEquals(List.of(5.0), point.starts(1).apply(7).y().entries());
    Experiment normal = PaperExperiments.named("fig2b");
    assertFalse(normal.start().isPoint());
    GaussianStream stream = new GaussianStream(1);
    Factors<Double> start = normal.starts(1).apply(7);
    assertEquals(0.1 * stream.at(7, 0, FactorId.START_X, 13), start.x().get(13, 0));
    assertEquals(0.1 * stream.at(7, 0, FactorId.START_Y, 29), start.y().get(29, 0));
  }
}
