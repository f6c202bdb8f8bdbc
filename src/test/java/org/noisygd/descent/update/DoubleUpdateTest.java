// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;

/** Cross-check: the kernel on arrays and the generic update give the same bits. */
class DoubleUpdateTest {
  private static final long SEED = 20210224;

  @ParameterizedTest
  @CsvSource({"1,1,1", "4,3,2", "3,7,5", "1,6,2", "6,1,2", "20,30,10"})
  void apply_randomIterates_givesTheBitsOfTheGenericUpdate(int d1, int d2, int r) {
    Random random = new Random(SEED);
    PerturbedUpdate<Double> update =
        new PerturbedUpdate<>(
            matrix(random, d1, d2),
            StepSizes.of(Binary64.INSTANCE, 0.0123, 0.0456),
            UpdateForm.RESIDUAL);
    DoubleUpdate fast = new DoubleUpdate(update, r);
    Factors<Double> iterate = new Factors<>(matrix(random, d1, r), matrix(random, d2, r));
    double[] x = flat(iterate.x());
    double[] y = flat(iterate.y());
    for (int t = 0; t < 20; t++) {
      Factors<Double> noise =
          new Factors<>(matrix(random, d1, r).scale(0.1), matrix(random, d2, r).scale(0.1));
      iterate = update.apply(iterate, noise);
      fast.apply(x, y, flat(noise.x()), flat(noise.y()));
      // List equality of Doubles is equality of bits.
      assertEquals(iterate.x(), matrix(x, d1, r), "X at step " + t + ", seed " + SEED);
      assertEquals(iterate.y(), matrix(y, d2, r), "Y at step " + t + ", seed " + SEED);
    }
  }

  @Test
  void apply_wrongLength_isRefused() {
    PerturbedUpdate<Double> update =
        new PerturbedUpdate<>(
            matrix(new Random(SEED), 2, 3),
            StepSizes.of(Binary64.INSTANCE, 1, 1),
            UpdateForm.RESIDUAL);
    assertThrows(IllegalArgumentException.class, () -> new DoubleUpdate(update, 0));
    DoubleUpdate fast = new DoubleUpdate(update, 1);
    double[] two = new double[2];
    double[] three = new double[3];
    assertThrows(IllegalArgumentException.class, () -> fast.apply(three, three, two, three));
    assertThrows(IllegalArgumentException.class, () -> fast.apply(two, two, two, three));
    assertThrows(IllegalArgumentException.class, () -> fast.apply(two, three, three, three));
    assertThrows(IllegalArgumentException.class, () -> fast.apply(two, three, two, two));
  }

  private static Matrix<Double> matrix(Random random, int rows, int columns) {
    return Matrix.of(Binary64.INSTANCE, rows, columns, (i, j) -> random.nextGaussian());
  }

  private static Matrix<Double> matrix(double[] flat, int rows, int columns) {
    return Matrix.of(Binary64.INSTANCE, rows, columns, (i, j) -> flat[i * columns + j]);
  }

  private static double[] flat(Matrix<Double> matrix) {
    return matrix.entries().stream().mapToDouble(Double::doubleValue).toArray();
  }
}
