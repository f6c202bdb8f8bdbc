// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.theorem1;

import java.util.Arrays;
import java.util.List;
import org.noisygd.descent.fast.EnsembleControl;
import org.noisygd.descent.fast.EnsembleRecorder;
import org.noisygd.descent.fast.Snapshot;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.random.BoxMullerStream;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.NoiseSource;
import org.noisygd.study.PerpendicularBound;
import org.noisygd.study.StudyOptions;
import org.noisygd.study.statistics.BinomialInterval;

/**
 * Lemma 4 as an experiment: on the paper's 20 x 30 problem of rank one, from random directions with
 * ||x0||^2 = ||y0||^2 = 0.8/sigma^2, where x and y are nearly all perpendicular: how large the
 * perpendicular part still is from tau_1 to T1 = 1/eta^2, beside {@link PerpendicularBound}. Times
 * are as in {@link CoverageStudy}.
 *
 * @param replicates the runs of each cell
 * @param cells noise by noise, step by step
 */
public record PerpendicularStudy(int replicates, List<Cell> cells) {
  private static final int D1 = CoverageStudy.D1;
  private static final int D2 = CoverageStudy.D2;

  /** sigma^2 and eta: the paper's, and both sides of where the bound begins to say something. */
  private static final List<List<Double>> GRID =
      List.of(
          List.of(0.075, 0.01),
          List.of(0.15, 0.01),
          List.of(0.3, 0.01),
          List.of(0.6, 0.01),
          List.of(0.3, 0.0025),
          List.of(0.6, 0.0025));

  /** How many of these pairs the quick study runs. */
  private static final int QUICK = 4;

  /** ||x0||^2 = ||y0||^2 over 1/sigma^2: together within the lemma's 2/sigma^2. */
  private static final double SHARE = 0.8;

  /** Numbers of repeats that belong to no cell of {@link CoverageStudy}. */
  private static final long FIRST = 500_000_000;

  /** Keeps its own copy. */
  public PerpendicularStudy {
    cells = List.copyOf(cells);
  }

  /**
   * The runs with one noise and step.
   *
   * @param bound the lemma's bound
   * @param eta both steps
   * @param from tau_1
   * @param to T1
   * @param largest the largest squared norm perpendicular to u or v in any run, from tau_1 to T1
   * @param supposed how many runs kept ||x||^2 + ||y||^2 &lt;= 2/sigma^2 up to T1
   * @param kept how many of those kept the bound from tau_1 to T1, with its exact interval
   */
  public record Cell(
      PerpendicularBound bound,
      double eta,
      long from,
      long to,
      double largest,
      int supposed,
      BinomialInterval kept) {
    /** Whether the bound says more than what is supposed. */
    public boolean saysSomething() {
      return eta < bound.emptyFrom();
    }
  }

  /** Runs all cells; the quick study leaves out the smaller step. */
  public static PerpendicularStudy run(StudyOptions options) {
    int replicates = options.replicates(64, 16);
    List<List<Double>> grid = options.quick() ? GRID.subList(0, QUICK) : GRID;
    return new PerpendicularStudy(
        replicates,
        options.map(
            grid,
            pair -> "Lemma 4",
            pair ->
                cell(
                    new PerpendicularBound(pair.get(0), D1, D2),
                    pair.get(1),
                    replicates,
                    options.seed(),
                    FIRST + 1_000_000L * grid.indexOf(pair))));
  }

  private static Cell cell(
      PerpendicularBound bound, double eta, int replicates, long seed, long first) {
    double s = bound.sigmaSquared();
    long to = Math.round(1 / (eta * eta));
    long from = (long) Math.ceil(CoverageStudy.CONSTANT * CoverageStudy.unit(s, eta));
    Recorder recorder = new Recorder(first, replicates, from);
    BoxMullerStream stream = new BoxMullerStream(seed);
    CoverageStudy.ensemble(stream, s, eta)
        .run(
            replicate -> start(stream, replicate, Math.sqrt(SHARE / s)),
            first,
            replicates,
            0,
            to,
            recorder,
            EnsembleControl.threads(1));
    int supposed = 0;
    int kept = 0;
    for (int k = 0; k < replicates; k++) {
      if (recorder.norm[k] <= bound.supposed()) {
        supposed++;
        kept += recorder.perpendicular[k] <= bound.at(eta) ? 1 : 0;
      }
    }
    return new Cell(
        bound,
        eta,
        from,
        to,
        Arrays.stream(recorder.perpendicular).max().orElse(Double.NaN),
        supposed,
        BinomialInterval.of(kept, Math.max(1, supposed), BinomialInterval.LEVEL));
  }

  private static Factors<Double> start(BoxMullerStream stream, long replicate, double norm) {
    return new Factors<>(
        direction(new NoiseSource(stream, FactorId.START_X, 1), replicate, D1, norm),
        direction(new NoiseSource(stream, FactorId.START_Y, 1), replicate, D2, norm));
  }

  private static Matrix<Double> direction(NoiseSource source, long replicate, int d, double norm) {
    Matrix<Double> normal = Matrix.of(Binary64.INSTANCE, source.rows(replicate, 0, d, 1));
    return normal.scale(norm / normal.norm());
  }

  /** The largest norms of each run; a run that is not finite has infinite ones. */
  private static final class Recorder implements EnsembleRecorder {
    private final long first;
    private final long from;
    private final double[] norm;
    private final double[] perpendicular;

    Recorder(long first, int replicates, long from) {
      this.first = first;
      this.from = from;
      this.norm = new double[replicates];
      this.perpendicular = new double[replicates];
    }

    @Override
    public void state(Snapshot snapshot) {
      double[] ofX = snapshot.normSquaredX();
      double[] ofY = snapshot.normSquaredY();
      double[] alongU = snapshot.batch().x()[0][0];
      double[] alongV = snapshot.batch().y()[0][0];
      int place = (int) (snapshot.first() - first);
      for (int lane = 0; lane < snapshot.size(); lane++) {
        int k = place + lane;
        norm[k] = Math.max(norm[k], finite(ofX[lane] + ofY[lane]));
        if (snapshot.step() >= from) {
          double beside =
              Math.max(
                  ofX[lane] - alongU[lane] * alongU[lane], ofY[lane] - alongV[lane] * alongV[lane]);
          perpendicular[k] = Math.max(perpendicular[k], finite(beside));
        }
      }
    }

    private static double finite(double value) {
      return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
    }
  }
}
