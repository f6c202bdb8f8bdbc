// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.literature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntToDoubleFunction;
import java.util.function.LongConsumer;
import org.noisygd.descent.fast.Workers;
import org.noisygd.number.Binary64;
import org.noisygd.number.Text;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.RoundingWords;
import org.noisygd.number.format.StochasticRounding;
import org.noisygd.number.format.StoreRounding;
import org.noisygd.report.Evidence;
import org.noisygd.study.Finding;
import org.noisygd.study.Finding.Agreement;
import org.noisygd.study.forecast.Forecast;
import org.noisygd.study.forecast.Forecast.Training;
import org.noisygd.study.forecast.RoundedChains;
import org.noisygd.study.statistics.ReplicateMoments;
import org.noisygd.theory.landscape.Scalar;
import org.noisygd.theory.settling.StoredChain;

/**
 * What others found about stored numbers and noise, found again on {@link RoundedChains}, each
 * beside a closed form of ours. The number is held near 1.5 in formats whose numbers are h apart
 * there.
 *
 * @param seed of noise and stochastic roundings
 */
public record LiteratureStudy(long seed) {
  private static final ArithmeticName STOCHASTIC = ArithmeticName.parse("binary:10/stochastic");
  private static final ArithmeticName NEAREST = ArithmeticName.parse("bfloat16");
  private static final ArithmeticName KAHAN = ArithmeticName.parse("bfloat16/compensated");
  private static final ArithmeticName BFLOAT = ArithmeticName.parse("bfloat16/stochastic");

  private static final BinaryFormat FP4 = BinaryFormat.named("e2m1");

  private static final double CENTRE = 1.5;

  /** The spacing of the Langevin chain in its standard deviations. */
  private static final double SPACING = 0.125;

  /** Standard errors that a sound result stays below but once in 15,000 looks. */
  private static final double ERRORS = 4;

  private static final int LOOKS = 40;
  private static final int GRADIENTS = 1000;
  private static final int SETTLED = 6;

  /**
   * The Langevin chain at one step.
   *
   * @param step a
   * @param predicted the variance by the closed form
   * @param measured the variance of runs
   * @param error its standard error
   * @param limit h / sqrt(pi a), which the variance is never below (claim NP.inflation) and tends
   *     to as a falls
   * @param corrected the variance of runs with a variance-corrected store
   * @param correctedError its standard error
   */
  public record Langevin(
      double step,
      double predicted,
      double measured,
      double error,
      double limit,
      double corrected,
      double correctedError) {
    /** The variance of the chain in exact arithmetic, and of one whose stores have that of 2a. */
    double exact() {
      return 2 / (2 - step);
    }

    /** What the variance is never above (claim NP.inflation). */
    double most() {
      return chain(step).mostSettled(scalar(2 * step)).value();
    }
  }

  /**
   * What was found.
   *
   * @param findings one for each claim
   * @param langevin the chains of the first
   */
  public record Result(List<Finding> findings, List<Langevin> langevin) {
    /** Keeps its own copies. */
    public Result {
      findings = List.copyOf(findings);
      langevin = List.copyOf(langevin);
    }
  }

  /** Runs all; the result does not depend on the number of threads. */
  public Result run(int threads, Consumer<String> progress) {
    try (Workers workers = new Workers(threads)) {
      List<Langevin> langevin =
          workers.map(
              List.of(1e-4, 1e-3, 1e-2),
              step -> {
                Langevin one = langevin(step);
                progress.accept("a chain of step " + step);
                return one;
              });
      List<Finding> findings = new ArrayList<>();
      findings.add(spread(langevin));
      findings.add(threshold());
      findings.add(averaging());
      findings.add(floor());
      return new Result(findings, langevin);
    }
  }

