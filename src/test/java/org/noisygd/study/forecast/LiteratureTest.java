// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.number.Binary64;
import org.noisygd.number.Text;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.RoundingWords;
import org.noisygd.number.format.StochasticRounding;
import org.noisygd.number.format.StoreRounding;
import org.noisygd.study.StudyOptions;
import org.noisygd.study.forecast.Forecast.Training;
import org.noisygd.study.statistics.ReplicateMoments;
import org.noisygd.theory.landscape.Scalar;
import org.noisygd.theory.settling.StoredChain;

/**
 * Cross-checks: what others found about stored numbers and noise, found again on {@link
 * RoundedChains}, each beside a closed form of ours. The number is held near 1.5 in formats whose
 * numbers are h apart there. formats.md and finite-precision.md tell the numbers.
 */
class LiteratureTest {
  private static final long SEED = StudyOptions.DEFAULT_SEED;
  private static final ArithmeticName LANGEVIN = ArithmeticName.parse("binary:10/stochastic");
  private static final ArithmeticName BFLOAT = ArithmeticName.parse("bfloat16/stochastic");
  private static final double CENTRE = 1.5;

  /** The spacing of bfloat16 there. */
  private static final double H = BFLOAT.format().orElseThrow().spacing(CENTRE);

  /** The spacing of the Langevin chain in its standard deviations. */
  private static final double SPACING = 0.125;

  /** Standard errors that a sound result stays below but once in 15,000 looks. */
  private static final double ERRORS = 4;

  private static final int LOOKS = 40;
  private static final int GRADIENTS = 1000;
  private static final int SETTLED = 6;

