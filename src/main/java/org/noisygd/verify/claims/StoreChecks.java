// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.claims;

import static org.noisygd.verify.claims.RationalProblem.q;

import java.math.BigDecimal;
import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.number.Rationals;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.IterateStore;
import org.noisygd.number.format.Rounding.Directed;
import org.noisygd.number.format.StochasticRounding;
import org.noisygd.number.format.StoreRounding;
import org.noisygd.number.random.PhiloxStream;
import org.noisygd.verify.check.Check;
import org.noisygd.verify.check.Tally;

/**
 * Checks of what one store in a format does to its update. The statements, on which {@code
 * proofs-notes/precision.md} builds, are theorems in Coq; here they are compared with the code that
 * rounds. Numbers have 53 bits and exponents from 0 to 7; every sum and mean is exact in a double.
 */
final class StoreChecks {
  private static final int[] PRECISIONS = {2, 3, 4, 8, 10, 11, 16, 24};

  /** Up to this many random bits, all words are tried. */
  private static final int MOST_RANDOM_BITS = 6;

  private static final int NUMBERS = 40;

  /** Tests of every number take steps of 1/64. */
  private static final int STEPS = 64;

  private static final int SIGNIFICAND = 53;

  private StoreChecks() {}

  static List<Check> all() {
    return List.of(
        Check.exact(
            "RS.few-bits",
            "Over all words of B random bits the mean of a store at p bits is the number truncated,"
                + " or rounded to nearest, at p + B bits",
            StoreChecks::fewBits),
        Check.exact(
            "RS.compensated",
            "A store and its Kahan carry of p bits together lose at most 2^-2p of the number",
            StoreChecks::compensated),
        Check.exact(
            "SR.law",
            "Over all words a stochastic store has its mean, its variance u (D - u) and its two"
                + " values",
            StoreChecks::law));
  }

  /** Number i, deterministic, with a full significand, either sign, and a size in [1, 256). */
  private static double number(int i) {
    long word = new PhiloxStream(0x73746f7265L, 0, 0, 0, 0, 0).word(i); // "store" in ASCII
    double significand = 1 + (word >>> 12) * 0x1p-52;
    return Math.scalb((word & 8) == 0 ? significand : -significand, (int) (word & 7));
  }

