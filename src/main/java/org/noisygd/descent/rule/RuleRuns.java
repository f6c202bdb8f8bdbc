// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.rule;

import static org.noisygd.descent.fast.BatchMatrices.zeros;

import org.noisygd.descent.fast.BatchMatrices;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Require;

/**
 * The runs of a {@link RunPlan}: replicate p takes the start and the draws of number p, so its bits
 * depend on neither the other replicates nor the threads. Keeps the last iterates, and norms at the
 * steps that the plan looks at.
 */
public final class RuleRuns {
  /** Lanes in a batch: enough for vectors, few enough for the second cache (20 x 30: 150 kB). */
  private static final int LANES = 32;

  private final RunPlan plan;
  private final int d1;
  private final int d2;
  private final double[][] x;
  private final double[][] y;
  private final double[][] normSquaredX;
  private final double[][] normSquaredY;

  private RuleRuns(RunPlan plan) {
    this.plan = plan;
    this.d1 = plan.rule().target().rows();
    this.d2 = plan.rule().target().columns();
    this.x = new double[plan.replicates()][d1 * plan.r()];
    this.y = new double[plan.replicates()][d2 * plan.r()];
    this.normSquaredX = new double[plan.replicates()][plan.looks().size()];
    this.normSquaredY = new double[plan.replicates()][plan.looks().size()];
  }

  /** Runs all on the thread that asks for them: plans are many, so they share the threads. */
  public static RuleRuns run(RunPlan plan) {
    RuleRuns runs = new RuleRuns(plan);
    for (int first = 0; first < plan.replicates(); first += LANES) {
      runs.runBatch(first);
    }
    return runs;
  }

  private void runBatch(int first) {
    int size = Math.min(LANES, plan.replicates() - first);
    RuleBatch lanes = new RuleBatch(plan.rule(), plan.r(), size);
    double[][] laneX = zeros(d1 * plan.r(), size);
    double[][] laneY = zeros(d2 * plan.r(), size);
    for (int lane = 0; lane < size; lane++) {
      Factors<Double> start = plan.starts().apply(first + lane);
      x[first + lane] = start.x().roundToRows();
      y[first + lane] = start.y().roundToRows();
      BatchMatrices.put(laneX, lane, x[first + lane]);
      BatchMatrices.put(laneY, lane, y[first + lane]);
    }
    LaneDraws drawn = new LaneDraws(size);
    int look = 0;
    for (long t = 0; t <= plan.steps(); t++) {
      if (look < plan.looks().size() && plan.looks().get(look) == t) {
        keep(first, look++, laneX, laneY);
      }
      if (t < plan.steps()) {
        drawn.fill(first, t);
        lanes.apply(laneX, laneY, drawn.zx, drawn.zy, drawn.cells, plan.schedule().step(t));
      }
    }
    for (int lane = 0; lane < size; lane++) {
      BatchMatrices.get(laneX, lane, x[first + lane]);
      BatchMatrices.get(laneY, lane, y[first + lane]);
    }
  }

  private void keep(int first, int look, double[][] laneX, double[][] laneY) {
    double[] ofX = BatchMatrices.normSquared(laneX);
    double[] ofY = BatchMatrices.normSquared(laneY);
    for (int lane = 0; lane < ofX.length; lane++) {
      normSquaredX[first + lane][look] = ofX[lane];
      normSquaredY[first + lane][look] = ofY[lane];
    }
  }

  /** The draws of one batch's updates, one after the other. */
  private final class LaneDraws {
    private final int size;
    private final boolean factors;
    private final boolean ofCells;
    private final double[] flatX;
    private final double[] flatY;
    private final double[] flatCells;
    private final double[][] zx;
    private final double[][] zy;
    private final double[][] cells;

    LaneDraws(int size) {
      this.size = size;
      this.factors = plan.rule().noise().isOfFactors();
      this.ofCells = plan.rule().noise().isOfCells();
      this.flatX = new double[factors ? d1 * plan.r() : 0];
      this.flatY = new double[factors ? d2 * plan.r() : 0];
      this.flatCells = new double[ofCells ? d1 * d2 : 0];
      this.zx = zeros(flatX.length, size);
      this.zy = zeros(flatY.length, size);
      this.cells = zeros(flatCells.length, size);
    }

    void fill(int first, long t) {
      if (!factors && !ofCells) {
        return;
      }
      for (int lane = 0; lane < size; lane++) {
        if (factors) {
          plan.draws().factors(flatX, flatY, first + lane, t);
          BatchMatrices.put(zx, lane, flatX);
          BatchMatrices.put(zy, lane, flatY);
        } else {
          plan.draws().cells(flatCells, first + lane, t);
          BatchMatrices.put(cells, lane, flatCells);
        }
      }
      double factor = plan.schedule().noise(t);
      if (factor != 1) {
        BatchMatrices.scale(zx, factor);
        BatchMatrices.scale(zy, factor);
        BatchMatrices.scale(cells, factor);
      }
    }
  }

  /** What was run. */
  public RunPlan plan() {
    return plan;
  }

  /** The number of replicates. */
  public int size() {
    return x.length;
  }

  /** A copy of the last X of a replicate, row by row. */
  public double[] x(int replicate) {
    return x[Require.index("replicate", replicate, size())].clone();
  }

  /** A copy of the last Y of a replicate, row by row. */
  public double[] y(int replicate) {
    return y[Require.index("replicate", replicate, size())].clone();
  }

  /** ||X||^2 of a replicate at a look. */
  public double normSquaredX(int replicate, int look) {
    return normSquaredX[replicate][look];
  }

  /** ||Y||^2 of a replicate at a look. */
  public double normSquaredY(int replicate, int look) {
    return normSquaredY[replicate][look];
  }

  /** ||X|| / ||Y|| of a replicate at a look. */
  public double ratio(int replicate, int look) {
    return Math.sqrt(normSquaredX[replicate][look] / normSquaredY[replicate][look]);
  }

  /** Whether a replicate's last iterate is finite; one that was not never becomes finite again. */
  public boolean isFinite(int replicate) {
    double sum = 0;
    for (double entry : x[replicate]) {
      sum += 0 * entry;
    }
    for (double entry : y[replicate]) {
      sum += 0 * entry;
    }
    return sum == 0;
  }
}
