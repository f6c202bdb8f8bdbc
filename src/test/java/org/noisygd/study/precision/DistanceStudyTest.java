// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.descent.experiment.Start;
import org.noisygd.number.Binary64;
import org.noisygd.number.Rationals;
import org.noisygd.number.format.BinaryPrecision;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.RoundingModel;

/** Distances between trajectories and their bound: it holds, says something and can be broken. */
class DistanceStudyTest {
  private static final long SEED = 210212430;

  private static DistanceStudy study(long steps, String... arithmetics) {
    return new DistanceStudy(
        PaperExperiments.studied("fig4"), "decimal:150", List.of(arithmetics), 2, steps, SEED);
  }

  /**
   * A bound is vacuous unless far below the iterate's norm, about 4. One update's is gamma_19 S of
   * each entry with S below 9 at the start (eta rho B = 0.01 16 5 beside 5, and noise), so below 14
   * * 19 u; 120 of them, grown by less than 10 (the Jacobian's norm is 1.13 at the start and next
   * to 1 in the valley), are below 4e5 u, u as of the model.
   */
  @Test
  void run_fourArithmetics_isWithinABoundThatSaysSomething() {
    DistanceStudy.Result result =
        study(120, DistanceStudy.DEFAULT_ARITHMETICS.toArray(String[]::new)).run(2);
    for (DistanceStudy.OfArithmetic one : result.results()) {
      assertTrue(one.firstBeyond().isEmpty(), one.arithmetic() + " at " + one.firstBeyond());
      DistanceStudy.Point last = one.last();
      BigFraction u = RoundingModel.named(one.arithmetic()).unitRoundoff();
      BigFraction bound = Rationals.of(last.bound().orElseThrow());
      assertTrue(Rationals.compare(bound, u.multiply(400_000)) < 0, last.toString());
      assertTrue(last.distance().signum() > 0, last.toString());
      assertTrue(last.leastRatio().orElseThrow() >= 1, last.toString());
      assertEquals(121, one.course().size());
    }
  }

  /** A run that keeps fewer bits than it promises; its name still says binary64. */
  @Test
  void run_fewerBitsThanPromised_isBeyondTheBound() {
    RoundingModel promised = RoundingModel.named("binary64");
    DistanceStudy.OfArithmetic honest =
        study(60, "binary64")
            .run(1, List.of(new DistanceStudy.Promise(BinaryPrecision.ofBits(53), promised)))
            .results()
            .get(0);
    assertTrue(honest.firstBeyond().isEmpty());
    DistanceStudy.OfArithmetic broken =
        study(60, "binary64")
            .run(1, List.of(new DistanceStudy.Promise(BinaryPrecision.ofBits(40), promised)))
            .results()
            .get(0);
    assertTrue(broken.firstBeyond().isPresent());
    long beyond = broken.firstBeyond().getAsLong();
    assertTrue(broken.course().get((int) beyond).leastRatio().orElseThrow() < 1);
    for (int t = 0; t < beyond; t++) {
      assertTrue(broken.course().get(t).leastRatio().orElse(1) >= 1);
    }
  }

  @Test
  void run_oneThreadOrTwo_givesTheSameNumbers() {
    DistanceStudy study = study(20, "binary64", "decimal:50");
    assertEquals(study.run(1), study.run(2));
  }

  /** Two runs in one arithmetic from starts far apart: what grows is the update's alone. */
  @Test
  void growth_distancesUpToFour_areWithinTheCubicBound() {
    SplittableRandom random = new SplittableRandom(7);
    DistanceStudy.Promise decimal = DistanceStudy.Promise.of("decimal:60");
    for (String name : List.of("fig4", "rank1")) {
      Experiment setting = PaperExperiments.studied(name).withStepSizes(0.02, 0.05);
      for (int n = 0; n < 20; n++) {
        double size = StrictMath.scalb(1.0, 2 - n);
        double[] x = random.doubles(setting.d1() * setting.r(), -3, 3).toArray();
        double[] y = random.doubles(setting.d2() * setting.r(), -3, 3).toArray();
        BoundedRun<?> one = decimal.run(setting, x, y);
        BoundedRun<?> other = decimal.run(setting, moved(x, size, random), moved(y, size, random));
        double[] noiseX = moved(new double[x.length], 0.1, random);
        double[] noiseY = moved(new double[y.length], 0.1, random);
        StepGrowth growth = one.growth(noiseX, noiseY);
        BigDecimal before = BoundedRun.root(one.distanceSquared(other));
        one.advance(0, noiseX, noiseY);
        other.advance(0, noiseX, noiseY);
        BigDecimal bound = growth.after(before).add(one.lastError()).add(other.lastError());
        BigDecimal after = BoundedRun.root(one.distanceSquared(other));
        assertTrue(
            after.compareTo(bound) <= 0, "seed 7, " + name + " " + n + ": " + after + " " + bound);
      }
    }
  }

  private static double[] moved(double[] from, double size, SplittableRandom random) {
    double[] moved = from.clone();
    for (int k = 0; k < moved.length; k++) {
      moved[k] += size * random.nextDouble(-1, 1);
    }
    return moved;
  }

  /** Singular values 3 sqrt(5) and sqrt(5); twelve squarings leave 2^(1/8192) - 1 < 1e-4 more. */
  @Test
  void spectralNorm_knownSingularValues_isTheLargestAndNoLess() {
    double exact = 3 * Math.sqrt(5);
    for (double scale : new double[] {1, 0x1p-200, 0x1p200}) {
      double[] j = {3 * scale, 4 * scale, 0, 5 * scale};
      double norm = StepGrowth.spectralNorm(j, 2) / scale;
      assertTrue(norm >= exact && norm <= exact * (1 + 1e-4), norm + " at scale " + scale);
    }
    assertTrue(StepGrowth.spectralNorm(new double[9], 3) < 1e-100);
  }

  /** Orthonormal columns: every singular value is 1, the worst case for the Frobenius norm. */
  @ParameterizedTest
  @ValueSource(ints = {64, 500})
  void spectralNorm_identity_isOne(int side) {
    double[] identity = new double[side * side];
    for (int k = 0; k < side; k++) {
      identity[(side + 1) * k] = 1;
    }
    double norm = StepGrowth.spectralNorm(identity, side);
    // side^(1/2 / 2 / 4096) is 1 + 2.6e-4 for 64 and 1 + 3.8e-4 for 500.
    assertTrue(norm >= 1 && norm <= 1 + 4e-4, String.valueOf(norm));
  }

  @Test
  void constructor_whatNoBoundCovers_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> study(10, "bfloat16/stochastic"));
    assertThrows(IllegalArgumentException.class, () -> study(0, "binary64"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new DistanceStudy(rank26(), "decimal:150", List.of("binary64"), 1, 1, SEED));
  }

  /** 10 x 10 at rank 26: 520 variables, more than a bound on J is written for. */
  private static Experiment rank26() {
    Matrix<Double> m = Matrix.of(Binary64.INSTANCE, 10, 10, (i, j) -> 1.0);
    return new Experiment(
        "large", "large", m, 26, 0.01, 0.01, 0.05, 0.05, 1, Start.normal(0.01), 10);
  }
}
