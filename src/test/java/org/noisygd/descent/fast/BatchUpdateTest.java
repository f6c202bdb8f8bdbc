// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import java.util.function.DoubleSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;

/**
 * Cross-check: every lane of a batched update has the bits of {@link PerturbedUpdate}, by both
 * kernels. Arrays of doubles are compared by {@code Double.equals}: bits, with all NaN alike.
 */
class BatchUpdateTest {

  @Property(tries = 300, seed = "20210101")
  void apply_ordinaryNumbers_givesTheBitsOfPerturbedUpdate(
      @ForAll @IntRange(min = 1, max = 13) int d1,
      @ForAll @IntRange(min = 1, max = 13) int d2,
      @ForAll @IntRange(min = 1, max = 7) int r,
      @ForAll @IntRange(min = 1, max = 41) int size,
      @ForAll UpdateForm form,
      @ForAll long seed) {
    Random random = new Random(seed);
    compare(d1, d2, r, size, form, random::nextGaussian, 0.0625, 3);
  }

  @Property(tries = 300, seed = "20210102")
  void apply_zerosSubnormalsAndOverflow_givesTheBitsOfPerturbedUpdate(
      @ForAll @IntRange(min = 1, max = 6) int d1,
      @ForAll @IntRange(min = 1, max = 6) int d2,
      @ForAll @IntRange(min = 1, max = 4) int r,
      @ForAll @IntRange(min = 1, max = 18) int size,
      @ForAll UpdateForm form,
      @ForAll long seed) {
    Random random = new Random(seed);
    compare(d1, d2, r, size, form, () -> extreme(random), 0.3, 2);
  }

  @Property(tries = 10, seed = "20210103")
  void apply_sizesOfTheBenchmark_givesTheBitsOfPerturbedUpdate(
      @ForAll UpdateForm form, @ForAll boolean rankOne, @ForAll long seed) {
    Random random = new Random(seed);
    compare(20, 30, rankOne ? 1 : 10, 24, form, random::nextGaussian, 0.001, 2);
  }

  @Test
  void apply_wrongShapes_isRefused() {
    BatchUpdate update = BatchUpdates.of(update(2, 3, UpdateForm.GRAM, () -> 1, 0.5), 1);
    ReplicateBatch batch = new ReplicateBatch(2, 3, 1, 1, 5);
    double[][] x = new double[2][8];
    double[][] y = new double[3][8];
    update.apply(batch, x, y);
    assertThrows(IllegalArgumentException.class, () -> update.apply(batch, y, y));
    assertThrows(IllegalArgumentException.class, () -> update.apply(batch, x, new double[3][5]));
    ReplicateBatch other = new ReplicateBatch(2, 3, 1, 2, 5);
    assertThrows(IllegalArgumentException.class, () -> update.apply(other, x, y));
  }

  @Test
  void of_moduleAtHand_takesAnotherKernelThanPortable() {
    PerturbedUpdate<Double> update = update(2, 3, UpdateForm.GRAM, () -> 1, 0.5);
    assertNotEquals(
        BatchUpdates.of(update, 1).getClass(),
        new PortableBatchUpdate(UpdateData.of(update, 1)).getClass());
  }

  /** One of the doubles at which something happens, or an ordinary one. */
  static double extreme(Random random) {
    double sign = random.nextBoolean() ? 1 : -1;
    return sign
        * switch (random.nextInt(7)) {
          case 0 -> 0.0;
          case 1 -> Math.scalb(random.nextDouble(), -1022 - random.nextInt(50));
          case 2 -> Math.scalb(1 + random.nextDouble(), -540 + random.nextInt(80));
          case 3 -> random.nextInt(12) == 0 ? Math.scalb(1 + random.nextDouble(), 500) : 1.0;
          default -> random.nextGaussian();
        };
  }

  private static void compare(
      int d1,
      int d2,
      int r,
      int size,
      UpdateForm form,
      DoubleSupplier numbers,
      double eta,
      int steps) {
    PerturbedUpdate<Double> update = update(d1, d2, form, numbers, eta);
    BatchUpdate fast = BatchUpdates.of(update, r);
    BatchUpdate portable = new PortableBatchUpdate(UpdateData.of(update, r));
    ReplicateBatch fastBatch = new ReplicateBatch(d1, d2, r, 1, size);
    ReplicateBatch portableBatch = new ReplicateBatch(d1, d2, r, 1, size);
    double[][] x = new double[size][];
    double[][] y = new double[size][];
    for (int lane = 0; lane < size; lane++) {
      x[lane] = draw(d1 * r, numbers);
      y[lane] = draw(d2 * r, numbers);
      fastBatch.put(lane, 0, x[lane], y[lane]);
      portableBatch.put(lane, 0, x[lane], y[lane]);
    }
    for (int t = 1; t <= steps; t++) {
      double[][] noiseX = new double[d1 * r][fastBatch.lanes()];
      double[][] noiseY = new double[d2 * r][fastBatch.lanes()];
      for (int lane = 0; lane < size; lane++) {
        double[] zx = draw(d1 * r, numbers);
        double[] zy = draw(d2 * r, numbers);
        for (int n = 0; n < zx.length; n++) {
          noiseX[n][lane] = zx[n];
        }
        for (int n = 0; n < zy.length; n++) {
          noiseY[n][lane] = zy[n];
        }
        Factors<Double> next =
            update.apply(
                Factors.fromRows(Binary64.INSTANCE, x[lane], y[lane], r),
                Factors.fromRows(Binary64.INSTANCE, zx, zy, r));
        x[lane] = next.x().roundToRows();
        y[lane] = next.y().roundToRows();
      }
      fast.apply(fastBatch, noiseX, noiseY);
      portable.apply(portableBatch, noiseX, noiseY);
      for (int lane = 0; lane < size; lane++) {
        String where = "lane " + lane + " after update " + t;
        same(x[lane], y[lane], fastBatch, lane, "fast, " + where);
        same(x[lane], y[lane], portableBatch, lane, "portable, " + where);
      }
    }
  }

  private static void same(double[] x, double[] y, ReplicateBatch batch, int lane, String where) {
    double[] gotX = new double[x.length];
    double[] gotY = new double[y.length];
    batch.get(lane, 0, gotX, gotY);
    assertArrayEquals(x, gotX, "X, " + where);
    assertArrayEquals(y, gotY, "Y, " + where);
    assertEquals(x.length, gotX.length);
  }

  private static double[] draw(int n, DoubleSupplier numbers) {
    double[] drawn = new double[n];
    for (int i = 0; i < n; i++) {
      drawn[i] = numbers.getAsDouble();
    }
    return drawn;
  }

  private static PerturbedUpdate<Double> update(
      int d1, int d2, UpdateForm form, DoubleSupplier numbers, double eta) {
    Matrix<Double> target = Matrix.of(Binary64.INSTANCE, d1, d2, (i, j) -> numbers.getAsDouble());
    return new PerturbedUpdate<>(target, StepSizes.of(Binary64.INSTANCE, eta, 0.75 * eta), form);
  }
}
