// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.study.twin.DeadZone;
import org.noisygd.study.twin.VerdictRule;
import org.noisygd.study.twin.VerdictRule.Verdict;

/** Maps of Fig. 4's surroundings: what is predicted to be frozen is, and threads change nothing. */
class DriftMapTest {
  private static DriftMap.Result run(int threads, long steps, String... names) {
    return new DriftMap(
            PaperExperiments.studied("fig4"),
            ArithmeticName.parse("binary64"),
            List.of(names).stream().map(ArithmeticName::parse).toList(),
            4,
            steps,
            5,
            VerdictRule.ONE_LOOK)
        .run(threads, done -> {});
  }

  @Test
  void run_oneThreadOrThree_givesTheSameNumbers() {
    DriftMap.Result one = run(1, 500, "binary:10", "bfloat16/stochastic");
    assertEquals(25, one.cells().size());
    assertEquals(one, run(3, 500, "binary:10", "bfloat16/stochastic"));
  }

  /**
   * Half of what is frozen for a Gaussian update, since an update is a product of two Gaussians:
   * its tail falls like exp(-t), not exp(-t^2/2), and at six standard deviations some are still
   * seen. At twelve Y stays. What D then changes by is X's: x^2 is below 1/8 beside a D near 16, so
   * the logarithm changes by 0.01 at most, which is 0.02 of the twin's only where the twin's is
   * less than 0.5: those cells are left out.
   */
  @Test
  void run_predictedFrozen_isFrozen() {
    DriftMap.Result map = run(2, 20_000, "bfloat16", "binary:10");
    int frozen = 0;
    int free = 0;
    for (DriftMap.Cell cell : map.cells()) {
      Experiment s = cell.setting();
      boolean twinMoves = 2 * s.etaY() * s.sigmaY() * s.sigmaY() * 20_000 > 0.5;
      for (DriftMap.OfArithmetic one : cell.results()) {
        if (twinMoves && one.atStart().ofY() < DeadZone.FROZEN / 2) {
          assertEquals(Verdict.FROZEN, one.seen().verdict(), s + " " + one);
          frozen++;
        }
        if (twinMoves && one.atStart().ofY() > DeadZone.FREE) {
          assertTrue(one.seen().drift().value() > 0.5, s + " " + one);
          free++;
        }
      }
    }
    assertTrue(frozen >= 2 && free >= 4, frozen + " frozen, " + free + " free");
  }
}
