// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.noisygd.judge.request.Place;
import org.noisygd.judge.sampling.LawTail;
import org.noisygd.judge.verdict.CaseResult;
import org.noisygd.number.Text;

/**
 * Tests draws against a law of their chances. Each test counts independent events with known
 * chances; its evidence comes from Hoeffding's theorem 1: P is at most exp(-n KL(k/n, p)).
 *
 * <p>The probability of a false alarm, 1e-9, is split evenly over at most {@link #REQUESTS}
 * requests, in each request over the families, and in each family over its tests.
 */
final class ChanceTests {
  /** The kinds of tests. */
  enum Family {
    /** The chance of one value. */
    VALUES,
    /** The chances of many values together, which show a small bias. */
    POOLS,
    /** Whether two values are rounded away from zero together. */
    ENTRIES,
    /** Whether two draws of a value are. */
    DRAWS
  }

  /** The protocol's bound for all tests together. */
  static final double FALSE_ALARM = 1e-9;

  /** The most requests of a run that are tested. */
  static final int REQUESTS = 384;

  /** Entries are tested for independence if their fractions are this far from 0 and 1. */
  private static final double MIDDLE = 0.25;

  /** The smallest fractions that are pooled are below 2 to the minus this. */
  private static final int SMALLEST = 12;

  /** If there are more entries than this, pairs at the same distance are tested together. */
  private static final int PAIRED = 128;

  /** Every lag up to this is tested; beyond it powers of two and multiples of 100. */
  private static final int LAGS = 64;

  /** This many pairs of equal draws are not due to chance, even if one word serves all entries. */
  private static final int REPEATED = 40;

  /** The largest distance at which draws of neighbouring seeds are compared. */
  private static final int MOST_SHIFT = 8;

  private final Draws draws;
  private final ChanceLaw law;
  private final Map<Family, Strongest> found = new EnumMap<>(Family.class);

  /** What the strongest test of a family saw. */
  private static final class Strongest {
    private int tests;
    private double nats = -1;
    private double events;
    private double share;
    private double chance;
    private String what = "";

    double limit() {
      return StrictMath.log((double) REQUESTS * Family.values().length * tests / FALSE_ALARM);
    }
  }

  private ChanceTests(Draws draws, ChanceLaw law) {
    this.draws = draws;
    this.law = law;
    for (Family family : Family.values()) {
      found.put(family, new Strongest());
    }
  }

  /**
   * The tests of the chances under the fraction itself if that passes, else under the legal law
   * with the least evidence against it.
   */
  static ChanceTests ofLikeliest(Draws draws) {
    ChanceTests fraction = ofChances(draws, ChanceLaw.FRACTION);
    return fraction.pass()
        ? fraction
        : ChanceLaw.legal(draws.task.bits()).stream()
            .map(law -> ofChances(draws, law))
            .min(java.util.Comparator.comparingDouble(ChanceTests::excess))
            .orElse(fraction);
  }

  /** The law that the draws are tested against. */
  ChanceLaw law() {
    return law;
  }

  /** Tests the chances. */
  static ChanceTests ofChances(Draws draws, ChanceLaw law) {
    ChanceTests tests = new ChanceTests(draws, law);
    for (int i : draws.chancy) {
      Directions one = tests.new Directions();
      one.add(i, true);
      one.test(Family.VALUES, "the chance of going away from zero, rounded[..][" + i + "]");
    }
    tests.pools();
    return tests;
  }

  /** Tests the first value of the first draw of several seeds. */
  static ChanceTests ofFirst(List<Draws> all) {
    ChanceTests tests = new ChanceTests(all.get(0), ChanceLaw.FRACTION);
    double k = 0;
    double sum = 0;
    for (Draws draws : all) {
      k += draws.away(0)[0] & 1;
      sum += draws.fractions[0];
    }
    int n = all.size();
    String what = "the first value of the first draw going away from zero, of all seeds";
    tests.add(Family.POOLS, what, n, k, sum / n - ChanceLaw.SLACK, sum / n + ChanceLaw.SLACK);
    return tests;
  }

  /** Tests whether two seeds' draws of the same values are independent. */
  static ChanceTests ofSeeds(Draws draws, Draws others) {
    ChanceTests tests = new ChanceTests(draws, ChanceLaw.FRACTION);
    for (int shift = -MOST_SHIFT; shift <= MOST_SHIFT; shift++) {
      Agreements pairs = tests.new Agreements();
      int lag = Math.abs(shift);
      long[] all = mask(draws.count - lag, draws.count);
      for (int i : draws.chancy) {
        Draws first = shift < 0 ? others : draws;
        Draws second = shift < 0 ? draws : others;
        pairs.add(first.away(i), second.away(i), lag, all, tests.agreement(i, i));
      }
      pairs.test(Family.DRAWS, "draws of two seeds going the same way, at the distance " + shift);
    }
    return tests;
  }

