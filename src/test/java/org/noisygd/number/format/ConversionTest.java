// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.number.Dyadic;
import org.noisygd.number.format.Rounding.Directed;

/**
 * Cross-checks against {@link Grid} and against the rules for scales, searched in exact numbers.
 */
class ConversionTest {
  private static final long SEED = 22;

  private static final Map<String, String> ELEMENTS =
      Map.of(
          "mxfp8-e4m3", "e4m3",
          "mxfp8-e5m2", "e5m2",
          "mxfp6-e3m2", "e3m2",
          "mxfp6-e2m3", "e2m3",
          "mxfp4", "e2m1");

  private static Dyadic power(int k) {
    return Dyadic.of(1, k);
  }

  /** The exponent of a scale, by the definition of each rule, as a search; not clamped. */
  private static int exponent(Grid grid, String rule, double max) {
    Dyadic m = Dyadic.of(max);
    Dyadic largest = Dyadic.of(grid.values.get(grid.values.size() - 1), grid.unit);
    int e = floorLog(largest);
    return switch (rule) {
      case "floor" -> floorLog(m) - e;
      case "ceil" -> (power(floorLog(m)).equals(m) ? floorLog(m) : floorLog(m) + 1) - e;
      case "even" -> floorLog(toPrecision(grid, m)) - e;
      case "rceil" -> {
        int k = -1200;
        while (largest.multiply(power(k)).compareTo(m) < 0) {
          k++;
        }
        yield k;
      }
      default -> throw new IllegalArgumentException(rule);
    };
  }

  private static int floorLog(Dyadic m) {
    int k = -1200;
    while (power(k + 1).compareTo(m) <= 0) {
      k++;
    }
    return k;
  }

  /**
   * m rounded to the significand of a grid: scaled into its highest binade, where all is normal.
   */
  private static Dyadic toPrecision(Grid grid, Dyadic m) {
    Dyadic one = Dyadic.of(grid.values.get(grid.values.size() - 1), grid.unit);
    int shift = floorLog(one) - 1 - floorLog(m); // the highest but one has all its significands
    return Dyadic.of(grid.round(m.multiply(power(shift)), "nearest")).multiply(power(-shift));
  }

  private static double clamped(Grid grid, Dyadic quotient, String mode) {
    double rounded = grid.round(quotient, mode);
    return Double.isInfinite(rounded)
        ? Math.copySign(grid.value(grid.values.size() - 1), rounded)
        : rounded;
  }

