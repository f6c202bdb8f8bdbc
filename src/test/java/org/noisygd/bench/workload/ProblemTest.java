// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench.workload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties of the numbers that everything is timed on. */
class ProblemTest {
  @ParameterizedTest
  @ValueSource(strings = {"binary64", "double-double", "decimal:34", "decimal:1000"})
  void numbers_everyPart_areWithinRangeAndFillTheirBits(String arithmetic) {
    Problem problem = new Problem(arithmetic, 20, 30, 2);
    for (Problem.Part part : Problem.Part.values()) {
      BigInteger[] all = problem.numerators(part, 0);
      assertEquals(problem.size(part), all.length);
      boolean noise = part == Problem.Part.NOISE_X || part == Problem.Part.NOISE_Y;
      int width = problem.bits() - (noise ? 3 : 1);
      BigInteger bound = BigInteger.ONE.shiftLeft(width);
      assertTrue(Arrays.stream(all).allMatch(k -> k.abs().compareTo(bound) <= 0), part.name());
      // With 40 numbers or more the chance that none has its leading bit is below 2^-40.
      assertTrue(Arrays.stream(all).anyMatch(k -> k.abs().bitLength() >= width), part.name());
      int last = noise && arithmetic.equals("double-double") ? 52 : 0;
      assertTrue(Arrays.stream(all).anyMatch(k -> k.testBit(last)), part.name());
      assertTrue(Arrays.stream(all).allMatch(k -> k.getLowestSetBit() >= last), part.name());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10})
  void doubles_binary64_areTheDecimals(int r) {
    Problem problem = Problem.binary64(4, 5, r);
    areTheDecimals(problem, Problem.Part.NOISE_Y, 3);
    areTheDecimals(problem, Problem.Part.M, 0);
  }

  private static void areTheDecimals(Problem problem, Problem.Part part, int slot) {
    double[] doubles = problem.doubles(part, slot);
    BigDecimal[] exact =
        Arrays.stream(doubles)
            .mapToObj(d -> new BigDecimal(d).stripTrailingZeros())
            .toArray(BigDecimal[]::new);
    BigDecimal[] decimals =
        Arrays.stream(problem.decimals(part, slot))
            .map(BigDecimal::stripTrailingZeros)
            .toArray(BigDecimal[]::new);
    assertArrayEquals(decimals, exact);
  }
}
