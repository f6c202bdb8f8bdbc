// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Entries;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.report.chart.FiveNumbers;
import org.noisygd.study.StudyOptions;
import org.noisygd.study.coupled.RunSet;
import org.noisygd.theory.settling.PhaseThree;

/**
 * Perturbed GD beside gradient descent from the same unbalanced starts: Fig. 4, and Fig. 6, its
 * sequel in more dimensions.
 *
 * <p>Fig. 4 gives all numbers except two, which are chosen here: 150,000 updates, since the
 * imbalance falls by 2 eta sigma^2 = 5e-5 of itself per update, from 16 to 0.01; and the weight
 * 1/20 of the moving average. Of Fig. 6 the text gives only that its dimension is higher: here the
 * problems of Fig. 2a and Fig. 3a, 20 x 30 of rank 1 and 10, from random directions with the norms
 * of Fig. 4: X0 and Y0 are normal variates scaled to ||X0|| = 3 sqrt(r), ||Y0|| = 5 sqrt(r).
 *
 * @param figure the figure, such as {@code 4}
 * @param setting the experiment with noise
 * @param noisy the repeats of Perturbed GD
 * @param descent gradient descent from the same starts
 */
public record PhaseTransition(
    String figure, Experiment setting, RunStatistics noisy, RunStatistics descent) {
  /** The weight of a new loss in the moving average. */
  public static final double WEIGHT = 0.05;

  /** Number of first steps that are all recorded; later recorded steps are 2% apart. */
  static final long DENSE = 100;

  private static final double SPACING = 1.02; // ratio of successive recorded steps
  private static final double NORM_X = 3; // of Fig. 4's start
  private static final double NORM_Y = 5; // of Fig. 4's start

  /** The number of the first repeat, beyond the repeats of Figures 2 and 3. */
  private static final long FIRST = 100_000_000;

  /** Minimum squared ratio of a balanced run, for the time to balance. */
  static final double BALANCED = 0.9;

  /** Number of steps to the fixed point of x y; each divides the distance by over 1/(2 v) = 200. */
  private static final int FIXED_POINT = 4;

  /** The step size of literal gradient descent on (1 - xy)^2, whose gradient is twice F's. */
  private static final double LITERAL = 2;

  /** A set of runs with the number of its first repeat and its starts. */
  private record Plan(RunSet runs, long first, LongFunction<Factors<Double>> starts) {
    Experiment setting() {
      return runs.setting();
    }
  }

  /**
   * Fig. 4 as the algorithm is written, and with the literal gradient of the caption's objective.
   */
  public static List<PhaseTransition> figure4(StudyOptions options) {
    Experiment noisy = PaperExperiments.named("fig4");
    Experiment descent = PaperExperiments.named("fig4gd");
    int repeats = options.replicates(50, 8);
    long steps = options.steps(noisy.steps(), noisy.steps());
    List<Plan> plans = new ArrayList<>();
    for (double factor : new double[] {1, LITERAL}) {
      for (Experiment setting : List.of(noisy, descent)) {
        Experiment scaled = setting.withStepSizes(factor * setting.etaX(), factor * setting.etaY());
        plans.add(
            new Plan(
                new RunSet(scaled, setting.isNoisy() ? repeats : 1, steps, options.seed()),
                FIRST,
                scaled.starts(options.seed())));
      }
    }
    List<RunStatistics> runs = run(plans, "Figure 4", options);
    return List.of(
        new PhaseTransition("4", plans.get(0).setting(), runs.get(0), runs.get(1)),
        new PhaseTransition("4-literal", plans.get(2).setting(), runs.get(2), runs.get(3)));
  }

  /** Fig. 6: rank 1 and rank 10. */
  public static List<PhaseTransition> figure6(StudyOptions options) {
    List<Plan> plans = new ArrayList<>();
    for (String id : List.of("2a", "2d", "3a", "3d")) {
      Experiment setting = PaperExperiments.named("fig" + id);
      boolean one = setting.r() == 1;
      plans.add(
          new Plan(
              new RunSet(
                  setting,
                  setting.isNoisy() ? options.replicates(one ? 50 : 8, 8) : 1,
                  options.steps(12_000, one ? 12_000 : 6000),
                  options.seed()),
              FIRST + 1_000_000L * setting.r(),
              replicate -> unbalanced(setting, options.seed(), replicate)));
    }
    List<RunStatistics> runs = run(plans, "Figure 6", options);
    return List.of(
        new PhaseTransition("6", plans.get(0).setting(), runs.get(0), runs.get(1)),
        new PhaseTransition("6-rank10", plans.get(2).setting(), runs.get(2), runs.get(3)));
  }

  private static List<RunStatistics> run(List<Plan> plans, String figure, StudyOptions options) {
    return options.map(
        plans,
        plan -> figure,
        plan ->
            RunStatistics.of(
                plan.runs(),
                plan.first(),
                plan.starts(),
                recorded(plan.runs().steps()),
                plan.setting().isNoisy() ? WEIGHT : 0));
  }

  /** Every step up to {@link #DENSE}, then steps in geometric progression, and the last. */
  static List<Long> recorded(long steps) {
    List<Long> recorded = new ArrayList<>();
    for (long t = 0; t < steps; t = t < DENSE ? t + 1 : (long) (SPACING * t) + 1) {
      recorded.add(t);
    }
    recorded.add(steps);
    return recorded;
  }

  /** A start in random directions, of norms 3 sqrt(r) and 5 sqrt(r). */
  public static Factors<Double> unbalanced(Experiment setting, long seed, long replicate) {
    GaussianStream stream = new GaussianStream(seed);
    return new Factors<>(
        direction(stream, replicate, FactorId.START_X, setting.d1(), setting.r(), NORM_X),
        direction(stream, replicate, FactorId.START_Y, setting.d2(), setting.r(), NORM_Y));
  }

  private static Matrix<Double> direction(
      GaussianStream stream, long replicate, FactorId factor, int d, int r, double norm) {
    double[] z = new double[d * r];
    stream.fill(z, replicate, 0, factor);
    double scale = norm * Math.sqrt(r / Entries.normSquared(z));
    return Matrix.of(Binary64.INSTANCE, d, r, (i, k) -> scale * z[i * r + k]);
  }

  /** ||X||^2 / ||Y||^2 of every repeat under noise at a recorded step. */
  public double[] squaredRatios(int index) {
    double[] squared = noisy.ratios(index);
    for (int k = 0; k < squared.length; k++) {
      squared[k] = squared[k] * squared[k];
    }
    return squared;
  }

  /** ||X||^2 / ||Y||^2 of gradient descent's first repeat at a recorded step. */
  public double descentRatio(int index) {
    return descent.at(index, 0).normX() / descent.at(index, 0).normY();
  }

  /** The first step with gradient descent's squared ratio within {@code tolerance} of its last. */
  public long arrival(double tolerance) {
    double last = descentRatio(descent.size() - 1);
    int index = 0;
    while (Math.abs(descentRatio(index) / last - 1) > tolerance) {
      index++;
    }
    return descent.step(index);
  }

  /** The index of a recorded step, or of the last before it. */
  int indexOf(long step) {
    int index = 0;
    while (index + 1 < noisy.size() && noisy.step(index + 1) <= step) {
      index++;
    }
    return index;
  }

  /** The first step at which the squared ratio is at least 0.9, over the repeats. */
  public FiveNumbers timeToBalance() {
    double[] times = new double[noisy.replicates()];
    for (int k = 0; k < times.length; k++) {
      int index = 0;
      while (index < noisy.size()
          && noisy.at(index, k).normX() < BALANCED * noisy.at(index, k).normY()) {
        index++;
      }
      times[k] = index < noisy.size() ? noisy.step(index) : Double.POSITIVE_INFINITY;
    }
    return FiveNumbers.of(times);
  }

  /**
   * The predicted squared ratio of Fig. 4 at the recorded steps from 100 on: the mean of D = x^2 -
   * y^2 is multiplied at each update by {@link PhaseThree#imbalanceFactor}, exactly, with x y on
   * the valley of the smoothed objective, where p (1 + 2 v / S) = 1, p = x y, S = x^2 + y^2 =
   * sqrt(D^2 + 4 p^2), v = sigma^2. It begins with the measured mean of D. Empty unless M is 1 x 1.
   */
  public SortedMap<Long, Double> predicted() {
    SortedMap<Long, Double> squared = new TreeMap<>();
    int index = indexOf(DENSE);
    if (!figure.startsWith("4") || noisy.step(index) < DENSE) {
      return squared;
    }
    double v = setting.sigmaX() * setting.sigmaX();
    double d = 0;
    for (int k = 0; k < noisy.replicates(); k++) {
      d += (noisy.at(index, k).normX() - noisy.at(index, k).normY()) / noisy.replicates();
    }
    for (long t = noisy.step(index); index < noisy.size(); t++) {
      double p = 1;
      for (int k = 0; k < FIXED_POINT; k++) {
        p = 1 / (1 + 2 * v / Math.sqrt(d * d + 4 * p * p));
      }
      double s = Math.sqrt(d * d + 4 * p * p);
      if (t == noisy.step(index)) {
        squared.put(t, (s + d) / (s - d));
        index++;
      }
      double x = Math.sqrt((s + d) / 2);
      d *= PhaseThree.imbalanceFactor(Binary64.INSTANCE, x, p / x, setting.etaX(), v);
    }
    return squared;
  }
}