  private static double[] block(Random random, double max, int length) {
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      double v = max * random.nextDouble() * Math.scalb(1.0, -random.nextInt(8));
      values[i] = i == length / 2 ? -max : random.nextInt(6) == 0 ? 0.0 : v;
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(strings = {"mxfp8-e4m3", "mxfp8-e5m2", "mxfp6-e3m2", "mxfp6-e2m3", "mxfp4"})
  void round_blocksOfMx_areTheOraclesByEveryRule(String name) {
    Grid grid = Grid.of(ELEMENTS.getOrDefault(name, ""));
    double largest = grid.value(grid.values.size() - 1);
    Random random = new Random(SEED);
    for (int k : new int[] {-1000, -140, -126, -30, -1, 0, 7, 100, 127, 140, 500}) {
      for (double at : new double[] {1, largest, 1.5, 1.875, 1.9375, 1.96875, 1.25}) {
        for (double m : new double[] {at, Math.nextUp(at), Math.nextDown(at)}) {
          double[] values = block(random, Math.scalb(m, k), 70);
          System.arraycopy(block(random, Math.scalb(m, k), 32), 0, values, 32, 32);
          Arrays.fill(values, 0, 32, 0);
          for (String rule : new String[] {"floor", "ceil", "even", "rceil"}) {
            Conversion to = Conversion.of(name + "/" + rule, false);
            int[] exponents = new int[3];
            for (int b = 0; b < 3; b++) {
              double max = largest(values, 32 * b, Math.min(values.length, 32 * b + 32));
              exponents[b] =
                  max == 0 ? 0 : Math.max(-127, Math.min(127, exponent(grid, rule, max)));
            }
            for (Directed mode : Directed.values()) {
              double[] actual = to.round(values, mode, () -> 0);
              for (int i = 0; i < values.length; i++) {
                int e = exponents[i / 32];
                Dyadic q = Dyadic.of(values[i]).multiply(power(-e));
                double expected = clamped(grid, q, mode.label()) * Math.scalb(1.0, e);
                String where = to.name() + " " + mode + " " + values[i];
                assertEquals(expected + 0.0, actual[i] + 0.0, where);
              }
            }
          }
        }
      }
    }
  }

  private static double largest(double[] values, int from, int to) {
    return Arrays.stream(values, from, to).map(Math::abs).max().orElse(0);
  }

  @Test
  void round_nvfp4_isTheOracles() {
    Grid e4m3 = Grid.of("e4m3");
    Grid e2m1 = Grid.of("e2m1");
    Random random = new Random(SEED);
    Conversion to = Conversion.of("nvfp4", true);
    for (int n = 0; n < 300; n++) {
      double[] values = block(random, Math.scalb(1 + random.nextDouble(), n % 60 - 30), 40);
      double[] second = block(random, Math.abs(values[20]) / (1 + n % 100), 16);
      System.arraycopy(second, 0, values, 0, 16);
      double array = Math.abs(values[20]);
      double g =
          new BigDecimal(array).divide(new BigDecimal(2688), new MathContext(80)).floatValue();
      double[] actual = to.round(values, Directed.NEAREST, () -> 0);
      for (int i = 0; i < values.length; i++) {
        double max = largest(values, i / 16 * 16, Math.min(values.length, i / 16 * 16 + 16));
        Dyadic six = Dyadic.of(6).multiply(Dyadic.of(g));
        double b = clamped(e4m3, Grid.quotient(Dyadic.of(max), six), "nearest");
        Dyadic v = Dyadic.of(values[i]);
        double expected =
            v.signum() == 0
                ? 0
                : clamped(e2m1, Grid.quotient(v, Dyadic.of(b * g)), "nearest") * b * g;
        assertEquals(expected + 0.0, actual[i] + 0.0, "nvfp4 of " + values[i] + " with g = " + g);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"e2m1", "e2m3", "e3m2", "e4m3", "e4m3-ieee", "e5m2", "binary16"})
  void fraction_everyGap_isTheDistanceFromTheLowerValue(String name) {
    Grid grid = Grid.of(name);
    Conversion to = Conversion.of(name, true);
    for (int n = 0; n < grid.values.size(); n++) {
      double below = grid.value(n);
      double gap = grid.after(n).roundToDouble() - below;
      for (double f : new double[] {0, 0x1p-20, 0.25, 0.5, 1 - 0x1p-30}) {
        assertEquals(f, to.fraction(-(below + f * gap), 1), name + " " + below + " + " + f);
      }
    }
    assertEquals(0x1p-53, to.fraction(0x1p-600, 1), "less than any digit kept, yet not 0");
  }

  @ParameterizedTest
  @CsvSource({
    "e4m3, nearest, 464, 448",
    "e4m3, nearest, 464.5, NaN",
    "e4m3, nearest-away, 464, NaN",
    "e4m3, odd, 1e9, 448",
    "e4m3, zero, 1e9, 448",
    "e4m3, up, -1e9, -448",
    "e4m3, down, -449, NaN",
    "e5m2, down, -57345, -Infinity",
    "e5m2, odd, 57345, 57344",
    "bfloat16, odd, 1.001953125, 1.0078125",
    "bfloat16, nearest-away, 1.00390625, 1.0078125",
    "bfloat16, nearest, 1.00390625, 1",
    "float:4:-2:3, nearest, 1.0625, 1",
    "float:4:-2:3, up, 15.1, Infinity",
    "e2m1, up, 100, 6"
  })
  void round_knownPoints_areThoseOfTheDefinitions(
      String to, String mode, double value, double expected) {
    Directed rounding =
        Arrays.stream(Directed.values())
            .filter(d -> d.label().equals(mode))
            .findFirst()
            .orElseThrow();
    assertEquals(expected, Conversion.of(to, false).round(value, 1, rounding, 0));
  }
}
