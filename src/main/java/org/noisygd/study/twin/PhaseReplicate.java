// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import java.util.List;
import java.util.stream.IntStream;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.fast.Workers;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.matrix.Entries;

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

  /** Updates between two meetings of the replicates: the phases are over soon. */
  private static final int STRETCH = 32;

  /** Runs the twins and noise-free runs until Phase II is over, at most so many steps. */
  public static Phases phases(
      Experiment setting,
      ArithmeticName reference,
      int replicates,
      long steps,
      long seed,
      Workers workers) {
    List<PhaseReplicate> runs =
        IntStream.range(0, replicates)
            .mapToObj(i -> new PhaseReplicate(setting, reference, seed, i, STRETCH))
            .toList();
    Phases.Finder finder = new Phases.Finder(Entries.normSquared(new FlatProblem(setting).m));
    for (long from = 0; from < steps; from += STRETCH) {
      long begin = from;
      int length = (int) Math.min(steps - from, STRETCH);
      workers.all(runs, run -> run.advance(begin, length));
      for (int k = 0; k < length; k++) {
        double twin = 0;
        double noiseFree = 0;
        for (PhaseReplicate run : runs) {
          twin += run.twinLoss[k];
          noiseFree += run.noiseFreeLoss[k];
        }
        if (finder.next(from + k, twin / replicates, noiseFree / replicates)) {
          return finder.found();
        }
      }
    }
    return finder.found();
  }

  /** A replicate that is advanced by at most a stretch at a time. */
  private PhaseReplicate(
      Experiment setting, ArithmeticName reference, long seed, long replicate, int stretch) {
    this.problem = new FlatProblem(setting);
    this.noise = new ReplicateNoise(setting, seed, replicate);
    Trajectories factory = new Trajectories(setting, seed, replicate);
    this.twin = factory.twin(reference);
    this.noiseFree = factory.in(ArithmeticName.parse("binary64"));
    this.zeroX = new double[noise.x.length];
    this.zeroY = new double[noise.y.length];
    this.twinLoss = new double[stretch];
    this.noiseFreeLoss = new double[stretch];
  }

  /** Notes the losses at each of the steps, and makes the update from it. */
  private void advance(long from, int steps) {
    for (int k = 0; k < steps; k++) {
      twinLoss[k] = problem.loss(twin.x(), twin.y());
      noiseFreeLoss[k] = problem.loss(noiseFree.x(), noiseFree.y());
      noise.at(from + k);
      twin.advance(from + k, noise.x, noise.y);
      noiseFree.advance(from + k, zeroX, zeroY);
    }
  }
}
