// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.rule;

import static org.noisygd.descent.fast.BatchMatrices.zeros;

import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.fast.BatchMatrices;
import org.noisygd.descent.fast.Ensemble;
import org.noisygd.descent.fast.EnsembleControl;
import org.noisygd.descent.fast.EnsembleRecorder;
import org.noisygd.descent.fast.ReplicateBatch;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Require;

/**
 * Runs of an update rule: replicate p takes the start and the draws of number p.
 *
 * @param rule the update
 * @param r the columns of X and Y
 * @param draws the random numbers
 * @param starts the iterate at step 0 of each replicate by its number
 * @param schedule the factors of steps and noise
 * @param replicates how many runs
 * @param looks the steps, ascending, at which the runs are looked at; they end at the last
 */
public record RunPlan(
    UpdateRule<Double> rule,
    int r,
    DrawSource draws,
    LongFunction<Factors<Double>> starts,
    Schedule schedule,
    int replicates,
    List<Long> looks) {
  /** Keeps its own copy. */
  public RunPlan {
    looks = List.copyOf(looks);
  }

  /** A plan without decay that looks at the given number of steps, spread evenly, 0 the first. */
  public static RunPlan of(
      UpdateRule<Double> rule,
      int r,
      DrawSource draws,
      LongFunction<Factors<Double>> starts,
      int replicates,
      List<Long> looks) {
    return new RunPlan(rule, r, draws, starts, Schedule.CONSTANT, replicates, looks);
  }

  /** Perturbed GD on an experiment from its starts, with these draws. */
  public static RunPlan perturbed(
      Experiment e, long seed, DrawSource draws, int replicates, List<Long> looks) {
    UpdateRule<Double> rule = UpdateRule.perturbed(e.target(), e.stepSizes());
    return of(rule, e.r(), draws, e.starts(seed), replicates, looks);
  }

  /** This plan with steps and noise that decay. */
  public RunPlan with(Schedule decay) {
    return new RunPlan(rule, r, draws, starts, decay, replicates, looks);
  }

  /** 0 to {@code steps} in this many intervals, as equal as whole numbers allow. */
  public static List<Long> evenly(long steps, int intervals) {
    Require.positive("intervals", intervals);
    return LongStream.rangeClosed(0, intervals)
        .map(k -> steps * k / intervals)
        .distinct()
        .boxed()
        .toList();
  }

  /** Runs all on the thread that asks for them: plans are many, so they share the threads. */
  public void run(EnsembleRecorder recorder) {
    long steps = looks.get(looks.size() - 1);
    new Ensemble(rule.target(), r, LaneUpdates::new)
        .run(starts, 0, replicates, 0, steps, recorder, EnsembleControl.threads(1));
  }

  /** The updates of one batch, with their draws. */
  private final class LaneUpdates implements Ensemble.Updates {
    private final ReplicateBatch batch;
    private final RuleBatch lanes;
    private final double[] flatX;
    private final double[] flatY;
    private final double[] flatCells;
    private final double[][] zx;
    private final double[][] zy;
    private final double[][] cells;

    LaneUpdates(ReplicateBatch batch) {
      boolean factors = rule.noise().isOfFactors();
      this.batch = batch;
      this.lanes = new RuleBatch(rule, r, batch.lanes());
      this.flatX = new double[factors ? batch.d1() * r : 0];
      this.flatY = new double[factors ? batch.d2() * r : 0];
      this.flatCells = new double[rule.noise().isOfCells() ? batch.d1() * batch.d2() : 0];
      this.zx = zeros(flatX.length, batch.lanes());
      this.zy = zeros(flatY.length, batch.lanes());
      this.cells = zeros(flatCells.length, batch.lanes());
    }

    @Override
    public void make(long first, long t) {
      for (int lane = 0; rule.noise() != UpdateRule.Noise.NONE && lane < batch.size(); lane++) {
        if (rule.noise().isOfFactors()) {
          draws.factors(flatX, flatY, first + lane, t);
          BatchMatrices.put(zx, lane, flatX);
          BatchMatrices.put(zy, lane, flatY);
        } else {
          draws.cells(flatCells, first + lane, t);
          BatchMatrices.put(cells, lane, flatCells);
        }
      }
      double factor = schedule.noise(t);
      if (factor != 1) {
        BatchMatrices.scale(zx, factor);
        BatchMatrices.scale(zy, factor);
        BatchMatrices.scale(cells, factor);
      }
      lanes.apply(batch.x()[0], batch.y()[0], zx, zy, cells, schedule.step(t));
    }
  }
}
