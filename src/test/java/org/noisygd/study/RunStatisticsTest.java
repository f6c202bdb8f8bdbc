// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.experiment.Start;
import org.noisygd.descent.fast.EndStates;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.rule.DrawSource;
import org.noisygd.descent.rule.RunPlan;
import org.noisygd.descent.rule.UpdateRule;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;

/** What is kept of runs, beside the runs themselves. */
class RunStatisticsTest {
  private static final Binary64 A = Binary64.INSTANCE;
  private static final Matrix<Double> M = Matrix.of(A, new double[][] {{1, 0.5, 0}, {0, 1, 2}});

  private static RunPlan plan(List<Long> looks) {
    return RunPlan.of(
        UpdateRule.plain(M, StepSizes.of(A, 0.01, 0.02)),
        2,
        DrawSource.NONE,
        Start.normal(0.4).factors(2, 3, 2, 7),
        70,
        looks);
  }

  /** Cross-check: against the iterates at each look, and the generic norms and loss. */
  @Test
  void of_someLooks_keepsNormsLossAndTheLastIterate() {
    List<Long> looks = List.of(0L, 3L, 9L);
    RunStatistics seen = RunStatistics.of(plan(looks));
    assertEquals(3, seen.size());
    for (int look = 0; look < 3; look++) {
      EndStates states = new EndStates(looks.get(look));
      plan(List.of(looks.get(look))).run(states);
      for (int p = 0; p < 70; p++) {
        Factors<Double> at = Factors.fromRows(A, states.x(p), states.y(p), 2);
        assertEquals(at.x().normSquared(), seen.normX(look, p));
        assertEquals(at.y().normSquared(), seen.normY(look, p));
        assertEquals(new MatrixFactorization<>(M).loss(at), seen.loss(look, p));
        if (look == 2) {
          assertArrayEquals(states.x(p), seen.x(p));
          assertArrayEquals(states.y(p), seen.y(p));
          assertTrue(seen.isFinite(p));
        }
      }
    }
    assertEquals(70, seen.finite(2));
  }

  @Test
  void of_looksThatDoNotAscend_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> RunStatistics.of(plan(List.of(3L, 3L))));
  }

  /** From x = y = 15 gradient descent with step 1/100 diverges (T1.initialisation). */
  @Test
  void isFinite_divergingRun_isFalse() {
    RunPlan plan =
        RunPlan.of(
            UpdateRule.plain(Matrix.of(A, new double[][] {{1}}), StepSizes.of(A, 0.01, 0.01)),
            1,
            DrawSource.NONE,
            Start.at(List.of(15.0), List.of(15.0)).factors(1, 1, 1, 7),
            1,
            List.of(1000L));
    assertFalse(RunStatistics.of(plan).isFinite(0));
  }
}
