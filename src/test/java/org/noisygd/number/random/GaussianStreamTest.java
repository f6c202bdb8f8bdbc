// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
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

  @Test
  void id_ofEveryFactor_isTheOneInTheDefinition() {
    assertEquals(
        List.of(0L, 1L, 2L, 3L),
        List.of(
            FactorId.NOISE_X.id(),
            FactorId.NOISE_Y.id(),
            FactorId.START_X.id(),
            FactorId.START_Y.id()));
  }

  @Test
  void name_isWhatProvenanceRecords() {
    GaussianStream stream = new GaussianStream(-5);
    assertEquals("philox4x64-10/as241", stream.name());
    assertEquals(-5, stream.seed());
    assertEquals(InverseNormal.LARGEST, stream.largest());
  }

  @Test
  void at_negativeNumber_isRefusedByName() {
    GaussianStream stream = new GaussianStream(1);
    assertEquals(
        "replicate must be at least 0, got -1",
        refusal(() -> stream.at(-1, 0, FactorId.NOISE_X, 0)));
    assertEquals(
        "step must be at least 0, got -2", refusal(() -> stream.at(0, -2, FactorId.NOISE_X, 0)));
    assertEquals(
        "entry must be at least 0, got -3", refusal(() -> stream.at(0, 0, FactorId.NOISE_X, -3)));
    assertEquals(
        "step must be at least 0, got -2",
        refusal(() -> stream.fill(new double[1], 0, -2, FactorId.NOISE_Y)));
    assertEquals(
        "replicate must be at least 0, got -1",
        refusal(() -> stream.fill(new double[0], -1, 0, FactorId.NOISE_Y)));
  }

  private static String refusal(Runnable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }
}
