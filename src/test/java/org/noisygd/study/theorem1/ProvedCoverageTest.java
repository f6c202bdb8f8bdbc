// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.theorem1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisygd.study.theorem1.ProvedCoverage.Bound;

/** Known answers: the bounds of the theorems, worked out by hand for one noise and distance. */
class ProvedCoverageTest {
  private static final double S = 0.04;
  private static final double EPSILON = 0.2;

  /** s eps^2/4. */
  private static final double LEVEL = 4e-4;

  private static final ProvedCoverage PROVED = ProvedCoverage.of(S, EPSILON);

  @Test
  void speaksOf_hypotheses_areThoseOfTheTheorem() {
    assertTrue(ProvedCoverage.speaksOf(0.0625, 0.1875));
    assertFalse(ProvedCoverage.speaksOf(0.07, 0.5));
    assertFalse(ProvedCoverage.speaksOf(0.0625, 0.18));
    assertFalse(ProvedCoverage.speaksOf(0.0625, 2.1));
  }

  /**
   * The start's share is delta/10 at most, and e^(-eta s/5) of it less a step earlier; that of T1
   * is delta/2, less what t1 takes off; the rest is 50 eta/s^3/level. Relative rounding: T1 is cut
   * to a whole number of at least 10^12.
   */
  @Test
  void gaussian_bounds_areTheirThreeShares() {
    assertFalse(PROVED.gaussian().isEmpty());
    for (Bound bound : PROVED.gaussian()) {
      double eta = bound.eta();
      double floor = 50 * eta / (S * S * S) / LEVEL;
      double window = 10 * eta * eta / (S * S) * bound.from() / LEVEL;
      double expected = 0.1 * CoverageStudy.DELTA + 0.5 * CoverageStudy.DELTA + floor - window;
      assertEquals(expected, bound.probability(), 1e-9);
    }
  }

  /** (x y - (1 - s))^2 + s (x - y)^2 at (2, 1/2) is s^2 + 9/4 s = 0.0916. */
  @Test
  void gaussian_t1_isTheLogarithmOfTheStart() {
    Bound bound = PROVED.gaussian().get(0);
    double expected =
        5 / (bound.eta() * S) * StrictMath.log(0.0916 / (LEVEL * CoverageStudy.DELTA / 10));
    assertEquals(1, bound.from() / expected, 1e-9);
  }

  /** 10^4 eta is at most the level, so 4e-8 is the greatest step; T1 is the printed 1/eta^2. */
  @Test
  void signs_bounds_goToTheInverseSquareOfTheStep() {
    assertTrue(PROVED.signs().size() > PROVED.gaussian().size());
    for (Bound bound : PROVED.signs()) {
      assertTrue(bound.eta() <= 4e-8 && bound.probability() < 1);
      assertEquals(1, bound.to() * bound.eta() * bound.eta(), 1e-9);
      assertTrue(bound.from() < bound.to());
    }
  }

  @Test
  void first_severalBounds_isTheGreatestStepWithinDelta() {
    List<Bound> bounds =
        List.of(new Bound(0.3, 1, 2, 0.06), new Bound(0.2, 1, 2, 0.05), new Bound(0.1, 1, 2, 0.01));
    assertEquals(0.2, ProvedCoverage.first(bounds).orElseThrow().eta());
    assertTrue(ProvedCoverage.first(bounds.subList(0, 1)).isEmpty());
  }
}
