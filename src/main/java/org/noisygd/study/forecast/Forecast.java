// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import java.util.OptionalLong;
import org.noisygd.number.Require;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.BlockStore;
import org.noisygd.number.format.Rounding;
import org.noisygd.number.format.StochasticRounding;
import org.noisygd.study.statistics.DriftRatio;
import org.noisygd.study.twin.VerdictRule;
import org.noisygd.study.twin.VerdictRule.Verdict;

/**
 * What an arithmetic will do to a stored weight w, by formula. An update is Gaussian,
 *
 * <pre>
 *   mean  -eta L w,                    L the weight decay, or what else pulls at the weight
 *   sd    eta S,                       S the standard deviation of a gradient's entry
 *   rate  eta (L + C),                 C the curvature that holds the weight
 * </pre>
 *
 * <p>and h the spacing of the numbers that can be stored there ({@link RoundedGaussian}).
 *
 * @param arithmetic the arithmetic
 * @param spacing h
 * @param places a, the standard deviation of an update over h
 * @param lost the share of updates that rounding to nearest would lose
 * @param gain the mean of a stored update over that of an update, without the bias
 * @param bias how far towards zero a stored update is on average, beside that
 * @param pull how fast the mean pulls, relative to exact arithmetic: (gain mean + bias) / mean; NaN
 *     where nothing pulls
 * @param verdict what that means
 * @param spread the stationary standard deviation over that of exact arithmetic; NaN where stores
 *     are not stochastic
 * @param bits the least precision with the same rounding for which pull and spread are within the
 *     band of 1; empty where even 50 would not do
 */
