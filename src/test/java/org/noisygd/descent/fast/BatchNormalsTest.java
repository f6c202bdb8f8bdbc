// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.number.random.NormalStream;

/** Cross-check: deviates of many replicates at once have the bits of those at one address. */
class BatchNormalsTest {

  @Property(tries = 200, seed = "20210106")
  void fill_gaussian_givesTheBitsOfTheStream(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 23) int entries,
      @ForAll @IntRange(min = 1, max = 35) int size,
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE - 64) long first,
      @ForAll @LongRange(min = 0) long step,
      @ForAll FactorId factor) {
    compare(new GaussianStream(seed), entries, size, first, step, factor);
  }

  /**
   * Of the first 4 10^10 words of this stream two are in the far tails, found by going through
   * them: entry 3 of replicate 3985242695 (word 000000000d3c9236) and entry 0 of 10078185737
   * (fffffffffd0da8ee).
   */
  @Test
  void fill_gaussianInTheFarTails_givesTheBitsOfTheStream() {
    GaussianStream stream = new GaussianStream(1);
    assertTrue(stream.at(3985242695L, 0, FactorId.NOISE_X, 3) < -6.5);
    assertTrue(stream.at(10078185737L, 0, FactorId.NOISE_X, 0) > 6.5);
    compare(stream, 4, 8, 3985242695L - 3, 0, FactorId.NOISE_X);
    compare(stream, 1, 8, 10078185737L - 5, 0, FactorId.NOISE_X);
  }

  @Test
  void fill_gaussianManyWords_givesTheBitsOfTheStream() {
    compare(new GaussianStream(20), 200, 64, 0, 1, FactorId.NOISE_Y);
  }

  /** Any other stream goes replicate by replicate. */
  @Test
  void fill_otherStream_givesTheBitsOfTheStream() {
    compare(new Mirrored(new GaussianStream(3)), 7, 5, 11, 13, FactorId.NOISE_Y);
  }

  @Test
  void fill_gaussianBeyondTheRange_isRefused() {
    BatchNormals normals = BatchNormals.of(new GaussianStream(1));
    double[][] z = new double[2][8];
    normals.fill(z, 1, Long.MAX_VALUE, Long.MAX_VALUE, FactorId.NOISE_X);
    assertThrows(
        IllegalArgumentException.class,
        () -> normals.fill(z, 2, Long.MAX_VALUE, 0, FactorId.NOISE_X));
    assertThrows(IllegalArgumentException.class, () -> normals.fill(z, 1, 0, -1, FactorId.NOISE_X));
  }

  @Test
  void of_moduleAtHand_takesTheVectors() {
    assertFalse(BatchNormals.of(new GaussianStream(1)) instanceof BatchNormals.OneByOne);
  }

  /** The deviates of another stream with the other sign. */
  private record Mirrored(NormalStream stream) implements NormalStream {
    @Override
    public String name() {
      return "mirrored " + stream.name();
    }

    @Override
    public long seed() {
      return stream.seed();
    }

    @Override
    public double largest() {
      return stream.largest();
    }

    @Override
    public double at(long replicate, long step, FactorId factor, long entry) {
      return -stream.at(replicate, step, factor, entry);
    }

    @Override
    public void fill(double[] z, long replicate, long step, FactorId factor) {
      stream.fill(z, replicate, step, factor);
      Arrays.setAll(z, n -> -z[n]);
    }
  }

  private static void compare(
      NormalStream stream, int entries, int size, long first, long step, FactorId factor) {
    double[][] z = new double[entries][ReplicateBatch.padded(size)];
    BatchNormals.of(stream).fill(z, size, first, step, factor);
    for (int lane = 0; lane < size; lane++) {
      for (int n = 0; n < entries; n++) {
        assertEquals(
            stream.at(first + lane, step, factor, n), z[n][lane], "entry " + n + ", lane " + lane);
      }
    }
  }
}
