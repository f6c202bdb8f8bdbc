// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import static org.noisygd.judge.sampling.SamplerPrograms.across;
import static org.noisygd.judge.sampling.SamplerPrograms.clipped;
import static org.noisygd.judge.sampling.SamplerPrograms.copy;
import static org.noisygd.judge.sampling.SamplerPrograms.draws;
import static org.noisygd.judge.sampling.SamplerPrograms.laplace;
import static org.noisygd.judge.sampling.SamplerPrograms.law;
import static org.noisygd.judge.sampling.SamplerPrograms.random;
import static org.noisygd.judge.sampling.SamplerPrograms.scaled;
import static org.noisygd.judge.sampling.SamplerPrograms.split;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.sampling.SamplerPrograms.Batch;
import org.noisygd.judge.sampling.SamplerPrograms.Samplers;

/** Samplers whose numbers depend on each other. */
final class DependencePrograms {
  private DependencePrograms() {}

  static void dependences(Samplers all) {
    String any = "noise-dependent";
    String fresh = "noise-autocorrelated noise-batch-reused noise-dependent";
    String reused = "noise-batch-reused noise-autocorrelated noise-dependent";
    String anti = "noise-antithetic " + any;
    all.each(
        "antithetic",
        anti,
        (draw, earlier, q) ->
            copy(draw, earlier, earlier.size() - 1, earlier.size() % 2 == 1 ? -1 : 0));
    all.batch(
        "antithetic-shuffled",
        anti,
        (draws, q, random) -> {
          int half = draws.length / 2;
          for (int k = half; k < 2 * half; k++) {
            copy(draws[k], List.of(draws), (k * 7 + 3) % half, -1);
          }
          return draws;
        });
    all.each(
        "partly-antithetic",
        anti + " noise-autocorrelated",
        (draw, earlier, q) -> {
          if (earlier.size() % 2 == 1) {
            mixed(draw, earlier.get(earlier.size() - 1), -0.6);
          }
        });
    all.each(
        "autoregressive",
        fresh,
        (draw, earlier, q) ->
            mixed(draw, earlier.isEmpty() ? draw : earlier.get(earlier.size() - 1), 0.3));
    all.each(
        "autoregressive-strongly",
        fresh,
        (draw, earlier, q) ->
            mixed(draw, earlier.isEmpty() ? draw : earlier.get(earlier.size() - 1), 0.95));
    all.each(
        "seasonal",
        fresh,
        (draw, earlier, q) ->
            mixed(draw, earlier.size() < 7 ? draw : earlier.get(earlier.size() - 7), 0.5));
    all.each(
        "batch",
        reused,
        (draw, earlier, q) ->
            copy(draw, earlier, earlier.size() % 100, earlier.size() < 100 ? 0 : 1));
    all.each(
        "half-batch",
        reused,
        (draw, earlier, q) ->
            copy(
                draw,
                earlier,
                earlier.size() - q.count() / 2,
                2 * earlier.size() < q.count() ? 0 : 1));
    all.each(
        "static", reused, (draw, earlier, q) -> copy(draw, earlier, 0, earlier.isEmpty() ? 0 : 1));
    all.add("period-1009", reused, (q, seed) -> periodic(q, seed, 1009));
    all.add("period-50021", reused, (q, seed) -> periodic(q, seed, 50_021));
    all.batch(
        "bootstrap",
        reused + " noise-coarse",
        (draws, q, random) -> {
          double[][] some = new double[draws.length][];
          Arrays.setAll(some, k -> draws[random.nextInt(draws.length / 3)].clone());
          return some;
        });
    all.each("row", "noise-row-shared " + any, (draw, earlier, q) -> draw[split(q) - 1] = draw[0]);
    all.each(
        "columns-same",
        "noise-row-shared " + any,
        (draw, earlier, q) -> {
          for (int e = 0; e < draw.length; e++) {
            draw[e] = draw[e - (e < split(q) ? e : e - split(q)) % q.r()];
          }
        });
    all.each(
        "pairs-same",
        "noise-row-shared " + any,
        (draw, earlier, q) -> {
          for (int e = 1; e < draw.length; e += 2) {
            draw[e] = draw[e - 1];
          }
        });
    String across = "noise-correlated " + any;
    all.each("correlated", across, (draw, earlier, q) -> across(draw, q, 1));
    all.each("slightly-correlated", across, (draw, earlier, q) -> across(draw, q, 0.05));
    all.each("opposed", across, (draw, earlier, q) -> across(draw, q, -0.5));
    all.add(
        "streams",
        across,
        (q, seed) -> {
          double[][] draws = new double[q.count()][q.at().variables()];
          SplittableRandom[] twins = {random(q, seed), random(q, seed)};
          for (double[] draw : draws) {
            Arrays.setAll(draw, e -> twins[e < split(q) ? 0 : 1].nextGaussian());
          }
          return scaled(q, draws);
        });
    all.batch("common-factor", any, (draws, q, random) -> common(draws, random, 0.3));
    all.batch("common-factor-small", any, (draws, q, random) -> common(draws, random, 0.1));
    all.batch(
        "common-factor-large",
        any + " noise-row-shared",
        (draws, q, random) -> common(draws, random, 0.97));
    all.each(
        "neighbours",
        any,
        (draw, earlier, q) -> {
          for (int e = 1; e < draw.length; e++) {
            draw[e] = 0.4 * draw[e - 1] + Math.sqrt(1 - 0.16) * draw[e];
          }
        });
    all.each(
        "neighbours-opposed",
        any,
        (draw, earlier, q) -> {
          for (int e = 1; e < draw.length; e++) {
            draw[e] = -0.4 * draw[e - 1] + Math.sqrt(1 - 0.16) * draw[e];
          }
        });
    all.each(
        "sorted",
        any + " noise-unequal",
        (draw, earlier, q) -> {
          Double[] boxed = Arrays.stream(draw).boxed().toArray(Double[]::new);
          Arrays.sort(boxed, java.util.Comparator.comparingDouble(Math::abs));
          Arrays.setAll(draw, e -> boxed[e]);
        });
    all.each(
        "ascending", any + " noise-unequal noise-mean", (draw, earlier, q) -> Arrays.sort(draw));
    all.each(
        "same-sign",
        any,
        (draw, earlier, q) -> {
          double sign = Math.signum(draw[0]);
          Arrays.setAll(draw, e -> sign * Math.abs(draw[e]));
        });
    all.each(
        "same-size",
        any,
        (draw, earlier, q) -> {
          for (int e = 1; e < draw.length; e += 2) {
            draw[e] = Math.copySign(draw[e - 1], draw[e]);
          }
        });
    all.batch(
        "one-radius",
        any,
        SplittableRandom::nextGaussian,
        (draws, q, random) -> {
          for (double[] draw : draws) {
            for (int e = 0; e + 1 < draw.length; e += 2) {
              double r = Math.hypot(draw[e], draw[e + 1]);
              double a = random.nextInt(4) * Math.PI / 2 + Math.PI / 4;
              draw[e] = r * Math.cos(a);
              draw[e + 1] = r * Math.sin(a);
            }
          }
          return draws;
        });
  }

