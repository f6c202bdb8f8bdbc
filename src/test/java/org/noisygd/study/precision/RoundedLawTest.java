// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.descent.update.DoubleUpdate;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.Binary64;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.random.BoxMullerStream;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.NoiseSource;
import org.noisygd.study.precision.SettledResult.OfArithmetic;
import org.noisygd.study.precision.SettledResult.Quantity;

class RoundedLawTest {
  private static final long SEED = 20210309;

  private static final Experiment RANK1 = PaperExperiments.studied("rank1");

  /** sqrt(1 - 0.075): the large entries at the smoothed optimum. */
  private static final double OPTIMUM = Math.sqrt(0.925);

  private static Optional<RoundedLaw> law(String arithmetic, long settled, long steps) {
    double[] x = new double[RANK1.d1()];
    double[] y = new double[RANK1.d2()];
    x[0] = OPTIMUM;
    y[0] = OPTIMUM;
    return RoundedLaw.of(RANK1, ArithmeticName.parse(arithmetic), x, y, settled, steps);
  }

  /**
   * Cross-check: the chance that y, at 0.9375, falls or rises by half a spacing of bfloat16,
   * against single updates with their noise; each count within 6 standard deviations.
   */
  @Test
  void below_manyUpdates_isHowOftenTheyGoThatFar() {
    int draws = 200_000;
    double x = 0.9609375;
    double y = 0.9375;
    double half = 0x1p-9;
    double restX = RANK1.etaX() * RANK1.sigmaX() * RANK1.sigmaX() / 2;
    RoundedJump jump =
        new RoundedJump(1, RANK1.etaY(), RANK1.sigmaY(), RANK1.sigmaX(), restX, RANK1.d1());
    DoubleUpdate update =
        new DoubleUpdate(
            new PerturbedUpdate<>(
                RANK1.matrix(Binary64.INSTANCE),
                StepSizes.of(Binary64.INSTANCE, RANK1.etaX(), RANK1.etaY()),
                UpdateForm.RESIDUAL),
            1);
    BoxMullerStream stream = new BoxMullerStream(SEED);
    NoiseSource noiseX = new NoiseSource(stream, FactorId.NOISE_X, RANK1.sigmaX());
    NoiseSource noiseY = new NoiseSource(stream, FactorId.NOISE_Y, RANK1.sigmaY());
    NoiseSource rest = new NoiseSource(stream, FactorId.START_X, Math.sqrt(restX));
    double[] nextX = new double[RANK1.d1()];
    double[] nextY = new double[RANK1.d2()];
    double[] ofX = new double[RANK1.d1()];
    double[] ofY = new double[RANK1.d2()];
    int falls = 0;
    int rises = 0;
    for (int k = 0; k < draws; k++) {
      rest.fill(nextX, k, 0);
      nextX[0] = x;
      Arrays.fill(nextY, 0);
      nextY[0] = y;
      noiseX.fill(ofX, k, 0);
      noiseY.fill(ofY, k, 0);
      update.apply(nextX, nextY, ofX, ofY);
      falls += nextY[0] < y - half ? 1 : 0;
      rises += nextY[0] > y + half ? 1 : 0;
    }
    double fall = jump.below(y - half, y, x);
    double rise = 1 - jump.below(y + half, y, x);
    assertTrue(falls > 100 && rises > 100, falls + " and " + rises);
    assertEquals(fall * draws, falls, 6 * Math.sqrt(fall * draws), "seed " + SEED);
    assertEquals(rise * draws, rises, 6 * Math.sqrt(rise * draws), "seed " + SEED);
  }

  /**
   * Known answer: in 6 bits neither entry moves in 1000 updates (half a spacing is 2^-7, ten
   * standard deviations of y's update): the ratio is that of the small entries beside two equal
   * ones, 31/32 of one format.
   */
  @Test
  void of_sixBits_staysAtTheStart() {
    RoundedLaw law = law("binary:6", 10, 1000).orElseThrow();
    double large = 0x1.fp-1 * 0x1.fp-1;
    double restX = 19 * 0.005 * 0.075 / 20 / 2;
    double restY = 29 * 0.01 * 0.075 / 30 / 2;
    double few = 1e-9; // the chance of any jump, and rounding
    assertEquals(Math.sqrt((large + restX) / (large + restY)), law.mean(), few);
    assertEquals(0, law.deviation(), Math.sqrt(few));
  }

  @Test
  void of_whatItIsNotFor_isEmpty() {
    for (String other :
        List.of(
            "binary64",
            "binary:16",
            "binary:10",
            "bfloat16/stochastic",
            "bfloat16/zero",
            "bfloat16/every",
            "bfloat16/compensated")) {
      assertEquals(Optional.empty(), law(other, 10, 20), other);
    }
    Experiment equalSteps = PaperExperiments.studied("fig4");
    double[] one = {1};
    assertEquals(
        Optional.empty(),
        RoundedLaw.of(equalSteps, ArithmeticName.parse("bfloat16"), one, one, 10, 20));
  }

  /**
   * Cross-check: bfloat16 in runs, whose mean is to be within 6 standard errors and the 2e-4 of the
   * quadrature; far from the 0.99856 of exact stores.
   */
  @Test
  void of_bfloat16_isWhereRunsSettle() {
    OfArithmetic seen =
        new SettledStudy(RANK1, List.of(ArithmeticName.parse("bfloat16")), 8, 0, SEED)
            .run(2, done -> {})
            .results()
            .get(0);
    RoundedLaw law = seen.rounded().orElseThrow();
    double quadrature = 2e-4;
    assertEquals(
        law.mean(),
        seen.of(Quantity.RATIO).mean(),
        6 * seen.of(Quantity.RATIO).meanStdErr() + quadrature,
        "seed " + SEED);
    assertEquals(
        law.deviation(),
        seen.of(Quantity.RATIO).deviation(),
        6 * seen.of(Quantity.RATIO).deviationStdErr() + quadrature,
        "seed " + SEED);
    assertTrue(law.mean() > 1.02, law::toString);
  }
}
