// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.theorem1;

import java.util.Arrays;
import java.util.List;
import org.noisygd.descent.fast.EnsembleRecorder;
import org.noisygd.descent.fast.Snapshot;

/**
 * Notes of each replicate and each epsilon when max(||x - s u||, ||y - s v||), s the better of the
 * signs 1 and -1, is first at most epsilon, and when it was last above it up to some step T1; u and
 * v are the first unit vectors. Distances by ||x||^2 - 2 s x_1 + 1: absolute error some 1e-15, so
 * distances below 1e-7 are not resolved.
 */
class EventRecorder implements EnsembleRecorder {
  /** Stands for a time that never came. */
  static final long NEVER = -1;

  private final double[] squares;
  private final long horizon;
  private final long[][] firstInside;
  private final long[][] lastOutside;

  EventRecorder(List<Double> epsilons, long horizon, int replicates) {
    this.squares = epsilons.stream().mapToDouble(epsilon -> epsilon * epsilon).toArray();
    this.horizon = horizon;
    this.firstInside = new long[squares.length][replicates];
    this.lastOutside = new long[squares.length][replicates];
    for (int k = 0; k < squares.length; k++) {
      Arrays.fill(firstInside[k], NEVER);
      Arrays.fill(lastOutside[k], NEVER);
    }
  }

  @Override
  public void state(Snapshot snapshot) {
    double[] squared = squaredDistances(snapshot);
    int first = (int) snapshot.first();
    for (int lane = 0; lane < squared.length; lane++) {
      note(first + lane, squared[lane], snapshot.step());
    }
  }

  /** The square of what is compared with epsilon, for each replicate. */
  double[] squaredDistances(Snapshot snapshot) {
    double[] ofX = snapshot.normSquaredX();
    double[] ofY = snapshot.normSquaredY();
    double[] alongU = snapshot.batch().x()[0][0];
    double[] alongV = snapshot.batch().y()[0][0];
    double[] squared = new double[ofX.length];
    for (int lane = 0; lane < squared.length; lane++) {
      double plus = Math.max(ofX[lane] - 2 * alongU[lane] + 1, ofY[lane] - 2 * alongV[lane] + 1);
      double minus = Math.max(ofX[lane] + 2 * alongU[lane] + 1, ofY[lane] + 2 * alongV[lane] + 1);
      squared[lane] = Math.min(plus, minus);
    }
    return squared;
  }

  private void note(int replicate, double distanceSquared, long step) {
    for (int k = 0; k < squares.length; k++) {
      if (distanceSquared <= squares[k]) {
        if (firstInside[k][replicate] == NEVER) {
          firstInside[k][replicate] = step;
        }
      } else if (step <= horizon) { // NaN too
        lastOutside[k][replicate] = step;
      }
    }
  }

  /** The steps at which each replicate was first inside, or {@link #NEVER}. */
  long[] firstInside(int epsilon) {
    return firstInside[epsilon].clone();
  }

  /** The steps up to T1 at which each replicate was last outside, or {@link #NEVER}. */
  long[] lastOutside(int epsilon) {
    return lastOutside[epsilon].clone();
  }
}
