// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.coupled;

import org.noisygd.descent.experiment.Experiment;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.number.random.NoiseSource;

/** The noise of one replicate, in arrays that {@link #at} overwrites; for one thread at a time. */
public final class ReplicateNoise {
  /** The noise of X at the last step of {@link #at}, row by row. */
  public final double[] x;

  /** The noise of Y at the same step, row by row. */
  public final double[] y;

  final NoiseSource sourceX;
  final NoiseSource sourceY;
  final long replicate;

  /** The noise of a setting's replicate. */
  public ReplicateNoise(Experiment setting, long seed, long replicate) {
    GaussianStream stream = new GaussianStream(seed);
    this.sourceX = new NoiseSource(stream, FactorId.NOISE_X, setting.sigmaX());
    this.sourceY = new NoiseSource(stream, FactorId.NOISE_Y, setting.sigmaY());
    this.replicate = replicate;
    this.x = new double[setting.d1() * setting.r()];
    this.y = new double[setting.d2() * setting.r()];
  }

  /** Writes the noise of a step to {@link #x} and {@link #y}. */
  public void at(long step) {
    sourceX.fill(x, replicate, step);
    sourceY.fill(y, replicate, step);
  }
}
