// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.numbers.core.DD;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.DoubleDouble;
import org.noisygd.number.matrix.Matrix;

/**
 * Cross-check: every lane of a batched update in double-double has the bits, high and low, of
 * {@code descent} over {@code DoubleDouble}, by both kernels.
 */
class DoubleDoubleBatchTest {

  @Property(tries = 60, seed = "20210111")
  void apply_ordinaryNumbers_givesTheBitsOfDescent(
      @ForAll @IntRange(min = 1, max = 8) int d1,
      @ForAll @IntRange(min = 1, max = 8) int d2,
      @ForAll @IntRange(min = 1, max = 4) int r,
      @ForAll @IntRange(min = 1, max = 19) int size,
      @ForAll UpdateForm form,
      @ForAll long seed) {
    Random random = new Random(seed);
    compare(d1, d2, r, size, form, random::nextGaussian, () -> 1e-17 * random.nextGaussian(), 3);
  }

  @Property(tries = 200, seed = "20210112")
  void apply_zerosSubnormalsAndOverflow_givesTheBitsOfDescent(
      @ForAll @IntRange(min = 1, max = 4) int d1,
      @ForAll @IntRange(min = 1, max = 4) int d2,
      @ForAll @IntRange(min = 1, max = 3) int r,
      @ForAll @IntRange(min = 1, max = 9) int size,
      @ForAll UpdateForm form,
      @ForAll long seed) {
    Random random = new Random(seed);
    compare(d1, d2, r, size, form, () -> BatchUpdateTest.extreme(random), () -> 0, 2);
  }

  @Property(tries = 60, seed = "20210113")
  void apply_smallWholeNumbers_givesTheBitsOfDescentWithItsSignsOfZero(
      @ForAll @IntRange(min = 1, max = 4) int d1,
      @ForAll @IntRange(min = 1, max = 4) int d2,
      @ForAll UpdateForm form,
      @ForAll long seed) {
    Random random = new Random(seed);
    compare(d1, d2, 2, 9, form, () -> random.nextInt(5) - 2, () -> 0, 2);
  }

  @Test
  void apply_sizeOfTheBenchmark_givesTheBitsOfDescent() {
    Random random = new Random(1);
    for (UpdateForm form : UpdateForm.values()) {
      compare(20, 30, 1, 9, form, random::nextGaussian, () -> 1e-17 * random.nextGaussian(), 2);
    }
  }

  @Test
  void of_moduleAtHand_takesAnotherKernelThanPortable() {
    PerturbedUpdate<DD> update = update(2, 3, UpdateForm.GRAM, () -> 1, () -> 0);
    assertNotEquals(
        BatchUpdates.ofDoubleDouble(update, 1).getClass(),
        new PortableDoubleDouble(UpdateData.ofDoubleDouble(update, 1)).getClass());
  }

  private static void compare(
      int d1,
      int d2,
      int r,
      int size,
      UpdateForm form,
      DoubleSupplier high,
      DoubleSupplier low,
      int steps) {
    PerturbedUpdate<DD> update = update(d1, d2, form, high, low);
    List<BatchUpdate> kernels =
        List.of(
            BatchUpdates.ofDoubleDouble(update, r),
            new PortableDoubleDouble(UpdateData.ofDoubleDouble(update, r)));
    new BatchUpdateTest.Lanes<>(
            DoubleDouble.INSTANCE, update, kernels, List.of(DD::hi, DD::lo), d1, d2, r)
        .compare(size, steps, () -> number(high, low), () -> number(high, () -> 0));
  }

  private static DD number(DoubleSupplier high, DoubleSupplier low) {
    double h = high.getAsDouble();
    double l = low.getAsDouble() * h;
    // A zero low part as DD.of gives it: +0.
    return l == 0 ? DD.of(h) : DD.ofSum(h, l);
  }

  private static PerturbedUpdate<DD> update(
      int d1, int d2, UpdateForm form, DoubleSupplier high, DoubleSupplier low) {
    DoubleDouble arithmetic = DoubleDouble.INSTANCE;
    return new PerturbedUpdate<>(
        Matrix.of(arithmetic, d1, d2, (i, j) -> number(high, low)),
        StepSizes.of(arithmetic, DD.ofSum(0.01, 1e-19), DD.ofSum(0.0075, -1e-19)),
        form);
  }
}
