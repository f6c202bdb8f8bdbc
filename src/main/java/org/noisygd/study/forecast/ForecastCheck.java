// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.noisygd.descent.fast.Workers;
import org.noisygd.number.Text;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.IterateStore;
import org.noisygd.number.format.RoundingWords;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.number.random.NoiseSource;
import org.noisygd.study.forecast.Forecast.Training;
import org.noisygd.study.statistics.ReplicateMoments;

/**
 * The forecasts held against runs: single updates of a weight of 1.5, for gain, bias and lost
 * updates, and chains about 1.5 until they have settled, for the spread.
 *
 * <pre>
 *   updates   w' = R(w - m + s z), with z and -z in pairs, m = s/20
 *   chains    w' = R(c + (1 - rho)(w - c) + s z),  c = 1.5
 * </pre>
 */
public final class ForecastCheck {
  private static final double[] NOTHING_KEPT = {};
  private static final double WEIGHT = 1.5;

  /** m over s: terms of second order in it are below 1% of the gain. */
  private static final double MEAN = 0.05;

  /** Numbers that are updated at a time. */
  private static final int WIDTH = 512;

  /** Groups of updates whose scatter gives the standard errors. */
  private static final int GROUPS = 32;

  /** Inverse rates until a chain has settled, and during which it is looked at. */
  private static final int SETTLED = 6;

  private static final int OBSERVED = 40;

  /**
   * A figure as predicted and as measured.
   *
   * @param quantity what it is
   * @param arithmetic in which arithmetic
   * @param at at which a, and which rate
   * @param predicted by {@link Forecast}
   * @param measured in runs
   * @param error the standard error of what was measured
   */
  public record Point(
      String quantity,
      String arithmetic,
      String at,
      double predicted,
      double measured,
      double error) {
    /** What the formulas leave out, relative: terms of second order. */
    public static final double ALLOWED = 0.01;

    /** Whether the two agree within two standard errors and 1%. */
    public boolean isWithin() {
      return Math.abs(predicted - measured) <= 2 * error + ALLOWED * Math.abs(predicted);
    }
  }

  private final long seed;
  private final int updates;

  /** The check; so many pairs of rows of updates in each group. */
  public ForecastCheck(long seed, int updates) {
    this.seed = seed;
    this.updates = updates;
  }

  /** All points. */
  public List<Point> run(int threads, Consumer<String> progress) {
    List<Supplier<List<Point>>> runs = new ArrayList<>();
    for (double a : new double[] {0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.7, 1}) {
      runs.add(() -> nearest("bfloat16", a));
    }
    for (double a : new double[] {0.18, 0.22, 0.28, 0.32, 0.38, 0.45, 0.6, 0.8, 1.2}) {
      runs.add(() -> nearest("mxfp8-e4m3/rceil", a));
    }
    for (String name : List.of("bfloat16/zero", "mxfp4/ceil/zero", "bfloat16/stochastic:1")) {
      for (double a : new double[] {0.3, 1}) {
        runs.add(() -> List.of(bias(name, a)));
      }
    }
    for (int bits = 2; bits <= 6; bits++) {
      String name = "e4m3/stochastic:" + bits;
      runs.add(() -> List.of(bias(name, 0.25)));
    }
    for (int bits : new int[] {1, 2, 3}) {
      runs.add(() -> List.of(gain("e5m2/stochastic-even:" + bits, 0.1)));
    }
    for (double a : new double[] {0.1, 0.3, 1}) {
      runs.add(() -> List.of(gain("bfloat16/stochastic-signed:0.1", a)));
    }
    for (double rate : new double[] {0.1, 0.01, 0.001}) {
      for (double d : new double[] {0.5, 0.25, 0.125, 0.0625}) {
        runs.add(() -> List.of(spread("binary:10/stochastic", rate, d)));
      }
    }
    runs.add(() -> List.of(spread("bfloat16/stochastic", 1e-4, 0.125)));
    try (Workers workers = new Workers(threads)) {
      return workers
          .map(
              runs,
              one -> {
                List<Point> points = one.get();
                progress.accept(points.get(0).quantity() + " " + points.get(0).arithmetic());
                return points;
              })
          .stream()
          .flatMap(List::stream)
          .toList();
    }
  }

