// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import java.util.Arrays;
import java.util.List;
import org.noisygd.descent.fast.Snapshot;
import org.noisygd.number.Require;

/**
 * What was seen of many repeats at some steps: ||X||^2, ||Y||^2 and F = 1/2 ||X Y^T - M||^2 of each
 * and, where it was asked for, the exponential moving average of F over all steps,
 *
 * <pre>
 *   A_0 = F_0,   A_(t+1) = A_t + w (F_(t+1) - A_t).
 * </pre>
 *
 * <p>Values are infinite or NaN where a repeat is no longer finite.
 */
public final class RunStatistics {
  private final long[] steps;
  private final double[][] normX;
  private final double[][] normY;
  private final double[][] loss;
  private final double[][] average;

  private RunStatistics(long[] steps, int replicates) {
    this.steps = steps;
    this.normX = new double[steps.length][replicates];
    this.normY = new double[steps.length][replicates];
    this.loss = new double[steps.length][replicates];
    this.average = new double[steps.length][replicates];
  }

  /** Records a course at ascending steps while repeats run. */
  static final class Course implements Repeats.Recorder {
    private final RunStatistics course;
    private final long first;
    private final double weight;
    private final double[] running;

    /**
     * Records the replicates first, first + 1, ... at these steps.
     *
     * @param weight w of the moving average; 0 for none
     */
    Course(List<Long> steps, long first, int replicates, double weight) {
      long[] ascending = steps.stream().mapToLong(Long::longValue).toArray();
      for (int k = 1; k < ascending.length; k++) {
        Require.that(ascending[k] > ascending[k - 1], "steps", "ascend", ascending[k]);
      }
      this.course = new RunStatistics(ascending, replicates);
      this.first = first;
      this.weight = weight;
      this.running = new double[replicates];
    }

    @Override
    public boolean wants(long step) {
      return weight > 0 || Arrays.binarySearch(course.steps, step) >= 0;
    }

    @Override
    public void state(Snapshot snapshot) {
      int from = (int) (snapshot.first() - first);
      int size = snapshot.size();
      double[] loss = snapshot.loss();
      for (int lane = 0; weight > 0 && lane < size; lane++) {
        double before = snapshot.step() == 0 ? loss[lane] : running[from + lane];
        running[from + lane] = before + weight * (loss[lane] - before);
      }
      int at = Arrays.binarySearch(course.steps, snapshot.step());
      if (at >= 0) {
        System.arraycopy(snapshot.normSquaredX(), 0, course.normX[at], from, size);
        System.arraycopy(snapshot.normSquaredY(), 0, course.normY[at], from, size);
        System.arraycopy(loss, 0, course.loss[at], from, size);
        System.arraycopy(running, from, course.average[at], from, size);
      }
    }

    RunStatistics course() {
      return course;
    }
  }

  /** How many steps were looked at. */
  public int size() {
    return steps.length;
  }

  /** How many repeats there are. */
  public int replicates() {
    return normX[0].length;
  }

  /** The step of a look. */
  public long step(int look) {
    return steps[look];
  }

  /** ||X||^2 of a repeat at a look. */
  public double normX(int look, int replicate) {
    return normX[look][replicate];
  }

  /** ||Y||^2 of a repeat at a look. */
  public double normY(int look, int replicate) {
    return normY[look][replicate];
  }

  /** F of a repeat at a look. */
  public double loss(int look, int replicate) {
    return loss[look][replicate];
  }

  /** The moving average of F of a repeat at a look; 0 where none was asked for. */
  public double averageLoss(int look, int replicate) {
    return average[look][replicate];
  }

  /** ||X|| / ||Y|| of a repeat at a look. */
  public double ratio(int look, int replicate) {
    return Math.sqrt(normX[look][replicate] / normY[look][replicate]);
  }

  /** ||X|| / ||Y|| of every repeat at a look. */
  public double[] ratios(int look) {
    double[] ratios = new double[replicates()];
    Arrays.setAll(ratios, replicate -> ratio(look, replicate));
    return ratios;
  }

  /** F of every repeat at a look. */
  public double[] losses(int look) {
    return loss[look].clone();
  }

  /** How many repeats are finite at a look. */
  public int finite(int look) {
    return (int) Arrays.stream(loss[look]).filter(Double::isFinite).count();
  }
}