  /** The chain of step a for N(0, 1) in units of eight spacings. */
  Langevin langevin(double a) {
    double h = STOCHASTIC.format().orElseThrow().spacing(CENTRE);
    double unit = h / SPACING;
    double s = unit * Math.sqrt(2 * a);
    Forecast forecast = Forecast.of(STOCHASTIC, new Training(1, CENTRE, CENTRE, s, 0, a));
    // The forecast is of the spread over that of exact arithmetic, whose variance is 2/(2 - a).
    double predicted = forecast.spread() * forecast.spread() * 2 / (2 - a);
    RoundedChains chains = new RoundedChains(STOCHASTIC, CENTRE, CENTRE, a, s, seed);
    ReplicateMoments variance = variance(chains::advance, i -> chains.offset(i) / unit, a);
    VarianceCorrectedChains others = new VarianceCorrectedChains(a, SPACING, seed);
    ReplicateMoments corrected = variance(others::advance, others::value, a);
    double limit = chain(a).leastSettled(scalar(2 * Math.sqrt(a / Math.PI))).value(); // E|xi|
    return new Langevin(
        a,
        predicted,
        variance.mean(),
        variance.meanError(),
        limit,
        corrected.mean(),
        corrected.meanError());
  }

  private static StoredChain<Double> chain(double a) {
    return new StoredChain<>(scalar(a), scalar(SPACING));
  }

