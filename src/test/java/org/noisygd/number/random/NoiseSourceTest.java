// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Properties. */
class NoiseSourceTest {
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
}
