// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

/**
 * Exact sums of products, each rounded once. The low positions only matter to a sum next to a tie,
 * so it is formed without them first, and anew with all of them where its bound leaves open which
 * way it is rounded.
 */
final class LimbSums {
  /** Fewer than one of 2^9 vectors are formed anew. */
  private static final double MOST_SLACK = 0x1p-13;

  private final LimbCarries carries;
  private final int limbs;
  private final int fractionBits;
  private final int least;
  private final long slack;

  /** Sums of at most so many products. */
  LimbSums(LimbCarries carries, int bits, int limbs, int fractionBits, int terms) {
    this.carries = carries;
    this.limbs = limbs;
    this.fractionBits = fractionBits;
    // LimbCarries rounds at bit b - s of position q - 1.
    int q = (fractionBits + bits - 1) / bits;
    int s = q * bits - fractionBits;
    boolean isNear = StrictMath.scalb((double) terms * (q - 1), s - bits) <= MOST_SLACK;
    this.least = Math.max(0, isNear ? q - 1 : q - 2);
    int place = (least - (q - 1)) * bits;
    this.slack = (long) StrictMath.ceil(StrictMath.scalb((double) terms * least, place));
  }

  /** The position from which a sum is formed at first. */
  int least() {
    return least;
  }

  /**
   * Adds a vector of rounded sums to planes, from lane g on.
   *
   * @param sums at each position from {@link #least} on, as {@link LimbProducts} has them
   * @return whether what they leave out cannot change how one is rounded; if not, nothing is added
   */
  boolean addRounded(long[] sums, long[] planes, int g, int gap) {
    return carries.addRounded(sums, planes, g, gap, fractionBits, limbs, least, slack);
  }

  /** The same for sums that leave nothing out. */
  void addRoundedExactly(long[] sums, long[] planes, int g, int gap) {
    carries.addRounded(sums, planes, g, gap, fractionBits, limbs, 0, 0);
  }
}
