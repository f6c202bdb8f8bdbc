// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.study.theorem1.PerpendicularStudy;
import org.noisygd.study.theorem1.PerpendicularStudy.Cell;

class PerpendicularBoundTest {
  private static final long SEED = 20210308;

  /** Ten operations of binary64. */
  private static final double ROUNDING = 0x1p-49;

  /** Known answer: s = 1, d1 = d2 = 6 gives 2 (2 + 1 + 1 + 6). */
  @Test
  void constant_one_isTwenty() {
    PerpendicularBound bound = new PerpendicularBound(1, 6, 6);
    assertEquals(20, bound.constant());
    assertEquals(2, bound.supposed());
    assertEquals(bound.supposed(), bound.at(bound.emptyFrom()), ROUNDING * 2);
  }

  /** Exactly, in rationals: 2 < s^3 C2 <= 28, and the doubles beside it. */
  @Test
  void constant_manyNoises_isBetweenTwoAndTwentyEightOverTheCube() {
    for (int k = 1; k <= 64; k++) {
      BigFraction s = BigFraction.of(k, 64);
      for (int d1 : new int[] {2, 3, 20, 1000}) {
        for (int d2 : new int[] {2, 7, 30}) {
          BigFraction square = s.multiply(s);
          BigFraction c2 =
              s.add(s.reciprocal())
                  .multiply(
                      BigFraction.of(2)
                          .divide(square)
                          .add(BigFraction.of(6, d1))
                          .add(BigFraction.of(6, d2))
                          .add(square.multiply(6)));
          BigFraction scaled = c2.multiply(square).multiply(s);
          assertTrue(scaled.compareTo(BigFraction.of(2)) > 0, () -> "s = " + s);
          assertTrue(scaled.compareTo(BigFraction.of(28)) <= 0, () -> "s = " + s);
          double expected = c2.doubleValue();
          assertEquals(
              expected, new PerpendicularBound(k / 64.0, d1, d2).constant(), ROUNDING * expected);
        }
      }
    }
  }

  /** At the paper's own noise and step the bound is empty; where it is not, every run keeps it. */
  @Test
  void run_quick_boundIsKeptWhereItSaysSomething() {
    PerpendicularStudy study = PerpendicularStudy.run(TestOptions.quick(SEED));
    List<Cell> saying = study.cells().stream().filter(Cell::saysSomething).toList();
    assertFalse(study.cells().get(0).saysSomething());
    assertEquals(2, saying.size());
    for (Cell cell : study.cells()) {
      assertEquals(
          cell.saysSomething(),
          cell.bound().at(cell.eta()) < cell.bound().supposed(),
          cell::toString);
      assertEquals(study.replicates(), cell.supposed(), cell::toString);
      assertEquals(study.replicates(), cell.kept().successes(), cell::toString);
      // By chance some of it is there: 19 entries of variance eta sigma1^2/2 at the least.
      assertTrue(cell.largest() > 0.95 * cell.eta() * cell.bound().sigmaSquared() / 2);
      assertTrue(cell.largest() < cell.bound().at(cell.eta()));
    }
    // The start is beyond the bound there, so that it is the run that keeps it.
    Cell last = saying.get(1);
    double start = 0.8 / last.bound().sigmaSquared();
    assertTrue(last.bound().at(last.eta()) < start / 2);
  }
}