  /** Tests the independence of entries and draws. */
  static ChanceTests ofIndependence(Draws draws, ChanceLaw law) {
    ChanceTests tests = new ChanceTests(draws, law);
    int[] middle =
        draws.chancy.stream()
            .mapToInt(i -> i)
            .filter(i -> Math.abs(law.chance().of(draws, i) - 0.5) <= 0.5 - MIDDLE)
            .toArray();
    if (middle.length > PAIRED) {
      tests.distances(middle);
    } else {
      tests.pairs(middle);
    }
    tests.lags(middle);
    return tests;
  }

  private Strongest of(Family family) {
    Strongest strongest = found.get(family);
    if (strongest == null) {
      throw new IllegalStateException("no family " + family);
    }
    return strongest;
  }

  /** Adds a test: k of n events happened; the mean of their chances lies in a range. */
  private void add(Family family, String what, double n, double k, double least, double most) {
    if (n == 0) {
      return;
    }
    Strongest strongest = of(family);
    strongest.tests++;
    double share = k / n;
    double nearest = Math.max(least, Math.min(most, share));
    double nats = share == nearest ? 0 : LawTail.binomial(n, k, nearest);
    if (nats > strongest.nats) {
      strongest.nats = nats;
      strongest.events = n;
      strongest.share = share;
      strongest.chance = (least + most) / 2;
      strongest.what = what;
    }
  }

  private void pools() {
    pool("", i -> true);
    pool(", numbers above 0", i -> draws.task.value(i) > 0);
    pool(", numbers below 0", i -> draws.task.value(i) < 0);
    pool(", f below 1/2", i -> draws.fractions[i] < 0.5);
    pool(", f above 1/2", i -> draws.fractions[i] > 0.5);
    pool(", f = 1/2", i -> draws.fractions[i] == 0.5);
    for (int j = 2; j <= SMALLEST; j++) {
      double limit = Math.scalb(1.0, -j);
      pool(", f below 2^-" + j, i -> draws.fractions[i] < limit);
      pool(", f above 1 - 2^-" + j, i -> draws.fractions[i] > 1 - limit);
    }
    Directions up = new Directions();
    draws.chancy.forEach(i -> up.add(i, draws.task.value(i) > 0));
    up.test(Family.POOLS, "the chance of going up");
  }

  private void pool(String which, IntPredicate among) {
    Directions pool = new Directions();
    draws.chancy.stream().filter(among::test).forEach(i -> pool.add(i, true));
    pool.test(Family.POOLS, "the chance of going away from zero" + which + ", all together");
  }

  /** Counts how often values are rounded away from zero, or towards it. */
  private final class Directions {
    private double n;
    private double k;
    private double least;
    private double most;

    void add(int i, boolean away) {
      n += draws.count;
      k += away ? draws.timesAway(i) : draws.count - draws.timesAway(i);
      least += draws.count * (away ? law.least(draws, i) : 1 - law.most(draws, i));
      most += draws.count * (away ? law.most(draws, i) : 1 - law.least(draws, i));
    }

    void test(Family family, String what) {
      ChanceTests.this.add(family, what, n, k, least / n, most / n);
    }
  }

  /** The chance that two values are rounded the same way. */
  private double agreement(int i, int j) {
    double p = law.chance().of(draws, i);
    double q = law.chance().of(draws, j);
    return p * q + (1 - p) * (1 - q);
  }

  /** A mask of the first draws, a bit each, without those whose number over the lag is odd. */
  private static long[] everyOther(int draws, int lag, int count) {
    long[] mask = mask(draws, count);
    for (int d = 0; d < draws; d++) {
      if (d / lag % 2 != 0) {
        mask[d >> 6] &= ~(1L << d);
      }
    }
    return mask;
  }

  private static long[] mask(int draws, int count) {
    long[] mask = new long[Draws.words(count)];
    for (int d = 0; d < draws; d++) {
      mask[d >> 6] |= 1L << d;
    }
    return mask;
  }

  /** Counts agreements; the error of each chance is at most the sum of both values' errors. */
  private final class Agreements {
    private double n;
    private double k;
    private double sum;

