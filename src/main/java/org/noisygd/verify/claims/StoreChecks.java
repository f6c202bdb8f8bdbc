// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.claims;

import static org.noisygd.verify.claims.RationalProblem.q;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.PerturbedUpdate;
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

  /** The random bits that hold every update of NP.store. */
  private static final int RANDOM_BITS = 5;

  private StoreChecks() {}

  static List<Check> all() {
    return List.of(
        Check.exact(
            "RS.dead-zone",
            "A number stored to nearest moves exactly if its update passes a midpoint",
            StoreChecks::deadZone),
        Check.exact(
            "RS.truncation",
            "Truncation takes a whole place for any inward update and gives none for an outward one",
            StoreChecks::truncation),
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
            "Over all words a stochastic store has its mean, its variance u (D - u) and its two values",
            StoreChecks::law),
        Check.exact(
            "SR.range",
            "Beyond the largest number a store saturates, and subnormal numbers are a grid",
            StoreChecks::range),
        Check.exact(
            "NP.store",
            "A stochastic store adds its variance to an update's, and to the mean imbalance",
            StoreChecks::store),
        Check.exact(
            "NP.truncation",
            "Truncation costs the place below times the chance of an inward update",
            StoreChecks::meanTruncation));
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

  private static void deadZone(Tally tally) {
    for (int p : PRECISIONS) {
      StoreRounding store = new StoreRounding(BinaryFormat.ofPrecision(p), Directed.NEAREST);
      for (int i = 0; i < NUMBERS; i++) {
        double x = truncated(number(i), p);
        double place = Math.scalb(1.0, Math.getExponent(x) - p + 1);
        double outer = x + Math.copySign(place, x);
        // Below a power of two the places are half as long.
        double inner = truncated(Math.nextAfter(x, 0), p);
        towards(tally, store, x, outer);
        towards(tally, store, x, inner);
      }
    }
  }

  private static void towards(Tally tally, StoreRounding store, double x, double neighbour) {
    double midpoint = x + (neighbour - x) / 2;
    String name = store.format().name() + ", x = " + x + " towards " + neighbour;
    double before = store.round(Math.nextAfter(midpoint, x), 0);
    double after = store.round(Math.nextAfter(midpoint, neighbour), 0);
    tally.holds(name + ", before the midpoint", before == x, "stored " + before);
    tally.holds(name + ", beyond the midpoint", after == neighbour, "stored " + after);
  }

  private static void truncation(Tally tally) {
    for (int p : PRECISIONS) {
      StoreRounding store = new StoreRounding(BinaryFormat.ofPrecision(p), Directed.ZERO);
      for (int i = 0; i < NUMBERS; i++) {
        double x = truncated(number(i), p);
        double outer = x + Math.copySign(Math.scalb(1.0, Math.getExponent(x) - p + 1), x);
        double inner = truncated(Math.nextAfter(x, 0), p);
        String name = "at p = " + p + ", x = " + x;
        tally.holds(name + ", the least inward", store.round(Math.nextAfter(x, 0), 0) == inner, "");
        tally.holds(name + ", the most inward", store.round(inner, 0) == inner, "");
        tally.holds(name + ", the most outward", store.round(Math.nextAfter(outer, 0), 0) == x, "");
      }
    }
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
  static long word(long r, int bits) {
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

  private static void range(Tally tally) {
    for (BinaryFormat format : List.of(BinaryFormat.named("e2m1"), BinaryFormat.named("e3m2"))) {
      double top = format.largest();
      int exponent = Math.getExponent(format.smallestNormal());
      BinaryFormat wider = BinaryFormat.of(format.precision(), exponent, 20);
      double least = format.round(Double.MIN_VALUE, Directed.UP, 0);
      for (int bits = 1; bits <= MOST_RANDOM_BITS; bits++) {
        StochasticRounding rounding = new StochasticRounding(bits, false);
        StoreRounding store = new StoreRounding(format, rounding);
        StoreRounding endless = new StoreRounding(wider, rounding);
        for (int k = 1; k <= 2 * STEPS; k++) {
          double x = top * k / STEPS;
          for (long r = 0; r < 1L << bits; r++) {
            long word = word(r, bits);
            double stored = store.round(-x, word);
            double expected = x < top ? endless.round(-x, word) : -top;
            tally.holds(format.name() + " of " + -x, stored == expected, "stored " + stored);
          }
        }
      }
      for (double x = least / 4; x < format.smallestNormal(); x += least / 4) {
        tally.holds(format.name() + " at " + x, format.spacing(x) == least, "another spacing");
      }
    }
  }

  private static void meanTruncation(Tally tally) {
    double[] shares = {-1, -0.375, -0x1p-20, 0, 0x1p-20, 0.25, 0.9375};
    int[] weights = {1, 2, 3, 1, 2, 4, 3};
    for (int p : new int[] {2, 4, 8, 11, 24}) {
      BinaryFormat format = BinaryFormat.ofPrecision(p);
      StoreRounding store = new StoreRounding(format, Directed.ZERO);
      for (double x : new double[] {1, 1.5, 2, 0.75, 12}) {
        double below = x - format.round(Math.nextDown(x), Directed.ZERO, 0);
        BigFraction mean = BigFraction.ZERO;
        for (int k = 0; k < shares.length; k++) {
          double stored = store.round(x + below * shares[k], 0);
          mean = mean.add(Rationals.of(stored).multiply(weights[k]));
        }
        // 6 of 16 parts point inward.
        tally.equal(
            "at p = " + p + ", x = " + x,
            mean.divide(16),
            Rationals.of(x).subtract(Rationals.of(below).multiply(6).divide(16)));
      }
    }
  }

  private static void store(Tally tally) {
    store(tally, 5.0 / 4, 3.0 / 4, q(1, 4), q(1, 8));
    store(tally, -3.0 / 2, 1.0 / 2, q(1, 2), q(1, 16));
    store(tally, 5.0 / 2, -1.0, q(1, 2), q(1, 16));
  }

  /** Tests M = 1, numbers of 3 bits and noise of random signs; 5 random bits hold every update. */
  private static void store(Tally tally, double x, double y, BigFraction noise, BigFraction eta) {
    BinaryFormat format = BinaryFormat.ofPrecision(3);
    StoreRounding store = new StoreRounding(format, new StochasticRounding(RANDOM_BITS, false));
    PerturbedUpdate<BigFraction> update = StoredDriftChecks.update(eta);
    Factors<BigFraction> at = RationalProblem.scalars(Rationals.of(x), Rationals.of(y));
    List<BigFraction> m =
        FiniteLaw.signs(noise)
            .means(
                at,
                z -> {
                  List<BigFraction> next = update.apply(at, z).toVariables();
                  List<BigFraction> all = moments(next.get(0), next.get(1));
                  all.addAll(stored(store, next.get(0), next.get(1)));
                  all.add(variance(format, next.get(0)));
                  all.add(variance(format, next.get(1)));
                  return all;
                });
    String name = "(" + x + ", " + y + ")";
    tally.equal(name + ", mean of x", m.get(5), m.get(0));
    tally.equal(name + ", mean of y", m.get(6), m.get(1));
    tally.equal(name + ", square of x", m.get(7), m.get(2).add(m.get(10)));
    tally.equal(name + ", square of y", m.get(8), m.get(3).add(m.get(11)));
    tally.equal(name + ", product", m.get(9), m.get(4));
    tally.equal(
        name + ", imbalance",
        m.get(7).subtract(m.get(8)).subtract(m.get(2).subtract(m.get(3))),
        m.get(10).subtract(m.get(11)));
  }

  /** x, y, x^2, y^2, x y. */
  private static List<BigFraction> moments(BigFraction x, BigFraction y) {
    return new ArrayList<>(List.of(x, y, x.pow(2), y.pow(2), x.multiply(y)));
  }

  /** The means of these moments after storing, over all pairs of words. */
  private static List<BigFraction> stored(StoreRounding store, BigFraction x, BigFraction y) {
    List<BigFraction> sums = moments(BigFraction.ZERO, BigFraction.ZERO);
    long words = 1L << RANDOM_BITS;
    for (long a = 0; a < words; a++) {
      for (long b = 0; b < words; b++) {
        double sx = store.round(Rationals.roundToDouble(x), word(a, RANDOM_BITS));
        double sy = store.round(Rationals.roundToDouble(y), word(b, RANDOM_BITS));
        List<BigFraction> one = moments(Rationals.of(sx), Rationals.of(sy));
        for (int k = 0; k < sums.size(); k++) {
          sums.set(k, sums.get(k).add(one.get(k)));
        }
      }
    }
    sums.replaceAll(sum -> sum.divide(Rationals.powerOfTwo(2 * RANDOM_BITS)));
    return sums;
  }

  /** (x - lo) (hi - x). */
  private static BigFraction variance(BinaryFormat format, BigFraction x) {
    double rounded = Rationals.roundToDouble(x);
    BigFraction low = Rationals.of(format.round(rounded, Directed.DOWN, 0));
    BigFraction high = Rationals.of(format.round(rounded, Directed.UP, 0));
    return x.subtract(low).multiply(high.subtract(x));
  }
}
