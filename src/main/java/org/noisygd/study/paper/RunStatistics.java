// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.paper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Entries;
import org.noisygd.study.coupled.ArrayProblem;
import org.noisygd.study.coupled.CoupledRuns;
import org.noisygd.study.coupled.RunSet;
import org.noisygd.study.coupled.Trajectory;

/**
 * Independent repeats of an experiment, recorded at some steps: ||X||^2, ||Y||^2 and F = 1/2 ||X
 * Y^T - M||^2 of each and, on request, the exponential moving average of F over all steps,
 *
 * <pre>
 *   A_0 = F_0,   A_(t+1) = A_t + w (F_(t+1) - A_t).
 * </pre>
 *
 * <p>Values are infinite or NaN once a repeat is no longer finite. Repeats run on the calling
 * thread, since the experiments share the threads.
 */
public final class RunStatistics {
  private final long[] steps;
  private final List<Run> recorded;

  private RunStatistics(long[] steps, List<Run> recorded) {
    this.steps = steps;
    this.recorded = recorded;
  }

  /**
   * Runs an experiment many times, each with the noise of its own replicate number.
   *
   * @param runs the setting, the number of repeats, the steps and the seed
   * @param first the number of the first repeat; independent experiments use different numbers
   * @param starts the start of each repeat, by its number
   * @param steps the recorded steps, in ascending order
   * @param weight w of the moving average; 0 for none
   */
  static RunStatistics of(
      RunSet runs,
      long first,
      LongFunction<Factors<Double>> starts,
      List<Long> steps,
      double weight) {
    for (int k = 1; k < steps.size(); k++) {
      Require.that(steps.get(k) > steps.get(k - 1), "steps", "ascend", steps.get(k));
    }
    long[] ascending = steps.stream().mapToLong(Long::longValue).toArray();
    ArrayProblem problem = new ArrayProblem(runs.setting());
    CoupledRuns repeats = CoupledRuns.inBinary64(runs, first, starts);
    List<Run> recorded = repeats.observedBy(count -> new Run(problem, ascending, weight));
    repeats.advance();
    return new RunStatistics(ascending, recorded);
  }

  /**
   * The values of a repeat at a recorded step.
   *
   * @param normX ||X||^2
   * @param normY ||Y||^2
   * @param loss F
   * @param averageLoss the moving average of F; 0 if none was requested
   */
  public record State(double normX, double normY, double loss, double averageLoss) {}

  /** One repeat. */
  private static final class Run implements CoupledRuns.Observer {
    private final ArrayProblem problem;
    private final long[] steps;
    private final double weight;
    private final List<State> seen = new ArrayList<>();
    private double average;

    Run(ArrayProblem problem, long[] steps, double weight) {
      this.problem = problem;
      this.steps = steps;
      this.weight = weight;
    }

    @Override
    public void at(long t, int a, Trajectory run) {
      boolean isRecorded = Arrays.binarySearch(steps, t) >= 0;
      if (isRecorded || weight > 0) {
        double loss = problem.loss(run.x(), run.y());
        double before = t == 0 ? loss : average;
        average = weight > 0 ? before + weight * (loss - before) : 0;
        if (isRecorded) {
          double normX = Entries.normSquared(run.x());
          seen.add(new State(normX, Entries.normSquared(run.y()), loss, average));
        }
      }
    }
  }

  /** The number of recorded steps. */
  public int size() {
    return steps.length;
  }

  /** The number of repeats. */
  public int replicates() {
    return recorded.size();
  }

  /** The recorded step with an index. */
  public long step(int index) {
    return steps[index];
  }

  /** The state of a repeat at a recorded step. */
  public State at(int index, int replicate) {
    return recorded.get(replicate).seen.get(index);
  }

  /** ||X|| / ||Y|| of a repeat at a recorded step. */
  public double ratio(int index, int replicate) {
    return Math.sqrt(at(index, replicate).normX() / at(index, replicate).normY());
  }

  /** ||X|| / ||Y|| of every repeat at a recorded step. */
  public double[] ratios(int index) {
    return IntStream.range(0, replicates()).mapToDouble(k -> ratio(index, k)).toArray();
  }

  /** F of every repeat at a recorded step. */
  public double[] losses(int index) {
    return IntStream.range(0, replicates()).mapToDouble(k -> at(index, k).loss()).toArray();
  }

  /** The number of repeats that are finite at a recorded step. */
  public int finite(int index) {
    return (int) Arrays.stream(losses(index)).filter(Double::isFinite).count();
  }
}
