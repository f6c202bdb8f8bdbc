// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import java.util.Optional;
import java.util.OptionalLong;
import org.noisygd.number.Require;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.IterateStorage;
import org.noisygd.number.format.StochasticRounding;
import org.noisygd.study.measure.VerdictRule;
import org.noisygd.study.measure.VerdictRule.DriftClass;

/**
 * The effect of an arithmetic on a stored weight w, by formula. An update is Gaussian,
 *
 * <pre>
 *   mean  -eta L w,                    L the weight decay, or another restoring rate
 *   sd    eta S,                       S the standard deviation of a gradient's entry
 *   rate  eta (L + C),                 C the curvature that holds the weight
 * </pre>
 *
 * <p>The forecast is of one update of the stored weight ({@link StoredUpdate}), averaged over the
 * compensation term of a Kahan sum ({@link CompensatedUpdate}). A weight soon becomes one of its
 * neighbours, so the verdict is on the drift ratios at all three numbers; it is undetermined if
 * they differ, as at a power of two, where the spacing halves.
 *
 * @param arithmetic the arithmetic
 * @param stored w rounded to nearest
 * @param spacing h, the distance to the next larger number; infinite if there is none
 * @param spacingBelow the distance to the next smaller number
 * @param updateInUlps a, the standard deviation of an update over h
 * @param lost the fraction of updates that rounding to nearest would lose
 * @param expectedStepRatio the fraction of the mean of an update that is stored, without the bias
 * @param bias the mean move towards zero of an update of mean 0, once stored
 * @param driftRatio the mean stored update over that of exact arithmetic: expectedStepRatio + bias
 *     / mean; NaN if the mean and the bias are 0
 * @param verdict the verdict on the drift ratios here and at both neighbours
 * @param deviation the stationary standard deviation over that of exact arithmetic; NaN if stores
 *     are not stochastic
 * @param bits the minimum precision, with this rounding, for a verdict of preserved and a deviation
 *     within the band of 1; empty if 50 bits are not enough
 */
