// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.theorem1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.noisygd.descent.fast.Ensemble;
import org.noisygd.descent.fast.EnsembleControl;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.random.BoxMullerStream;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.NoiseSource;
import org.noisygd.study.StudyOptions;
import org.noisygd.study.statistics.BinomialInterval;
import org.noisygd.study.statistics.PowerLaw;

/**
 * The event of Theorem 1, "||x_t - u|| &lt;= epsilon and ||y_t - v|| &lt;= epsilon for all t1 &lt;=
 * t &lt;= T1", over independent runs of Perturbed GD on the paper's 20 x 30 problem of rank one
 * with balanced noise, from (2 u, v/2): an optimum that is not balanced, so that the run is all
 * Phase III. The event counts up to the common sign of x and y.
 *
 * <p>The theorem names no constants. Here delta = 0.05, T1 = 1/eta^2, t1 = C log(1/eta)
 * log(1/delta) / (eta sigma^2) with C = {@link #CONSTANT}, and each cell says which C would have
 * been enough. No C serves every start: from (a u, v/a) the time grows as log a / (eta sigma^2).
 *
 * @param replicates the runs of each cell
 * @param cells noise by noise, step by step, epsilon by epsilon
 * @param hits the fit of the median first step inside, for the largest epsilon
 * @param expectedHits the same fit of the predicted steps
 */
