// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.noisygd.number.Dyadic;

/** Properties of bounds on numbers and their partial sums. */
class BitSpanTest {
  private static final long SEED = 20210224;
  private static final BitSpan.Spans SPANS = new BitSpan.Spans(UnaryOperator.identity());

  @Test
  void add_randomSums_holdEveryPartialSumInEveryOrder() {
    Random random = new Random(SEED);
    for (int n = 0; n < 200; n++) {
      List<Dyadic> terms = new ArrayList<>();
      BitSpan sum = BitSpan.ZERO;
      for (int k = 0; k < 6; k++) {
        Dyadic a = Dyadic.of((double) (random.nextInt(201) - 100));
        Dyadic b = Dyadic.of(Math.scalb((double) random.nextInt(9), -random.nextInt(5)));
        terms.add(a.multiply(b));
        sum = SPANS.add(sum, SPANS.multiply(SPANS.fromDyadic(a), SPANS.fromDyadic(b)));
      }
      Collections.shuffle(terms, random);
      Dyadic partial = Dyadic.ZERO;
      for (Dyadic term : terms) {
        partial = partial.add(term);
        assertEquals(partial, partial.roundToPrecision(Math.max(1, sum.bits())), "seed " + SEED);
      }
    }
  }

  @Test
  void bits_knownSums_areThoseThatTheyNeed() {
    // 3 * 5 + 1/2: a multiple of 1/2, at most 15.5 = 31/2, so 5 bits.
    BitSpan sum = SPANS.add(SPANS.multiply(SPANS.of(3.0), SPANS.of(5.0)), SPANS.of(0.5));
    assertEquals(5, sum.bits());
    assertEquals(1, sum.grid());
    // 4 - 4 cancels, but its partial sums reach 8 = 2^3 over the grid 4 = 2^2: 1 bit.
    assertEquals(1, SPANS.subtract(SPANS.of(4.0), SPANS.of(4.0)).bits());
    assertFalse(SPANS.subtract(SPANS.of(4.0), SPANS.of(4.0)).isZero());
  }
}
