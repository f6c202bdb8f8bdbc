// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import org.noisygd.descent.experiment.Experiment;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.number.random.NoiseSource;

/** One replicate's twin and its noise-free run in binary64, whose losses tell the phases. */
public final class PhaseReplicate {
  private final FlatProblem problem;
  private final long replicate;
  private final NoiseSource sourceX;
  private final NoiseSource sourceY;
  private final Trajectory twin;
  private final Trajectory noiseFree;
  private final double[] noiseX;
  private final double[] noiseY;
  private final double[] zeroX;
  private final double[] zeroY;
  private final double[] twinLoss;
  private final double[] noiseFreeLoss;

  /** A replicate that is advanced by at most a stretch at a time. */
  public PhaseReplicate(
      Experiment setting, ArithmeticName reference, long seed, long replicate, int stretch) {
    this.problem = new FlatProblem(setting);
    this.replicate = replicate;
    GaussianStream stream = new GaussianStream(seed);
    this.sourceX = new NoiseSource(stream, FactorId.NOISE_X, setting.sigmaX());
    this.sourceY = new NoiseSource(stream, FactorId.NOISE_Y, setting.sigmaY());
    Trajectories factory = new Trajectories(setting, seed, replicate);
    this.twin = factory.in(reference);
    this.noiseFree = factory.in(ArithmeticName.parse("binary64"));
    this.noiseX = new double[twin.x().length];
    this.noiseY = new double[twin.y().length];
    this.zeroX = new double[noiseX.length];
    this.zeroY = new double[noiseY.length];
    this.twinLoss = new double[stretch];
    this.noiseFreeLoss = new double[stretch];
  }

  /** Notes the losses at each of the steps, and makes the update from it. */
  public void advance(long from, int steps) {
    for (int k = 0; k < steps; k++) {
      twinLoss[k] = problem.loss(twin.x(), twin.y());
      noiseFreeLoss[k] = problem.loss(noiseFree.x(), noiseFree.y());
      sourceX.fill(noiseX, replicate, from + k);
      sourceY.fill(noiseY, replicate, from + k);
      twin.advance(from + k, noiseX, noiseY);
      noiseFree.advance(from + k, zeroX, zeroY);
    }
  }

  /** The twin's loss, counted from the last stretch's first step. */
  public double twinLoss(int place) {
    return twinLoss[place];
  }

  /** The noise-free run's. */
  public double noiseFreeLoss(int place) {
    return noiseFreeLoss[place];
  }
}