  /**
   * Zhang, Wilson and De Sa (ICML 2022, Fig. 1): Langevin dynamics with a stochastically rounded
   * store has too large a variance, the more so the smaller the step. For N(0, 1) the variance is
   * (2a + h^2 E f(1 - f)) / (2a - a^2), f the fraction of an update; claim NP.inflation bounds it
   * from both sides.
   *
   * @param known the variance by quadrature, where the drift's part is left out
   */
  @ParameterizedTest
  @CsvSource({"1e-2, 1.13589"})
  void langevin_storedStochastically_hasTheVarianceOfTheFormula(double a, double known)
      throws IOException {
    double unit = LANGEVIN.format().orElseThrow().spacing(CENTRE) / SPACING;
    double s = unit * Math.sqrt(2 * a);
    Forecast forecast = Forecast.of(LANGEVIN, new Training(1, CENTRE, CENTRE, s, 0, a));
    // The forecast is of the spread over that of exact arithmetic, whose variance is this.
    double exact = 2 / (2 - a);
    double predicted = forecast.spread() * forecast.spread() * exact;
    // The drift adds a^2 V to an update's variance of 2a: a share of a V/2.
    assertEquals(known, predicted, a * known / 2 * known);

    RoundedChains chains = new RoundedChains(LANGEVIN, CENTRE, CENTRE, a, s, SEED);
    ReplicateMoments variance = variance(chains::advance, i -> chains.offset(i) / unit, a);
    assertEquals(predicted, variance.mean(), ERRORS * variance.meanError());
    assertTrue(variance.meanError() < 0.015 * variance.mean());
    StoredChain<Double> proved = new StoredChain<>(scalar(a), scalar(SPACING));
    double least = proved.leastSettled(scalar(2 * Math.sqrt(a / Math.PI))).value(); // E|xi|
    double most = proved.mostSettled(scalar(2 * a)).value();
    assertTrue(variance.mean() >= least - ERRORS * variance.meanError());
    assertTrue(variance.mean() <= most + ERRORS * variance.meanError());
    assertNoted(
        "finite-precision.md",
        "| %.3f | %.3f ± %.3f | %.3g |",
        least,
        variance.mean(),
        variance.meanError(),
        most);
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @CsvSource({"1e-4, 7.05272", "1e-3, 2.23993"})
  void langevin_ofSmallSteps_hasTheVarianceOfTheFormula(double a, double known) throws IOException {
    langevin_storedStochastically_hasTheVarianceOfTheFormula(a, known);
  }

  /**
   * Chmiel and others (2505.19115): training becomes less effective where the gradient's norm is
   * below about sqrt(3) times the quantisation noise. A step along a gradient g whose entries are
   * all 3/4 of a spacing, after they were rounded stochastically, on a parabola of curvature 1. The
   * noise is then |g|/sqrt(3): their ratio is put in, and what is seen is our formula there.
   */
  @Test
  void threshold_whereNoiseIsTheGradientOverRootThree_keepsThreeQuarters() throws IOException {
    BinaryFormat fp4 = BinaryFormat.named("e2m1");
    StoreRounding store = new StoreRounding(fp4, StochasticRounding.PROPORTIONAL);
    double entry = 0.75 * fp4.spacing(0);
    RoundingWords source = new RoundingWords(SEED);
    double[] gradient = new double[RoundedChains.WIDTH];
    long[] words = new long[gradient.length];
    double[][] shares = new double[GRADIENTS][1];
    double predicted = 0.75;
    for (int t = 0; t < GRADIENTS; t++) {
      Arrays.fill(gradient, entry);
      source.fill(words, 0, t, 0);
      store.round(gradient, words);
      for (double rounded : gradient) {
        double after = entry - predicted * rounded; // the best step, 1/(1 + 1/3)
        shares[t][0] += (1 - after * after / (entry * entry)) / gradient.length;
      }
    }
    ReplicateMoments seen = ReplicateMoments.of(shares, 0);
    assertEquals(predicted, seen.mean(), ERRORS * seen.meanError());
    assertNoted("formats.md", "%.4f ± %.4f", seen.mean(), seen.meanError());
  }

  /**
   * SWALP (Yang and others, ICML 2019): the average of low-precision iterates comes nearer to the
   * optimum than the spacing of the format. Here of n settled iterates of a chain, whose memory is
   * of 1/rho updates.
   */
  @Test
  void averaging_ofSettledIterates_removesTheNoiseBall() throws IOException {
    double rate = 0.05;
    int n = 10_000;
    double s = H / 4;
    double centre = CENTRE + H / 3; // no number of the format
    Forecast forecast = Forecast.of(BFLOAT, new Training(1, CENTRE, CENTRE, s, 0, rate));
    double ball = forecast.spread() * s / Math.sqrt(rate * (2 - rate));
    // The sum of all lagged covariances of an autoregression, over n.
    double predicted = ball * Math.sqrt((2 - rate) / (rate * n));
    RoundedChains chains = new RoundedChains(BFLOAT, CENTRE, centre, rate, s, SEED);
    chains.advance((long) Math.ceil(SETTLED / rate));
    double[][] iterates = new double[RoundedChains.WIDTH][1];
    double[] sums = new double[RoundedChains.WIDTH];
    for (int t = 0; t < n; t++) {
      chains.advance(1);
      for (int i = 0; i < sums.length; i++) {
        double off = chains.offset(i);
        sums[i] += off / n;
        iterates[i][0] += off * off / n;
      }
    }
    double[][] squares = new double[RoundedChains.WIDTH][1];
    for (int i = 0; i < sums.length; i++) {
      squares[i][0] = sums[i] * sums[i];
    }
    ReplicateMoments average = ReplicateMoments.of(squares, 0);
    double one = ReplicateMoments.of(iterates, 0).mean();
    assertEquals(predicted * predicted, average.mean(), ERRORS * average.meanError());
    assertTrue(average.mean() < H * H && H * H < one);
    assertNoted(
        "formats.md",
        "off by %.2f spacings, the average of 10,000 by %.3f;",
        Math.sqrt(one) / H,
        Math.sqrt(average.mean()) / H);
    assertNoted("formats.md", "by %.2f and %.3f |", ball / H, predicted / H);
  }

  /**
   * Zamirai and others (2010.06192): rounding updated weights to nearest leaves a floor that no
   * training passes; stochastic rounding or Kahan summation removes it. Here noise-free descent on
   * a parabola, from 2 downwards.
   */
  @Test
  void floor_ofRoundingToNearest_isAtHalfASpacingOverTheRate() throws IOException {
    double rate = 0.1;
    double start = 2 - H;
    double centre = CENTRE + H / 3;
    double predicted = H / (2 * rate);
    double nearest = rest("bfloat16", start, centre, rate);
    double kahan = rest("bfloat16/compensated", start, centre, rate);
    RoundedChains chains = new RoundedChains(BFLOAT, start, centre, rate, 0, SEED);
    double ball = Math.sqrt(variance(chains::advance, chains::offset, rate).mean());
    // It rests at the first number from which an update is less than half a spacing.
    assertTrue(nearest <= predicted && nearest > predicted - H);
    assertTrue(kahan < H && ball < predicted / 2);
    assertNoted(
        "formats.md",
        "nearest stops %.2f spacings from the optimum, at the first number below $h/(2\\rho)$, %.2f;"
            + " a Kahan carry at %.2f, the nearest number; stochastic rounding ends in a ball of %.2f",
        nearest / H,
        predicted / H,
        kahan / H,
        ball / H);
  }

  private static double rest(String arithmetic, double start, double centre, double rate) {
    RoundedChains chains =
        new RoundedChains(ArithmeticName.parse(arithmetic), start, centre, rate, 0, SEED);
    chains.advance(1000);
    return Math.abs(chains.offset(0));
  }

  /** The mean square of the offset of settled chains. */
  private static ReplicateMoments variance(
      LongConsumer advance, IntToDoubleFunction offset, double rate) {
    advance.accept((long) Math.ceil(SETTLED / rate));
    double[][] squares = new double[RoundedChains.WIDTH][LOOKS];
    for (int look = 0; look < LOOKS; look++) {
      advance.accept((long) Math.ceil(1 / rate));
      for (int i = 0; i < squares.length; i++) {
        double off = offset.applyAsDouble(i);
        squares[i][look] = off * off;
      }
    }
    return ReplicateMoments.of(squares, 0);
  }

  private static Scalar<Double> scalar(double value) {
    return Scalar.of(Binary64.INSTANCE, value);
  }

  private static void assertNoted(String note, String format, Object... numbers)
      throws IOException {
    String said = Text.format(format, numbers);
    assertTrue(Files.readString(Path.of("proofs-notes", note)).contains(said), said);
  }
}