    /** Compares two values in the draws of a mask, the other one {@code lag} draws later. */
    void add(long[] one, long[] other, int lag, long[] mask, double chance) {
      int words = lag >> 6;
      int bits = lag & 63;
      int events = 0;
      int unequal = 0;
      for (int w = 0; w + words < one.length; w++) {
        long later = other[w + words] >>> bits;
        if (bits > 0 && w + words + 1 < other.length) {
          later |= other[w + words + 1] << -bits;
        }
        events += Long.bitCount(mask[w]);
        unequal += Long.bitCount((one[w] ^ later) & mask[w]);
      }
      n += events;
      k += events - unequal;
      sum += events * chance;
    }

    void test(Family family, String what) {
      double slack = 2 * ChanceLaw.SLACK;
      ChanceTests.this.add(family, what, n, k, sum / n - slack, sum / n + slack);
    }
  }

  private void pairs(int[] middle) {
    long[] all = mask(draws.count, draws.count);
    for (int a = 0; a < middle.length; a++) {
      for (int b = 0; b < a; b++) {
        Agreements pair = new Agreements();
        pair.add(
            draws.away(middle[a]), draws.away(middle[b]), 0, all, agreement(middle[a], middle[b]));
        pair.test(
            Family.ENTRIES, "entries " + middle[b] + " and " + middle[a] + " going the same way");
      }
    }
  }

  /** Tests pairs of entries at one distance; no entry is in two pairs, so they are independent. */
  private void distances(int[] middle) {
    long[] all = mask(draws.count, draws.count);
    for (int lag = 1; lag < middle.length; lag++) {
      Agreements pairs = new Agreements();
      for (int a = 0; a + lag < middle.length; a++) {
        if (a / lag % 2 == 0) {
          int b = middle[a + lag];
          pairs.add(draws.away(middle[a]), draws.away(b), 0, all, agreement(middle[a], b));
        }
      }
      pairs.test(Family.ENTRIES, "entries going the same way at the distance " + lag);
    }
  }

  /** Tests pairs of draws at one distance, of an entry with itself or with a neighbour. */
  private void lags(int[] middle) {
    for (int lag = 1; lag < draws.count; lag++) {
      if (!isTested(lag)) {
        continue;
      }
      long[] mask = everyOther(draws.count - lag, lag, draws.count);
      int most = lag <= 2 ? Math.min(4, middle.length - 1) : 0;
      for (int shift = -most; shift <= most; shift++) {
        Agreements pairs = new Agreements();
        for (int a = Math.max(0, -shift); a < middle.length - Math.max(0, shift); a++) {
          int b = middle[a + shift];
          pairs.add(draws.away(middle[a]), draws.away(b), lag, mask, agreement(middle[a], b));
        }
        pairs.test(
            Family.DRAWS,
            "draws going the same way at the distance "
                + lag
                + (shift == 0 ? "" : ", entries at " + shift));
      }
    }
  }

  private static boolean isTested(int lag) {
    return lag <= LAGS || Integer.bitCount(lag) == 1 || lag % 100 == 0;
  }

  /** Whether no family raises an alarm. */
  boolean pass() {
    return found.values().stream().allMatch(one -> one.tests == 0 || one.nats <= one.limit());
  }

  /** Whether a family raises an alarm. */
  boolean fails(Family family) {
    return of(family).tests > 0 && of(family).nats > of(family).limit();
  }

  /** Whether all draws at some distance are equal, in many pairs of draws. */
  boolean repeats() {
    Strongest strongest = of(Family.DRAWS);
    return fails(Family.DRAWS)
        && strongest.share == 1
        && strongest.events >= (double) REPEATED * draws.chancy.size();
  }

  /** Whether two entries, or all at some distance, always go the same way or opposite ways. */
  boolean shares() {
    Strongest strongest = of(Family.ENTRIES);
    return fails(Family.ENTRIES)
        && (strongest.share == 1 || strongest.share == 0)
        && strongest.events >= REPEATED;
  }

  /** The largest ratio of a family's evidence to its limit. */
  double excess() {
    return found.values().stream()
        .filter(one -> one.tests > 0)
        .mapToDouble(one -> one.nats / one.limit())
        .max()
        .orElse(0);
  }

  /** What the strongest test with an alarm saw; empty if there is no alarm. */
  Optional<CaseResult.Failure> failure() {
    return found.values().stream()
        .filter(one -> one.tests > 0 && one.nats > one.limit())
        .max(java.util.Comparator.comparingDouble(one -> one.nats / one.limit()))
        .map(
            one ->
                new CaseResult.Failure(
                    Place.of(one.what + ", " + (long) one.events + " times"),
                    Text.format("%.6g", one.chance),
                    Text.format("%.6g", one.share),
                    Text.format("%.3g", Math.abs(one.share - one.chance)),
                    Text.format("%.3g", StrictMath.sqrt(one.limit() / (2 * one.events)))));
  }
}