public record Forecast(
    ArithmeticName arithmetic,
    double stored,
    double spacing,
    double spacingBelow,
    double updateInUlps,
    double lost,
    double expectedStepRatio,
    double bias,
    double driftRatio,
    DriftClass verdict,
    double deviation,
    OptionalLong bits) {
  /**
   * The weight and its training, for which the forecast is made.
   *
   * @param step eta
   * @param weight w
   * @param largest the largest number of the weight's block
   * @param noise S
   * @param decay L
   * @param curvature C
   */
  public record Training(
      double step, double weight, double largest, double noise, double decay, double curvature) {
    /** Maximum of an input: the squares of spacings are then far within the range of doubles. */
    private static final double LARGEST = 1e100;

    /** Checks the numbers. */
    public Training {
      Require.that(step >= 1e-50 && step <= 1e50, "step", "be in 1e-50..1e50", step);
      Require.that(
          weight >= 1 / LARGEST && weight <= LARGEST, "weight", "be in 1e-100..1e100", weight);
      Require.that(
          largest >= weight && largest <= LARGEST, "largest", "be the weight or more", largest);
      Require.that(noise >= 1e-50 && noise <= 1e50, "noise", "be in 1e-50..1e50", noise);
      Require.finiteNonNegative("decay", decay);
      Require.finiteNonNegative("curvature", curvature);
      Require.that(
          step * (decay + curvature) < 2,
          step > 1 ? "step" : decay < curvature ? "curvature" : "decay",
          "give a step (decay + curvature) below 2",
          step > 1 ? step : Math.max(decay, curvature));
    }

    /** The mean of an update of a stored weight, towards zero. */
    double meanUpdate(double stored) {
      return step * decay * stored;
    }

    double deviation() {
      return step * noise;
    }

    double rate() {
      return step * (decay + curvature);
    }
  }

  private static final VerdictRule RULE = VerdictRule.ONE_ANALYSIS;

  /** Number of steps of a fixed-point iteration with a contraction factor far below 1/2. */
  private static final int ITERATIONS = 60;

  /** A mean, in standard deviations, at which the slope is computed without cancellation. */
  private static final double SLOPE = 1e-4;

  /** The mean, in standard deviations, up to which it may be rounding error of the sums. */
  private static final double NOTHING = 0x1p-40;

  /**
   * The forecast of an arithmetic.
   *
   * @throws IllegalArgumentException if there is no formula for its rounding
   */
  public static Forecast of(ArithmeticName arithmetic, Training training) {
    Require.that(arithmetic.roundsStores(), "arithmetic", "round stores", arithmetic.name());
    Figures figures = Figures.of(arithmetic, training);
    StoredUpdate update = figures.update;
    OptionalLong bits = OptionalLong.empty();
    for (int p = BinaryFormat.MAX_PRECISION; p >= BinaryFormat.MIN_PRECISION; p--) {
      if (!Figures.of(withBits(arithmetic, p), training).isPreserved()) {
        break;
      }
      bits = OptionalLong.of(p);
    }
    double deviation = training.deviation();
    return new Forecast(
        arithmetic,
        update.stored(),
        update.above(),
        update.below(),
        deviation / update.above(),
        update.lost(-training.meanUpdate(update.stored()), deviation),
        figures.mean.stepRatio,
        figures.mean.bias,
        figures.mean.driftRatio(),
        figures.verdict,
        figures.deviation,
        bits);
  }

  /** {@code binary:P} with the same rounding and the same compensation or copy. */
  static ArithmeticName withBits(ArithmeticName arithmetic, int precision) {
    BinaryFormat format = BinaryFormat.ofPrecision(precision);
    return new ArithmeticName(
        format.name(),
        Optional.of(format),
        Optional.empty(),
        arithmetic.sums(),
        arithmetic.rounding(),
        false,
        arithmetic.beside());
  }

  /** The mean stored update: stepRatio mean + bias. */
  private record Mean(double stepRatio, double bias, double mean) {
    static Mean of(ArithmeticName arithmetic, StoredUpdate update, Training training) {
      double mean = training.meanUpdate(update.stored());
      double s = training.deviation();
      // Also with a compensation term or a copy, which do not keep an overflow either.
      double still = Double.isFinite(mean) ? update.mean(0, s) : Double.NaN;
      if (!Double.isFinite(still)) {
        return new Mean(Double.NaN, Double.NaN, mean);
      }
      return switch (arithmetic.beside()) {
        case MASTER -> new Mean(1, 0, mean);
        case CARRY -> new Mean(CompensatedUpdate.stepRatio(arithmetic, update, s), 0, mean);
        case NOTHING -> {
          double bias = Math.abs(still) < NOTHING * s ? 0 : -still;
          double slope = Math.max(mean, SLOPE * s);
          yield new Mean((still - update.mean(-slope, s)) / slope, bias, mean);
        }
      };
    }

    /** The ratio to exact arithmetic: infinite if only the bias is not 0, NaN if both are 0. */
    double driftRatio() {
      return mean == 0 && bias == 0 ? Double.NaN : stepRatio + bias / mean;
    }

    /** The ratio for the verdict, which is the step ratio if mean and bias are 0. */
    double decisive() {
      return mean == 0 && bias == 0 ? stepRatio : driftRatio();
    }
  }

  /** Mean, verdict and stationary standard deviation. */
  private record Figures(StoredUpdate update, Mean mean, DriftClass verdict, double deviation) {
    static Figures of(ArithmeticName arithmetic, Training training) {
      StoredUpdate update = StoredUpdate.of(arithmetic, training.weight(), training.largest());
      Mean mean = Mean.of(arithmetic, update, training);
      double low = mean.decisive();
      double high = low;
      for (StoredUpdate beside : update.neighbours()) {
        double other = Mean.of(arithmetic, beside, training).decisive();
        low = Math.min(low, other);
        high = Math.max(high, other);
      }
      DriftClass verdict =
          Double.isNaN(low) || Double.isNaN(high) ? DriftClass.DIVERGED : RULE.of(low, high);
      boolean scatters =
          arithmetic.rounding() instanceof StochasticRounding
              && arithmetic.beside() == IterateStorage.Beside.NOTHING;
      return new Figures(
          update,
          mean,
          verdict,
          scatters && verdict != DriftClass.DIVERGED
              ? scatter((StochasticRounding) arithmetic.rounding(), update, training)
              : Double.NaN);
    }

    boolean isPreserved() {
      return verdict == DriftClass.PRESERVED
          && (Double.isNaN(deviation) || Math.abs(deviation - 1) <= RULE.band());
    }
  }

  /**
   * The stationary standard deviation under stochastic rounding, relative to exact arithmetic: with
   * V the variance and rho the rate, V (2 rho - rho^2) = s^2 + E h^2 p(1 - p), where h is the
   * spacing at a weight of N(w, V), and p the probability of the farther neighbour for an update
   * whose variance is s^2 + rho^2 V.
   */
  private static double scatter(
      StochasticRounding rounding, StoredUpdate update, Training training) {
    double s = training.deviation();
    double rho = training.rate();
    double contraction = rho * (2 - rho);
    double ratio = 1;
    for (int k = 0; k < ITERATIONS; k++) {
      double stationary = contraction == 0 ? s * s : ratio * s * s / contraction;
      double moved = contraction == 0 ? s : Math.sqrt(s * s + rho * rho * stationary);
      GaussianUpdate weight = new GaussianUpdate(update.stored(), 0, Math.sqrt(stationary));
      ratio =
          1
              + update.meanOverSpacings(
                      weight, h -> h * h * RoundedGaussian.variance(moved / h, rounding))
                  / (s * s);
    }
    return Math.sqrt(ratio);
  }
}