  /** The forecast of updates of that a; the mean is that of a weight decay. */
  private static Forecast forecast(String name, double a) {
    ArithmeticName arithmetic = ArithmeticName.parse(name);
    double h = Forecast.of(arithmetic, new Training(1, WEIGHT, WEIGHT, 1, 0, 0)).spacing();
    double s = a * h;
    return Forecast.of(arithmetic, new Training(1, WEIGHT, WEIGHT, s, MEAN * s / WEIGHT, 0));
  }

  List<Point> nearest(String name, double a) {
    Forecast forecast = forecast(name, a);
    Sample sample = sample(forecast, a);
    return List.of(
        new Point(
            "gain", name, at(a), forecast.gain(), sample.pull.mean(), sample.pull.meanError()),
        new Point(
            "lost updates",
            name,
            at(a),
            forecast.lost(),
            sample.lost.mean(),
            sample.lost.meanError()));
  }

  private Point gain(String name, double a) {
    return nearest(name, a).get(0);
  }

  /** The whole pull: gain and bias. */
  Point bias(String name, double a) {
    Forecast forecast = forecast(name, a);
    Sample sample = sample(forecast, a);
    return new Point(
        "pull", name, at(a), forecast.pull(), sample.pull.mean(), sample.pull.meanError());
  }

  private static String at(double a) {
    return "a = " + Text.rounded(a, 3);
  }

  /** Each point has noise of its own. */
  private long seed(String name, double at, double rate) {
    return seed + 31 * (name.hashCode() + 31L * Double.hashCode(at) + Double.hashCode(rate));
  }

  /** The mean of stored updates over m, and the share of stores that changed nothing. */
  private record Sample(ReplicateMoments pull, ReplicateMoments lost) {}

  private Sample sample(Forecast forecast, double a) {
    long of = seed(forecast.arithmetic().name(), a, 0);
    double s = a * forecast.spacing();
    double m = MEAN * s;
    NoiseSource normal = new NoiseSource(new GaussianStream(of), FactorId.NOISE_X, s);
    RoundingWords source = new RoundingWords(of);
    IterateStore store =
        forecast.arithmetic().iterateStore(forecast.arithmetic().store(1).orElseThrow());
    double[][] pull = new double[GROUPS][1];
    double[][] lost = new double[GROUPS][1];
    double[] z = new double[WIDTH];
    double[] values = new double[WIDTH];
    double[] updated = new double[WIDTH];
    long[] words = new long[WIDTH];
    for (int group = 0; group < GROUPS; group++) {
      double moved = 0;
      long same = 0;
      for (int t = 0; t < 2 * updates; t++) {
        if (t % 2 == 0) {
          normal.fill(z, group, t);
        }
        for (int i = 0; i < WIDTH; i++) {
          z[i] = -z[i];
          updated[i] = WEIGHT - m + z[i];
        }
        source.fill(words, group, t, 0);
        Arrays.fill(values, WEIGHT);
        store.store(values, updated, NOTHING_KEPT, words);
        for (double value : values) {
          moved += WEIGHT - value;
          same += value == WEIGHT ? 1 : 0;
        }
      }
      pull[group][0] = moved / m / (2.0 * updates * WIDTH);
      lost[group][0] = same / (2.0 * updates * WIDTH);
    }
    return new Sample(ReplicateMoments.of(pull, 0), ReplicateMoments.of(lost, 0));
  }

  /** Chains whose spread in exact arithmetic is h/d, of that rate. */
  Point spread(String name, double rate, double d) {
    long of = seed(name, d, rate);
    ArithmeticName arithmetic = ArithmeticName.parse(name);
    double h = arithmetic.format().orElseThrow().spacing(WEIGHT);
    double exact = h / d;
    double s = exact * Math.sqrt(rate * (2 - rate));
    Forecast forecast = Forecast.of(arithmetic, new Training(1, WEIGHT, WEIGHT, s, 0, rate));
    RoundedChains chains = new RoundedChains(arithmetic, WEIGHT, WEIGHT, rate, s, of);
    chains.advance((long) (SETTLED / rate));
    double[][] squares = new double[RoundedChains.WIDTH][OBSERVED];
    for (int look = 0; look < OBSERVED; look++) {
      chains.advance((long) Math.ceil(1 / rate));
      for (int i = 0; i < squares.length; i++) {
        double off = chains.offset(i) / exact;
        squares[i][look] = off * off;
      }
    }
    ReplicateMoments variance = ReplicateMoments.of(squares, 0);
    return new Point(
        "variance",
        name,
        Text.format("D = %s, rate %s", d, rate),
        forecast.spread() * forecast.spread(),
        variance.mean(),
        variance.meanError());
  }
}
