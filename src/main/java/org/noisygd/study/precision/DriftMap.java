// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.number.Require;
import org.noisygd.number.Text;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.study.precision.DriftResult.Point;
import org.noisygd.study.twin.DeadZone;
import org.noisygd.study.twin.Phases;
import org.noisygd.study.twin.StudiedArithmetic;
import org.noisygd.study.twin.VerdictRule;

/**
 * Precision studies over a grid of step sizes and noises around a setting, from a quarter to four
 * times its own: where an arithmetic is frozen, slowed, fast and faithful, and how the update there
 * compares with the spacing of numbers, factor by factor, as measured and as predicted.
 *
 * @param setting the problem in the middle
 * @param reference the twin's arithmetic
 * @param arithmetics each gets a map
 * @param replicates how many replicates in each cell
 * @param steps how many updates each
 * @param seed of noise, starts and stochastic roundings
 * @param rule what gives the verdicts of each cell
 */
public record DriftMap(
    Experiment setting,
    ArithmeticName reference,
    List<ArithmeticName> arithmetics,
    int replicates,
    long steps,
    long seed,
    VerdictRule rule) {
  /** Step sizes and noises are the setting's times these. */
  public static final List<Double> FACTORS = List.of(0.25, 0.5, 1.0, 2.0, 4.0);

  /** The cells of a map. */
  public static final int CELLS = FACTORS.size() * FACTORS.size();

  /** The arithmetics unless told otherwise: where Fig. 4 is frozen, slowed, fast, faithful. */
  public static final List<String> DEFAULT_ARITHMETICS =
      List.of("bfloat16", "binary:10", "binary:11", "binary:12");

  /** The updates unless told otherwise. */
  public static final long DEFAULT_STEPS = 60_000;

  /** The replicates unless told otherwise. */
  public static final int DEFAULT_REPLICATES = 8;

  /**
   * The drift ratio over step size and noise, with the dead zone of each factor.
   *
   * @param map what was run
   * @param cells row by row: the least noise first, in a row the least step size first
   */
  public record Result(DriftMap map, List<Cell> cells) {
    /** Keeps its own copy. */
    public Result {
      cells = List.copyOf(cells);
    }

    /** The cell of a row and column. */
    public Cell cell(int row, int column) {
      return cells.get(row * FACTORS.size() + column);
    }
  }

  /**
   * One cell.
   *
   * @param setting its problem
   * @param results one for each arithmetic
   */
  public record Cell(Experiment setting, List<OfArithmetic> results) {
    /** Keeps its own copy. */
    public Cell {
      results = List.copyOf(results);
    }
  }

  /**
   * What was seen of one arithmetic in a cell.
   *
   * @param seen what the study of the drift saw
   * @param predicted root mean square update over spacing of both factors, from the exact variance
   *     of an update along the mean course; NaN unless d1 = d2 = r = 1
   * @param atStart a where Phase III begins; NaN likewise
   * @param startX the root mean square of x there; NaN likewise
   * @param startY that of y
   */
  public record OfArithmetic(
      DriftResult.OfArithmetic seen,
      DeadZone predicted,
      DeadZone atStart,
      double startX,
      double startY) {}

  private static final DeadZone UNKNOWN = new DeadZone(Double.NaN, Double.NaN);

  /** Checks the numbers. */
  public DriftMap {
    arithmetics = List.copyOf(arithmetics);
    Require.that(!arithmetics.isEmpty(), "arithmetics", "be at least one", 0);
    Require.positive("replicates", replicates);
    Require.that(steps >= 1, "steps", "be at least 1", steps);
    Require.finitePositive("sigmaX", setting.sigmaX());
    Require.finitePositive("sigmaY", setting.sigmaY());
  }

  /**
   * Runs the studies, cell after cell.
   *
   * @param threads how many replicates advance at a time; the result does not depend on it
   * @param progress told in words how far it is
   */
  public Result run(int threads, Consumer<String> progress) {
    List<Cell> cells = new ArrayList<>();
    for (double noise : FACTORS) {
      for (double step : FACTORS) {
        Experiment cell =
            setting
                .withNoise(setting.sigmaX() * noise, setting.sigmaY() * noise)
                .withStepSizes(setting.etaX() * step, setting.etaY() * step);
        cells.add(cell(cell, threads));
        progress.accept(Text.format("%,d of %,d cells", cells.size(), CELLS));
      }
    }
    return new Result(this, cells);
  }

  private Cell cell(Experiment cell, int threads) {
    DriftResult result =
        new DriftStudy(
                cell,
                reference,
                arithmetics.stream().map(StudiedArithmetic::of).toList(),
                replicates,
                steps,
                seed,
                rule)
            .run(threads, done -> {});
    List<OfArithmetic> results = new ArrayList<>();
    for (int a = 0; a < arithmetics.size(); a++) {
      DriftResult.OfArithmetic one = result.results().get(a);
      Optional<BinaryFormat> format = arithmetics.get(a).format();
      boolean known = DeadZone.isFor(cell) && format.isPresent() && result.phases().hasThree();
      Optional<Point> start = known ? start(one.course(), result.phases()) : Optional.empty();
      double startX = start.map(point -> Math.sqrt(point.normX2())).orElse(Double.NaN);
      double startY = start.map(point -> Math.sqrt(point.normY2())).orElse(Double.NaN);
      results.add(
          new OfArithmetic(
              one,
              known ? along(cell, format.get(), one.course(), result.phases()) : UNKNOWN,
              start.isPresent() ? DeadZone.at(cell, format.get(), startX, startY) : UNKNOWN,
              startX,
              startY));
    }
    return new Cell(cell, results);
  }

  /** The first point of Phase III, if it is finite. */
  private static Optional<Point> start(List<Point> course, Phases phases) {
    return course.stream()
        .filter(point -> point.step() >= phases.endOfTwo())
        .findFirst()
        .filter(DriftMap::isFinite);
  }

  private static boolean isFinite(Point point) {
    return Double.isFinite(point.normX2()) && Double.isFinite(point.normY2());
  }

  /** Root of the mean variance over the mean squared spacing, each point for the steps up to it. */
  private static DeadZone along(
      Experiment cell, BinaryFormat format, List<Point> course, Phases phases) {
    double[] variance = new double[2];
    double[] spacing = new double[2];
    for (int k = 1; k < course.size(); k++) {
      Point point = course.get(k);
      if (point.step() > phases.endOfTwo()) {
        if (!isFinite(point)) {
          return UNKNOWN;
        }
        double share = point.step() - Math.max(phases.endOfTwo(), course.get(k - 1).step());
        double[] at = {Math.sqrt(point.normX2()), Math.sqrt(point.normY2())};
        List<Double> variances = DeadZone.variances(cell, at[0], at[1]);
        for (int f = 0; f < 2; f++) {
          variance[f] += share * variances.get(f);
          double h = format.spacing(at[f]);
          spacing[f] += share * h * h;
        }
      }
    }
    return new DeadZone(Math.sqrt(variance[0] / spacing[0]), Math.sqrt(variance[1] / spacing[1]));
  }
}
