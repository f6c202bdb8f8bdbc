// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.rule;

import org.noisygd.number.Require;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.number.random.NoiseSource;

/** Where each replicate starts. */
@FunctionalInterface
public interface Start {
  /** Fills X0 and Y0 of a replicate, row by row. */
  void fill(double[] x, double[] y, long replicate);

  /** Independent normal entries of one standard deviation, other ones in each replicate. */
  static Start normal(long seed, double sigma) {
    GaussianStream stream = new GaussianStream(seed);
    NoiseSource sourceX = new NoiseSource(stream, FactorId.INITIAL_X, sigma);
    NoiseSource sourceY = new NoiseSource(stream, FactorId.INITIAL_Y, sigma);
    return (x, y, replicate) -> {
      sourceX.fill(x, replicate, 0);
      sourceY.fill(y, replicate, 0);
    };
  }

  /** X0 = a (I 0)^T and Y0 = b (I 0)^T in every replicate: a and b times the first unit vectors. */
  static Start aligned(int r, double a, double b) {
    Require.positive("r", r);
    return (x, y, replicate) -> {
      for (int k = 0; k < r; k++) {
        x[k * r + k] = a;
        y[k * r + k] = b;
      }
    };
  }
}
