// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.noisygd.descent.fast.Workers;
import org.noisygd.number.Text;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.number.format.IterateStore;
import org.noisygd.study.forecast.Forecast.Training;
import org.noisygd.study.statistics.ReplicateMoments;

/**
 * The forecasts held against the stores themselves.
 *
 * <pre>
 *   updates   w' = R(w - m + s z), m = s/20, over a lattice of z and random words that is shifted
 *             at random: on, next above and next below a power of two, at the end of the subnormal
 *             numbers, at the largest number, beside a larger number of the block
 *   carries   the same updates of a Kahan store, one after another through eight spacings
 *   chains    w' = R(c + (1 - rho)(w - c) + s z) until they have settled, for the spread
 * </pre>
 */
final class ForecastCheck {
  /** m over s. */
  private static final double MEAN = 0.05;

  /** Shifts of the lattice, whose scatter gives the standard errors. */
  private static final int SHIFTS = 32;

  /** Of 2^64 words, the golden section's: the lattice's other coordinate. */
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  /** Inverse rates until a chain has settled, and during which it is looked at. */
  private static final int SETTLED = 6;

  private static final int OBSERVED = 40;

  /** The stated errors: of a pull and a variance, of the sums; */
  private static final double EXACT = 0.01;

  /** where chains cross a power of two, of the variance, which is then not that of a Gaussian; */
  private static final double CROSSING = 0.05;

  /** with a carry, of exact arithmetic's pull: what its own binades do where they meet. */
  private static final double CARRIED = 0.1;

  /** Spacings that a weight with a carry moves by. */
  private static final int SPACINGS = 8;

  /** Stores that are asked at every place beside a power of two. */
  private static final List<String> STORES =
      List.of(
          "bfloat16",
          "bfloat16/nearest-away",
          "bfloat16/zero",
          "bfloat16/up",
          "bfloat16/down",
          "bfloat16/stochastic",
          "bfloat16/stochastic:1",
          "bfloat16/stochastic:4",
          "bfloat16/stochastic-even:2",
          "binary16/zero",
          "e4m3",
          "e5m2/stochastic:2",
          "binary:3",
          "float:4:-2:3/zero/flush",
          "mxfp8-e4m3/rceil",
          "mxfp8-e4m3/floor/stochastic",
          "mxfp8-e4m3/even/zero",
          "mxfp6-e2m3/ceil/down",
          "mxfp4/ceil/zero",
          "mxfp4/rceil/stochastic:3");

  /** Where a weight stands beside a power of two. */
  enum Place {
    ON,
    ABOVE,
    BELOW
  }

  /**
   * A figure as predicted and as measured.
   *
   * @param quantity what it is
   * @param arithmetic in which arithmetic
   * @param at at which weight and a, or rate
   * @param predicted by {@link Forecast}
   * @param measured in runs
   * @param error the standard error of what was measured
   * @param stated the stated error of the forecast
   */
  record Point(
      String quantity,
      String arithmetic,
      String at,
      double predicted,
      double measured,
      double error,
      double stated) {
    /** Whether the two agree within the stated error and two standard errors. */
    boolean isWithin() {
      return Math.abs(predicted - measured) <= 2 * error + stated;
    }
  }

  private final long seed;
  private final double[][] normal;

  /** The check, with so many points of the lattice in each shift. */
  ForecastCheck(long seed, int points) {
    this.seed = seed;
    this.normal = new double[SHIFTS][points];
    NormalDistribution law = new NormalDistribution();
    for (int k = 0; k < SHIFTS; k++) {
      double shift = new SplittableRandom(seed + k).nextDouble();
      for (int i = 0; i < points; i++) {
        normal[k][i] = law.inverseCumulativeProbability((i + shift) / points);
      }
    }
  }

