// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.Start;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.study.TestOptions;
import org.noisygd.study.rules.BiasStudy.BiasRow;

class BiasStudyTest {
  private static final long SEED = 20210305;

  /** Some tens of operations on numbers of size 1 to 100. */
  private static final double ROUNDING = 1e-12;

  /** The ratios that some rule picks on some problem: 1 and the roots of 2/3, 1/2 and 1/3. */
  private static final List<Double> ANSWERS =
      List.of(1.0, Math.sqrt(2 / 3.0), Math.sqrt(0.5), Math.sqrt(1 / 3.0));

  private static BiasStudy study = new BiasStudy(List.of(), List.of());

  @BeforeAll
  static void run() {
    study = BiasStudy.run(TestOptions.quick(SEED));
  }

  /**
   * On problems whose runs are long enough; from the start of 2b no rule of memory has an answer.
   */
  @Test
  void run_longProblems_eachRulePicksTheExpectedAnswerOfAll() {
    int seen = 0;
    for (BiasRow row : study.rows()) {
      if (!List.of("2a", "2c").contains(row.problem().name()) || row.expected().isEmpty()) {
        continue;
      }
      assertEquals(
          nearest(row.expected().get()),
          nearest(row.ratio().median()),
          () -> row.rule() + " on " + row.problem().name());
      seen++;
    }
    assertEquals(2 * (ComparedRule.values().length - 1), seen);
  }

  private static double nearest(double ratio) {
    double best = ANSWERS.get(0);
    for (double answer : ANSWERS) {
      if (Math.abs(ratio - answer) < Math.abs(ratio - best)) {
        best = answer;
      }
    }
    return best;
  }

  /**
   * SGD where the target cannot be fitted: nearer to the balance of its noise than to the start's.
   */
  @Test
  void run_misfit_samplingPicksTheBalanceOfItsNoise() {
    BiasRow sampled = row("misfit", ComparedRule.ENTRY_SAMPLED);
    double start = row("misfit", ComparedRule.PLAIN).ratio().median();
    double expected = sampled.expected().orElseThrow();
    assertTrue(
        Math.abs(sampled.ratio().median() - expected) < Math.abs(sampled.ratio().median() - start));
    assertTrue(sampled.ratio().max() < (expected + start) / 2, () -> sampled.ratio().toString());
  }

  private static BiasRow row(String problem, ComparedRule rule) {
    return study.rows().stream()
        .filter(row -> row.problem().name().equals(problem) && row.rule() == rule)
        .findFirst()
        .orElseThrow();
  }

  /**
   * With the noise kept there is no answer, and the ratio spreads; all else lies close together.
   */
  @Test
  void run_keptNoise_spreadsFarMoreThanAnyOther() {
    assertEquals(Optional.empty(), row("2a", ComparedRule.KEPT_NOISE).expected());
    double kept =
        row("2a", ComparedRule.KEPT_NOISE).ratio().q3()
            / row("2a", ComparedRule.KEPT_NOISE).ratio().q1();
    for (ComparedRule rule : ComparedRule.values()) {
      if (rule != ComparedRule.KEPT_NOISE) {
        assertTrue(row("2a", rule).ratio().q3() / row("2a", rule).ratio().q1() < kept);
      }
    }
  }

  /** Known answer: V of 2a, 4 * 6000 * (0.0025 * 1.5 + 0.0025) / 0.01. */
  @Test
  void balanceWalk_ofTheQuickStudy_varianceIsAsPredicted() {
    assertEquals(15_000, BalanceWalk.variance(study.rows().get(0).problem()), 15_000 * ROUNDING);
    assertEquals(4, study.walks().size());
    for (BalanceWalk walk : study.walks()) {
      assertEquals(32, walk.runs());
      assertTrue(walk.holds(), walk::toString);
      assertTrue(walk.lower() < walk.ratio() && walk.ratio() < walk.upper(), walk::toString);
      if (!walk.problem().name().equals("4")) { // from (3, 5) descent itself moves it
        assertTrue(walk.rest() < 0.1, walk::toString);
      }
    }
  }

  /** Known answer: a residual of equal squares leaves the steps and the shape, here 1/4 and 1. */
  @Test
  void expectedRatio_equalResiduals_isThatOfTheSteps() {
    Experiment problem =
        problem(Matrix.of(Binary64.INSTANCE, new double[][] {{1.25, 0.75}, {0.75, 1.25}}));
    ExpectedRatio expected = new ExpectedRatio(problem, SEED);
    assertEquals(false, expected.canBeFitted());
    assertEquals(0.5, expected.of(ComparedRule.ENTRY_SAMPLED, 0).orElseThrow(), ROUNDING);
    assertEquals(0.5, expected.of(ComparedRule.LABEL_NOISE, 0).orElseThrow(), ROUNDING);
  }

  private static Experiment problem(Matrix<Double> m) {
    return new Experiment("test", "a test", m, 1, 0.25, 1, 0.1, 0.1, 1, Start.normal(0.5), 1);
  }

  /** The expected point has the start's conserved quantity: p/etaX - (s^2/p)/etaY. */
  @Test
  void expectedRatio_conserved_hasTheStartsDifference() {
    Matrix<Double> m = Matrix.of(Binary64.INSTANCE, 3, 2, (i, j) -> i == 1 && j == 0 ? 2.0 : 0.0);
    Experiment problem = problem(m);
    ExpectedRatio expected = new ExpectedRatio(problem, SEED);
    assertTrue(expected.canBeFitted());
    for (int replicate = 0; replicate < 10; replicate++) {
      double[] x = problem.startX(SEED, replicate);
      double[] y = problem.startY(SEED, replicate);
      double start = (x[0] * x[0] + x[1] * x[1] + x[2] * x[2]) / 0.25 - y[0] * y[0] - y[1] * y[1];
      double ratio = expected.of(ComparedRule.PLAIN, replicate).orElseThrow();
      assertEquals(start, 2 * ratio / 0.25 - 2 / ratio, 100 * ROUNDING);
    }
  }
}
