// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.coupled;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  /**
   * 3 - 0.01 ((3 5) - 1) 5 = 2.3 and 5 - 0.01 14 3 = 4.58, in bfloat16 147/64 and 147/32, and alone
   * in their blocks 2.25 and 4.5, of four bits, for every scale. With 2 fraction bits 15 is cut to
   * 14, so R = 13, and 13 5 = 65 to 64, 13 3 = 39 to 32.
   */
  @ParameterizedTest
  @CsvSource({
    "bfloat16, 2.296875, 4.59375",
    "bfloat16*2:8, 2.36, 4.68",
    "mxfp8-e4m3/floor, 2.25, 4.5",
    "mxfp8-e4m3/ceil, 2.25, 4.5",
    "mxfp8-e4m3/even, 2.25, 4.5",
    "mxfp8-e4m3/rceil, 2.25, 4.5"
  })
  void advance_once_isTheUpdateByHand(String name, double x, double y) {
    Trajectory run =
        new Trajectories(PaperExperiments.studied("fig4"), SEED, 0).in(ArithmeticName.parse(name));
    double[] none = {0};
    run.advance(0, none, none);
    assertEquals(x, run.x()[0]);
    assertEquals(y, run.y()[0]);
    if (name.equals("bfloat16")) {
      assertEquals(2.3, run.computedX()[0], 1e-15); // two roundings of numbers below 4
    }
  }
}
