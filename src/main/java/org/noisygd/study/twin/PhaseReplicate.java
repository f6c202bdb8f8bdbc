// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import org.noisygd.descent.experiment.Experiment;
import org.noisygd.number.format.ArithmeticName;

/** One replicate's twin and its noise-free run in binary64, whose losses tell the phases. */
public final class PhaseReplicate {
  private final FlatProblem problem;
  private final ReplicateNoise noise;
  private final Trajectory twin;
  private final Trajectory noiseFree;
  private final double[] zeroX;
  private final double[] zeroY;
  private final double[] twinLoss;
  private final double[] noiseFreeLoss;

  /** A replicate that is advanced by at most a stretch at a time. */
  public PhaseReplicate(
      Experiment setting, ArithmeticName reference, long seed, long replicate, int stretch) {
    this.problem = new FlatProblem(setting);
    this.noise = new ReplicateNoise(setting, seed, replicate);
    Trajectories factory = new Trajectories(setting, seed, replicate);
    this.twin = factory.in(reference);
    this.noiseFree = factory.in(ArithmeticName.parse("binary64"));
    this.zeroX = new double[noise.x.length];
    this.zeroY = new double[noise.y.length];
    this.twinLoss = new double[stretch];
    this.noiseFreeLoss = new double[stretch];
  }

  /** Notes the losses at each of the steps, and makes the update from it. */
  public void advance(long from, int steps) {
    for (int k = 0; k < steps; k++) {
      twinLoss[k] = problem.loss(twin.x(), twin.y());
      noiseFreeLoss[k] = problem.loss(noiseFree.x(), noiseFree.y());
      noise.at(from + k);
      twin.advance(from + k, noise.x, noise.y);
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