  /** All points. */
  List<Point> run(int threads) {
    List<Supplier<Point>> runs = new ArrayList<>();
    updates(runs);
    for (String name : List.of("binary:5/compensated", "binary:5/zero/compensated")) {
      for (double a : new double[] {0.2, 0.3}) {
        runs.add(() -> carry(name, a));
      }
    }
    runs.add(() -> carry("binary:5/stochastic/compensated", 0.15));
    runs.add(() -> carry("bfloat16/compensated", 0.2));
    for (double rate : new double[] {0.1, 0.01, 0.001}) {
      for (double d : new double[] {0.5, 0.25, 0.125, 0.0625}) {
        runs.add(() -> spread("binary:10/stochastic", 1.5, rate, d));
      }
    }
    runs.add(() -> spread("bfloat16/stochastic", 1.5, 1e-4, 0.125));
    runs.add(() -> spread("binary:10/stochastic", 1, 0.01, 0.25));
    runs.add(() -> spread("binary:10/stochastic-even:2", 1.5, 0.01, 0.125));
    try (Workers workers = new Workers(threads)) {
      return workers.map(runs, Supplier::get);
    }
  }

  /** The 100 settings of single updates. */
  private void updates(List<Supplier<Point>> runs) {
    for (String name : STORES) {
      for (Place place : Place.values()) {
        runs.add(() -> update(name, 1, 1, place, 0.3));
      }
    }
    for (String name : List.of("bfloat16", "bfloat16/zero", "mxfp8-e4m3/rceil")) {
      for (double a : new double[] {0.2, 1, 4}) {
        runs.add(() -> update(name, 1, 1, Place.ON, a));
      }
    }
    for (String name : List.of("e4m3", "e4m3/zero", "e4m3/stochastic:3")) {
      for (Place place : Place.values()) {
        runs.add(() -> update(name, 0x1p-6, 0x1p-6, place, 0.4));
      }
    }
    runs.add(() -> update("e4m3/flush", 0x1p-6, 0x1p-6, Place.ON, 0.4));
    runs.add(() -> update("e4m3/zero/flush", 0x1p-6, 0x1p-6, Place.ABOVE, 0.4));
    for (String name : List.of("e4m3/saturate", "e4m3/zero", "e4m3/stochastic/saturate")) {
      runs.add(() -> update(name, 448, 448, Place.ON, 0.5));
    }
    for (String rule : List.of("floor", "floor/stochastic", "even/stochastic", "rceil/up")) {
      runs.add(() -> update("mxfp8-e4m3/" + rule, 1.75, 1.75, Place.ON, 0.7));
    }
    for (String name :
        List.of(
            "mxfp4/ceil/stochastic", "nvfp4/zero", "nvfp4/stochastic:2", "nvfp4", "mxfp4/floor")) {
      runs.add(() -> update(name, 1.05, 3, Place.ON, 0.3));
    }
    for (String name : List.of("mxfp8-e4m3/floor/stochastic", "mxfp4/even", "mxfp6-e3m2/ceil")) {
      runs.add(() -> update(name, 1.9, 1.9, Place.ON, 0.3));
    }
    runs.add(() -> update("nvfp4", 1.9, 1.9, Place.ON, 0.3));
  }

  /** One update of a weight at or beside a number, of a standard deviation of a spacings. */
  Point update(String name, double number, double largest, Place place, double a) {
    ArithmeticName arithmetic = ArithmeticName.parse(name);
    StoredUpdate at = StoredUpdate.of(arithmetic, number, largest);
    double weight =
        at.stored()
            + switch (place) {
              case ON -> 0;
              case ABOVE -> at.above();
              case BELOW -> -at.below();
            };
    double most = largest > number ? largest : weight;
    double s = a * (at.below() > 0 ? at.below() : number / 8);
    double m = MEAN * s;
    double[] start = {weight, most};
    arithmetic.store(2).orElseThrow().toNearest().round(start, new long[2]);
    start[1] = most > weight ? start[1] : 0;
    Forecast forecast = Forecast.of(arithmetic, new Training(1, weight, most, s, m / start[0], 0));
    ReplicateMoments pull = pull(arithmetic, start, s, m);
    return new Point(
        "pull",
        name,
        Text.format("w = %s, a = %s", Text.rounded(weight, 6), a),
        forecast.pull(),
        pull.mean(),
        pull.meanError(),
        EXACT * Math.abs(forecast.pull()));
  }

