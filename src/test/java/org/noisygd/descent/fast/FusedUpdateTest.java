// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.Binary64;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.ErrorBound;
import org.noisygd.theory.rounding.OpBounds;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * The fused update against its readable model, bit for bit, and against the exact update within the
 * proved bounds.
 */
class FusedUpdateTest {

  @Property(tries = 200, seed = "20210121")
  void apply_anySize_givesTheBitsOfTheModel(
      @ForAll @IntRange(min = 1, max = 40) int d1,
      @ForAll @IntRange(min = 1, max = 40) int d2,
      @ForAll @IntRange(min = 1, max = 6) int r,
      @ForAll long seed) {
    compareWithModel(d1, d2, r, new Random(seed));
  }

  @Test
  void apply_moreColumnsThanAPiece_givesTheBitsOfTheModel() {
    compareWithModel(1031, 7, 2, new Random(1));
    compareWithModel(5, 1540, 3, new Random(2));
    compareWithModel(90, 1540, 11, new Random(3)); // blocks of rows too
  }

  @Property(tries = 60, seed = "20210122")
  void apply_smallSizes_isWithinTheBoundsOfTheExactUpdate(
      @ForAll @IntRange(min = 1, max = 7) int d1,
      @ForAll @IntRange(min = 1, max = 7) int d2,
      @ForAll @IntRange(min = 1, max = 3) int r,
      @ForAll long seed) {
    Random random = new Random(seed);
    PerturbedUpdate<Double> update = update(d1, d2, random);
    Factors<Double> at = factors(d1, d2, r, random);
    Factors<Double> noise = factors(d1, d2, r, random);
    DyadicArithmetic exact = DyadicArithmetic.INSTANCE;
    var exactUpdate =
        new PerturbedUpdate<>(
            update.target().toExactly(exact),
            StepSizes.of(exact, update.steps().etaX(), update.steps().etaY()),
            UpdateForm.RESIDUAL);
    var expected = exactUpdate.apply(at.toExactly(exact), noise.toExactly(exact));
    OpBounds.Pair bounds =
        new OpBounds(RoundingModel.named("binary64"))
            .step(update.target(), at, noise, update.steps().etaX(), update.steps().etaY(), false);
    double[] x = flat(at.x());
    double[] y = flat(at.y());
    new FusedUpdate(update, r).apply(x, y, flat(noise.x()), flat(noise.y()));
    within(x, expected.x().entries(), bounds.x(), r);
    within(y, expected.y().entries(), bounds.y(), r);
  }

  private static void within(double[] got, List<Dyadic> expected, ErrorBound bound, int r) {
    for (int n = 0; n < got.length; n++) {
      BigDecimal exact = expected.get(n).toBigDecimal();
      BigDecimal error = new BigDecimal(got[n]).subtract(exact).abs();
      BigDecimal allowed = bound.at(n / r, n % r);
      assertTrue(error.compareTo(allowed) <= 0, "entry " + n + ": " + error + " > " + allowed);
    }
  }

  @Test
  void apply_wrongLength_isRefused() {
    FusedUpdate update = new FusedUpdate(update(2, 3, new Random(1)), 1);
    double[] two = new double[2];
    double[] three = new double[3];
    update.apply(two, three, two, three);
    assertThrows(IllegalArgumentException.class, () -> update.apply(three, three, two, three));
    assertThrows(IllegalArgumentException.class, () -> update.apply(two, three, two, two));
  }

  @Test
  void fastest_moduleAtHand_isNotThePortable() {
    assertNotEquals(FusedRows.Portable.class, FusedRows.fastest().getClass());
  }

  private static void compareWithModel(int d1, int d2, int r, Random random) {
    PerturbedUpdate<Double> update = update(d1, d2, random);
    Factors<Double> at = factors(d1, d2, r, random);
    Factors<Double> noise = factors(d1, d2, r, random);
    double[] zx = flat(noise.x());
    double[] zy = flat(noise.y());
    double[] x = flat(at.x());
    double[] y = flat(at.y());
    double[] portableX = x.clone();
    double[] portableY = y.clone();
    double[] modelX = x.clone();
    double[] modelY = y.clone();
    FusedUpdate fast = new FusedUpdate(update, r);
    FusedUpdate portable = new FusedUpdate(update, r, new FusedRows.Portable());
    for (int t = 0; t < 2; t++) {
      fast.apply(x, y, zx, zy);
      portable.apply(portableX, portableY, zx, zy);
      model(update, r, modelX, modelY, zx, zy);
    }
    assertArrayEquals(modelX, x);
    assertArrayEquals(modelY, y);
    assertArrayEquals(modelX, portableX);
    assertArrayEquals(modelY, portableY);
  }

  /** The documented order, entry by entry. */
  private static void model(
      PerturbedUpdate<Double> update, int r, double[] x, double[] y, double[] zx, double[] zy) {
    double[] xt = sum(x, zx);
    double[] yt = sum(y, zy);
    Matrix<Double> m = update.target();
    side(x, -update.steps().etaX(), xt, yt, m, r);
    side(y, -update.steps().etaY(), yt, xt, m.transpose(), r);
  }

  private static double[] sum(double[] a, double[] b) {
    double[] sum = new double[a.length];
    for (int n = 0; n < a.length; n++) {
      sum[n] = a[n] + b[n];
    }
    return sum;
  }

  private static void side(
      double[] x, double minusEta, double[] own, double[] other, Matrix<Double> m, int r) {
    for (int i = 0; i < x.length / r; i++) {
      for (int k = 0; k < r; k++) {
        double cubic = 0;
        for (int a = 0; a < r; a++) {
          double gram = 0;
          for (int j = 0; j < other.length / r; j++) {
            gram = Math.fma(other[j * r + a], other[j * r + k], gram);
          }
          cubic = Math.fma(gram, own[i * r + a], cubic);
        }
        double linear = 0;
        for (int j = 0; j < other.length / r; j++) {
          linear = Math.fma(other[j * r + k], m.get(i, j), linear);
        }
        x[i * r + k] = Math.fma(minusEta, cubic - linear, x[i * r + k]);
      }
    }
  }

  private static PerturbedUpdate<Double> update(int d1, int d2, Random random) {
    return new PerturbedUpdate<>(
        Matrix.of(Binary64.INSTANCE, d1, d2, (i, j) -> random.nextGaussian()),
        StepSizes.of(Binary64.INSTANCE, 0.0123, 0.0456),
        UpdateForm.GRAM);
  }

  private static Factors<Double> factors(int d1, int d2, int r, Random random) {
    return new Factors<>(
        Matrix.of(Binary64.INSTANCE, d1, r, (i, k) -> random.nextGaussian()),
        Matrix.of(Binary64.INSTANCE, d2, r, (j, k) -> random.nextGaussian()));
  }

  private static double[] flat(Matrix<Double> matrix) {
    return matrix.entries().stream().mapToDouble(Double::doubleValue).toArray();
  }
}
