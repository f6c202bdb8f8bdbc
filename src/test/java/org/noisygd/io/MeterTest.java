// SPDX-License-Identifier: Apache-2.0
package org.noisygd.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Known answers and a property: the time left. */
class MeterTest {
  /**
   * Parts whose time is their work, on n workers that take the next one each, L the longest. From
   * the middle on the time left is off by 2 (1 - 1/n) L at most. Proof: where a part ends at time
   * t, W of the work A is in finished parts, and n t = W + d with 0 <= d <= (n - 1) L in begun
   * ones. The meter says t (A - W)/W = (A - W)/n + (d/n)(A - W)/W. The end is between A/n and A/n +
   * (1 - 1/n) L, so that (A - W)/n - d/n and (1 - 1/n) L more are left. The difference is at most
   * (d/n) A/W, and at least -(1 - 1/n) L. Once a worker has nothing to do, at most n - 1 parts are
   * left, which are 0.2 of A here: both are then below 1.3 (1 - 1/n) L.
   */
  @ParameterizedTest
  @CsvSource({"1", "2", "7"})
  void left_ofPartsWhoseTimeIsTheirWork_isWithinTwiceTheLongest(int workers) {
    Random random = new Random(20261125);
    List<Double> work =
        random.doubles(60).mapToObj(u -> 0.5 + 9 * u).sorted(Comparator.reverseOrder()).toList();
    long[] now = {5};
    List<String> told = new ArrayList<>();
    double all = work.stream().mapToDouble(Double::doubleValue).sum();
    Meter meter = new Meter(all, () -> now[0], told::add);
    // When each worker is free, and the ends of all parts.
    PriorityQueue<Double> free = new PriorityQueue<>(Collections.nCopies(workers, 0.0));
    PriorityQueue<double[]> ends = new PriorityQueue<>((a, b) -> Double.compare(a[0], b[0]));
    double last = 0;
    for (double part : work) {
      double end = free.remove() + part;
      free.add(end);
      ends.add(new double[] {end, part});
      last = Math.max(last, end);
    }
    // Sums of 60 terms, and times to a nanosecond, are exact to far less than 1e-6.
    double most = 2 * (1 - 1.0 / workers) * work.get(0) + 1e-6;
    double done = 0;
    while (!ends.isEmpty()) {
      double[] next = ends.remove();
      now[0] = 5 + Math.round(1e9 * next[0]);
      meter.finished(next[1], "x");
      done += next[1];
      if (done >= all / 2) {
        double left = last - next[0];
        assertEquals(left, meter.left(), most, told.toString());
      }
    }
    assertEquals(0, meter.left(), 1e-6);
    assertEquals(60, told.size());
    assertEquals("x, about 0 s left", told.get(59));
  }

  @ParameterizedTest
  @CsvSource({
    "0.4,0 s",
    "59.4,59 s",
    "59.6,1 min",
    "3580,1 h 00 min",
    "7260,2 h 01 min",
    "200000,2 days"
  })
  void duration_inWords_isRounded(double seconds, String words) {
    assertEquals(words, Meter.duration(seconds));
  }

  @Test
  void expected_beyondTenMinutes_isSaid() {
    assertEquals(Optional.empty(), Meter.expected(600, "x"));
    assertEquals(Optional.of("This will take about 2 h 05 min; x"), Meter.expected(7500, "x"));
  }
}