  /** The mean of stored updates over m, of a weight beside the largest number of its block. */
  private ReplicateMoments pull(ArithmeticName arithmetic, double[] start, double s, double m) {
    IterateStore store = arithmetic.iterateStore(arithmetic.store(2).orElseThrow());
    SplittableRandom random = new SplittableRandom(seed + arithmetic.name().hashCode());
    double[][] pulls = new double[SHIFTS][1];
    double[] values = new double[2];
    double[] updated = new double[2];
    double[] kept = new double[2];
    long[] words = new long[2];
    for (int k = 0; k < SHIFTS; k++) {
      words[0] = random.nextLong();
      double moved = 0;
      for (double z : normal[k]) {
        words[0] += GOLDEN;
        values[0] = start[0];
        values[1] = start[1];
        updated[0] = start[0] - m + s * z;
        updated[1] = values[1];
        store.store(values, updated, kept, words);
        moved += start[0] - values[0];
      }
      pulls[k][0] = moved / m / normal[k].length;
    }
    return ReplicateMoments.of(pulls, 0);
  }

  /** Runs through eight spacings, updates of a of the spacings of the largest carry. */
  Point carry(String name, double a) {
    ArithmeticName arithmetic = ArithmeticName.parse(name);
    double start = 1.9375;
    double h = arithmetic.format().orElseThrow().spacing(start);
    double s = a * Math.scalb(h, -arithmetic.format().orElseThrow().precision());
    double m = MEAN * s;
    double rate = 1e-9; // towards a centre so far away that the mean is m throughout
    Forecast forecast = Forecast.of(arithmetic, new Training(1, start, start, s, m / start, 0));
    RoundedChains chains =
        new RoundedChains(arithmetic, start, start - m / rate, rate, s, seed(name, a, 0));
    long crossing = (long) (h / m);
    chains.advance(2 * crossing);
    double[][] moved = new double[RoundedChains.WIDTH][1];
    for (int i = 0; i < moved.length; i++) {
      moved[i][0] = chains.offset(i);
    }
    chains.advance(SPACINGS * crossing);
    for (int i = 0; i < moved.length; i++) {
      moved[i][0] = (moved[i][0] - chains.offset(i)) / m / (SPACINGS * crossing);
    }
    ReplicateMoments pull = ReplicateMoments.of(moved, 0);
    return new Point(
        "pull", name, "run, a = " + a, forecast.pull(), pull.mean(), pull.meanError(), CARRIED);
  }

  /** Each point has noise of its own. */
  private long seed(String name, double at, double rate) {
    return seed + 31 * (name.hashCode() + 31L * Double.hashCode(at) + Double.hashCode(rate));
  }

  /** Chains whose spread in exact arithmetic is h/d, of that rate, h the spacing at the weight. */
  Point spread(String name, double weight, double rate, double d) {
    ArithmeticName arithmetic = ArithmeticName.parse(name);
    double exact = arithmetic.format().orElseThrow().spacing(weight) / d;
    double s = exact * Math.sqrt(rate * (2 - rate));
    Forecast forecast = Forecast.of(arithmetic, new Training(1, weight, weight, s, 0, rate));
    RoundedChains chains =
        new RoundedChains(arithmetic, weight, weight, rate, s, seed(name, d, rate));
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
        Text.format("w = %s, D = %s, rate %s", weight, d, rate),
        forecast.spread() * forecast.spread(),
        variance.mean(),
        variance.meanError(),
        forecast.spread()
            * forecast.spread()
            * (forecast.spacing() == forecast.below() ? EXACT : CROSSING));
  }
}
