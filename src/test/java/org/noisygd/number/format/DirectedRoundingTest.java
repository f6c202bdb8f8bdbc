// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.number.Dyadic;
import org.noisygd.number.format.Rounding.Directed;

/**
 * Cross-checks against {@link Grid}, exhaustive: every value with every midpoint and their
 * neighbours among the doubles, and for the formats of at most 8 bits every pair of values.
 */
class DirectedRoundingTest {
  private static void assertSame(double expected, double actual, Object where) {
    assertEquals(
        Double.doubleToLongBits(expected),
        Double.doubleToLongBits(actual),
        () -> where + ": expected " + expected + ", got " + actual);
  }

  /** Every value, every midpoint (also the one where overflow begins), and what is next to them. */
  private static double[] boundaries(Grid grid) {
    List<Double> all = new ArrayList<>(List.of(Double.MIN_VALUE, Double.MAX_VALUE, 0x1p1000));
    for (int n = 0; n < grid.values.size(); n++) {
      double a = grid.value(n);
      double b = grid.after(n).roundToDouble();
      for (double x : new double[] {a, a + (b - a) / 2, b}) {
        all.add(x);
        all.add(Math.nextUp(x));
        all.add(Math.abs(Math.nextDown(x)));
      }
    }
    return all.stream().flatMap(x -> List.of(x, -x).stream()).mapToDouble(x -> x).toArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"e2m1", "e2m3", "e3m2", "e4m3", "e4m3-ieee", "e5m2"})
  void round_everyBoundary_isTheOraclesInEveryMode(String name) {
    roundBoundaries(name, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary16", "bfloat16", "tf32"})
  void round_everyHundredthBoundary_isTheOraclesInEveryMode(String name) {
    roundBoundaries(name, 101); // a prime: meets values, midpoints and neighbours alike
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @ValueSource(strings = {"binary16", "bfloat16"})
  void round_everyBoundaryOfSixteenBits_isTheOraclesInEveryMode(String name) {
    roundBoundaries(name, 1);
  }

  private static void roundBoundaries(String name, int stride) {
    Grid grid = Grid.of(name);
    double[] all = boundaries(grid);
    double[] inputs =
        IntStream.range(0, (all.length + stride - 1) / stride)
            .mapToDouble(n -> all[n * stride])
            .toArray();
    for (Directed mode : Directed.values()) {
      double[] rounded =
          Arrays.stream(inputs).map(x -> grid.round(Dyadic.of(x), mode.label())).toArray();
      for (BinaryFormat format :
          List.of(BinaryFormat.named(name), BinaryFormat.named(name).saturating())) {
        double[] fast = inputs.clone();
        new StoreRounding(format, mode).round(fast, 0, fast.length);
        for (int i = 0; i < inputs.length; i++) {
          double x = inputs[i];
          double expected = Grid.overflowed(format, rounded[i]);
          expected = expected == 0 ? Math.copySign(0, x) : expected;
          assertSame(expected, format.round(x, mode, 0), List.of(format, mode, x));
          assertSame(expected, fast[i], List.of("fast", format, mode, x));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"e2m1", "e4m3", "e5m2", "binary16"})
  void round_flushing_losesTheSubnormalsAndNothingElse(String name) {
    Grid grid = Grid.of(name);
    BinaryFormat format = BinaryFormat.named(name).flushing();
    double[] inputs = boundaries(grid);
    for (Directed mode : Directed.values()) {
      double[] fast = inputs.clone();
      new StoreRounding(format, mode).round(fast, 0, fast.length);
      for (int i = 0; i < inputs.length; i++) {
        double gradual = BinaryFormat.named(name).round(inputs[i], mode, 0);
        boolean flushed = Math.abs(gradual) < format.smallestNormal();
        double expected = flushed ? Math.copySign(0, inputs[i]) : gradual;
        assertSame(expected, format.round(inputs[i], mode, 0), inputs[i]);
        assertSame(expected, fast[i], inputs[i]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"e2m1", "e2m3", "e3m2", "e4m3", "e4m3-ieee", "e5m2"})
  void operations_everyPair_areTheExactResultsRoundedOnce(String name) {
    Grid grid = Grid.of(name);
    BinaryFormat format = BinaryFormat.named(name);
    int n = grid.values.size();
    for (Directed mode : Directed.values()) {
      EmulatedBinary f = EmulatedBinary.of(name, format, mode, () -> 0);
      for (int i = 1 - n; i < n; i++) {
        double a = i < 0 ? -grid.value(-i) : grid.value(i);
        Dyadic x = Dyadic.of(a);
        if (i > 0) {
          assertSame(grid.round(Grid.root(x), mode.label()), f.sqrt(a), mode + " root of " + a);
        }
        for (int j = 1 - n; j < n; j++) {
          double b = j < 0 ? -grid.value(-j) : grid.value(j);
          Dyadic y = Dyadic.of(b);
          List<?> pair = List.of(name, mode, a, b);
          assertValue(grid, format, mode, x.add(y), f.add(a, b), pair);
          assertValue(grid, format, mode, x.subtract(y), f.subtract(a, b), pair);
          assertValue(grid, format, mode, x.multiply(y), f.multiply(a, b), pair);
          if (j != 0) {
            assertValue(grid, format, mode, Grid.quotient(x, y), f.divide(a, b), pair);
          }
        }
      }
    }
  }

  /** The sign of a zero apart, which is binary64's. */
  private static void assertValue(
      Grid grid, BinaryFormat format, Directed mode, Dyadic exact, double actual, Object where) {
    double expected = Grid.overflowed(format, grid.round(exact, mode.label()));
    assertSame(expected + 0.0, actual + 0.0, where);
  }

  // rounding-checks: +0 and -0 count once.
  @ParameterizedTest
  @CsvSource({
    "e2m1, 15, 6",
    "e2m3, 63, 7.5",
    "e3m2, 63, 28",
    "e4m3, 253, 448",
    "e4m3-ieee, 239, 240",
    "e5m2, 247, 57344",
    "bfloat16, 65279, 0x1.fep127",
    "binary16, 63487, 65504",
    "tf32, 522239, 0x1.ffcp127",
    "binary32, 4278190079, 0x1.fffffep127"
  })
  void named_countAndLargest_areThePublished(String name, long count, double largest) {
    BinaryFormat format = BinaryFormat.named(name);
    assertEquals(largest, format.largest());
    if (!name.equals("binary32")) {
      assertEquals(count, 2 * Grid.of(name).values.size() - 1);
    }
    int exponent = Math.getExponent(format.largest());
    long subnormals = 1L << (format.precision() - 1);
    double places = Math.scalb(format.largest(), format.precision() - 1 - exponent);
    assertEquals(count, 2 * ((exponent - format.minExponent()) * subnormals + (long) places) + 1);
  }

  // The term and the sum are each rounded; the index is that of the first term changing nothing.
  @ParameterizedTest
  @CsvSource({
    "e4m3, NEAREST, 3, 9",
    "e4m3, ZERO, 2, 5",
    "e4m3-ieee, NEAREST, 3, 9",
    "e4m3-ieee, ZERO, 2, 5",
    "e5m2, NEAREST, 2, 5",
    "e5m2, ZERO, 2, 5",
    "bfloat16, NEAREST, 5.0625, 65",
    "bfloat16, ZERO, 4, 41",
    "binary16, NEAREST, 7.0859375, 513",
    "binary16, ZERO, 5.74609375, 257"
  })
  void add_harmonicSeries_stallsWherePublished(String name, Directed mode, double sum, int index) {
    EmulatedBinary f = EmulatedBinary.of(name, BinaryFormat.named(name), mode, () -> 0);
    double s = 0;
    int n = 1;
    for (double next = 1; next != s; n++) {
      s = next;
      next = f.add(s, f.fromDouble(1.0 / (n + 1)));
    }
    assertEquals(sum, s);
    assertEquals(index, n);
  }

  @Test
  void round_binaryP_keepsItsBitsDownToTheSmallestDouble() {
    BinaryFormat format = BinaryFormat.ofPrecision(3);
    // In binary 1.0011, 1.0010 (a tie to 1.00), the smallest, 1.1111 (to 2), 1.011 (a tie to 1.10).
    double[] values = {0x1.3p-1060, -0x1.2p-1070, 0x1p-1074, 0x1.fp1000, 0x1.6p0, 0x1.fp1023};
    double[] expected = {0x1.4p-1060, -0x1p-1070, 0x1p-1074, 0x1p1001, 0x1.8p0, 1 / 0.0};
    new StoreRounding(format, Directed.NEAREST).round(values, 0, values.length);
    for (int i = 0; i < values.length; i++) {
      assertSame(expected[i], values[i], i);
    }
  }
}
