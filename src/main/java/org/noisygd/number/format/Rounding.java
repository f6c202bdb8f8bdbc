// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import java.util.Locale;

/**
 * The choice between the two neighbours of a number in a format: the readable version of {@link
 * StoreRounding}, which rounds whole arrays of doubles.
 *
 * <p>The number's magnitude is (whole + fraction) ulps, 0 &lt; fraction &lt; 1; rounding away from
 * zero gives whole + 1.
 */
public sealed interface Rounding permits Rounding.Directed, StochasticRounding {
  /** Returns true if the number is rounded away from zero. */
  boolean away(double whole, double fraction, boolean negative, long word);

  /** Returns true if numbers of this sign are never rounded away from zero: they never overflow. */
  boolean neverOverflows(boolean negative);

  /** Returns true if the result depends on the random word. */
  default boolean isStochastic() {
    return this instanceof StochasticRounding;
  }

  /** Returns true if the result is a nearest neighbour. */
  default boolean isToNearest() {
    return this == Directed.NEAREST || this == Directed.NEAREST_AWAY;
  }

  /** The rounding's part of an arithmetic's name, such as {@code stochastic:8}. */
  String label();

  /** The roundings without randomness; UP and DOWN go up and down the number line. */
  enum Directed implements Rounding {
    /** To the nearer neighbour; a tie to the even one. */
    NEAREST,
    /** To the nearer neighbour; a tie away from zero. */
    NEAREST_AWAY,
    /** Truncation. */
    ZERO,
    /** Towards plus infinity. */
    UP,
    /** Towards minus infinity. */
    DOWN,
    /** To the odd neighbour, so that a later rounding at fewer bits is still correct. */
    ODD;

    @Override
    public boolean away(double whole, double fraction, boolean negative, long word) {
      return switch (this) {
        case NEAREST -> fraction > 0.5 || (fraction == 0.5 && whole % 2 != 0);
        case NEAREST_AWAY -> fraction >= 0.5;
        case ZERO -> false;
        case UP -> !negative;
        case DOWN -> negative;
        case ODD -> whole % 2 == 0;
      };
    }

    /**
     * The addend of {@link StoreRounding} to the bits of a magnitude, selected by one bit.
     *
     * @param bySign true if that bit is the sign, false if it is the last of the bits kept
     * @param ifClear the integer added if that bit is 0
     * @param ifSet the integer added if that bit is 1
     */
    record Added(boolean bySign, long ifClear, long ifSet) {}

    /**
     * The fast version of {@link #away}: the integer added to the s dropped bits, so that they
     * carry into the next bit if the number is rounded away from zero ({@code DirectedRoundingTest}
     * compares the two bit for bit).
     *
     * @param mask 2^s - 1
     */
    Added added(long mask) {
      long half = mask >>> 1;
      return switch (this) {
        case NEAREST -> new Added(false, half, half + 1);
        case NEAREST_AWAY -> new Added(false, half + 1, half + 1);
        case ZERO -> new Added(false, 0, 0);
        case UP -> new Added(true, mask, 0);
        case DOWN -> new Added(true, 0, mask);
        case ODD -> new Added(false, mask, 0);
      };
    }

    @Override
    public boolean neverOverflows(boolean negative) {
      return switch (this) {
        case NEAREST, NEAREST_AWAY -> false;
        case ZERO, ODD -> true;
        case UP -> negative;
        case DOWN -> !negative;
      };
    }

    @Override
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
