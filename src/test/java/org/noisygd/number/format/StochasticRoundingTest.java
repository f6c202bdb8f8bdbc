// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisygd.number.Dyadic;

/**
 * The laws of stochastic rounding, by going through all random words of B bits and counting, not by
 * sampling; where all 64 bits count, by the end of the interval of words that round away.
 */
class StochasticRoundingTest {
  /** The word with the upper bits r; below them is a pattern that must not matter. */
  private static long word(long r, int bits) {
    return (r << (64 - bits)) | (r % 2 == 0 ? -1L >>> bits : 0);
  }

  @ParameterizedTest
  @CsvSource({"e2m1", "e4m3", "e4m3-ieee", "e5m2", "bfloat16"})
  void round_everyGap_hasTheStatedLaw(String name) {
    Grid grid = Grid.of(name);
    BinaryFormat format = BinaryFormat.named(name);
    int step = name.equals("bfloat16") ? 331 : 1;
    for (int bits = 1; bits <= 4; bits++) {
      for (boolean even : new boolean[] {false, true}) {
        StochasticRounding rounding = new StochasticRounding(bits, even);
        StoreRounding store = new StoreRounding(format, rounding);
        for (int n = 0; n < grid.values.size(); n += step) {
          double a = grid.value(n);
          double gap = grid.after(n).roundToDouble() - a;
          for (int j = 0; j < 32; j++) {
            double x = a + gap * j / 32;
            assertLaw(grid, format, rounding, store, x);
            assertLaw(grid, format, rounding, store, -Math.nextUp(x));
          }
        }
      }
    }
  }

  private static void assertLaw(
      Grid grid, BinaryFormat format, StochasticRounding rounding, StoreRounding store, double x) {
    Dyadic exact = Dyadic.of(x);
    int words = 1 << rounding.bits();
    double near = grid.round(exact, "zero");
    double far = grid.round(exact, x < 0 ? "down" : "up");
    far = Grid.overflowed(format, far);
    double[] fast = new double[words];
    long[] random = new long[words];
    for (int r = 0; r < words; r++) {
      fast[r] = x;
      random[r] = word(r, rounding.bits());
    }
    store.round(fast, 0, words, random);
    long away = 0;
    for (int r = 0; r < words; r++) {
      double rounded = format.round(x, rounding, random[r]);
      assertEquals(Double.doubleToLongBits(rounded), Double.doubleToLongBits(fast[r]), "" + x);
      boolean isAway = Double.compare(rounded, far) == 0 && near != far;
      assertTrue(isAway || rounded == near, () -> x + " to " + rounded);
      away += isAway ? 1 : 0;
    }
    assertEquals(
        near == far ? 0 : grid.timesAway(exact, rounding.bits(), rounding.cutToEven()),
        away,
        () -> format.name() + " " + rounding + " of " + x);
  }

  /** With three bits dropped, B = 5 and proportional rounding have the fraction itself as law. */
  @Test
  void round_moreBitsThanDropped_isProportional() {
    BinaryFormat format = BinaryFormat.of(50, -10, 10);
    for (StochasticRounding rounding :
        new StochasticRounding[] {
          StochasticRounding.PROPORTIONAL,
          new StochasticRounding(5, false),
          new StochasticRounding(5, true)
        }) {
      StoreRounding store = new StoreRounding(format, rounding);
      for (int eighths = 0; eighths < 8; eighths++) {
        double x = 1.5 + eighths * 0x1p-52;
        int away = 0;
        for (int r = 0; r < 32; r++) {
          double[] fast = {x};
          store.round(fast, 0, 1, new long[] {word(r, 5)});
          assertEquals(format.round(x, rounding, word(r, 5)), fast[0]);
          away += fast[0] > 1.5 ? 1 : 0;
        }
        assertEquals(4 * eighths, away, rounding.label());
      }
    }
  }

