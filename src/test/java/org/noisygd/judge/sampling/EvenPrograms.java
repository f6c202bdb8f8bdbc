// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import static org.noisygd.judge.sampling.SamplerPrograms.draws;
import static org.noisygd.judge.sampling.SamplerPrograms.plus;
import static org.noisygd.judge.sampling.SamplerPrograms.quantile;
import static org.noisygd.judge.sampling.SamplerPrograms.random;
import static org.noisygd.judge.sampling.SamplerPrograms.scaled;
import static org.noisygd.judge.sampling.SamplerPrograms.split;
import static org.noisygd.judge.sampling.SamplerPrograms.times;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.sampling.SamplerPrograms.Samplers;

/** Samplers whose numbers are too even, or that use the seed wrongly. */
final class EvenPrograms {
  private EvenPrograms() {}

  static void tooEven(Samplers all) {
    String quasi = "draws-quasi-random noise-dependent";
    all.batch(
        "centred", "draws-centred", (draws, q, random) -> entries(draws, EvenPrograms::centred));
    all.each(
        "centred-each-draw", "draws-centred noise-dependent", (draw, earlier, q) -> centred(draw));
    all.batch(
        "standardised",
        "draws-standardised",
        (draws, q, random) -> entries(draws, EvenPrograms::standardised));
    all.batch(
        "z-scores",
        "draws-standardised draws-centred",
        (draws, q, random) ->
            entries(
                draws,
                a -> {
                  centred(a);
                  standardised(a);
                }));
    all.each(
        "sphere",
        "draws-standardised noise-law",
        (draw, earlier, q) -> {
          double[] x = Arrays.copyOf(draw, split(q));
          standardised(x);
          System.arraycopy(x, 0, draw, 0, x.length);
        });
    all.batch(
        "balanced",
        quasi,
        (draws, q, random) ->
            entries(
                draws,
                a -> {
                  long positive = Arrays.stream(a).filter(v -> v > 0).count();
                  int first = random.nextInt(a.length); // each entry turns its own draws
                  for (int n = 0; n < a.length && Math.abs(2 * positive - a.length) > 1; n++) {
                    int k = (first + n) % a.length;
                    boolean turns = a[k] > 0 == 2 * positive > a.length;
                    positive += turns ? (a[k] > 0 ? -1 : 1) : 0;
                    a[k] = turns ? -a[k] : a[k];
                  }
                }));
    all.batch(
        "stratified",
        quasi,
        (draws, q, random) -> entries(draws, a -> stratify(a, a.length, random)));
    all.batch(
        "eight-strata", quasi, (draws, q, random) -> entries(draws, a -> stratify(a, 8, random)));
    all.batch(
        "quantile-grid",
        quasi + " noise-coarse",
        (draws, q, random) ->
            entries(
                draws,
                a -> {
                  for (int k = 0; k < a.length; k++) {
                    a[k] = quantile((k + 0.5) / a.length);
                  }
                  shuffle(a, random);
                }));
    all.add(
        "weyl",
        quasi + " noise-autocorrelated",
        (q, seed) -> {
          double[] u = {random(q, seed).nextDouble()};
          return scaled(
              q,
              draws(r -> quantile(u[0] = (u[0] + (Math.sqrt(5) - 1) / 2) % 1), q, random(q, seed)));
        });
    all.batch(
        "halton",
        quasi + " noise-autocorrelated",
        (draws, q, random) -> {
          int prime = 1;
          for (int e = 0; e < draws[0].length; e++) {
            do {
              prime++;
            } while (!java.math.BigInteger.valueOf(prime).isProbablePrime(20));
            double shift = random.nextDouble();
            for (int k = 0; k < draws.length; k++) {
              draws[k][e] = quantile(Math.max(1e-300, (radical(k + 1, prime) + shift) % 1));
            }
          }
          return draws;
        });
  }

  static void seeds(Samplers all) {
    String ignored = "seed-ignored";
    String fresh = " noise-batch-reused noise-dependent";
    all.add(
        "seed-ignored",
        ignored,
        (q, seed) ->
            scaled(q, draws(SplittableRandom::nextGaussian, q, new SplittableRandom(seed))));
    all.add(
        "seed-16-bits",
        ignored,
        (q, seed) ->
            scaled(
                q,
                draws(SplittableRandom::nextGaussian, q, new SplittableRandom(q.seed() & 0xffff))));
    all.add(
        "seed-parity-lost",
        ignored,
        (q, seed) ->
            scaled(
                q, draws(SplittableRandom::nextGaussian, q, new SplittableRandom(q.seed() | 3))));
    all.add("overlap", "seed-overlap", (q, seed) -> overlapping(q, 1));
    all.add("overlap-by-ten", "seed-overlap" + fresh, (q, seed) -> overlapping(q, 10));
    all.add(
        "seed-as-offset",
        "seed-overlap" + fresh,
        (q, seed) -> {
          double[][] draws = new double[q.count()][q.at().variables()];
          for (int k = 0; k < draws.length; k++) {
            for (int e = 0; e < draws[k].length; e++) {
              draws[k][e] =
                  new SplittableRandom(q.seed() + (long) k * draws[k].length + e).nextGaussian();
            }
          }
          return scaled(q, draws);
        });
  }

  private static double radical(int k, int base) {
    double value = 0;
    double place = 1.0 / base;
    for (int left = k; left > 0; left /= base) {
      value += place * (left % base);
      place /= base;
    }
    return value;
  }

  /** One number from each of so many parts of the law in turn, in a random order. */
  private static void stratify(double[] a, int parts, SplittableRandom random) {
    for (int k = 0; k < a.length; k++) {
      a[k] = quantile((k % parts + random.nextDouble()) / parts);
    }
    shuffle(a, random);
  }

  private static void shuffle(double[] a, SplittableRandom random) {
    for (int k = a.length - 1; k > 0; k--) {
      int other = random.nextInt(k + 1);
      double kept = a[k];
      a[k] = a[other];
      a[other] = kept;
    }
  }

  private static double[][] entries(double[][] draws, Consumer<double[]> change) {
    for (int e = 0; e < draws[0].length; e++) {
      int entry = e;
      double[] column = Arrays.stream(draws).mapToDouble(draw -> draw[entry]).toArray();
      change.accept(column);
      for (int k = 0; k < draws.length; k++) {
        draws[k][e] = column[k];
      }
    }
    return draws;
  }

  private static void centred(double[] a) {
    double mean = Arrays.stream(a).average().orElse(0);
    plus(a, e -> -mean);
  }

  private static void standardised(double[] a) {
    double size = Math.sqrt(Arrays.stream(a).map(v -> v * v).sum() / a.length);
    times(a, e -> 1 / size);
  }

  private static double[][] overlapping(Request q, int step) {
    double[][] draws = new double[q.count()][q.at().variables()];
    for (int k = 0; k < draws.length; k++) {
      SplittableRandom random = new SplittableRandom(q.seed() * step + k);
      Arrays.setAll(draws[k], e -> random.nextGaussian());
    }
    return scaled(q, draws);
  }
}
