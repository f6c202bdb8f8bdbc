// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.conversion;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.apache.commons.math3.analysis.solvers.BisectionSolver;
import org.noisygd.judge.distribution.TailBounds;
import org.noisygd.judge.distribution.TestFamily;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.request.Place;
import org.noisygd.number.Text;

/**
 * Tests samples against rounding probabilities. Each test counts independent events of known
 * probability; its evidence comes from Hoeffding's theorem 1: P is at most exp(-n KL(k/n, p)).
 *
 * <p>The probability of a false alarm, {@link TestFamily#FALSE_ALARM}, is split evenly over at most
 * {@link #REQUESTS} requests, in each request over the families, and in each family over its tests.
 */
public final class BinomialStatistics {
  enum Family {
    /** The probability of one value. */
    VALUES,
    /** The probabilities of many values together, which reveal a small bias. */
    POOLS,
    /** Coincidences of two values. */
    ENTRIES,
    /** Coincidences of two samples of a value. */
    SAMPLES
  }

  /** Maximum number of requests that are tested. */
  static final int REQUESTS = 400;

  /** Fractions from 2^-2 down to 2 to the minus this number are pooled. */
  private static final int SMALLEST = 12;

  /**
   * Number of equal pairs as evidence of a repetition, even if all entries share one random word:
   * two samples of a fraction from 1/4 to 3/4 agree with probability at most 5/8, and (5/8)^40 is
   * 7e-9.
   */
  private static final int REPEATED = 40;

  private final RoundingSamples samples;

  /** The probabilities that the samples are tested against. */
  final RoundingProbability model;

  private final Map<Family, Strongest> found = new EnumMap<>(Family.class);

  /** The strongest test of a family. */
  private static final class Strongest {
    private int tests;
    private double nats = -1;
    private Count count = new Count();
    private String description = "";

    double limit() {
      return StrictMath.log(
          (double) REQUESTS * Family.values().length * tests / TestFamily.FALSE_ALARM);
    }

    /** The ratio of the evidence to the limit, above 1 in an alarm. */
    double excess() {
      return tests == 0 ? 0 : nats / limit();
    }
  }

  BinomialStatistics(RoundingSamples samples, RoundingProbability model) {
    this.samples = samples;
    this.model = model;
  }

  /**
   * Tests the samples with the fraction as the probability, and, if that fails, with the admissible
   * probability that has the least evidence against it.
   */
  public static BinomialStatistics ofLikeliest(RoundingSamples samples) {
    BinomialStatistics fraction = of(samples, RoundingProbability.FRACTION);
    return fraction.pass()
        ? fraction
        : RoundingProbability.admissible(samples.task.bits()).stream()
            .map(model -> of(samples, model))
            .min(Comparator.comparingDouble(BinomialStatistics::excess))
            .orElse(fraction);
  }

  /** Tests the samples against given probabilities. */
  public static BinomialStatistics of(RoundingSamples samples, RoundingProbability model) {
    BinomialStatistics tests = new BinomialStatistics(samples, model);
    for (int i : samples.random) {
      Count one = new Count();
      tests.add(one, i, true);
      tests.test(
          Family.VALUES, one, "the probability of going away from zero, rounded[..][" + i + "]");
    }
    tests.pools();
    return tests;
  }

  private Strongest of(Family family) {
    return found.computeIfAbsent(family, k -> new Strongest());
  }

  /** A count of independent events that occurred, with bounds on their probabilities. */
  static final class Count {
    private double events;
    private double happened;
    private double least;
    private double most;

    /**
     * Adds events.
     *
     * @param more number of events
     * @param some number of events that occurred
     * @param low lower bound on the probability of each
     * @param high upper bound on it
     */
    void add(double more, double some, double low, double high) {
      events += more;
      happened += some;
      least += more * low;
      most += more * high;
    }

    double frequency() {
      return happened / events;
    }

    double probability() {
      return (least + most) / 2 / events;
    }

    private double nearest() {
      return Math.max(least / events, Math.min(most / events, frequency()));
    }

