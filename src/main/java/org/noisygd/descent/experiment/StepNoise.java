// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.experiment;

import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.number.random.NoiseSource;

/**
 * The noise of both factors at one step of one replicate after the other, from the stream of a
 * seed. Every run of an experiment that starts from the same seed has the same noise. Not for
 * several threads at once.
 */
public final class StepNoise {
  private final NoiseSource sourceX;
  private final NoiseSource sourceY;
  private final double[] x;
  private final double[] y;

  /** The noise of an experiment; none is drawn yet. */
  public StepNoise(Experiment experiment, long seed) {
    GaussianStream stream = new GaussianStream(seed);
    this.sourceX = new NoiseSource(stream, FactorId.NOISE_X, experiment.sigmaX());
    this.sourceY = new NoiseSource(stream, FactorId.NOISE_Y, experiment.sigmaY());
    this.x = new double[experiment.d1() * experiment.r()];
    this.y = new double[experiment.d2() * experiment.r()];
  }

  /** Draws the noise of a step in place of what was drawn before. */
  public void draw(long replicate, long step) {
    sourceX.fill(x, replicate, step);
    sourceY.fill(y, replicate, step);
  }

  /** The noise of X as drawn last, d1 x r row by row; not to be changed. */
  public double[] x() {
    return x;
  }

  /** The noise of Y as drawn last, d2 x r row by row; not to be changed. */
  public double[] y() {
    return y;
  }
}
