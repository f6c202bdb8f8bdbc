// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Known answers at powers of two, and a cross-check against StrictMath. */
class FixedLogarithmTest {

  /** ln 2 to 50 digits (OEIS A002162). */
  private static final BigDecimal LN2 =
      new BigDecimal("0.69314718055994530941723212145817656807550013436025");

  /**
   * Relative: 1.9 units of 2^-53 for ours (derived in proofs-notes/noise.md), and 2 for
   * StrictMath's (fdlibm: error below 1 ulp, which is at most 2 units).
   */
  private static final double RELATIVE_BOUND = 3.9 * 0x1p-53;

  @Test
  void log_powersOfTwo_isTheNearestDouble() {
    for (int k = 1; k <= 53; k++) {
      double expected = LN2.multiply(BigDecimal.valueOf(-k)).doubleValue();
      assertEquals(expected, FixedLogarithm.log(Math.scalb(1.0, -k)), "log 2^-" + k);
    }
  }

  @Property(seed = "20210224", tries = 10_000)
  void log_anyTail_agreesWithStrictMath(
      @ForAll @IntRange(min = 1, max = 50) int octave,
      @ForAll @LongRange(min = 0, max = (1L << 52) - 1) long fraction) {
    double p = Double.longBitsToDouble((1022L - 3 - octave) << 52 | fraction);
    double expected = StrictMath.log(p);
    double actual = FixedLogarithm.log(p);
    assertTrue(
        Math.abs(actual - expected) <= RELATIVE_BOUND * Math.abs(expected),
        () -> "log " + p + ": " + actual + " against " + expected);
  }
}
