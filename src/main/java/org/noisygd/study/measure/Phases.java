// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.measure;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.noisygd.descent.fast.Workers;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.matrix.Entries;
import org.noisygd.report.Meter;
import org.noisygd.study.coupled.ArrayProblem;
import org.noisygd.study.coupled.CoupledRuns;
import org.noisygd.study.coupled.RunSet;
import org.noisygd.study.coupled.Trajectories;
import org.noisygd.theory.landscape.TargetSvd;

/**
 * Where the phases of a run meet, found from the mean losses, over replicates, of the twin and of
 * noise-free gradient descent in binary64 from the same starts. Where M has more than rank r, no
 * run gets below the least loss of that rank, half the squares of the other singular values; a loss
 * is what is above it:
 *
 * <ul>
 *   <li>Phase I, leaving the saddle or the far start, ends at the last step before t0 at which the
 *       twin's mean loss is ||M||^2 / 4 or more, half of the loss at the saddle (0, 0);
 *   <li>Phase II, falling into the valley, ends at t0: the first step at which the noise-free mean
 *       loss is below a tenth of the twin's. From there on nine tenths of the loss come from noise.
 * </ul>
 *
 * @param endOfOne the last step of Phase I; 0 where the start is past it already
 * @param endOfTwo t0; -1 where Phase II did not end
 */
public record Phases(long endOfOne, long endOfTwo) {
  /** The share of the twin's loss below which the noise-free one counts as gone. */
  private static final double SHARE = 0.1;

  /** Updates between two meetings of the replicates: the phases are over soon. */
  private static final int STRETCH = 32;

  /**
   * Runs the twins and the noise-free runs until Phase II is over, or to the last step.
   *
   * @param isEndDue whether to end with what is known so far
   * @param progress takes the progress now and then, in words
   */
  public static Phases of(
      RunSet all,
      ArithmeticName reference,
      Workers workers,
      BooleanSupplier isEndDue,
      Consumer<String> progress) {
    ArrayProblem problem = new ArrayProblem(all.setting());
    CoupledRuns runs =
        new CoupledRuns(
            all,
            i -> {
              Trajectories factory = new Trajectories(all.setting(), all.seed(), i);
              return List.of(factory.twin(reference), factory.noiseFree());
            });
    List<CoupledRuns.LastValues> losses = runs.lastValues(run -> problem.loss(run.x(), run.y()));
    double least = TargetSvd.of(all.setting().m()).values().lossBeyond(all.setting().r());
    Finder finder = new Finder(Entries.normSquared(problem.m), least);
    runs.tell(new Meter(all.steps(), progress), "the twin, until Phase II ends");
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
        isEndDue);
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

    /** A finder for a target of this squared norm, which rank r fits up to this least loss. */
    public Finder(double targetNormSquared, double leastLoss) {
      this.leastLoss = leastLoss;
      this.saddleLoss = targetNormSquared / 2 - leastLoss;
    }

    /** Takes the mean losses at step t, in order; true once t0 is found. */
    public boolean next(long t, double twinLoss, double noiseFreeLoss) {
      if (endOfTwo < 0) {
        if (twinLoss - leastLoss >= saddleLoss / 2) {
          endOfOne = t;
        }
        if (noiseFreeLoss - leastLoss < SHARE * (twinLoss - leastLoss)) {
          endOfTwo = t;
        }
      }
      return endOfTwo >= 0;
    }

    /** What is known so far. */
    public Phases found() {
      return new Phases(endOfOne, endOfTwo);
    }
  }

  /** Whether there is a Phase III: Phase II ended. */
  public boolean hasThree() {
    return endOfTwo >= 0;
  }

  /** The phase, 0, 1 or 2, of the update from step t. */
  public int of(long t) {
    return t < endOfOne ? 0 : !hasThree() || t < endOfTwo ? 1 : 2;
  }
}