public record Forecast(
    ArithmeticName arithmetic,
    double spacing,
    double places,
    double lost,
    double gain,
    double bias,
    double pull,
    Verdict verdict,
    double spread,
    OptionalLong bits) {

  /**
   * What is forecast for.
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
    /** Checks the numbers. */
    public Training {
      Require.finitePositive("step", step);
      Require.finitePositive("weight", weight);
      Require.that(largest >= weight, "largest", "be the weight or more", largest);
      Require.finitePositive("noise", noise);
      Require.finiteNonNegative("decay", decay);
      Require.finiteNonNegative("curvature", curvature);
      double rate = step * (decay + curvature);
      Require.that(rate < 2, "step (decay + curvature)", "be below 2", rate);
    }

    double mean() {
      return step * decay * weight;
    }

    double deviation() {
      return step * noise;
    }

    double rate() {
      return step * (decay + curvature);
    }
  }

  private static final VerdictRule RULE = VerdictRule.ONE_LOOK;

  /** Steps of a fixed-point iteration whose factor is far below 1/2. */
  private static final int ITERATIONS = 60;

  /**
   * The forecast of an arithmetic.
   *
   * @throws IllegalArgumentException if there is no formula for its rounding
   */
  public static Forecast of(ArithmeticName arithmetic, Training training) {
    Require.that(arithmetic.roundsStores(), "arithmetic", "round stores", arithmetic.name());
    double spacing = spacing(arithmetic, training);
    Figures figures = figures(arithmetic, training, spacing);
    double pull = figures.pull(training);
    OptionalLong bits = OptionalLong.empty();
    for (int p = BinaryFormat.MAX_PRECISION; p >= BinaryFormat.MIN_PRECISION; p--) {
      double finer = Math.scalb(1.0, Math.getExponent(training.weight()) - p + 1);
      if (!figures(arithmetic, training, finer).isFaithful(training)) {
        break;
      }
      bits = OptionalLong.of(p);
    }
    return new Forecast(
        arithmetic,
        spacing,
        training.deviation() / spacing,
        RoundedGaussian.lost(training.deviation() / spacing),
        figures.gain,
        figures.bias,
        pull,
        verdict(Double.isNaN(pull) ? figures.gain : pull),
        figures.spread,
        bits);
  }

  private static Verdict verdict(double ratio) {
    return RULE.of(new DriftRatio(ratio, 0, ratio, ratio, 1, 0, 0));
  }

  /** Of the numbers that can be stored beside the weight. */
  private static double spacing(ArithmeticName arithmetic, Training training) {
    if (arithmetic.blocks().isPresent()) {
      double[] spacings = new double[2];
      new BlockStore(
              arithmetic.blocks().get().conversion(),
              Rounding.Directed.NEAREST,
              spacings.length,
              false)
          .spacings(new double[] {training.weight(), training.largest()}, spacings);
      return spacings[0];
    }
    return arithmetic.format().orElseThrow().spacing(training.weight());
  }

  /** Gain, bias and spread on a grid. */
  private record Figures(double gain, double bias, double spread) {
    /** The relative pull; NaN where nothing pulls. */
    double pull(Training training) {
      return training.mean() == 0 ? Double.NaN : gain + bias / training.mean();
    }

    boolean isFaithful(Training training) {
      double pull = pull(training);
      boolean pulls = Double.isNaN(pull) ? bias == 0 && isNearOne(gain) : isNearOne(pull);
      return pulls && (Double.isNaN(spread) || isNearOne(spread));
    }

    private static boolean isNearOne(double ratio) {
      return Math.abs(ratio - 1) <= RULE.band();
    }
  }

  private static Figures figures(ArithmeticName arithmetic, Training training, double h) {
    double a = training.deviation() / h;
    return switch (arithmetic.beside()) {
      case MASTER -> new Figures(1, 0, Double.NaN);
      case CARRY -> {
        // The carry holds as many bits again; what is then lost is rounded to nearest.
        int p = arithmetic.format().orElseThrow().precision();
        yield new Figures(RoundedGaussian.gain(Math.scalb(a, p), true), 0, Double.NaN);
      }
      case NOTHING ->
          arithmetic
              .signed()
              .map(
                  signed ->
                      new Figures(RoundedGaussian.signedGain(a, signed.epsilon()), 0, Double.NaN))
              .orElseGet(() -> ofRounding(arithmetic.rounding(), training, h));
    };
  }

  private static Figures ofRounding(Rounding rounding, Training training, double h) {
    double a = training.deviation() / h;
    if (rounding instanceof StochasticRounding stochastic) {
      double spread = spread(training, h);
      if (stochastic.isProportional()) {
        return new Figures(1, 0, spread);
      }
      double finer = Math.scalb(a, stochastic.bits());
      double bias = stochastic.cutToEven() ? 0 : Math.scalb(h, -stochastic.bits() - 1);
      return new Figures(RoundedGaussian.gain(finer, stochastic.cutToEven()), bias, spread);
    }
    return switch ((Rounding.Directed) rounding) {
      case NEAREST, NEAREST_AWAY -> new Figures(RoundedGaussian.gain(a, true), 0, Double.NaN);
      case ZERO -> new Figures(RoundedGaussian.gain(a, false), h / 2, Double.NaN);
      case UP, DOWN, ODD ->
          throw new IllegalArgumentException(
              "rounding must be nearest, zero or stochastic to be forecast, got "
                  + rounding.label());
    };
  }

  /**
   * The stationary spread under stochastic rounding: with V the variance and rho the rate, V (2 rho
   * - rho^2) = s^2 + h^2 E f(1 - f), where the fraction is that of an update whose variance is s^2
   * + rho^2 V.
   */
  private static double spread(Training training, double h) {
    double s = training.deviation();
    double rho = training.rate();
    double contraction = rho * (2 - rho);
    double ratio = 1;
    for (int k = 0; k < ITERATIONS; k++) {
      double moved = contraction == 0 ? 0 : rho * rho * ratio * s * s / contraction;
      double a = Math.sqrt(s * s + moved) / h;
      ratio = 1 + h * h * RoundedGaussian.variance(a) / (s * s);
    }
    return Math.sqrt(ratio);
  }
}
