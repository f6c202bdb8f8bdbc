// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.measure;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.noisygd.descent.fast.Workers;
import org.noisygd.io.Meter;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.matrix.Entries;
import org.noisygd.study.coupled.ArrayProblem;
import org.noisygd.study.coupled.CoupledRuns;
import org.noisygd.study.coupled.RunSet;
import org.noisygd.study.coupled.Trajectories;
import org.noisygd.theory.landscape.TargetSvd;

/**
 * The ends of the phases of a run, from the mean losses over replicates of the reference run and of
 * noise-free gradient descent in binary64 from the same starts. Losses are taken above the least
 * loss of rank r, half the squares of the other singular values of M:
 *
 * <ul>
 *   <li>Phase I, leaving the saddle or the far start, ends at the last step before t0 at which the
 *       mean loss of the reference run is ||M||^2 / 4 or more, half of that at the saddle (0, 0);
 *   <li>Phase II, falling into the valley, ends at t0: the first step at which the noise-free mean
 *       loss is below a tenth of the reference run's. From then on nine tenths are due to noise.
 * </ul>
 *
 * @param endOfOne the last step of Phase I; 0 if the run starts after Phase I
 * @param endOfTwo t0; -1 if Phase II did not end
 */
public record Phases(long endOfOne, long endOfTwo) {
  /** The noise-free loss at the end of Phase II, as a fraction of the reference run's. */
  private static final double GONE = 0.1;

  /** Updates between two meetings of the replicates; few, since the phases end soon. */
  private static final int STRETCH = 32;

  /**
   * Runs the reference runs and the noise-free runs until Phase II is over, or to the last step.
   *
   * @param shouldStop the condition for ending with the results so far
   * @param progress the receiver of lines on the progress
   */
  public static Phases of(
      RunSet all,
      ArithmeticName reference,
      Workers workers,
      BooleanSupplier shouldStop,
      Consumer<String> progress) {
    ArrayProblem problem = new ArrayProblem(all.setting());
    CoupledRuns runs =
        new CoupledRuns(
            all,
            i -> {
              Trajectories factory = new Trajectories(all.setting(), all.seed(), i);
              return List.of(factory.reference(reference), factory.noiseFree());
            });
    List<CoupledRuns.LastValues> losses = runs.lastValues(run -> problem.loss(run.x(), run.y()));
    double least = TargetSvd.of(all.setting().m()).values().lossBeyond(all.setting().r());
    Finder finder = new Finder(Entries.normSquared(problem.m), least);
    runs.report(new Meter(all.steps(), progress), "the reference run, until Phase II ends");
    runs.advance(
        workers,
        STRETCH,
        (from, to) -> {
          boolean found = false;
          long last = Math.min(to, all.steps() - 1);
          for (long t = from == 0 ? 0 : from + 1; !found && t <= last; t++) {
            found = finder.next(t, mean(losses, 0, t), mean(losses, 1, t));
          }
          return !found;
        },
        shouldStop);
    return finder.found();
  }

  private static double mean(List<CoupledRuns.LastValues> values, int run, long t) {
    double sum = 0;
    for (CoupledRuns.LastValues one : values) {
      sum += one.get(run, t);
    }
    return sum / values.size();
  }

  /** Finds the phases step by step. */
  public static final class Finder {
    private final double saddleLoss;
    private final double leastLoss;
    private long endOfOne;
    private long endOfTwo = -1;

    /** A finder for a target of this squared norm, with this least loss of rank r. */
    public Finder(double targetNormSquared, double leastLoss) {
      this.leastLoss = leastLoss;
      this.saddleLoss = targetNormSquared / 2 - leastLoss;
    }

    /** Adds the mean losses at step t, in the order of steps; returns true once t0 is found. */
    public boolean next(long t, double referenceLoss, double noiseFreeLoss) {
      if (endOfTwo < 0) {
        if (referenceLoss - leastLoss >= saddleLoss / 2) {
          endOfOne = t;
        }
        if (noiseFreeLoss - leastLoss < GONE * (referenceLoss - leastLoss)) {
          endOfTwo = t;
        }
      }
      return endOfTwo >= 0;
    }

    /** The phases as far as they are known. */
    public Phases found() {
      return new Phases(endOfOne, endOfTwo);
    }
  }

  /** Returns true if Phase II ended, so that there is a Phase III. */
  public boolean hasThree() {
    return endOfTwo >= 0;
  }

  /** The phase, 0, 1 or 2, of the update from step t. */
  public int of(long t) {
    return t < endOfOne ? 0 : !hasThree() || t < endOfTwo ? 1 : 2;
  }
}
