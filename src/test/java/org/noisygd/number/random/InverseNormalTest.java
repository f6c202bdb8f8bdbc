// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * Cross-checks: bit for bit against the Python written from the note ({@code words.csv}), and
 * against quantiles to 40 digits ({@code quantiles.csv}). Properties: exact symmetry, the 12 unused
 * bits.
 */
class InverseNormalTest {

  /**
   * The derived bound on the relative error, in units of 2^-53: 22 for all roundings to first order
   * (proofs-notes/noise.md gives them one by one; the second order is below 1e-12 units), and 1 for
   * the formula itself (Wichura: "about 1 part in 10^16", which is 0.9 units).
   */
  private static final BigDecimal RELATIVE_BOUND =
      BigDecimal.valueOf(23).multiply(new BigDecimal(0x1p-53));

  @Test
  void fromWord_everyChosenWord_isTheSecondRoutesDouble() throws IOException {
    List<String[]> rows = Rows.of("words.csv");
    assertTrue(rows.size() >= 400, () -> "only " + rows.size() + " rows");
    for (String[] row : rows) {
      long word = Long.parseLong(row[0]);
      assertEquals(
          Double.parseDouble(row[1]), InverseNormal.fromWord(word), () -> "word " + row[0]);
    }
  }

  @Test
  void fromWord_everyChosenWord_isWithinTheDerivedBoundOfTheQuantile() throws IOException {
    List<String[]> rows = Rows.of("quantiles.csv");
    assertTrue(rows.size() >= 400, () -> "only " + rows.size() + " rows");
    for (String[] row : rows) {
      BigDecimal exact = new BigDecimal(row[1]);
      BigDecimal computed = new BigDecimal(InverseNormal.fromWord(Long.parseLong(row[0])));
      BigDecimal relative =
          computed.subtract(exact).abs().divide(exact.abs(), MathContext.DECIMAL128);
      assertTrue(
          relative.compareTo(RELATIVE_BOUND) <= 0,
          () -> "word " + row[0] + ": relative error " + relative);
    }
  }

  @Property(seed = "20210224", tries = 10_000)
  void fromWord_complement_isTheNegative(@ForAll long word) {
    assertEquals(-InverseNormal.fromWord(word), InverseNormal.fromWord(~word));
  }

  @Property(seed = "20210224", tries = 10_000)
  void fromWord_anyWord_isFiniteNonZeroAndNoLargerThanTheLargest(@ForAll long word) {
    double size = Math.abs(InverseNormal.fromWord(word));
    assertTrue(size > 0 && size <= InverseNormal.LARGEST, () -> "|z| = " + size);
  }
}
