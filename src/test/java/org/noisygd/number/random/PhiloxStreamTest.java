// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/**
 * Cross-check against NumPy's own words ({@code numpy_words.csv}, written by {@code
 * src/golden/numpy_words.py}), and properties of the numbering.
 */
class PhiloxStreamTest {

  @Test
  void word_everyRowOfNumPysTable_isNumPysWord() throws IOException {
    List<long[]> rows = Rows.of("numpy_words.csv").stream().map(PhiloxStreamTest::parse).toList();
    assertEquals(4 * 8 * 9, rows.size(), "rows in the table");
    for (long[] row : rows) {
      PhiloxStream stream = new PhiloxStream(row[0], row[1], row[2], row[3], row[4], row[5]);
      assertEquals(row[7], stream.word(row[6]), () -> stream + " at " + row[6]);
    }
  }

  @Property(seed = "20210224")
  void fill_anyStart_agreesWithWord(
      @ForAll long key,
      @ForAll long counter,
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE - 100) long first,
      @ForAll @IntRange(min = 0, max = 17) int length) {
    PhiloxStream stream = new PhiloxStream(key, ~key, counter, -1, -1, 5);
    long[] words = new long[length];
    stream.fill(words, first);
    for (int i = 0; i < length; i++) {
      assertEquals(stream.word(first + i), words[i]);
    }
  }

  @Property(seed = "20210224")
  void word_anyPlace_comesFromTheCounterAsOneNumber(
      @ForAll long c0,
      @ForAll boolean full1,
      @ForAll boolean full2,
      @ForAll @LongRange(min = 0) long index) {
    long c1 = full1 ? -1 : 3;
    long c2 = full2 ? -1 : 4;
    // The sum as one whole number; its four words address the block.
    BigInteger counter =
        unsigned(c0)
            .add(unsigned(c1).shiftLeft(64))
            .add(unsigned(c2).shiftLeft(128))
            .add(unsigned(7).shiftLeft(192))
            .add(BigInteger.valueOf(index / 4 + 1));
    long[] block = new long[4];
    Philox4x64.block(
        11,
        13,
        counter.longValue(),
        counter.shiftRight(64).longValue(),
        counter.shiftRight(128).longValue(),
        counter.shiftRight(192).longValue(),
        block);
    assertEquals(block[(int) (index % 4)], new PhiloxStream(11, 13, c0, c1, c2, 7).word(index));
  }

  private static BigInteger unsigned(long word) {
    return new BigInteger(Long.toUnsignedString(word));
  }

  /** Words in hexadecimal, the index, at place 6, in decimal. */
  private static long[] parse(String[] cells) {
    long[] row = new long[cells.length];
    for (int i = 0; i < cells.length; i++) {
      row[i] = i == 6 ? Long.parseLong(cells[i]) : Long.parseUnsignedLong(cells[i], 16);
    }
    return row;
  }
}