    /** The evidence of a frequency against these bounds. */
    double nats(double frequency) {
      double nearest = nearest();
      return frequency == nearest ? 0 : TailBounds.binomial(events, frequency * events, nearest);
    }

    /** The deviation from the probability at which the evidence reaches a limit. */
    double distance(double limit) {
      double low = Math.min(nearest(), frequency());
      double high = Math.max(nearest(), frequency());
      return Math.abs(
          new BisectionSolver(0x1p-52).solve(4 * Double.SIZE, f -> nats(f) - limit, low, high)
              - probability());
    }
  }

  void test(Family family, Count count, String description) {
    if (count.events == 0) {
      return;
    }
    Strongest strongest = of(family);
    strongest.tests++;
    double nats = count.nats(count.frequency());
    if (nats > strongest.nats) {
      strongest.nats = nats;
      strongest.count = count;
      strongest.description = description;
    }
  }

  /** Counts how often a value is rounded away from zero, or towards it. */
  private void add(Count count, int i, boolean away) {
    double least = model.least(samples, i);
    double most = model.most(samples, i);
    int times = samples.timesAway(i);
    if (away) {
      count.add(samples.count, times, least, most);
    } else {
      count.add(samples.count, samples.count - times, 1 - most, 1 - least);
    }
  }

  private void pools() {
    pool("", i -> true);
    pool(", numbers above 0", i -> samples.task.value(i) > 0);
    pool(", numbers below 0", i -> samples.task.value(i) < 0);
    pool(", f below 1/2", i -> samples.fraction(i) < 0.5);
    pool(", f above 1/2", i -> samples.fraction(i) > 0.5);
    pool(", f = 1/2", i -> samples.fraction(i) == 0.5);
    for (int j = 2; j <= SMALLEST; j++) {
      double limit = Math.scalb(1.0, -j);
      pool(", f below 2^-" + j, i -> samples.fraction(i) < limit);
      pool(", f above 1 - 2^-" + j, i -> samples.fraction(i) > 1 - limit);
    }
    Count up = new Count();
    samples.random.forEach(i -> add(up, i, samples.task.value(i) > 0));
    test(Family.POOLS, up, "the probability of going up");
  }

  private void pool(String subset, IntPredicate among) {
    Count pool = new Count();
    samples.random.stream().filter(among::test).forEach(i -> add(pool, i, true));
    test(Family.POOLS, pool, "the probability of going away from zero" + subset + ", all together");
  }

  /** Returns true if no family raises an alarm. */
  public boolean pass() {
    return excess() <= 1;
  }

  boolean fails(Family family) {
    return of(family).excess() > 1;
  }

  /** Returns true if all samples at some distance are equal, in many pairs. */
  public boolean repeats() {
    Strongest strongest = of(Family.SAMPLES);
    return fails(Family.SAMPLES)
        && strongest.count.frequency() == 1
        && strongest.count.events >= (double) REPEATED * samples.random.size();
  }

  /** Returns true if all pairs of entries at a distance are rounded alike, or all oppositely. */
  public boolean sharesWords() {
    Strongest strongest = of(Family.ENTRIES);
    return fails(Family.ENTRIES)
        && (strongest.count.frequency() == 1 || strongest.count.frequency() == 0)
        && strongest.count.events >= REPEATED;
  }

  /** The largest ratio of a family's evidence to its limit. */
  double excess() {
    return found.values().stream().mapToDouble(Strongest::excess).max().orElse(0);
  }

  /** Returns the observation of the strongest test with an alarm, or empty if there is none. */
  Optional<CaseResult.Failure> failure() {
    return found.values().stream()
        .filter(one -> one.excess() > 1)
        .max(Comparator.comparingDouble(Strongest::excess))
        .map(
            one ->
                new CaseResult.Failure(
                    Place.of(one.description + ", " + (long) one.count.events + " times"),
                    Text.format("%.6g", one.count.probability()),
                    Text.format("%.6g", one.count.frequency()),
                    Text.format("%.3g", Math.abs(one.count.frequency() - one.count.probability())),
                    Text.format("%.3g", one.count.distance(one.limit()))));
  }
}
