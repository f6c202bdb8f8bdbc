// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.distribution;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.noisygd.judge.distribution.RecoveredNoise.Side;
import org.noisygd.judge.distribution.TestResult.Strongest;

/**
 * The number of bits in the significands of the noise, from the requests that reveal the
 * candidate's own numbers up to a few roundings ({@link RecoveredNoise#linear}). Noise may have a
 * narrower format with at least {@link #ENOUGH} bits, such as binary32.
 *
 * <p>At most about half of the numbers with 20 bits or more fit 19 bits by chance. The bound allows
 * for generators whose numbers cluster, and for numbers that rounding moved onto the grid.
 */
final class SignificandBits {
  /** Minimum number of bits of noise, from the protocol. */
  private static final int ENOUGH = 20;

  /** Bound on the probability that rounding moves a Gaussian number onto a grid. */
  private static final double ON_GRID = 0x1p-10;

  /** Upper bound on the fraction of nearly uniform numbers with 20 bits that fit 19 bits. */
  private static final double HALF = 0.52;

  private static final int MOST = 50; // bits, below a double's 53

  /** The reciprocal of the fraction of numbers that need not lie on the reported grid. */
  private static final int NAMED = 100;

  private final double[] all;
  private final double width;

  /** The number of bits of the finest grid near which few Gaussian numbers lie. */
  private final int finest;

  SignificandBits(List<RecoveredNoise> noises) {
    List<RecoveredNoise> shown = noises.stream().filter(r -> r.linear).toList();
    all = Arrays.stream(RecoveredNoise.numbers(shown, Side.BOTH)).filter(v -> v != 0).toArray();
    width = StrictMath.expm1(RecoveredNoise.slack(shown)) + 0x1p-52;
    // Within an octave the density of ln|z| is at most 0.484, so that a grid of 2^(b-1) points an
    // octave, each with a relative width on both sides, is met with probability at most
    // 3 * 2^b * width over all octaves.
    int most = 0;
    while (most < MOST && 3 * Math.scalb(width, most + 1) <= ON_GRID) {
      most++;
    }
    finest = all.length == 0 ? 0 : most;
  }

  TestResult result() {
    Strongest best = new Strongest(TestFamily.DIGITS);
    if (finest >= ENOUGH) {
      int count = onGrid(ENOUGH - 1);
      double most = ON_GRID + HALF;
      best.add(
          count > all.length * most ? TailBounds.binomial(all.length, count, most) : 0,
          "%d of %d numbers have at most %d bits",
          count,
          all.length,
          fewest(ENOUGH - 1));
    }
    return best.result();
  }

  /** The bits of a narrower format of the noise, or empty if none is detected. */
  OptionalInt narrow() {
    return finest > 0 && isOnGrid(finest) ? OptionalInt.of(fewest(finest)) : OptionalInt.empty();
  }

  /** The minimum number of bits, at most {@code most}, that represents nearly all numbers. */
  private int fewest(int most) {
    int fewest = most;
    while (fewest > 1 && isOnGrid(fewest - 1)) {
      fewest--;
    }
    return fewest;
  }

  private boolean isOnGrid(int bits) {
    return NAMED * (all.length - onGrid(bits)) < all.length;
  }

  /** The number of values within a relative width of a number with this many bits. */
  private int onGrid(int bits) {
    int on = 0;
    for (double v : all) {
      double unit = Math.scalb(1.0, Math.getExponent(v) - bits + 1);
      on += Math.abs(v - unit * Math.rint(v / unit)) <= width * Math.abs(v) ? 1 : 0;
    }
    return on;
  }
}
