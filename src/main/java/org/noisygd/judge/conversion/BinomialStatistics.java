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

  /** Fractions below 2^-2 down to 2 to the minus this are pooled. */
  private static final int SMALLEST = 12;

  /**
   * Number of pairs of equal samples that show a repetition, even if one word serves all entries:
   * two samples of a fraction from 1/4 to 3/4 agree with probability at most 5/8, and (5/8)^40 is
   * 7e-9.
   */
  private static final int REPEATED = 40;

  private final RoundingSamples samples;
  private final RoundingProbability model;
  private final Map<Family, Strongest> found = new EnumMap<>(Family.class);

  /** The strongest test of a family. */
  private static final class Strongest {
    private int tests;
    private double nats = -1;
    private Count count = new Count(0, 0, 0, 0);
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
            .min(java.util.Comparator.comparingDouble(BinomialStatistics::excess))
            .orElse(fraction);
  }

  /** The probabilities that the samples are tested against. */
  RoundingProbability model() {
    return model;
  }

  /** Tests the samples against given probabilities. */
  public static BinomialStatistics of(RoundingSamples samples, RoundingProbability model) {
    BinomialStatistics tests = new BinomialStatistics(samples, model);
    for (int i : samples.random) {
      Directions one = tests.new Directions();
      one.add(i, true);
      one.test(Family.VALUES, "the probability of going away from zero, rounded[..][" + i + "]");
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
   * @param events number of events
   * @param happened number of events that occurred
   * @param least lower bound on the mean of their probabilities
   * @param most upper bound on that mean
   */
  record Count(double events, double happened, double least, double most) {
    double frequency() {
      return happened / events;
    }

    double probability() {
      return (least + most) / 2;
    }

    private double nearest() {
      return Math.max(least, Math.min(most, frequency()));
    }

    /** The evidence against these bounds. */
    double nats() {
      return frequency() == nearest() ? 0 : TailBounds.binomial(events, happened, nearest());
    }

    /** The distance from the probability, towards the frequency, at which evidence has a limit. */
    double distance(double limit) {
      double inside = nearest();
      double outside = frequency();
      for (int n = 0; n < Double.SIZE; n++) {
        double between = (inside + outside) / 2;
        boolean alarm = TailBounds.binomial(events, between * events, nearest()) > limit;
        inside = alarm ? inside : between;
        outside = alarm ? between : outside;
      }
      return Math.abs(inside - probability());
    }
  }

  void add(Family family, Count count, Supplier<String> description) {
    if (count.events == 0) {
      return;
    }
    Strongest strongest = of(family);
    strongest.tests++;
    double nats = count.nats();
    if (nats > strongest.nats) {
      strongest.nats = nats;
      strongest.count = count;
      strongest.description = description.get();
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
    Directions up = new Directions();
    samples.random.forEach(i -> up.add(i, samples.task.value(i) > 0));
    up.test(Family.POOLS, "the probability of going up");
  }

  private void pool(String subset, IntPredicate among) {
    Directions pool = new Directions();
    samples.random.stream().filter(among::test).forEach(i -> pool.add(i, true));
    pool.test(Family.POOLS, "the probability of going away from zero" + subset + ", all together");
  }

  /** Counts how often values are rounded away from zero, or towards it. */
  private final class Directions {
    private double n;
    private double k;
    private double least;
    private double most;

    void add(int i, boolean away) {
      n += samples.count;
      k += away ? samples.timesAway(i) : samples.count - samples.timesAway(i);
      least += samples.count * (away ? model.least(samples, i) : 1 - model.most(samples, i));
      most += samples.count * (away ? model.most(samples, i) : 1 - model.least(samples, i));
    }

    void test(Family family, String description) {
      BinomialStatistics.this.add(family, new Count(n, k, least / n, most / n), () -> description);
    }
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

  /**
   * Returns true if two entries, or all at some distance, always go the same way or opposite ways.
   */
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
        .max(java.util.Comparator.comparingDouble(Strongest::excess))
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
