// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

/**
 * Exact sums of products, each rounded once. The low positions only matter to a sum next to a tie,
 * so it is formed without them first, and anew with all of them where its bound leaves open which
 * way it is rounded.
 */
final class LimbSums {
  /** Fewer than one of 2^9 vectors are formed anew. */
  private static final double MOST_SLACK = 0x1p38;

  private final LimbCarries carries;
  private final int limbs;
  private final int fractionBits;
  private final int least;
  private final long slack;
  private final long[] sums;

  /**
   * A vector of sums at each of 2 L positions from {@code least} on, as {@link LimbProducts} has
   * them.
   */
  interface Products {
    /** Sets the sums. */
    void sum(int least, long[] sums);
  }

  /** Sums of at most so many products. */
  LimbSums(LimbCarries carries, int bits, int limbs, int fractionBits, int terms) {
    this.carries = carries;
    this.limbs = limbs;
    this.fractionBits = fractionBits;
    this.sums = new long[2 * limbs * LimbCarries.LANES];
    // LimbCarries rounds at position q - 1, shifted by s.
    int q = (fractionBits + bits - 1) / bits;
    int s = q * bits - fractionBits;
    boolean isNear = StrictMath.scalb((double) terms * (q - 1), s) <= MOST_SLACK;
    this.least = Math.max(0, isNear ? q - 1 : q - 2);
    int place = (least - (q - 1)) * bits + s;
    this.slack = (long) StrictMath.ceil(StrictMath.scalb((double) terms * least, place));
  }

  /** Adds the rounded sums to planes, from lane g on. */
  void addRounded(Products products, long[] planes, int g, int gap) {
    products.sum(least, sums);
    if (!carries.addRounded(sums, planes, g, gap, fractionBits, limbs, least, slack)) {
      products.sum(0, sums);
      carries.addRounded(sums, planes, g, gap, fractionBits, limbs, 0, 0);
    }
  }
}