  private static Scalar<Double> scalar(double value) {
    return Scalar.of(Binary64.INSTANCE, value);
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

  private static Finding spread(List<Langevin> chains) {
    StringBuilder found = new StringBuilder();
    boolean holds = true;
    for (Langevin one : chains) {
      holds &= Math.abs(one.measured() - one.predicted()) <= ERRORS * one.error();
      holds &= Math.abs(one.corrected() - one.exact()) <= ERRORS * one.correctedError();
      holds &= one.measured() >= one.limit() - ERRORS * one.error();
      holds &= one.measured() <= one.most() + ERRORS * one.error();
      found.append(
          Text.format(
              "%sa = %.0e: %.3f +- %.3f, by the formula %.3f, corrected %.3f +- %.3f",
              found.isEmpty() ? "" : "; ",
              one.step(),
              one.measured(),
              one.error(),
              one.predicted(),
              one.corrected(),
              one.correctedError()));
    }
    return new Finding(
        "Zhang, Wilson, De Sa, ICML 2022, Fig. 1",
        "Langevin dynamics with a stochastically rounded store has too large a variance, the more so"
            + " the smaller the step; a variance-corrected store has the right one.",
        Text.format(
            "For N(0, 1) and spacing 1/8 the variance is (2a + h² E f(1 - f)) / (2a - a²), f the"
                + " fraction of an update, and so tends to h / √(π a), which it is proved never to be"
                + " below. %s.",
            found),
        Evidence.MEASURED,
        Agreement.of(holds));
  }

  /**
   * A step along a gradient g whose entries are all 3/4 of a spacing, after they were rounded
   * stochastically, on a parabola of curvature 1. The noise is then |g|/sqrt(3): their ratio is put
   * in, and what is seen is our formula there.
   */
  Finding threshold() {
    StoreRounding store = new StoreRounding(FP4, StochasticRounding.PROPORTIONAL);
    double entry = 0.75 * FP4.spacing(0);
    RoundingWords source = new RoundingWords(seed);
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
    return new Finding(
        "Chmiel, Fishman, Banner, Soudry, 2025 (2505.19115)",
        "Quantised training becomes less effective where the gradient's norm is below about √3 times"
            + " the quantisation noise.",
        Text.format(
            "A bend, not a stop. On a parabola the best step along a gradient with unbiased noise"
                + " of ν times its norm gains 1 / (1 + ν²) of what it would without noise. That"
                + " falls fastest at ν = 1/√3, where 3/4 is left. Put in by entries of 3/4 of a"
                + " spacing, whose noise in e2m1/stochastic is that, the gain is %.4f +- %.4f.",
            seen.mean(), seen.meanError()),
        Evidence.MEASURED,
        Math.abs(seen.mean() - predicted) <= ERRORS * seen.meanError()
            ? Agreement.FOLLOWS
            : Agreement.DIFFERS);
  }

  /** The average of n settled iterates of a chain, whose memory is of 1/rho updates. */
  Finding averaging() {
    double rate = 0.05;
    int n = 10_000;
    double h = BFLOAT.format().orElseThrow().spacing(CENTRE);
    double s = h / 4;
    double centre = CENTRE + h / 3; // no number of the format
    Forecast forecast = Forecast.of(BFLOAT, new Training(1, CENTRE, CENTRE, s, 0, rate));
    double ball = forecast.spread() * s / Math.sqrt(rate * (2 - rate));
    // The sum of all lagged covariances of an autoregression, over n.
    double predicted = ball * Math.sqrt((2 - rate) / (rate * n));
    RoundedChains chains = new RoundedChains(BFLOAT, CENTRE, centre, rate, s, seed);
    chains.advance((long) Math.ceil(SETTLED / rate));
    double[][] squares = new double[RoundedChains.WIDTH][1];
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
    for (int i = 0; i < sums.length; i++) {
      squares[i][0] = sums[i] * sums[i];
    }
    ReplicateMoments seen = ReplicateMoments.of(squares, 0);
    ReplicateMoments one = ReplicateMoments.of(iterates, 0);
    boolean holds =
        Math.abs(seen.mean() - predicted * predicted) <= ERRORS * seen.meanError()
            && seen.mean() < h * h
            && h * h < one.mean();
    return new Finding(
        "Yang, Zhang, Kirichenko, Bai, Wilson, De Sa (SWALP), ICML 2019",
        "Averaging low-precision iterates removes the noise ball: the average comes nearer to the"
            + " optimum than the spacing of the format.",
        Text.format(
            "bfloat16/stochastic about an optimum between two numbers that are h apart: an iterate"
                + " is off by %.2f h, the average of %,d of them by %.4f h (root mean squares);"
                + " by the formulas spread s / √(ρ (2 - ρ)) and that times √((2 - ρ) / (ρ n)) it is"
                + " %.2f h and %.4f h.",
            Math.sqrt(one.mean()) / h, n, Math.sqrt(seen.mean()) / h, ball / h, predicted / h),
        Evidence.MEASURED,
        Agreement.of(holds));
  }

  /** Where noise-free descent on a parabola comes to rest, from 2 downwards. */
  Finding floor() {
    double rate = 0.1;
    double h = NEAREST.format().orElseThrow().spacing(CENTRE);
    double centre = CENTRE + h / 3;
    double start = 2 - h;
    double predicted = h / (2 * rate);
    double nearest = rest(NEAREST, start, centre, rate);
    double kahan = rest(KAHAN, start, centre, rate);
    RoundedChains chains = new RoundedChains(BFLOAT, start, centre, rate, 0, seed);
    double ball = Math.sqrt(variance(chains::advance, chains::offset, rate).mean());
    // It rests at the first number from which an update is less than half a spacing.
    boolean holds =
        nearest <= predicted && nearest > predicted - h && kahan < h && ball < predicted / 2;
    return new Finding(
        "Zamirai, Zhang, Aberger, De Sa, 2020 (2010.06192)",
        "Rounding updated weights to nearest leaves a floor that no training passes; stochastic"
            + " rounding or Kahan summation removes it.",
        Text.format(
            "Descent at rate ρ without noise, to an optimum between two numbers of bfloat16 that"
                + " are h apart: to nearest it stops %.2f h from it, the first number below"
                + " h / (2ρ) = %.2f h; with a Kahan carry %.2f h; stochastic rounding ends in a"
                + " ball of %.2f h (root mean square).",
            nearest / h, predicted / h, kahan / h, ball / h),
        Evidence.MEASURED,
        Agreement.of(holds));
  }

  private double rest(ArithmeticName arithmetic, double start, double centre, double rate) {
    RoundedChains chains = new RoundedChains(arithmetic, start, centre, rate, 0, seed);
    chains.advance(1000);
    return Math.abs(chains.offset(0));
  }
}
