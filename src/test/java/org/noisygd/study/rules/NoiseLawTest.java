// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisygd.study.TestOptions;

/** Section 6's remarks, on short runs with fixed seeds. */
class NoiseLawTest {
  private static final long SEED = 20210306;

  /** Standard errors that a mean of normal values leaves with probability 2e-9. */
  private static final double SIX = 6;

  /**
   * The relative weight of the next order in the rate: eta (x^2 + y^2)/2 &lt;= 0.01 * 4.25/2, and 3
   * eta sigma^2/2 = 0.0006.
   */
  private static final double NEXT_ORDER = 0.0219;

  @Test
  void schedules_quick_decayByTheSumOfTheRates() {
    for (ScheduleStudy.Row row : ScheduleStudy.run(TestOptions.quick(SEED)).rows()) {
      double expected = row.expected().get(row.compared());
      double found = row.found().get(row.compared());
      double slack = SIX * row.error().get(row.compared());
      assertTrue(
          found <= expected + slack && found >= (1 + NEXT_ORDER) * expected - slack,
          () -> row.schedule() + ": expected " + expected + ", found " + found);
      assertEquals(0.0, row.expected().get(0));
      assertEquals(0.0, row.found().get(0));
    }
  }

  /** The sum of (1 + t/t0)^-q diverges for q &lt;= 1 alone. */
  @Test
  void schedules_reachBalance_byTheExponents() {
    List<Boolean> reach =
        ScheduleStudy.run(TestOptions.quick(SEED)).rows().stream()
            .map(ScheduleStudy.Row::reachesBalance)
            .toList();
    assertEquals(List.of(true, true, true, true, true, false, false, false), reach);
  }

  /** Known answers: the tables' 97.5% points of the normal and of t with 3 and 5 of freedom. */
  @Test
  void tail_tabledPoints_areTwoAndAHalfPercent() {
    double printed =
        0.00001; // the points are printed to 4 digits: 0.0005 of 0.1 density, 5e-5 at most
    assertEquals(0.025, TailStudy.tail(0, 0.2 * 1.959964), printed);
    assertEquals(0.025, TailStudy.tail(3, 0.2 * 3.182446 / Math.sqrt(3)), printed);
    assertEquals(0.025, TailStudy.tail(5, 0.2 * 2.570582 * Math.sqrt(3 / 5.0)), printed);
  }

  /** One jump explains how often t with 3 of freedom blows up; normal noise never does. */
  @Test
  void tails_quick_asOneJumpExpects() {
    TailStudy study = TailStudy.run(TestOptions.quick(SEED));
    TailStudy.Escape normal = study.escapes().get(0);
    TailStudy.Escape heavy = study.escapes().get(2);
    assertEquals(0, normal.blownUp().successes());
    assertEquals(0, normal.expected());
    assertTrue(heavy.expected() > normal.blownUp().upper() / 10);
    assertTrue(heavy.blownUp().contains(heavy.expected()), heavy::toString);
    for (TailStudy.Limit limit : study.limits()) {
      assertEquals(
          limit.expected(), limit.squaredX().mean(), SIX * limit.squaredX().standardError());
      assertEquals(
          limit.expected(), limit.squaredY().mean(), SIX * limit.squaredY().standardError());
    }
  }

  /** The total does not see rows; columns move it where their two orders differ. */
  @Test
  void anisotropy_quick_rowsChangeNothingAndColumnsBreakRotations() {
    AnisotropyStudy study = AnisotropyStudy.run(TestOptions.quick(SEED));
    AnisotropyStudy.Case same = study.cases().get(0);
    AnisotropyStudy.Case rows = study.cases().get(1);
    AnisotropyStudy.Case columns = study.cases().get(2);
    AnisotropyStudy.Case crossed = study.cases().get(3);
    for (AnisotropyStudy.Case one : List.of(same, rows, columns)) {
      assertEquals(
          one.expectedTotal(), one.total().mean(), SIX * one.total().standardError(), one.name());
    }
    assertFalse(same.expected().isPresent() || rows.expected().isPresent());
    assertTrue(columns.expected().isPresent());
    assertTrue(columns.cosine() < same.cosine());
    // Column by column ||x_k||^2 / ||y_k||^2 = c1_k / c2_k: 4 and 1/4.
    double first = crossed.columnNorms().get(0).mean() / crossed.columnNorms().get(2).mean();
    double second = crossed.columnNorms().get(1).mean() / crossed.columnNorms().get(3).mean();
    assertTrue(first > 2 && second < 0.5, first + " and " + second);
  }
}