  static void pairs(Samplers all) {
    Batch antithetic =
        (draws, q, random) -> {
          for (int k = 1; k < draws.length; k += 2) {
            copy(draws[k], List.of(draws), k - 1, -1);
          }
          return draws;
        };
    Batch reused =
        (draws, q, random) -> {
          for (int k = 50; k < draws.length; k++) {
            copy(draws[k], List.of(draws), k % 50, 1);
          }
          return draws;
        };
    Batch across =
        (draws, q, random) -> {
          for (double[] draw : draws) {
            across(draw, q, 1);
          }
          return draws;
        };
    String law = "noise-law noise-dependent ";
    all.batch("laplace-antithetic", law + "noise-antithetic", SamplerPrograms::laplace, antithetic);
    all.batch(
        "uniform-reused",
        law + "noise-batch-reused",
        r -> (2 * r.nextDouble() - 1) * Math.sqrt(3),
        reused);
    all.batch("laplace-correlated", law + "noise-correlated", SamplerPrograms::laplace, across);
    all.batch(
        "scaled-antithetic",
        "noise-scaled noise-dependent noise-antithetic",
        r -> 1.2 * r.nextGaussian(),
        antithetic);
    all.batch(
        "shifted-reused",
        "noise-mean noise-dependent noise-batch-reused",
        r -> 0.5 + r.nextGaussian(),
        reused);
    all.batch(
        "shifted-correlated",
        "noise-mean noise-dependent noise-correlated",
        r -> 0.5 + r.nextGaussian(),
        across);
    all.batch(
        "clipped-reused",
        law + "noise-clipped noise-batch-reused",
        r -> clipped(r.nextGaussian(), -2, 2),
        reused);
    all.batch(
        "points-antithetic",
        law + "noise-coarse noise-antithetic noise-autocorrelated",
        r -> (r.nextInt(3) - 1) * Math.sqrt(1.5),
        antithetic);
    all.law("scaled-shifted", "noise-scaled noise-mean", r -> 0.1 + 1.3 * r.nextGaussian());
    all.law("scaled-laplace", "noise-scaled noise-law", r -> 1.3 * laplace(r));
  }

  private static double[][] periodic(Request q, long seed, int period) {
    double[] numbers = new double[period];
    SplittableRandom random = random(q, seed);
    Arrays.setAll(numbers, n -> random.nextGaussian());
    int[] at = {0};
    return scaled(q, draws(r -> numbers[at[0]++ % period], q, random));
  }

  private static double[][] common(double[][] draws, SplittableRandom random, double share) {
    for (double[] draw : draws) {
      double one = random.nextGaussian() * Math.sqrt(share);
      Arrays.setAll(draw, e -> one + Math.sqrt(1 - share) * draw[e]);
    }
    return draws;
  }

  private static void mixed(double[] draw, double[] other, double rho) {
    Arrays.setAll(
        draw, e -> draw == other ? draw[e] : rho * other[e] + Math.sqrt(1 - rho * rho) * draw[e]);
  }
}
