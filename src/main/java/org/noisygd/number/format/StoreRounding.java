// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import org.noisygd.number.Require;

/**
 * Rounds each double of an array once to a format: the bits of {@link BinaryFormat#round}, in some
 * nanoseconds per value.
 *
 * <p>Method: with s = 53 - p, between the smallest normal and the largest value a magnitude's bits,
 * read as an integer, are a constant plus 2^s times its ulps. Adding less than 2^s to them and
 * clearing the lower s bits rounds the magnitude, also across a power of two. {@link
 * Rounding.Directed#added} gives the addend. For a {@link StochasticRounding} of B bits it is the
 * upper min(B, s) bits of the random word, in the upper bits of the s; with {@code cutToEven} the
 * bits below are rounded to nearest first.
 *
 * <p>Everything else (zeros, subnormal results, overflow, specials) goes through the readable
 * version.
 */
public final class StoreRounding implements MatrixRounding {
  private static final long SIGN = Long.MIN_VALUE;
  private static final int SIGNIFICAND = 53; // bits of a double

  private final BinaryFormat format;
  private final Rounding rounding;
  private final int dropped;
  private final long mask;
  private final long lowest;
  private final long span;

  /** The rounding on storage to a format. */
  public StoreRounding(BinaryFormat format, Rounding rounding) {
    this.format = format;
    this.rounding = rounding;
    this.dropped = SIGNIFICAND - format.precision();
    this.mask = (1L << dropped) - 1;
    double low = Math.max(format.smallestNormal(), Double.MIN_NORMAL);
    this.lowest = Double.doubleToRawLongBits(low);
    this.span = Double.doubleToRawLongBits(format.largest()) - lowest;
  }

  @Override
  public MatrixRounding toNearest() {
    return new StoreRounding(format, Rounding.Directed.NEAREST);
  }

  @Override
  public void spacings(double[] values, double[] spacings) {
    for (int i = 0; i < values.length; i++) {
      spacings[i] = format.spacing(values[i]);
    }
  }

  @Override
  public void round(double[] values, long[] words) {
    round(values, 0, values.length, words);
  }

  /**
   * Rounds {@code values[from..to-1]} in place.
   *
   * @throws IllegalArgumentException if the rounding is stochastic, or the range is not in the
   *     array
   */
  public void round(double[] values, int from, int to) {
    requireRange(values.length, from, to);
    if (!(rounding instanceof Rounding.Directed directed)) {
      throw new IllegalArgumentException(
          "rounding must need no random words, got " + rounding.label());
    }
    Rounding.Directed.Added added = directed.added(mask);
    int deciding = added.bySign() ? Long.SIZE - 1 : dropped;
    long ifClear = added.ifClear();
    long more = added.ifSet() - ifClear;
    for (int i = from; i < to; i++) {
      double x = values[i];
      long bits = Double.doubleToRawLongBits(x);
      // The deciding bit as a mask: no branch, which would be mispredicted.
      long carry = ifClear + (-((bits >>> deciding) & 1) & more);
      values[i] =
          isPlain(bits)
              ? Double.longBitsToDouble((bits + carry) & ~mask)
              : format.round(x, rounding, 0);
    }
  }

  /**
   * Rounds {@code values[from..to-1]} in place, the i-th by {@code words[i]}.
   *
   * @throws IllegalArgumentException if the range is not in both arrays
   */
  public void round(double[] values, int from, int to, long[] words) {
    if (!(rounding instanceof StochasticRounding stochastic)) {
      round(values, from, to);
      return;
    }
    requireRange(values.length, from, to);
    requireRange(words.length, from, to);
    int bits = Math.min(stochastic.bits(), dropped);
    int unused = Long.SIZE - bits;
    int low = dropped - bits;
    boolean cuts = stochastic.cutToEven() && low > 0;
    long below = cuts ? (1L << low) - 1 : 0;
    long half = below >>> 1;
    long even = cuts ? 1 : 0;
    for (int i = from; i < to; i++) {
      double x = values[i];
      long b = Double.doubleToRawLongBits(x);
      long cut = (b + half + ((b >>> low) & even)) & ~below;
      long rounded = (cut + (words[i] >>> unused << low)) & ~mask;
      values[i] =
          isPlain(b) ? Double.longBitsToDouble(rounded) : format.round(x, rounding, words[i]);
    }
  }

  private static void requireRange(int length, int from, int to) {
    Require.that(from >= 0 && from <= to, "from", "be in 0.." + to, from);
    Require.that(to <= length, "to", "be at most the array's length " + length, to);
  }

  /** Returns true if a number is between the smallest normal and the largest value. */
  private boolean isPlain(long bits) {
    long above = (bits & ~SIGN) - lowest;
    return above >= 0 && above <= span;
  }
}
