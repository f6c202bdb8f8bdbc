// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import java.math.BigInteger;
import java.util.SplittableRandom;

/** Seeded random numbers for the tests, biased to where rounding is decided. */
public final class Numbers {
  private final SplittableRandom random;

  public Numbers(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** One of 0 .. bound - 1. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** Any double but NaN and the infinities: uniform in its bits, so of every magnitude. */
  public double anyFinite() {
    while (true) {
      double d = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(d)) {
        return d;
      }
    }
  }

  /**
   * A double of magnitude 2^low to 2^high: in turn with all bits random, with few bits set, and one
   * ulp from a power of two, so that ties, carries and cancellations occur.
   */
  public double ofMagnitude(int low, int high) {
    int exponent = low + random.nextInt(high - low + 1);
    double significand =
        switch (random.nextInt(4)) {
          case 0 -> 1 + random.nextInt(16) / 16.0;
          case 1 -> 1 + (random.nextBoolean() ? 1 : -0.5) * 0x1p-52;
          case 2 -> 1 + (random.nextInt(1 << 12) | 1) * Math.scalb(1.0, -12 - random.nextInt(40));
          default -> 1 + random.nextDouble();
        };
    double magnitude = Math.scalb(significand, exponent);
    return random.nextBoolean() ? magnitude : -magnitude;
  }

  /** A random integer of at most the given number of bits, with a sign. */
  BigInteger integer(int bits) {
    byte[] bytes = new byte[bits / 8 + 2];
    random.nextBytes(bytes);
    BigInteger magnitude = new BigInteger(1, bytes).mod(BigInteger.ONE.shiftLeft(bits));
    return random.nextBoolean() ? magnitude : magnitude.negate();
  }
}
