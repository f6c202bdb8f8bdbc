// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.noisygd.number.Dyadic;
import org.noisygd.number.format.IterateStorage.Beside;
import org.noisygd.number.format.Rounding.Directed;
import org.noisygd.number.random.Philox4x64;

/** Cross-checks of stores with exact numbers, and the addresses of random words. */
class IterateStorageTest {
  private static final long SEED = 5;
  private static final BinaryFormat BFLOAT16 = BinaryFormat.named("bfloat16");

  @ParameterizedTest
  @EnumSource(Directed.class)
  void store_withCarry_keepsTheExactSumRoundedOnce(Directed mode) {
    Grid grid = Grid.of("bfloat16");
    IterateStorage store = new IterateStorage(new StoreRounding(BFLOAT16, mode), Beside.CARRY);
    Random random = new Random(SEED);
    for (int n = 0; n < 3000; n++) {
      // Carries from a hundredth of the iterate down to far below its last bit as a double.
      double v = random.nextGaussian();
      double c = BFLOAT16.round(random.nextGaussian() * Math.scalb(1.0, -6 - n % 60), mode, 0);
      Dyadic sum = Dyadic.of(v).add(Dyadic.of(c));
      double expected = grid.round(sum, mode.label());
      double carry = grid.round(sum.subtract(Dyadic.of(expected)), "nearest");
      double[] stored = {0};
      double[] kept = {c};
      store.store(stored, new double[] {v}, kept, new long[0]);
      String where = "seed " + SEED + ": " + v + " and " + c;
      assertEquals(expected, stored[0], where);
      assertEquals(carry + 0.0, kept[0] + 0.0, where);
    }
  }

  @Test
  void store_smallSteps_carryAndMasterKeepThemAndNothingLosesThem() {
    StoreRounding nearest = new StoreRounding(BFLOAT16, Directed.NEAREST);
    for (Beside beside : Beside.values()) {
      IterateStorage store = new IterateStorage(nearest, beside);
      double[] stored = {1};
      double[] kept = {beside == Beside.MASTER ? 1 : 0};
      for (int n = 0; n < 1024; n++) {
        store.store(stored, new double[] {stored[0] + 0x1p-10}, kept, new long[1]);
      }
      // 2^-10 is a quarter of what nearest rounding at 1 sees; and a power of two, so all is exact.
      assertEquals(beside == Beside.NOTHING ? 1.0 : 2.0, stored[0], beside.name());
    }
  }

  @Test
  void store_overflow_leavesNoCarry() {
    IterateStorage store =
        new IterateStorage(new StoreRounding(BFLOAT16, Directed.NEAREST), Beside.CARRY);
    double[] stored = {1};
    double[] kept = {0x1p-10};
    store.store(stored, new double[] {1e300}, kept, new long[1]);
    assertEquals(Double.POSITIVE_INFINITY, stored[0]);
    assertEquals(0.0, kept[0]);
    assertThrows(
        IllegalArgumentException.class,
        () -> store.store(new double[2], new double[2], new double[1], new long[2]));
  }

  @Test
  void store_stochastic_usesOneWordAnEntry() {
    StoreRounding rounding = new StoreRounding(BFLOAT16, StochasticRounding.PROPORTIONAL);
    double[] stored = {1, 1};
    double[] computed = {1 + 0x1p-8, 1 + 0x1p-8};
    new IterateStorage(rounding, Beside.NOTHING)
        .store(stored, computed, new double[0], new long[] {Long.MIN_VALUE, Long.MAX_VALUE});
    assertEquals(1 + 0x1p-7, stored[0]);
    assertEquals(1.0, stored[1]);
    double[] half = {1 + 0x1p-8};
    rounding.round(half, new long[] {Long.MAX_VALUE});
    assertEquals(1.0, half[0]);
  }

  @Test
  void words_everyWayToReadThem_areThoseOfTheirAddress() {
    RoundingRandomness words = new RoundingRandomness(SEED);
    long[] entries = new long[11];
    words.fill(entries, 3, 4, 5);
    LongSupplier sequence = words.sequence(3, 4, 5);
    for (int k = 0; k < entries.length; k++) {
      assertEquals(entries[k], sequence.getAsLong());
    }
    assertThrows(IllegalArgumentException.class, () -> words.fill(entries, -1, 0, 0));
  }

  /** 1000 distinct addresses: two of their words are equal with probability below 2^-44. */
  @Test
  void words_distinctAddresses_differ() {
    Set<Long> seen = new HashSet<>();
    long[] words = new long[5];
    for (int n = 0; n < 200; n++) {
      new RoundingRandomness(n / 100).fill(words, n % 5, n / 5 % 5, n / 25 % 4);
      Arrays.stream(words).forEach(seen::add);
    }
    assertEquals(1000, seen.size());
    long[] noise = new long[Philox4x64.WORDS];
    Philox4x64.block(0, 0, 1, 2, 3, 4, noise); // the same address in the algorithm's noise
    new RoundingRandomness(0).fill(words, 4, 3, 2);
    assertNotEquals(noise[0], words[0]);
  }
}
