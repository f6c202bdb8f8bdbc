// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.fast.Workers;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Rationals;
import org.noisygd.number.Require;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.study.twin.ReplicateNoise;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * The high-precision end: how the distance of a run from one in a wide arithmetic grows under the
 * same noise, against
 *
 * <pre>
 *   delta_0 = the distance of the rounded starts,
 *   delta_(t+1) = |J_t| delta_t + second-order term + beta_t + beta'_t,
 * </pre>
 *
 * <p>where {@link StepGrowth} gives the first two at the wide run's perturbed iterate, and beta_t
 * and beta'_t bound what the roundings of this update moved the run and the wide run ({@link
 * BoundedRun}). So delta_t bounds the distance whatever the wide arithmetic is. Distances are exact
 * rationals, and are compared with the bound as such. What rests on a rounding model is proved as
 * far as {@code bounds} is; the recurrence itself is not machine-checked.
 *
 * @param setting the problem, of at most 512 variables
 * @param reference the wide arithmetic's name
 * @param arithmetics the names of those that are compared, each one that rounds every operation
 * @param replicates how many replicates
 * @param steps how many updates each
 * @param seed of noise and starts
 */
public record DistanceStudy(
    Experiment setting,
    String reference,
    List<String> arithmetics,
    int replicates,
    long steps,
    long seed) {

  /** What is compared unless told otherwise. */
  public static final List<String> DEFAULT_ARITHMETICS =
      List.of("binary64", "double-double", "decimal:50", "decimal:100");

  /** The wide arithmetic unless told otherwise. */
  public static final String DEFAULT_REFERENCE = "decimal:150";

  /** Above so many variables an update takes seconds: J is squared twelve times in each. */
  private static final int FEW_VARIABLES = 64;

  /** The updates unless told otherwise: 300, or 30 where there are more than 64 variables. */
  public static long defaultSteps(Experiment setting) {
    return variables(setting) <= FEW_VARIABLES ? 300 : 30;
  }

  /** The replicates unless told otherwise: 4, or 1 where there are more than 64 variables. */
  public static int defaultReplicates(Experiment setting) {
    return variables(setting) <= FEW_VARIABLES ? 4 : 1;
  }

  private static int variables(Experiment setting) {
    return (setting.d1() + setting.d2()) * setting.r();
  }

  /** A bound above it says nothing, and is not carried on: later ones could overflow. */
  private static final BigDecimal SAYS_NOTHING = new BigDecimal("1e9");

  /** The most updates: every step is kept. */
  private static final long MOST_STEPS = 100_000;

  /** Checks names and numbers. */
  public DistanceStudy {
    arithmetics = List.copyOf(arithmetics);
    Require.that(!arithmetics.isEmpty(), "arithmetics", "be at least one", 0);
    RoundingModel.named(reference);
    arithmetics.forEach(RoundingModel::named);
    Require.positive("replicates", replicates);
    Require.that(steps >= 1 && steps <= MOST_STEPS, "steps", "be in 1.." + MOST_STEPS, steps);
    int variables = variables(setting);
    Require.that(
        variables <= StepGrowth.LARGEST_SIDE,
        "(d1 + d2) r",
        "be at most " + StepGrowth.LARGEST_SIDE,
        variables);
  }

  /**
   * How far runs in several arithmetics are from a run in the wide one, step by step.
   *
   * @param study what was run
   * @param results one for each arithmetic
   */
  public record Result(DistanceStudy study, List<OfArithmetic> results) {
    /** Keeps its own copy. */
    public Result {
      results = List.copyOf(results);
    }

    /** The last step that was seen. */
    public long last() {
      return results.get(0).last().step();
    }

    /** The step at which a run had diverged, where the study then ends; empty if none had. */
    public OptionalLong divergedFrom() {
      return last() < study.steps() ? OptionalLong.of(last()) : OptionalLong.empty();
    }
  }

  /**
   * What was seen at one step, over all replicates.
   *
   * @param step the step
   * @param distance the largest distance, ||(X, Y) - (X, Y) of the reference||_F, rounded up once
   * @param bound the largest bound; none where that of a replicate no longer says anything
   * @param leastRatio the least of bound over distance; none where no replicate has both
   */
  public record Point(
      long step, BigDecimal distance, Optional<BigDecimal> bound, OptionalDouble leastRatio) {}

  /**
   * What was seen of one arithmetic.
   *
   * @param arithmetic its name
   * @param firstBeyond the first step at which any replicate was farther off than its bound
   * @param course every step from 0 to the last that was seen
   */
  public record OfArithmetic(String arithmetic, OptionalLong firstBeyond, List<Point> course) {
    /** Keeps its own copies. */
    public OfArithmetic {
      course = List.copyOf(course);
    }

    /** What was seen at the last step. */
    public Point last() {
      return course.get(course.size() - 1);
    }
  }

  /** An arithmetic, with what is promised of it. */
  record Promise(Arithmetic<?> arithmetic, RoundingModel model) {
    static Promise of(String name) {
      return new Promise(Arithmetics.named(name), RoundingModel.named(name));
    }

    BoundedRun<?> run(Experiment setting, double[] x0, double[] y0) {
      return run(arithmetic, setting, x0, y0);
    }

    private <T> BoundedRun<T> run(Arithmetic<T> in, Experiment setting, double[] x0, double[] y0) {
      return new BoundedRun<>(in, model, setting, x0, y0);
    }
  }

  /** What one replicate of one arithmetic was seen to do at a step. */
  private record Seen(BigFraction squared, Optional<BigDecimal> bound) {
    boolean isBeyond() {
      return bound.isPresent()
          && Rationals.compare(squared, Rationals.of(bound.get().multiply(bound.get()))) > 0;
    }
  }

  /** Runs the study, at most so many replicates at a time. */
  public Result run(int threads) {
    return run(threads, arithmetics.stream().map(Promise::of).toList());
  }

  /** The same with other arithmetics behind the names; they may break their promises. */
  Result run(int threads, List<Promise> promises) {
    List<List<List<Seen>>> seen;
    try (Workers workers = new Workers(threads)) {
      seen =
          workers.map(IntStream.range(0, replicates).boxed().toList(), i -> replicate(i, promises));
    }
    List<OfArithmetic> results = new ArrayList<>();
    for (int a = 0; a < arithmetics.size(); a++) {
      int place = a;
      results.add(result(arithmetics.get(a), seen.stream().map(of -> of.get(place)).toList()));
    }
    return new Result(this, results);
  }

  /** What a replicate shows step by step, to the last or until it has diverged. */
  private List<List<Seen>> replicate(long replicate, List<Promise> promises) {
    double[] x0 = setting.startX(seed, replicate);
    double[] y0 = setting.startY(seed, replicate);
    BoundedRun<?> wide = Promise.of(reference).run(setting, x0, y0);
    ReplicateNoise noise = new ReplicateNoise(setting, seed, replicate);
    List<BoundedRun<?>> runs = new ArrayList<>();
    List<List<Seen>> seen = new ArrayList<>();
    for (Promise promise : promises) {
      BoundedRun<?> run = promise.run(setting, x0, y0);
      BigFraction apart = run.distanceSquared(wide);
      List<Seen> of = new ArrayList<>();
      of.add(new Seen(apart, Optional.of(BoundedRun.root(apart))));
      runs.add(run);
      seen.add(of);
    }
    for (long t = 0; t < steps; t++) {
      noise.at(t);
      StepGrowth growth = wide.growth(noise.x, noise.y);
      if (!growth.isFinite()) {
        return seen;
      }
      wide.advance(t, noise.x, noise.y);
      for (int a = 0; a < runs.size(); a++) {
        BoundedRun<?> run = runs.get(a);
        run.advance(t, noise.x, noise.y);
        List<Seen> of = seen.get(a);
        BigDecimal moved = run.lastError().add(wide.lastError(), StepGrowth.UPWARDS);
        Optional<BigDecimal> bound =
            of.get(of.size() - 1)
                .bound()
                .map(delta -> growth.after(delta).add(moved, StepGrowth.UPWARDS))
                .filter(delta -> delta.compareTo(SAYS_NOTHING) < 0);
        of.add(new Seen(run.distanceSquared(wide), bound));
      }
    }
    return seen;
  }

  private OfArithmetic result(String name, List<List<Seen>> replicatesSeen) {
    List<Point> course = new ArrayList<>();
    OptionalLong beyond = OptionalLong.empty();
    int length = replicatesSeen.stream().mapToInt(List::size).min().orElse(0);
    for (int t = 0; t < length; t++) {
      BigFraction farthest = BigFraction.ZERO;
      Optional<BigDecimal> largest = Optional.of(BigDecimal.ZERO);
      OptionalDouble leastRatio = OptionalDouble.empty();
      for (List<Seen> of : replicatesSeen) {
        Seen at = of.get(t);
        farthest = Rationals.max(farthest, at.squared());
        largest = largest.flatMap(most -> at.bound().map(most::max));
        if (at.isBeyond() && beyond.isEmpty()) {
          beyond = OptionalLong.of(t);
        }
        if (at.bound().isPresent() && at.squared().signum() != 0) {
          double ratio =
              at.bound()
                  .get()
                  .divide(BoundedRun.root(at.squared()), StepGrowth.UPWARDS)
                  .doubleValue();
          leastRatio = OptionalDouble.of(Math.min(ratio, leastRatio.orElse(ratio)));
        }
      }
      course.add(new Point(t, BoundedRun.root(farthest), largest, leastRatio));
    }
    return new OfArithmetic(name, beyond, course);
  }
}
