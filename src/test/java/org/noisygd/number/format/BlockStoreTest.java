// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisygd.number.format.Rounding.Directed;

/**
 * Cross-checks of every stored bit against {@link BlockOracle}, which computes in integers; so are
 * those of {@link Conversion} where a matrix is one line.
 */
class BlockStoreTest {
  private static final long SEED = 18;

  private static final List<String> MX =
      List.of("mxfp8-e4m3", "mxfp8-e5m2", "mxfp6-e2m3", "mxfp6-e3m2", "mxfp4");

  private static final List<String> RULES = List.of("floor", "ceil", "even", "rceil");

  private static final List<Rounding> ROUNDINGS = new ArrayList<>(List.of(Directed.values()));

  static {
    ROUNDINGS.add(new StochasticRounding(1, false));
    ROUNDINGS.add(new StochasticRounding(8, false));
    ROUNDINGS.add(new StochasticRounding(4, true));
    ROUNDINGS.add(StochasticRounding.PROPORTIONAL);
  }

  static List<String> formats() {
    List<String> names = new ArrayList<>(List.of("nvfp4"));
    for (String format : MX) {
      RULES.forEach(rule -> names.add(format + "/" + rule));
    }
    return names;
  }

  private static void check(
      String name, double[] values, int columns, boolean alongColumns, Rounding r, long[] words) {
    Conversion to = Conversion.of(name, true);
    double[] actual = values.clone();
    new BlockStore(to, r, columns, alongColumns).round(actual, words);
    int rows = values.length / columns;
    Iterator<Long> next = Arrays.stream(words).iterator();
    double[] converted = to.round(values, r, next::next);
    double all = Arrays.stream(values).map(Math::abs).max().orElse(0);
    int lines = alongColumns ? columns : rows;
    int length = alongColumns ? rows : columns;
    for (int line = 0; line < lines; line++) {
      for (int from = 0; from < length; from += name.equals("nvfp4") ? 16 : 32) {
        int count = Math.min(name.equals("nvfp4") ? 16 : 32, length - from);
        double[] block = new double[count];
        double[] stored = new double[count];
        long[] ofBlock = new long[count];
        for (int i = 0; i < count; i++) {
          int at = alongColumns ? (from + i) * columns + line : line * columns + from + i;
          block[i] = values[at];
          stored[i] = actual[at] + 0.0; // one zero
          ofBlock[i] = words[at];
        }
        double[] expected = BlockOracle.store(name, block, all, r, ofBlock);
        for (int i = 0; i < count; i++) {
          expected[i] += 0.0;
        }
        Supplier<String> where = () -> name + " " + r.label() + " of " + Arrays.toString(block);
        assertArrayEquals(expected, stored, where);
        for (int i = 0; i < count && lines == 1; i++) {
          assertEquals(expected[i], converted[from + i] + 0.0, where);
        }
      }
    }
  }

  /** Every value of the element, every middle of two, and the doubles beside them, at scale 1. */
  @ParameterizedTest
  @MethodSource("formats")
  void round_everyElement_isTheOracles(String name) {
    boolean nv = name.equals("nvfp4");
    Grid grid = Grid.of(Conversion.of(name, true).element().name());
    double largest = grid.value(grid.values.size() - 1);
    List<Double> points = new ArrayList<>();
    for (int n = 0; n + 1 < grid.values.size(); n++) {
      double middle = (grid.value(n) + grid.value(n + 1)) / 2;
      for (double at : new double[] {grid.value(n), middle}) {
        points.addAll(List.of(at, Math.nextUp(at), -Math.nextDown(at), -at));
      }
    }
    Random random = new Random(SEED);
    for (Rounding rounding : ROUNDINGS) {
      for (int from = 0; from < points.size(); from += 15) {
        double[] block = new double[16];
        block[0] = nv ? 2688 : largest; // so that the scale is 1, or for nvfp4 448
        for (int i = 1; i < 16 && from + i - 1 < points.size(); i++) {
          block[i] = points.get(from + i - 1) * (nv ? 448 : 1);
        }
        check(name, block, 16, false, rounding, random.longs(16).toArray());
      }
    }
  }

  /** Blocks whose largest number is a power of two or one of the doubles beside it: all of them. */
  @ParameterizedTest
  @MethodSource("formats")
  void round_scalesAtEveryPowerOfTwo_areTheOracles(String name) {
    for (int k = Double.MIN_EXPONENT - 52; k <= Double.MAX_EXPONENT; k++) {
      double power = Math.scalb(1.0, k);
      for (double m : new double[] {Math.nextDown(power), power, Math.nextUp(power)}) {
        if (m > 0) {
          double[] block = {m, -m / 3};
          check(name, block, 2, false, Directed.NEAREST, new long[2]);
        }
      }
    }
  }

  /** Maxima at every significand of p + 2 bits, and beside: what even and rceil tell apart. */
  @ParameterizedTest
  @MethodSource("formats")
  void round_scalesAtEverySignificand_areTheOracles(String name) {
    int bits = Conversion.of(name, true).element().precision() + 1;
    for (int n = 1 << bits; n <= 2 << bits; n++) {
      for (int k : new int[] {-140, -127, -20, 0, 3, 118, 127, 140}) {
        double at = Math.scalb((double) n, k - bits);
        for (double m : new double[] {Math.nextDown(at), at, Math.nextUp(at)}) {
          check(name, new double[] {m / 7, m, -m / 3}, 1, true, Directed.NEAREST, new long[3]);
        }
      }
    }
  }

  /** 10^5 random blocks of all formats, roundings, shapes and both directions. */
  @Test
  void round_randomMatrices_areTheOracles() {
    Random random = new Random(SEED);
    List<String> formats = formats();
    int blocks = 0;
    while (blocks < 100_000) {
      int rows = 1 + random.nextInt(random.nextInt(8) == 0 ? 70 : 4);
      int columns = 1 + random.nextInt(random.nextInt(8) == 0 ? 70 : 4);
      double[] values = new double[rows * columns];
      int spread = 1 + random.nextInt(40);
      int size = random.nextInt(16) == 0 ? random.nextInt(400) - 200 : random.nextInt(20) - 10;
      for (int i = 0; i < values.length; i++) {
        double v = Math.scalb(random.nextGaussian(), size - random.nextInt(spread));
        values[i] = random.nextInt(9) == 0 ? 0 : random.nextInt(3) == 0 ? Math.rint(v) : v;
      }
      boolean alongColumns = random.nextBoolean();
      check(
          formats.get(random.nextInt(formats.size())),
          values,
          columns,
          alongColumns,
          ROUNDINGS.get(random.nextInt(ROUNDINGS.size())),
          random.longs(values.length).toArray());
      blocks += alongColumns ? columns : rows;
    }
  }

  @Test
  void round_zerosAndWhatIsNotFinite_areKept() {
    BlockStore store =
        new BlockStore(Conversion.of("mxfp4/ceil", true), Directed.NEAREST, 2, false);
    double[] zeros = {0.0, -0.0, 3, -0.0};
    store.round(zeros, new long[0]);
    assertEquals("[0.0, -0.0, 3.0, -0.0]", Arrays.toString(zeros));
    for (double end : new double[] {Double.NEGATIVE_INFINITY, Double.NaN}) {
      double[] values = {1, end, 1, 2};
      store.round(values, new long[0]);
      assertTrue(Arrays.stream(values).allMatch(Double::isNaN));
    }
  }
}