public record CoverageStudy(
    int replicates, List<CoverageCell> cells, PowerLaw hits, PowerLaw expectedHits) {
  /** delta. */
  public static final double DELTA = 0.05;

  /**
   * The C of t1: the least power of two that is enough in every cell that has room for it and an
   * epsilon of at least twice the floor (measured: such cells need 0.05 to 0.13).
   */
  public static final double CONSTANT = 0.25;

  /** sigma^2 of the grid. */
  public static final List<Double> SIGMA_SQUARED = List.of(0.02, 0.04, 0.08, 0.16);

  /** eta of the grid. */
  public static final List<Double> ETA = List.of(0.04, 0.02, 0.01, 0.005);

  /** epsilon of the grid. */
  public static final List<Double> EPSILON = List.of(0.05, 0.1, 0.2);

  static final int D1 = 20;
  static final int D2 = 30;

  /** x = 2 u, y = v/2. */
  private static final double UNBALANCED = 2;

  /** Runs last this over 2 eta sigma^2, or to T1: e^-5 of the imbalance is left then. */
  private static final double LIFETIMES = 5;

  /** Keeps its own copy. */
  public CoverageStudy {
    cells = List.copyOf(cells);
  }

  /**
   * Runs all cells; the quick study has fewer runs and leaves out the smallest step. The theorem
   * gives the number of updates, so no other can be asked for.
   */
  public static CoverageStudy run(StudyOptions options) {
    boolean quick = options.quick();
    int replicates = options.replicates(128, 80);
    List<CoverageCell> cells = new ArrayList<>();
    List<PowerLaw.Point> hits = new ArrayList<>();
    List<PowerLaw.Point> expected = new ArrayList<>();
    for (double sigmaSquared : quick ? SIGMA_SQUARED.subList(1, 4) : SIGMA_SQUARED) {
      for (double eta : quick ? ETA.subList(0, 2) : ETA) {
        options.progress().accept("Theorem 1, sigma^2 = " + sigmaSquared + ", eta = " + eta);
        List<CoverageCell> row = cells(sigmaSquared, eta, replicates, options);
        CoverageCell widest = row.get(row.size() - 1);
        widest.medianHit().ifPresent(t -> hits.add(point(t, eta, sigmaSquared)));
        widest.predictedHit().ifPresent(t -> expected.add(point(t, eta, sigmaSquared)));
        cells.addAll(row);
      }
    }
    return new CoverageStudy(replicates, cells, PowerLaw.fit(hits), PowerLaw.fit(expected));
  }

  private static PowerLaw.Point point(double time, double eta, double sigmaSquared) {
    return new PowerLaw.Point(time, List.of(eta, sigmaSquared));
  }

  private static List<CoverageCell> cells(
      double sigmaSquared, double eta, int replicates, StudyOptions options) {
    long horizon = Math.round(1 / (eta * eta));
    long end = Math.max(horizon, Math.round(LIFETIMES / (2 * eta * sigmaSquared)));
    EventRecorder recorder = new EventRecorder(EPSILON, horizon, replicates);
    BoxMullerStream stream = new BoxMullerStream(options.seed());
    Factors<Double> start = start();
    ensemble(stream, sigmaSquared, eta)
        .run(
            replicate -> start,
            0,
            replicates,
            0,
            end,
            recorder,
            EnsembleControl.threads(options.threads()));
    List<CoverageCell> cells = new ArrayList<>();
    for (int k = 0; k < EPSILON.size(); k++) {
      cells.add(
          cell(sigmaSquared, eta, k, horizon, recorder.firstInside(k), recorder.lastOutside(k)));
    }
    return cells;
  }

  /** Runs on the paper's problem of rank one under noise with d1 v1 = d2 v2 = sigma^2. */
  static Ensemble ensemble(BoxMullerStream stream, double sigmaSquared, double eta) {
    return new Ensemble(
        new PerturbedUpdate<>(
            Matrix.of(Binary64.INSTANCE, D1, D2, (i, j) -> i == 0 && j == 0 ? 1.0 : 0.0),
            StepSizes.of(Binary64.INSTANCE, eta, eta),
            UpdateForm.RESIDUAL),
        1,
        new NoiseSource(stream, FactorId.NOISE_X, Math.sqrt(sigmaSquared / D1)),
        new NoiseSource(stream, FactorId.NOISE_Y, Math.sqrt(sigmaSquared / D2)));
  }

  @SuppressWarnings("shape") // the sizes are d1, d2 and 1
  static Factors<Double> start() {
    return new Factors<>(
        Matrix.of(Binary64.INSTANCE, D1, 1, (i, k) -> i == 0 ? UNBALANCED : 0.0),
        Matrix.of(Binary64.INSTANCE, D2, 1, (j, k) -> j == 0 ? 1 / UNBALANCED : 0.0));
  }

  private static CoverageCell cell(
      double sigmaSquared,
      double eta,
      int k,
      long horizon,
      long[] firstInside,
      long[] lastOutside) {
    double unit = unit(sigmaSquared, eta);
    long from = (long) Math.ceil(CONSTANT * unit);
    int n = firstInside.length;
    Arrays.sort(lastOutside);
    Optional<BinomialInterval> coverage =
        from >= horizon
            ? Optional.empty()
            : Optional.of(
                BinomialInterval.of(
                    (int) Arrays.stream(lastOutside).filter(t -> t < from).count(),
                    n,
                    BinomialInterval.LEVEL));
    return new CoverageCell(
        sigmaSquared,
        eta,
        EPSILON.get(k),
        1 - Math.sqrt(1 - sigmaSquared),
        horizon,
        from,
        coverage,
        median(firstInside),
        predictedHit(
            sigmaSquared, eta, EPSILON.get(k), Math.round(4 * LIFETIMES / (eta * sigmaSquared))),
        constant(lastOutside, horizon, (int) Math.ceil((1 - DELTA) * n), unit),
        constant(lastOutside, horizon, sureSuccesses(n), unit),
        horizon / unit);
  }

  /** t1 of C = 1: log(1/eta) log(1/delta) / (eta sigma^2). */
  static double unit(double sigmaSquared, double eta) {
    return StrictMath.log(1 / eta) * StrictMath.log(1 / DELTA) / (eta * sigmaSquared);
  }

  /**
   * The least number of successes whose exact interval is above 1 - delta; n + 1 if there is none.
   */
  static int sureSuccesses(int n) {
    for (int successes = 0; successes <= n; successes++) {
      if (BinomialInterval.of(successes, n, BinomialInterval.LEVEL).lower() >= 1 - DELTA) {
        return successes;
      }
    }
    return n + 1;
  }

  /** The C with which this many runs are inside from t1 to T1; empty if t1 is not before T1/2. */
  private static Optional<Double> constant(
      long[] sortedLastOutside, long horizon, int successes, double unit) {
    if (successes > sortedLastOutside.length) {
      return Optional.empty();
    }
    long from = sortedLastOutside[successes - 1] + 1;
    return from > horizon / 2 ? Optional.empty() : Optional.of(from / unit);
  }

  private static Optional<Double> median(long[] firstInside) {
    double[] times =
        Arrays.stream(firstInside)
            .mapToDouble(t -> t == EventRecorder.NEVER ? Double.POSITIVE_INFINITY : t)
            .sorted()
            .toArray();
    double median = (times[(times.length - 1) / 2] + times[times.length / 2]) / 2;
    return Double.isFinite(median) ? Optional.of(median) : Optional.empty();
  }

  /** Descent on the smoothed objective from the same start stays in the span of u and v. */
  static Optional<Long> predictedHit(double sigmaSquared, double eta, double epsilon, long limit) {
    double x = UNBALANCED;
    double y = 1 / UNBALANCED;
    for (long t = 0; t <= limit; t++) {
      if (Math.abs(x - 1) <= epsilon && Math.abs(y - 1) <= epsilon) {
        return Optional.of(t);
      }
      double residual = x * y - 1;
      double next = x - eta * (residual * y + sigmaSquared * x);
      y = y - eta * (residual * x + sigmaSquared * y);
      x = next;
    }
    return Optional.empty();
  }
}
