// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.study.StudyOptions;
import org.noisygd.study.rules.KeptNoiseWalk.Walker;
import org.noisygd.study.statistics.Student;

/**
 * The random walk of C = ||X||^2/etaX - ||Y||^2/etaY under noise that is kept, with entries of
 * variances etaX sigma1^2 and etaY sigma2^2, over many runs, each until its own clock has reached
 *
 * <pre>
 *   V = 4 T r (sigma1^2 + sigma2^2) / sqrt(etaX etaY),
 * </pre>
 *
 * <p>the variance of T updates at the optimum with C = 0 and singular values 1. Then the walk is
 * normal with mean 0 and variance V, exactly ({@link KeptNoiseWalk}), so that the sum of its
 * squares over n runs is V times a chi-squared deviate of n degrees of freedom: an exact interval
 * for the standard deviation over its prediction. The rest of C's movement (descent's second order,
 * and the deviation of the squared noise from its balanced means) is measured separately; by the
 * triangle inequality it changes the root mean square by at most its own.
 *
 * @param problem the problem
 * @param runs n, the runs that reached V
 * @param updates the mean number of updates
 * @param ratio the root mean square of the walk over sqrt V
 * @param lower the lower end of the 95% interval for what this estimates
 * @param upper its upper end
 * @param rest the root mean square of the rest of C's movement, over sqrt V
 * @param holds whether 1 is in the interval that misses once in {@link Student#ONCE_IN} times
 */
public record BalanceWalk(
    BiasProblem problem,
    int runs,
    double updates,
    double ratio,
    double lower,
    double upper,
    double rest,
    boolean holds) {
  /** How often the interval that is shown misses. */
  private static final double SHOWN = 0.05;

  /** Runs side by side. */
  private static final int LANES = 32;

  /** A run is left out after this many times T + 1/eta updates. */
  private static final long PATIENCE = 10;

  /** Measures the walks on all problems. */
  static List<BalanceWalk> run(List<BiasProblem> problems, StudyOptions options) {
    record Batch(BiasProblem problem, int first) {}
    int runs = options.replicates(128, 32);
    List<Batch> batches = new ArrayList<>();
    for (BiasProblem problem : problems) {
      for (int first = 0; first < runs; first += LANES) {
        batches.add(new Batch(problem, first));
      }
    }
    List<List<Walker>> walkers =
        options.map(
            batches,
            batch -> "Walk of " + batch.problem().name(),
            batch ->
                run(
                    batch.problem(),
                    options.seed(),
                    batch.first(),
                    Math.min(LANES, runs - batch.first())));
    List<BalanceWalk> walks = new ArrayList<>();
    for (BiasProblem problem : problems) {
      walks.add(
          of(
              problem,
              IntStream.range(0, batches.size())
                  .filter(k -> batches.get(k).problem().equals(problem))
                  .boxed()
                  .flatMap(k -> walkers.get(k).stream())
                  .toList()));
    }
    return walks;
  }

  private static List<Walker> run(BiasProblem problem, long seed, int first, int size) {
    Experiment e = problem.experiment();
    return new KeptNoiseWalk(ComparedRule.keptNoise(e), seed)
        .run(
            first,
            size,
            variance(problem),
            PATIENCE * (problem.updates() + (long) (1 / Math.min(e.etaX(), e.etaY()))));
  }

  /** V. */
  static double variance(BiasProblem problem) {
    Experiment e = problem.experiment();
    return 4
        * e.steps()
        * e.r()
        * (e.sigmaX() * e.sigmaX() + e.sigmaY() * e.sigmaY())
        / Math.sqrt(e.etaX() * e.etaY());
  }

  private static BalanceWalk of(BiasProblem problem, List<Walker> walkers) {
    int n = walkers.size();
    double v = variance(problem);
    double squares = walkers.stream().mapToDouble(w -> w.walk() * w.walk()).sum() / v;
    double rest = walkers.stream().mapToDouble(w -> w.rest() * w.rest()).sum() / v;
    ChiSquaredDistribution law = new ChiSquaredDistribution(Math.max(1, n));
    double tail = 0.5 / Student.ONCE_IN;
    return new BalanceWalk(
        problem,
        n,
        walkers.stream().mapToLong(Walker::updates).average().orElse(Double.NaN),
        Math.sqrt(squares / n),
        Math.sqrt(squares / law.inverseCumulativeProbability(1 - SHOWN / 2)),
        Math.sqrt(squares / law.inverseCumulativeProbability(SHOWN / 2)),
        Math.sqrt(rest / n),
        law.inverseCumulativeProbability(tail) <= squares
            && squares <= law.inverseCumulativeProbability(1 - tail));
  }
}
