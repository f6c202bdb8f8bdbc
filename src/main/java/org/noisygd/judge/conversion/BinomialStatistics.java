// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.conversion;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.noisygd.judge.distribution.TailBounds;
import org.noisygd.judge.distribution.TestFamily;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.request.Place;
import org.noisygd.number.Text;

/**
 * Tests draws against a law of their chances. Each test counts independent events with known
 * chances; its evidence comes from Hoeffding's theorem 1: P is at most exp(-n KL(k/n, p)).
 *
 * <p>The probability of a false alarm, {@link TestFamily#FALSE_ALARM}, is split evenly over at most
 * {@link #REQUESTS} requests, in each request over the families, and in each family over its tests.
 */
public final class BinomialStatistics {
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

  /** The most requests of a run that are tested. */
  static final int REQUESTS = 400;

  /** The smallest fractions that are pooled are below 2 to the minus this. */
  private static final int SMALLEST = 12;

  /** This many pairs of equal draws are not due to chance, even if one word serves all entries. */
  private static final int REPEATED = 40;

  private final RoundingSamples draws;
  private final RoundingProbability law;
  private final Map<Family, Strongest> found = new EnumMap<>(Family.class);

  /** What the strongest test of a family saw. */
  private static final class Strongest {
    private int tests;
    private double nats = -1;
    private double events;
    private double share;
    private double probability;
    private String what = "";

    double limit() {
      return StrictMath.log(
          (double) REQUESTS * Family.values().length * tests / TestFamily.FALSE_ALARM);
    }

    /** The ratio of the evidence to the limit, above 1 in an alarm. */
    double excess() {
      return tests == 0 ? 0 : nats / limit();
    }
  }

  /** No tests yet. */
  BinomialStatistics(RoundingSamples draws, RoundingProbability law) {
    this.draws = draws;
    this.law = law;
  }

  /**
   * The tests of the chances under the fraction itself if that passes, else under the legal law
   * with the least evidence against it.
   */
  public static BinomialStatistics ofLikeliest(RoundingSamples draws) {
    BinomialStatistics fraction = of(draws, RoundingProbability.FRACTION);
    return fraction.pass()
        ? fraction
        : RoundingProbability.legal(draws.task.bits()).stream()
            .map(law -> of(draws, law))
            .min(java.util.Comparator.comparingDouble(BinomialStatistics::excess))
            .orElse(fraction);
  }

  /** The law that the draws are tested against. */
  RoundingProbability law() {
    return law;
  }

  /** Tests the chances. */
  public static BinomialStatistics of(RoundingSamples draws, RoundingProbability law) {
    BinomialStatistics tests = new BinomialStatistics(draws, law);
    for (int i : draws.random) {
      Directions one = tests.new Directions();
      one.add(i, true);
      one.test(Family.VALUES, "the chance of going away from zero, rounded[..][" + i + "]");
    }
    tests.pools();
    return tests;
  }

  private Strongest of(Family family) {
    return found.computeIfAbsent(family, k -> new Strongest());
  }

  /**
   * A test's count.
   *
   * @param events how many events there were
   * @param happened how many happened
   * @param least the least that the mean of their chances may be
   * @param most the most that it may be
   */
  record Count(double events, double happened, double least, double most) {
    double share() {
      return happened / events;
    }

    /** The evidence against that. */
    double nats() {
      double nearest = Math.max(least, Math.min(most, share()));
      return share() == nearest ? 0 : TailBounds.binomial(events, happened, nearest);
    }
  }

  /** Adds a test. */
  void add(Family family, Count count, Supplier<String> what) {
    if (count.events == 0) {
      return;
    }
    Strongest strongest = of(family);
    strongest.tests++;
    double nats = count.nats();
    if (nats > strongest.nats) {
      strongest.nats = nats;
      strongest.events = count.events;
      strongest.share = count.share();
      strongest.probability = (count.least + count.most) / 2;
      strongest.what = what.get();
    }
  }

  private void pools() {
    pool("", i -> true);
    pool(", numbers above 0", i -> draws.task.value(i) > 0);
    pool(", numbers below 0", i -> draws.task.value(i) < 0);
    pool(", f below 1/2", i -> draws.fraction(i) < 0.5);
    pool(", f above 1/2", i -> draws.fraction(i) > 0.5);
    pool(", f = 1/2", i -> draws.fraction(i) == 0.5);
    for (int j = 2; j <= SMALLEST; j++) {
      double limit = Math.scalb(1.0, -j);
      pool(", f below 2^-" + j, i -> draws.fraction(i) < limit);
      pool(", f above 1 - 2^-" + j, i -> draws.fraction(i) > 1 - limit);
    }
    Directions up = new Directions();
    draws.random.forEach(i -> up.add(i, draws.task.value(i) > 0));
    up.test(Family.POOLS, "the chance of going up");
  }

  private void pool(String which, IntPredicate among) {
    Directions pool = new Directions();
    draws.random.stream().filter(among::test).forEach(i -> pool.add(i, true));
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
      BinomialStatistics.this.add(family, new Count(n, k, least / n, most / n), () -> what);
    }
  }

  /** Whether no family raises an alarm. */
  public boolean pass() {
    return excess() <= 1;
  }

  /** Whether a family raises an alarm. */
  boolean fails(Family family) {
    return of(family).excess() > 1;
  }

  /** Whether all draws at some distance are equal, in many pairs of draws. */
  public boolean repeats() {
    Strongest strongest = of(Family.DRAWS);
    return fails(Family.DRAWS)
        && strongest.share == 1
        && strongest.events >= (double) REPEATED * draws.random.size();
  }

  /** Whether two entries, or all at some distance, always go the same way or opposite ways. */
  public boolean sharesWords() {
    Strongest strongest = of(Family.ENTRIES);
    return fails(Family.ENTRIES)
        && (strongest.share == 1 || strongest.share == 0)
        && strongest.events >= REPEATED;
  }

  /** The largest ratio of a family's evidence to its limit. */
  double excess() {
    return found.values().stream().mapToDouble(Strongest::excess).max().orElse(0);
  }

  /** What the strongest test with an alarm saw; empty if there is no alarm. */
  Optional<CaseResult.Failure> failure() {
    return found.values().stream()
        .filter(one -> one.excess() > 1)
        .max(java.util.Comparator.comparingDouble(Strongest::excess))
        .map(
            one ->
                new CaseResult.Failure(
                    Place.of(one.what + ", " + (long) one.events + " times"),
                    Text.format("%.6g", one.probability),
                    Text.format("%.6g", one.share),
                    Text.format("%.3g", Math.abs(one.share - one.probability)),
                    Text.format("%.3g", StrictMath.sqrt(one.limit() / (2 * one.events)))));
  }
}
