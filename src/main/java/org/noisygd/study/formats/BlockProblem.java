// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.formats;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.Start;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;

/**
 * What is run unless told otherwise: M = u_1 v_1^T + u_2 v_2^T, 32 x 32, where u_k is the basis
 * vector k of the cosine transform and v_k the vector k + 2,
 *
 * <pre>
 *   c_k(i) = sqrt(2/32) cos(pi k (2 i + 1) / 64),   k = 1, 2, ..,
 * </pre>
 *
 * <p>which are orthonormal. So a column of a factor is one block of 32 numbers of all sizes, as
 * weights are, and a row a block of two. Runs start in the valley of global optima, at (U / 2, 2
 * V), so with an imbalance of 7.5 that the noise removes.
 */
final class BlockProblem {
  private static final int SIZE = 32;
  private static final int RANK = 2;
  private static final double ETA = 0.02;
  private static final double SIGMA = 0.03;
  private static final double UNBALANCED = 2;
  private static final int STEPS = 3000;

  private BlockProblem() {}

  /** The problem. */
  static Experiment experiment() {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      for (int k = 0; k < RANK; k++) {
        x.add(cosine(1 + k, i) / UNBALANCED);
        y.add(cosine(1 + RANK + k, i) * UNBALANCED);
      }
    }
    return new Experiment(
        "blocks",
        "two cosines",
        Matrix.of(
            Binary64.INSTANCE,
            SIZE,
            SIZE,
            (i, j) -> cosine(1, i) * cosine(1 + RANK, j) + cosine(2, i) * cosine(2 + RANK, j)),
        RANK,
        ETA,
        ETA,
        SIGMA,
        SIGMA,
        1,
        Start.at(x, y),
        STEPS);
  }

  private static double cosine(int k, int i) {
    return Math.sqrt(2.0 / SIZE) * StrictMath.cos(Math.PI * k * (2 * i + 1) / (2 * SIZE));
  }
}
