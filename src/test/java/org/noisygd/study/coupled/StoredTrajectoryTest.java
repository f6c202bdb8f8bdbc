// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.coupled;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.descent.update.DoubleUpdate;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.format.ArithmeticName;

/** Cross-checks: the study's update against those of {@code descent}, bit for bit. */
class StoredTrajectoryTest {
  private static final int STEPS = 20;
  private static final long SEED = 7;

  @ParameterizedTest
  @ValueSource(strings = {"fig4", "rank1", "rank10"})
  void advance_withoutRounding_isTheBinary64Update(String name) {
    Experiment setting = PaperExperiments.studied(name);
    Trajectory run = new Trajectories(setting, SEED, 3).in(ArithmeticName.parse("binary64"));
    DoubleUpdate update =
        new DoubleUpdate(
            new PerturbedUpdate<>(setting.target(), setting.stepSizes(), UpdateForm.RESIDUAL),
            setting.r());
    double[] x = run.x().clone();
    double[] y = run.y().clone();
    Random random = new Random(SEED);
    for (int t = 0; t < STEPS; t++) {
      double[] noiseX = random.doubles(x.length, -0.1, 0.1).toArray();
      double[] noiseY = random.doubles(y.length, -0.1, 0.1).toArray();
      run.advance(t, noiseX, noiseY);
      update.apply(x, y, noiseX, noiseY);
      assertArrayEquals(x, run.x());
      assertArrayEquals(y, run.y());
    }
  }

  /** Fixed point and decimals of 50 digits differ far below a double's last place. */
  @ParameterizedTest
  @ValueSource(strings = {"fig4", "rank1", "rank10"})
  void reference_decimals_areTheGeneralCodesNearestDoubles(String name) {
    Experiment setting = PaperExperiments.studied(name);
    Trajectories factory = new Trajectories(setting, SEED, 3);
    Trajectory reference = factory.reference(ArithmeticName.parse("decimal:50"));
    Trajectory general = factory.in(ArithmeticName.parse("decimal:50"));
    assertInstanceOf(Trajectories.FixedPointReference.class, reference);
    assertInstanceOf(GenericTrajectory.class, general);
    Random random = new Random(SEED);
    for (int t = 0; t < STEPS; t++) {
      double[] noiseX = random.doubles(reference.x().length, -0.1, 0.1).toArray();
      double[] noiseY = random.doubles(reference.y().length, -0.1, 0.1).toArray();
      reference.advance(t, noiseX, noiseY);
      general.advance(t, noiseX, noiseY);
      assertArrayEquals(general.x(), reference.x());
      assertArrayEquals(general.y(), reference.y());
    }
  }

  /** Few show how they round; more than the kernel takes go by the general code too. */
  @ParameterizedTest
  @ValueSource(strings = {"decimal:10", "decimal:20000"})
  void reference_decimalsThatTheKernelDoesNotTake_isTheGeneralCode(String name) {
    Trajectories factory = new Trajectories(PaperExperiments.studied("fig4"), SEED, 0);
    assertInstanceOf(GenericTrajectory.class, factory.reference(ArithmeticName.parse(name)));
  }

  /** 3 - 0.01 ((3 5) - 1) 5 = 2.3 and 5 - 0.01 14 3 = 4.58, in bfloat16 147/64 and 147/32. */
  @Test
  void advance_bfloat16_isTheUpdateRoundedByHand() {
    Trajectory run =
        new Trajectories(PaperExperiments.studied("fig4"), SEED, 0)
            .in(ArithmeticName.parse("bfloat16"));
    double[] none = {0};
    run.advance(0, none, none);
    assertEquals(147.0 / 64, run.x()[0]);
    assertEquals(147.0 / 32, run.y()[0]);
    assertEquals(2.3, run.computedX()[0], 1e-15); // two roundings of numbers below 4
  }

  /** With 2 fraction bits 15 is cut to 14, so R = 13, and 13 5 = 65 to 64, 13 3 = 39 to 32. */
  @Test
  void advance_sumsOfTwoBits_areCutTowardsZero() {
    Trajectory run =
        new Trajectories(PaperExperiments.studied("fig4"), SEED, 0)
            .in(ArithmeticName.parse("bfloat16*2:8"));
    double[] none = {0};
    run.advance(0, none, none);
    assertEquals(3 - 0.01 * 64, run.x()[0]);
    assertEquals(5 - 0.01 * 32, run.y()[0]);
  }

  /** 2.3 and 4.58 alone in their blocks: 2.25 and 4.5, of four bits, for every scale. */
  @ParameterizedTest
  @ValueSource(strings = {"floor", "ceil", "even", "rceil"})
  void advance_mxfp8_isTheUpdateRoundedByHand(String rule) {
    Trajectory run =
        new Trajectories(PaperExperiments.studied("fig4"), SEED, 0)
            .in(ArithmeticName.parse("mxfp8-e4m3/" + rule));
    double[] none = {0};
    run.advance(0, none, none);
    assertEquals(2.25, run.x()[0]);
    assertEquals(4.5, run.y()[0]);
  }
}