  /** The words that round away are the last (fraction 2^64) of all 2^64, exactly. */
  @ParameterizedTest
  @ValueSource(strings = {"e2m1", "e4m3", "e5m2", "bfloat16", "binary16", "tf32", "binary32"})
  void round_proportional_wordsAwayAreTheFraction(String name) {
    BinaryFormat format = BinaryFormat.named(name);
    int dropped = 53 - format.precision();
    StoreRounding store = new StoreRounding(format, StochasticRounding.PROPORTIONAL);
    long random = 0x5eed;
    for (int k = 0; k < 2000; k++) {
      random = random * 6364136223846793005L + 1442695040888963407L;
      long bits = random >>> (64 - dropped);
      double x = Double.longBitsToDouble(Double.doubleToLongBits(k % 2 == 0 ? 1.0 : -1.5) + bits);
      if (bits == 0) {
        continue;
      }
      long first = -(bits << (64 - dropped)); // 2^64 - fraction 2^64
      double[] both = {x, x};
      store.round(both, 0, 2, new long[] {first, first - 1});
      assertTrue(Math.abs(both[0]) > Math.abs(x) && Math.abs(both[1]) < Math.abs(x), "" + x);
      assertEquals(both[0], format.round(x, StochasticRounding.PROPORTIONAL, first));
      assertEquals(both[1], format.round(x, StochasticRounding.PROPORTIONAL, first - 1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"e2m1", "e3m2", "e4m3"})
  void operations_everyPairAndWord_haveTheStatedLaw(String name) {
    Grid grid = Grid.of(name);
    BinaryFormat format = BinaryFormat.named(name).saturating();
    for (boolean even : new boolean[] {false, true}) {
      StochasticRounding rounding = new StochasticRounding(2, even);
      long[] next = new long[1];
      EmulatedBinary f = EmulatedBinary.of(name, format, rounding, () -> next[0]);
      for (int i = 1; i < grid.values.size(); i++) {
        for (int j = 1; j < grid.values.size(); j++) {
          double a = grid.value(i);
          double b = -grid.value(j);
          Dyadic sum = Dyadic.of(a).add(Dyadic.of(b));
          Dyadic product = Dyadic.of(a).multiply(Dyadic.of(b));
          Dyadic quotient = Grid.quotient(Dyadic.of(a), Dyadic.of(b));
          long[] away = new long[3];
          for (int r = 0; r < 4; r++) {
            next[0] = word(r, 2);
            away[0] += isAway(grid, sum, f.add(a, b));
            away[1] += isAway(grid, product, f.multiply(a, b));
            away[2] += isAway(grid, quotient, f.divide(a, b));
          }
          int pair = i * 1000 + j;
          assertEquals(timesAway(grid, sum, even), away[0], () -> "sum " + pair);
          assertEquals(timesAway(grid, product, even), away[1], () -> "product " + pair);
          assertEquals(timesAway(grid, quotient, even), away[2], () -> "quotient " + pair);
        }
      }
    }
  }

  private static int isAway(Grid grid, Dyadic exact, double actual) {
    return Math.abs(actual) > Math.abs(grid.round(exact, "zero")) ? 1 : 0;
  }

  /** Beyond the largest value the format saturates: never away. */
  private static long timesAway(Grid grid, Dyadic exact, boolean even) {
    Dyadic size = exact.signum() < 0 ? exact.negate() : exact;
    return grid.below(size) == grid.values.size() - 1 ? 0 : grid.timesAway(exact, 2, even);
  }

  /**
   * 1 + 2^-60 is 1 and 2^-60 of a double's place 2^-52 wide; p = 50 drops so little that all 64
   * bits are looked at. The sum is 2^-11 last places above 1, so 2^53 of the 2^64 words go away.
   */
  @Test
  void add_resultIsNoDouble_proportionalSeesAllOfIt() {
    long[] next = new long[1];
    EmulatedBinary f =
        EmulatedBinary.of(
            "x", BinaryFormat.of(50, -100, 100), StochasticRounding.PROPORTIONAL, () -> next[0]);
    long first = -(1L << 53);
    next[0] = first;
    assertEquals(1 + 0x1p-49, f.add(1.0, 0x1p-60));
    assertEquals(-1 - 0x1p-49, f.add(-1.0, -0x1p-60));
    next[0] = first - 1;
    assertEquals(1.0, f.add(1.0, 0x1p-60));
    // 1 - 2^-60 is 1 - 2^-50 and (1 - 2^-10) places of 2^-50 more.
    next[0] = 1L << 54; // 2^64 - 1023 2^54
    assertEquals(1.0, f.subtract(1.0, 0x1p-60));
    next[0]--;
    assertEquals(1 - 0x1p-50, f.subtract(1.0, 0x1p-60));
    // (1 + 2^-49)^2 = 1 + 2 2^-49 + 2^-98: a fraction of 2^-49, so 2^15 words.
    next[0] = -(1L << 15);
    assertEquals(1 + 3 * 0x1p-49, f.multiply(1 + 0x1p-49, 1 + 0x1p-49));
    next[0]--;
    assertEquals(1 + 2 * 0x1p-49, f.multiply(1 + 0x1p-49, 1 + 0x1p-49));
    // 2^51 / 3 has the fraction 2/3 = 0.1010.. in binary.
    next[0] = -0xaaaa_aaaa_aaaa_aaaaL;
    assertEquals(((1L << 51) + 1) / 3 * 0x1p-51, f.divide(1.0, 3.0));
    next[0]--;
    assertEquals((1L << 51) / 3 * 0x1p-51, f.divide(1.0, 3.0));
    // sqrt(1 + 2^-49) = 1 + 2^-50 - 2^-101 + ...: half a place, less 2^-52 of one and a bit more.
    next[0] = Long.MIN_VALUE + (1L << 12);
    assertEquals(1 + 0x1p-49, f.sqrt(1 + 0x1p-49));
    next[0]--;
    assertEquals(1.0, f.sqrt(1 + 0x1p-49));
  }
}
