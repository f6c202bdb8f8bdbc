// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bias;

import java.util.List;
import java.util.stream.IntStream;
import org.noisygd.rollout.RuleRuns;

/**
 * The random walk of C = ||X||^2/etaX - ||Y||^2/etaY under noise that is kept, with entries of
 * variances etaX sigma1^2 and etaY sigma2^2:
 *
 * <pre>
 *   mean of a step   r (d1 sigma1^2 - d2 sigma2^2)            = 0 for balanced noise
 *   its variance     4 (sigma1^2 ||X||^2/etaX + sigma2^2 ||Y||^2/etaY)
 * </pre>
 *
 * <p>Both to leading order in the steps. The expected variance of C at the end is the sum of the
 * second over all updates, its mean over the runs taken by the trapezoidal rule between looks.
 *
 * @param problem the problem
 * @param runs how many stayed finite
 * @param meanChange of C from start to end, over the runs
 * @param deviation the sample standard deviation of that change
 * @param expectedDeviation what it is expected to be
 */
public record BalanceWalk(
    BiasProblem problem, int runs, double meanChange, double deviation, double expectedDeviation) {
  static BalanceWalk of(BiasProblem problem, RuleRuns runs) {
    int[] finite = IntStream.range(0, runs.size()).filter(runs::isFinite).toArray();
    List<Long> looks = runs.plan().looks();
    double etaX = problem.steps().etaX();
    double etaY = problem.steps().etaY();
    double sum = 0;
    double squares = 0;
    double variance = 0;
    for (int p : finite) {
      int last = looks.size() - 1;
      double change =
          (runs.normSquaredX(p, last) - runs.normSquaredX(p, 0)) / etaX
              - (runs.normSquaredY(p, last) - runs.normSquaredY(p, 0)) / etaY;
      sum += change;
      squares += change * change;
      for (int look = 0; look < last; look++) {
        double width = looks.get(look + 1) - looks.get(look);
        variance += width * (rate(problem, runs, p, look) + rate(problem, runs, p, look + 1)) / 2;
      }
    }
    int n = finite.length;
    double mean = sum / n;
    return new BalanceWalk(
        problem,
        n,
        mean,
        Math.sqrt((squares - n * mean * mean) / (n - 1)),
        Math.sqrt(variance / n));
  }

  private static double rate(BiasProblem problem, RuleRuns runs, int p, int look) {
    return 4
        * (problem.sigmaX() * problem.sigmaX() * runs.normSquaredX(p, look) / problem.steps().etaX()
            + problem.sigmaY()
                * problem.sigmaY()
                * runs.normSquaredY(p, look)
                / problem.steps().etaY());
  }
}