  /** Truncates a number to q bits, by clearing bits. */
  private static double truncated(double x, int q) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(x) & -1L << (SIGNIFICAND - q));
  }

  /**
   * Rounds a number to nearest at q bits, by the processor: adds and subtracts 3/2 of 2^52 places.
   */
  private static double nearest(double x, int q) {
    double shift = Math.copySign(0x1.8p52, x) * Math.scalb(1.0, Math.getExponent(x) - q + 1);
    return x + shift - shift;
  }

  private static void fewBits(Tally tally) {
    for (int p : PRECISIONS) {
      BinaryFormat format = BinaryFormat.ofPrecision(p);
      for (int bits = 1; bits <= MOST_RANDOM_BITS; bits++) {
        StoreRounding floor = new StoreRounding(format, new StochasticRounding(bits, false));
        StoreRounding even = new StoreRounding(format, new StochasticRounding(bits, true));
        for (int i = 0; i < NUMBERS; i++) {
          // To include ties, every other number ends one bit below the last place.
          double x = i % 2 == 0 ? number(i) : truncated(number(i), p + bits + 1);
          String name = "at p = " + p + ", B = " + bits + ", x = " + x;
          double mean = mean(floor, x, bits);
          tally.holds(name + ", truncated", mean == truncated(x, p + bits), "mean " + mean);
          mean = mean(even, x, bits);
          tally.holds(name + ", to nearest", mean == nearest(x, p + bits), "mean " + mean);
        }
      }
    }
  }

  /** The mean over all words; exact for at most 2^6 numbers of 24 bits within two binades. */
  private static double mean(StoreRounding store, double x, int bits) {
    double sum = 0;
    for (long word = 0; word < 1L << bits; word++) {
      sum += store.round(x, word(word, bits));
    }
    return Math.scalb(sum, -bits);
  }

  private static void compensated(Tally tally) {
    for (int p : PRECISIONS) {
      StoreRounding rounding = new StoreRounding(BinaryFormat.ofPrecision(p), Directed.NEAREST);
      IterateStore store = new IterateStore(rounding, IterateStore.Beside.CARRY);
      for (int i = 0; i < NUMBERS; i++) {
        double[] stored = {rounding.round(number(i), 0)};
        double[] carry = {0};
        double[] computed = {number(i + NUMBERS)};
        BigDecimal exact = new BigDecimal(computed[0]);
        store.store(stored, computed, carry, new long[1]);
        BigDecimal lost = new BigDecimal(stored[0]).add(new BigDecimal(carry[0])).subtract(exact);
        BigDecimal most = exact.abs().multiply(new BigDecimal(Math.scalb(1.0, -2 * p)));
        tally.holds(
            "at p = " + p + ", of " + exact,
            lost.abs().compareTo(most) <= 0,
            "lost " + lost + ", at most " + most);
      }
    }
  }

  /** The word whose highest bits are r. */
  private static long word(long r, int bits) {
    return r << (Long.SIZE - bits);
  }

  private static BigFraction magnitude(double x) {
    return Rationals.of(Math.abs(x));
  }

  private static void law(Tally tally) {
    for (BinaryFormat format :
        List.of(
            BinaryFormat.named("e2m1"), BinaryFormat.named("e3m2"), BinaryFormat.ofPrecision(3))) {
      for (int bits = 1; bits <= MOST_RANDOM_BITS; bits++) {
        StoreRounding store = new StoreRounding(format, new StochasticRounding(bits, false));
        for (int k = 1; k <= 6 * STEPS; k++) {
          law(tally, format, store, bits, (double) k / STEPS);
          law(tally, format, store, bits, -(double) k / STEPS);
        }
      }
    }
  }

  private static void law(
      Tally tally, BinaryFormat format, StoreRounding store, int bits, double x) {
    double near = format.round(x, Directed.ZERO, 0);
    double far = format.round(x, x < 0 ? Directed.DOWN : Directed.UP, 0);
    BigFraction sum = BigFraction.ZERO;
    BigFraction squares = BigFraction.ZERO;
    boolean isOfTwo = true;
    for (long r = 0; r < 1L << bits; r++) {
      double stored = store.round(x, word(r, bits));
      isOfTwo &= stored == near || stored == far;
      sum = sum.add(magnitude(stored));
      squares = squares.add(magnitude(stored).pow(2));
    }
    BigFraction count = Rationals.powerOfTwo(bits);
    BigFraction mean = sum.divide(count);
    BigFraction place = magnitude(far).subtract(magnitude(near));
    BigFraction u = mean.subtract(magnitude(near));
    BigFraction lost = magnitude(x).subtract(mean).multiply(count);
    String name = format.name() + ", B = " + bits + ", x = " + x;
    tally.holds(name + ", its values", isOfTwo, "another value");
    tally.equal(
        name + ", its variance",
        squares.divide(count).subtract(mean.pow(2)),
        u.multiply(place.subtract(u)));
    boolean isShort =
        lost.signum() == 0 || (lost.signum() > 0 && Rationals.compare(lost, place) < 0);
    tally.holds(name + ", its mean", isShort, "short by " + lost + " / 2^B");
    // B bits represent the fraction of this number exactly.
    if (Rationals.denominator(magnitude(x).multiply(count).divide(spacing(format, x))).bitLength()
        == 1) {
      tally.equal(name + ", without bias", lost, BigFraction.ZERO);
    }
  }

  private static BigFraction spacing(BinaryFormat format, double x) {
    return Rationals.of(format.spacing(x));
  }
}
