// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/**
 * Cross-check, bit for bit, against the Python written from the note ({@code addresses.csv},
 * written by {@code src/golden/noise_vectors.py}); properties of the addressing.
 */
class GaussianStreamTest {

  @Test
  void at_everyChosenAddress_isTheSecondRoutesDouble() throws IOException {
    List<String[]> rows = Rows.of("addresses.csv");
    assertTrue(rows.size() >= 500, () -> "only " + rows.size() + " rows");
    for (String[] row : rows) {
      double actual =
          new GaussianStream(Long.parseLong(row[0]))
              .at(
                  Long.parseLong(row[1]),
                  Long.parseLong(row[2]),
                  FactorId.values()[Integer.parseInt(row[3])],
                  Long.parseLong(row[4]));
      assertEquals(Double.parseDouble(row[5]), actual, () -> String.join(",", row));
    }
  }

  @Property(seed = "20210224")
  void fill_anyMatrix_agreesWithAt(
      @ForAll long seed,
      @ForAll @LongRange(min = 0) long replicate,
      @ForAll @LongRange(min = 0) long step,
      @ForAll FactorId factor,
      @ForAll @IntRange(min = 0, max = 23) int length) {
    GaussianStream stream = new GaussianStream(seed);
    double[] z = new double[length];
    stream.fill(z, replicate, step, factor);
    for (int entry = 0; entry < length; entry++) {
      assertEquals(stream.at(replicate, step, factor, entry), z[entry]);
    }
  }

  @Property(seed = "20210224")
  void at_anyAddress_readsTheWordOfNumPysStream(
      @ForAll long seed,
      @ForAll @LongRange(min = 0) long replicate,
      @ForAll @LongRange(min = 0) long step,
      @ForAll FactorId factor,
      @ForAll @LongRange(min = 0) long entry) {
    PhiloxStream words = new PhiloxStream(seed, 0, 0, factor.id(), step, replicate);
    assertEquals(
        InverseNormal.fromWord(words.word(entry)),
        new GaussianStream(seed).at(replicate, step, factor, entry));
  }
}
