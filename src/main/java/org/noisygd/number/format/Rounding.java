// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.format;

import java.util.Locale;

/**
 * Chooses between the two neighbours in a format of a number between them: the readable version,
 * which {@link StoreRounding} repeats on whole arrays of doubles.
 *
 * <p>The number's magnitude is (whole + fraction) last places, 0 &lt; fraction &lt; 1; the answer
 * is whether it goes to whole + 1, away from zero.
 */
public sealed interface Rounding permits Rounding.Directed, StochasticRounding {
  /** Whether to round away from zero. */
  boolean away(double whole, double fraction, boolean negative, long word);

  /** Whether a number of this sign is never rounded away from zero, so that it cannot overflow. */
  boolean neverOverflows(boolean negative);

  /** Whether the result depends on the random word. */
  default boolean isStochastic() {
    return false;
  }

  /** The name in an arithmetic's name, such as {@code stochastic:8}. */
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
    /** To the odd neighbour, so that a later rounding at fewer bits is still right. */
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
     * What {@link StoreRounding} adds to the bits of a magnitude, by one bit of the number.
     *
     * @param bySign whether that bit is the sign; else it is the last of the bits that stay
     * @param ifClear what is added if that bit is 0
     * @param ifSet what is added if that bit is 1
     */
    record Added(boolean bySign, long ifClear, long ifSet) {}

    /**
     * The fast version of {@link #away}: what is added to the s bits that go, read as an integer,
     * so that they carry into the next bit if the number goes away from zero ({@code
     * DirectedRoundingTest} holds both to the same bits).
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
