// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.Arithmetic;
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
    List<BatchUpdate> kernels =
        List.of(BatchUpdates.of(update, r), new PortableBatchUpdate(UpdateData.of(update, r)));
    new Lanes<>(Binary64.INSTANCE, update, kernels, List.of(v -> v), d1, d2, r)
        .compare(size, steps, numbers::getAsDouble, numbers::getAsDouble);
  }

  /** An update by kernels on batches, whose numbers are in parts, each a double. */
  record Lanes<T>(
      Arithmetic<T> arithmetic,
      PerturbedUpdate<T> update,
      List<BatchUpdate> kernels,
      List<ToDoubleFunction<T>> parts,
      int d1,
      int d2,
      int r) {
    private Factors<T> factors(Supplier<T> numbers) {
      return new Factors<>(
          Matrix.of(arithmetic, d1, r, (i, k) -> numbers.get()),
          Matrix.of(arithmetic, d2, r, (j, k) -> numbers.get()));
    }

    private static <T> double[] flat(Matrix<T> matrix, ToDoubleFunction<T> part) {
      return matrix.entries().stream().mapToDouble(part).toArray();
    }

    /** Compares each lane after each update, whose noise is in the first part alone. */
    void compare(int size, int steps, Supplier<T> numbers, Supplier<T> noises) {
      List<ReplicateBatch> batches = new ArrayList<>();
      List<Factors<T>> expected = Stream.generate(() -> factors(numbers)).limit(size).toList();
      for (int k = 0; k < kernels.size(); k++) {
        ReplicateBatch batch = new ReplicateBatch(d1, d2, r, parts.size(), size);
        for (int lane = 0; lane < size; lane++) {
          for (int part = 0; part < parts.size(); part++) {
            Factors<T> at = expected.get(lane);
            batch.put(lane, part, flat(at.x(), parts.get(part)), flat(at.y(), parts.get(part)));
          }
        }
        batches.add(batch);
      }
      for (int t = 1; t <= steps; t++) {
        double[][] noiseX = new double[d1 * r][batches.get(0).lanes()];
        double[][] noiseY = new double[d2 * r][batches.get(0).lanes()];
        List<Factors<T>> next = new ArrayList<>();
        for (int lane = 0; lane < size; lane++) {
          Factors<T> noise = factors(noises);
          put(flat(noise.x(), parts.get(0)), noiseX, lane);
          put(flat(noise.y(), parts.get(0)), noiseY, lane);
          next.add(update.apply(expected.get(lane), noise));
        }
        expected = next;
        for (int k = 0; k < kernels.size(); k++) {
          kernels.get(k).apply(batches.get(k), noiseX, noiseY);
          String where = kernels.get(k).getClass().getSimpleName() + ", update " + t;
          for (int lane = 0; lane < size; lane++) {
            same(expected.get(lane), batches.get(k), lane, where + ", lane " + lane);
          }
        }
      }
    }

    private static void put(double[] entries, double[][] noise, int lane) {
      for (int n = 0; n < entries.length; n++) {
        noise[n][lane] = entries[n];
      }
    }

    private void same(Factors<T> expected, ReplicateBatch batch, int lane, String where) {
      for (int part = 0; part < parts.size(); part++) {
        double[] x = new double[d1 * r];
        double[] y = new double[d2 * r];
        batch.get(lane, part, x, y);
        assertArrayEquals(flat(expected.x(), parts.get(part)), x, "X, " + where);
        assertArrayEquals(flat(expected.y(), parts.get(part)), y, "Y, " + where);
      }
    }
  }

  private static PerturbedUpdate<Double> update(
      int d1, int d2, UpdateForm form, DoubleSupplier numbers, double eta) {
    Matrix<Double> target = Matrix.of(Binary64.INSTANCE, d1, d2, (i, j) -> numbers.getAsDouble());
    return new PerturbedUpdate<>(target, StepSizes.of(Binary64.INSTANCE, eta, 0.75 * eta), form);
  }
}
