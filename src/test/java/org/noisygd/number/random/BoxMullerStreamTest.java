// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/**
 * Cross-check with the Python program's table, properties of the transform, and of the law under a
 * fixed seed: each bound of the latter is one that independent standard normal deviates break with
 * probability at most 1e-9, by the inequalities named in {@code GaussianLawTest}; the stream's own
 * distance from the normal law, below 2^-31 in distribution (proofs-notes/kernels.md), is far
 * below.
 */
class BoxMullerStreamTest {
  private static final int N = 1 << 18;

  /** ln(4e9): every bound below holds up to at most four events of probability exp(-X). */
  private static final double X = Math.log(4e9);

  /**
   * What the transform may err by, relative to rho: derived in proofs-notes/kernels.md. The library
   * functions it is compared with here err by less than a hundredth of that.
   */
  private static final double BOUND = 0x1.0p-45;

  @Test
  void at_addressesOfTheTable_givesTheBitsOfPython() throws IOException {
    int rows = 0;
    for (String[] row : Rows.of("box_muller.csv")) {
      BoxMullerStream stream = new BoxMullerStream(Long.parseLong(row[0]));
      double z =
          stream.at(
              Long.parseLong(row[1]),
              Long.parseLong(row[2]),
              FactorId.values()[Integer.parseInt(row[3])],
              Long.parseLong(row[4]));
      assertEquals(Double.parseDouble(row[5]), z, String.join(",", row));
      rows++;
    }
    assertEquals(500, rows);
  }

  @Test
  void fill_manyEntries_givesTheBitsOfAt() {
    BoxMullerStream stream = new BoxMullerStream(-7);
    double[] z = new double[103];
    stream.fill(z, 3, 1L << 33, FactorId.NOISE_Y);
    for (int entry = 0; entry < z.length; entry++) {
      assertEquals(stream.at(3, 1L << 33, FactorId.NOISE_Y, entry), z[entry], "entry " + entry);
    }
  }

  @Test
  void at_outOfRange_isRefused() {
    BoxMullerStream stream = new BoxMullerStream(0);
    FactorId x = FactorId.NOISE_X;
    assertThrows(IllegalArgumentException.class, () -> stream.at(-1, 0, x, 0));
    assertThrows(IllegalArgumentException.class, () -> stream.at(1L << 48, 0, x, 0));
    assertThrows(IllegalArgumentException.class, () -> stream.at(0, 1L << 48, x, 0));
    assertThrows(IllegalArgumentException.class, () -> stream.at(0, 0, x, 1L << 32));
    assertThrows(IllegalArgumentException.class, () -> stream.at(0, 0, x, -1));
  }

  @Test
  void deviate_anyWords_isWithinTheBoundOfTheLibrarysFormula() {
    Random random = new Random(20210224);
    for (int i = 0; i < 100_000; i++) {
      long w0 = i < 4 ? i : i < 8 ? (1L << 32) - i + 3 : random.nextLong() >>> 32 >>> (i % 32);
      long w1 = random.nextLong() >>> 32;
      double rho = Math.sqrt(-2 * StrictMath.log((2 * w0 + 1) * 0x1.0p-33));
      double theta =
          Math.PI / 2 * (w1 >>> 30) + Math.PI / 4 * ((w1 & 0x3FFFFFFF) + 0.5 - 0x1p29) * 0x1p-29;
      double first = BoxMuller.deviate(w0, w1, false);
      double second = BoxMuller.deviate(w0, w1, true);
      String words = w0 + ", " + w1;
      assertEquals(rho * StrictMath.cos(theta), first, BOUND * rho, words);
      assertEquals(rho * StrictMath.sin(theta), second, BOUND * rho, words);
      assertTrue(Math.abs(first) <= BoxMuller.LARGEST && Math.abs(second) <= BoxMuller.LARGEST);
      // Half a turn further: the negative, exactly.
      assertEquals(-first, BoxMuller.deviate(w0, w1 ^ (1L << 31), false), words);
      assertEquals(-second, BoxMuller.deviate(w0, w1 ^ (1L << 31), true), words);
    }
  }

  @Test
  void law_ofManyDeviates_isWithinTheBoundsForNormalOnes() {
    double[] z = new double[N];
    new BoxMullerStream(20210224).fill(z, 0, 0, FactorId.START_X);
    assertTrue(Math.abs(Arrays.stream(z).sum()) <= Math.sqrt(2 * X * N), "mean");
    double excess = Arrays.stream(z).map(v -> v * v).sum() - N;
    assertTrue(excess <= 2 * Math.sqrt(N * X) + 2 * X, "variance above by " + excess);
    assertTrue(excess >= -2 * Math.sqrt(N * X), "variance below by " + excess);
    for (int distance : new int[] {1, 2, 4}) {
      double products = 0;
      int pairs = 0;
      for (int i = 0; i + distance < N; i += 2 * distance) {
        products += z[i] * z[i + distance];
        pairs++;
      }
      assertTrue(Math.abs(products) <= 2 * Math.sqrt(pairs * X) + X, "neighbours " + distance);
    }
    Arrays.sort(z);
    NormalDistribution normal = new NormalDistribution();
    double furthest = 0;
    for (int i = 0; i < N; i++) {
      double p = normal.cumulativeProbability(z[i]);
      furthest = Math.max(furthest, Math.max(p - (double) i / N, (i + 1.0) / N - p));
    }
    assertTrue(furthest <= Math.sqrt(X / (2.0 * N)), "distance " + furthest);
  }
}
