// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.noisygd.report.chart.FiveNumbers;

/** Known answers: quartiles and the interval of a median. */
class OrderStatisticsTest {
  private static double[] upTo(int n) {
    return IntStream.rangeClosed(1, n).mapToDouble(k -> n + 1 - k).toArray();
  }

  @Test
  void fiveNumbers_knownValues_areThoseByHand() {
    assertEquals(new FiveNumbers(1, 2, 3, 4, 5), FiveNumbers.of(upTo(5)));
    // Places 1 + 3/4, 1 + 6/4, 1 + 9/4.
    assertEquals(new FiveNumbers(1, 1.75, 2.5, 3.25, 4), FiveNumbers.of(upTo(4)));
    assertEquals(new FiveNumbers(7, 7, 7, 7, 7), FiveNumbers.of(new double[] {7}));
    assertThrows(IllegalArgumentException.class, () -> FiveNumbers.of(new double[0]));
  }

  @Test
  void medianInterval_smallSamples_hasTheExactLevel() {
    // 2 / 2^n <= 1/1000 needs n >= 11.
    assertEquals(Double.NEGATIVE_INFINITY, MedianInterval.of(upTo(10)).low());
    assertEquals(new MedianInterval(1, 11), MedianInterval.of(upTo(11)));
    // 2 (1 + 14) / 2^14 = 0.0018 is too much, 2 (1 + 15) / 2^15 = 0.00098 is not.
    assertEquals(new MedianInterval(1, 14), MedianInterval.of(upTo(14)));
    assertEquals(new MedianInterval(2, 14), MedianInterval.of(upTo(15)));
    assertTrue(MedianInterval.of(upTo(15)).contains(2));
  }
}
