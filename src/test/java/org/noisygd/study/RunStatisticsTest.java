// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.number.Binary64;

/** What is kept of runs, beside the runs themselves. */
class RunStatisticsTest {
  private static final Repeats RUNS = Repeats.of(PaperExperiments.named("fig3c"), 7, 5, 20);

  /** Cross-check: against the iterates at each look, and the generic norms and loss. */
  @Test
  void course_someLooks_keepsNormsAndLoss() {
    List<Long> looks = List.of(0L, 3L, 9L);
    RunStatistics seen = RUNS.course(looks);
    assertEquals(3, seen.size());
    for (int look = 0; look < 3; look++) {
      EndStates states = new EndStates(looks.get(look));
      RUNS.run(looks.get(look), states);
      for (int p = 0; p < 20; p++) {
        Factors<Double> at =
            Factors.fromRows(Binary64.INSTANCE, states.x(5 + p), states.y(5 + p), 10);
        assertEquals(at.x().normSquared(), seen.normX(look, p));
        assertEquals(at.y().normSquared(), seen.normY(look, p));
        assertEquals(
            new MatrixFactorization<>(RUNS.setting().target()).loss(at), seen.loss(look, p));
      }
    }
    assertEquals(20, seen.finite(2));
  }

  @Test
  void course_looksThatDoNotAscend_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> RUNS.course(List.of(3L, 3L)));
  }
}
