// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.matrix.Entries;
import org.noisygd.study.measure.VerdictRule;
import org.noisygd.study.measure.VerdictRule.DriftClass;

/**
 * The drift ratio of a problem in an arithmetic, by formula and without a run: the rate at which
 * the stored iterate moves along the {@link Valley} to balance, over the rate of the exact iterate.
 *
 * <p>At a point of the valley the exact update has a mean m and a standard deviation s in each
 * entry, by {@code UpdateMoments}; once stored they are a {@link RoundedStep} at the spacing there.
 * With F the sum of 2 w times the stored mean over the entries w of a factor, V the sum of the
 * stored mean squares, g the expected step ratio weighted by w^2, and A = ||X||^2, B = ||Y||^2, the
 * fast directions stay in equilibrium while gradient flow with the steps g eta would conserve A /
 * (etaX gX) - B / (etaY gY). So
 *
 * <pre>
 *   d log A = [ (FX + VX) gY / etaX - (FY + VY) gX / etaY ] / [ A gY / etaX + B gX / etaY ],
 * </pre>
 *
 * <p>d log B the opposite, and the imbalance D = A - gamma^2 B falls by (A + gamma^2 B) d log A. A
 * factor that does not move (g = 0) stops the other. s includes the scatter of the iterate in the
 * fast directions: with k the mean curvature times the step there, s^2 + k/(2 - k) V over the
 * entries. The rate is integrated from the start's point of the valley to the end of the {@code
 * DriftRatio}: a tenth of D in exact arithmetic, a hundredth in this arithmetic, or the last step.
 *
 * <p><b>A model</b>: updates are treated as Gaussian, and entries as uniform between two stored
 * numbers. An update is a sum of products of two Gaussians, so its scale as a Gaussian's is
 * uncertain by a factor of 1 + 1/sqrt(n) + 2/n, n the least {@linkplain ValleyPoint#participation
 * number} of entries that share a column. The ratio is therefore given with its values for standard
 * deviations smaller and larger by this factor, and the verdict is on all three. Measured against
 * runs in {@code proofs-notes/precision.md}.
 *
 * @param arithmetic the arithmetic
 * @param value the drift ratio
 * @param low the least of the three ratios
 * @param high the largest of the three ratios
 * @param verdict the verdict on the three
 */
public record DriftForecast(
    ArithmeticName arithmetic, double value, double low, double high, DriftClass verdict) {
  /** Levels of D per decade; fewer for many entries, so that a forecast takes seconds. */
  private static final int LEVELS = 12;

  private static final int FEWEST_LEVELS = 3; // per decade
  private static final int MANY_ENTRIES = 20_000;

  private static final int DECADES = 2; // the end of a drift ratio

  /** Minimum imbalance at the start, as a fraction of A + gamma^2 B. */
  private static final double LEAST_IMBALANCE = 0.1;

  /**
   * The forecasts of the arithmetics with a formula; none if the start is balanced, or if there is
   * no {@link Valley}.
   *
   * @param seed the seed of the start and of the point of the valley
   * @param shouldStop the condition for omitting the remaining arithmetics
   * @param progress the receiver of lines on the progress, as large factors take a minute
   */
  public static List<DriftForecast> of(
      Experiment setting,
      List<ArithmeticName> arithmetics,
      long seed,
      VerdictRule rule,
      BooleanSupplier shouldStop,
      Consumer<String> progress) {
    progress.accept("finding the valley of optima");
    List<ValleyPoint> points = points(setting, seed);
    List<DriftForecast> all = new ArrayList<>();
    double n = points.isEmpty() ? 1 : points.get(0).participation();
    double factor = 1 + 1 / Math.sqrt(n) + 2 / n;
    double[] scales = {1, 1 / factor, factor};
    double[][] exact =
        Arrays.stream(scales)
            .mapToObj(scale -> rates(points, null, scale))
            .toArray(double[][]::new);
    for (ArithmeticName arithmetic : points.isEmpty() ? List.<ArithmeticName>of() : arithmetics) {
      if (shouldStop.getAsBoolean()) {
        break;
      }
      progress.accept("by formula: " + arithmetic.name());
      double[] ratios =
          IntStream.range(0, scales.length)
              .mapToDouble(k -> ratio(setting, exact[k], rates(points, arithmetic, scales[k])))
              .toArray();
      double low = Arrays.stream(ratios).min().orElseThrow();
      double high = Arrays.stream(ratios).max().orElseThrow();
      if (!Double.isNaN(low)) {
        all.add(new DriftForecast(arithmetic, ratios[0], low, high, rule.of(low, high)));
      }
    }
    return all;
  }

  /** The points of the valley at decreasing D, from that of the start on. */
  private static List<ValleyPoint> points(Experiment setting, long seed) {
    Optional<Valley> found = Valley.of(setting, seed);
    if (found.isEmpty()) {
      return List.of();
    }
    Valley valley = found.get();
    double conserved =
        Entries.normSquared(setting.startX(seed, 0)) / setting.etaX()
            - Entries.normSquared(setting.startY(seed, 0)) / setting.etaY();
    double gamma = setting.noiseGamma();
    ValleyPoint start =
        ValleyPoint.of(setting, valley.at(valley.rho(conserved, setting.etaX(), setting.etaY())));
    if (!(Math.abs(start.relativeImbalance()) >= LEAST_IMBALANCE)) {
      return List.of();
    }
    int entries = (setting.d1() + setting.d2()) * setting.r();
    int levels = DECADES * Math.max(FEWEST_LEVELS, LEVELS / (1 + LEVELS * entries / MANY_ENTRIES));
    List<ValleyPoint> points = new ArrayList<>();
    for (int k = 0; k < levels; k++) {
      double d = start.imbalance() * StrictMath.pow(10, -(k + 0.5) * DECADES / levels);
      points.add(ValleyPoint.of(setting, valley.at(valley.rho(d, 1, 1 / (gamma * gamma)))));
    }
    return points;
  }

  /** The drift ratio, from rates in exact arithmetic and with the arithmetic's stores. */
  private static double ratio(Experiment setting, double[] exact, double[] own) {
    double most = StrictMath.log(10) * DECADES;
    double width = most / exact.length;
    double last = Math.min((double) setting.steps(), time(exact, width, most / DECADES));
    double end = Math.min(last, time(own, width, most));
    return fall(own, width, end) / fall(exact, width, end);
  }

  private static double[] rates(
      List<ValleyPoint> points, @Nullable ArithmeticName arithmetic, double scale) {
    return points.stream().parallel().mapToDouble(point -> point.rate(arithmetic, scale)).toArray();
  }

  /** The number of updates in which log |D| falls by an amount. */
  private static double time(double[] rates, double width, double fall) {
    double time = 0;
    for (int k = 0; k * width < fall * (1 - 1e-9); k++) {
      time += rates[k] > 0 ? width / rates[k] : Double.POSITIVE_INFINITY;
    }
    return time;
  }

  /** The decrease of log |D| in a number of updates. */
  private static double fall(double[] rates, double width, double updates) {
    double fall = 0;
    double left = updates;
    for (double rate : rates) {
      if (!(rate > 0) || width / rate >= left) {
        return fall + rate * left;
      }
      left -= width / rate;
      fall += width;
    }
    return fall;
  }
}
