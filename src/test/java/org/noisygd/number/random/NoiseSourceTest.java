// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Known answers over a stream that spells out its addresses, and properties. */
class NoiseSourceTest {

  /** The deviate at (replicate, step, factor, entry) is the decimal number "rsfe". */
  private static final NormalStream DIGITS =
      new NormalStream() {
        @Override
        public String name() {
          return "digits";
        }

        @Override
        public long seed() {
          return 0;
        }

        @Override
        public double largest() {
          return 9999;
        }

        @Override
        public double at(long replicate, long step, FactorId factor, long entry) {
          return 1000 * replicate + 100 * step + 10 * factor.id() + entry;
        }

        @Override
        public void fill(double[] z, long replicate, long step, FactorId factor) {
          for (int entry = 0; entry < z.length; entry++) {
            z[entry] = at(replicate, step, factor, entry);
          }
        }
      };

  @Test
  void rows_threeByTwo_areFilledRowByRow() {
    NoiseSource source = new NoiseSource(DIGITS, FactorId.NOISE_Y, 0.5);
    // Half of 1210 + entry: replicate 1, step 2, factor 1.
    double[][] expected = {{605, 605.5}, {606, 606.5}, {607, 607.5}};
    double[][] rows = source.rows(1, 2, 3, 2);
    assertEquals(3, rows.length);
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(expected[i], rows[i]);
    }
  }

  @Property(seed = "20210224")
  void rows_anyShape_holdSigmaTimesTheDeviate(
      @ForAll @DoubleRange(min = 0, max = 1e3) double sigma,
      @ForAll @IntRange(min = 1, max = 6) int d,
      @ForAll @IntRange(min = 1, max = 6) int r) {
    GaussianStream stream = new GaussianStream(3);
    NoiseSource source = new NoiseSource(stream, FactorId.NOISE_X, sigma);
    double[][] rows = source.rows(4, 5, d, r);
    for (int i = 0; i < d; i++) {
      for (int k = 0; k < r; k++) {
        double expected = sigma * stream.at(4, 5, FactorId.NOISE_X, (long) i * r + k);
        assertEquals(expected, rows[i][k]);
        assertEquals(expected, source.at(4, 5, (long) i * r + k));
      }
    }
  }

  @Test
  void new_badSigma_isRefused() {
    assertEquals("sigma must be finite and >= 0, got -0.1", refusal(-0.1));
    assertEquals("sigma must be finite and >= 0, got NaN", refusal(Double.NaN));
    assertEquals(
        "sigma must be so small that no deviate times sigma overflows, got 1.0E308",
        refusal(1e308));
  }

  @Test
  void rows_badShape_isRefused() {
    NoiseSource source = new NoiseSource(DIGITS, FactorId.NOISE_X, 1);
    assertEquals(
        "d must be at least 1, got 0",
        assertThrows(IllegalArgumentException.class, () -> source.rows(0, 0, 0, 1)).getMessage());
    assertEquals(
        "r must be at least 1, got -1",
        assertThrows(IllegalArgumentException.class, () -> source.rows(0, 0, 1, -1)).getMessage());
  }

  private static String refusal(double sigma) {
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class,
                () -> new NoiseSource(new GaussianStream(0), FactorId.NOISE_X, sigma))
            .getMessage());
  }
}
