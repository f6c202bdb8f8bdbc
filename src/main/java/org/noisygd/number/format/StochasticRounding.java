// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import org.noisygd.number.Require;

/**
 * Stochastic rounding with B random bits: with R the upper B bits of the random word, away from
 * zero if
 *
 * <pre>
 *   floor(fraction 2^B) + R >= 2^B,   or, where cutToEven,   rint(fraction 2^B) + R >= 2^B,
 * </pre>
 *
 * rint to nearest, ties to even. So the probability of rounding away is the fraction truncated to B
 * bits. The mean is too small in magnitude by up to 2^-B ulps, on average by half of this: the bias
 * of few bits. If the fraction is rounded to B bits instead, the error of the probability is at
 * most 2^-(B+1) in magnitude, and 0 on average over fractions that are uniform on a grid symmetric
 * about the ties.
 *
 * <p>B = 64 is called proportional here: the probability equals the fraction if the number is a
 * multiple of 2^-64 ulps, as is any double with a normal result (it has at most 53 - p bits below
 * the ulp); otherwise it is too small by less than 2^-64.
 *
 * <p>{@link StoreRounding} applies both to arrays of doubles; {@code StochasticRoundingTest}
 * compares the bits.
 *
 * <p>The two distributions are StochasticA and StochasticC of the IEEE P3109 interim report;
 * Fitzgibbon and Felix, "On stochastic rounding with few random bits" (ARITH 2025), compare them.
 *
 * @param bits B
 * @param cutToEven true if the fraction is rounded to B bits rather than truncated
 */
public record StochasticRounding(int bits, boolean cutToEven) implements Rounding {
  /** Maximum B other than 64: the sum of a fraction and B bits is exact in a double. */
  public static final int MOST_BITS = 50;

  private static final int ALL_BITS = 64; // of a word

  /** The rounding with probability proportional to the distance from the other neighbour. */
  public static final StochasticRounding PROPORTIONAL = new StochasticRounding(ALL_BITS, false);

  /** Checks the number of bits. */
  public StochasticRounding {
    Require.that(
        (bits >= 1 && bits <= MOST_BITS) || (bits == ALL_BITS && !cutToEven),
        "random bits",
        "be in 1.." + MOST_BITS,
        bits);
  }

  /** Returns true if all 64 bits of a word are used. */
  public boolean isProportional() {
    return bits == ALL_BITS;
  }

  @Override
  public boolean away(double whole, double fraction, boolean negative, long word) {
    if (isProportional()) {
      // floor(fraction 2^64) in two exact halves.
      double upper = Math.floor(fraction * 0x1p32);
      double lower = Math.floor((fraction * 0x1p32 - upper) * 0x1p32);
      return carries(((long) upper << 32) | (long) lower, word);
    }
    double scaled = Math.scalb(fraction, bits);
    double cut = cutToEven ? Math.rint(scaled) : Math.floor(scaled);
    return cut + (word >>> (ALL_BITS - bits)) >= Math.scalb(1.0, bits);
  }

  /** Returns true if the sum of two unsigned words is 2^64 or more. */
  public static boolean carries(long digits, long word) {
    return Long.compareUnsigned(digits, ~word) > 0;
  }

  @Override
  public boolean neverOverflows(boolean negative) {
    return false;
  }

  @Override
  public String label() {
    return isProportional()
        ? "stochastic"
        : (cutToEven ? "stochastic-even:" : "stochastic:") + bits;
  }
}
