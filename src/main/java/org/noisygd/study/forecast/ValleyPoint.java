// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.objective.EntryMoments;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.MatrixRounding;
import org.noisygd.number.matrix.Entries;
import org.noisygd.number.matrix.Matrix;

/**
 * A point of the {@link Valley} with the moments of one update from it, entry by entry, and the
 * rate at which the imbalance D = ||X||^2 - gamma^2 ||Y||^2 falls there; see {@link DriftForecast}.
 *
 * @param gamma the ratio of norms towards which the noise balances
 * @param x the factor X
 * @param y the factor Y
 */
record ValleyPoint(double gamma, Side x, Side y) {
  /** Number of iterations for the scatter; each correction is a small part of the previous one. */
  private static final int TURNS = 4;

  /** Maximum distance of an update, in standard deviations; 2e-9 of updates are farther. */
  private static final double FARTHEST = 6;

  /** Maximum relative change of a squared norm when a factor is stored. */
  private static final double HELD = 0.5;

  /** The spacing, relative to an update, in place of a spacing of 0: it has no effect. */
  private static final double FINEST = 0x1p-400;

  private static final RoundedStep UNKNOWN = new RoundedStep(Double.NaN, Double.NaN, Double.NaN);

  /** The point with the moments of the update in a setting. */
  static ValleyPoint of(Experiment setting, Factors<Double> at) {
    EntryMoments<Double> moments =
        EntryMoments.of(
            setting.m(),
            at,
            List.of(setting.etaX(), setting.etaY()),
            List.of(setting.sigmaX() * setting.sigmaX(), setting.sigmaY() * setting.sigmaY()));
    Factors<Double> change = moments.change();
    Factors<Double> variance = moments.variance();
    int r = setting.r();
    return new ValleyPoint(
        setting.noiseGamma(),
        new Side(at.x(), change.x(), variance.x(), setting.etaX(), at.y().normSquared() / r),
        new Side(at.y(), change.y(), variance.y(), setting.etaY(), at.x().normSquared() / r));
  }

  /** The imbalance D. */
  double imbalance() {
    return x.square() - gamma * gamma * y.square();
  }

  /** The relative imbalance, D over ||X||^2 + gamma^2 ||Y||^2. */
  double relativeImbalance() {
    return imbalance() / (x.square() + gamma * gamma * y.square());
  }

  /**
   * The least participation number of a column, the squared sum of squares over the sum of fourth
   * powers: n for n entries of one size, 1 for one entry and zeros.
   */
  double participation() {
    return Math.min(x.participation(), y.participation());
  }

  /**
   * The decrease of log |D| per update; NaN if there is no formula.
   *
   * @param arithmetic the arithmetic of the stores; null for exact stores
   * @param scale the factor of the standard deviations of the update
   */
  double rate(@Nullable ArithmeticName arithmetic, double scale) {
    Moved ofX = x.moved(arithmetic, scale);
    Moved ofY = y.moved(arithmetic, scale);
    double wX = ofY.ratio() / x.eta;
    double wY = ofX.ratio() / y.eta;
    double bottom = x.square() * wX + y.square() * wY;
    return bottom == 0 ? 0 : (ofY.change() * wY - ofX.change() * wX) / bottom / relativeImbalance();
  }

  /** The effect of a stored update: mean change of a squared norm, and expected step ratio. */
  private record Moved(double change, double ratio) {}

  /** One factor. */
  static final class Side {
    /** The factor's entries, row by row. */
    private final double[] weights;

    /** The means of their updates, away from zero. */
    private final double[] means;

    private final double[] variances;
    private final int columns;
    private final double eta;

    /** The mean curvature of the loss. */
    private final double curvature;

    /** A factor with the moments of its update, entry by entry. */
    @SuppressWarnings("shape") // serves X and Y
    Side(
        Matrix<Double> at,
        Matrix<Double> change,
        Matrix<Double> variance,
        double eta,
        double curvature) {
      this.weights = at.roundToRows();
      this.means = change.roundToRows();
      this.variances = variance.roundToRows();
      this.columns = at.columns();
      this.eta = eta;
      this.curvature = curvature;
      for (int i = 0; i < weights.length; i++) {
        means[i] = weights[i] < 0 ? -means[i] : means[i];
      }
    }

    double square() {
      return Entries.normSquared(weights);
    }

    private double participation() {
      double least = weights.length;
      for (int k = 0; k < columns; k++) {
        double squares = 0;
        double fourths = 0;
        for (int i = k; i < weights.length; i += columns) {
          double square = weights[i] * weights[i];
          squares += square;
          fourths += square * square;
        }
        least = Math.min(least, squares * squares / fourths);
      }
      return least;
    }

    private Moved moved(@Nullable ArithmeticName arithmetic, double scale) {
      double[] spacings = spacings(arithmetic);
      double part = eta * curvature / (2 - eta * curvature) / weights.length;
      double squares = 0;
      double change = 0;
      double ratio = 0;
      for (int turn = 0; turn < TURNS; turn++) {
        double scatter = part * squares;
        squares = 0;
        change = 0;
        ratio = 0;
        for (int i = 0; i < weights.length; i++) {
          double s = Math.sqrt(scale * scale * variances[i] + scatter);
          double w = Math.abs(weights[i]);
          double h = Math.max(spacings[i], s * FINEST);
          RoundedStep step = step(arithmetic, w, s, h);
          double mean = step.ratio() * means[i];
          squares += step.square() * h * h + mean * mean;
          change += 2 * w * (mean + step.bias() * h);
          ratio += step.ratio() * w * w;
        }
      }
      return new Moved(change + squares, ratio / square());
    }

    /** The spacings at the stored entries; 1 if stores do not round. */
    private double[] spacings(@Nullable ArithmeticName arithmetic) {
      double[] spacings = new double[weights.length];
      Optional<MatrixRounding> store =
          arithmetic == null ? Optional.empty() : arithmetic.store(columns);
      if (store.isEmpty()) {
        Arrays.fill(spacings, 1);
        return spacings;
      }
      MatrixRounding nearest = store.get().toNearest();
      double[] stored = weights.clone();
      nearest.round(stored, new long[stored.length]);
      nearest.spacings(stored, spacings);
      if (!(Math.abs(Entries.normSquared(stored) / square() - 1) <= HELD)) {
        Arrays.fill(spacings, Double.NaN); // the weights are above or below the format's range
      }
      return spacings;
    }

    /** The step of one entry; unknown if it may leave the format's normal numbers. */
    private static RoundedStep step(
        @Nullable ArithmeticName arithmetic, double w, double s, double h) {
      if (arithmetic == null) {
        return new RoundedStep(1, 0, s * s);
      }
      Optional<BinaryFormat> format = arithmetic.format();
      boolean fits =
          format.isPresent()
              && w + FARTHEST * s <= format.get().largest()
              && (!format.get().flushes() || w - FARTHEST * s >= format.get().smallestNormal());
      return fits ? RoundedStep.of(arithmetic, s / h).orElse(UNKNOWN) : UNKNOWN;
    }
  }
}
