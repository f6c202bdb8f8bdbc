// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import static org.noisygd.judge.sampling.SamplerPrograms.across;
import static org.noisygd.judge.sampling.SamplerPrograms.batch;
import static org.noisygd.judge.sampling.SamplerPrograms.clipped;
import static org.noisygd.judge.sampling.SamplerPrograms.copy;
import static org.noisygd.judge.sampling.SamplerPrograms.draws;
import static org.noisygd.judge.sampling.SamplerPrograms.each;
import static org.noisygd.judge.sampling.SamplerPrograms.laplace;
import static org.noisygd.judge.sampling.SamplerPrograms.law;
import static org.noisygd.judge.sampling.SamplerPrograms.of;
import static org.noisygd.judge.sampling.SamplerPrograms.random;
import static org.noisygd.judge.sampling.SamplerPrograms.scaled;
import static org.noisygd.judge.sampling.SamplerPrograms.split;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.sampling.SamplerPrograms.Batch;

/** Samplers whose numbers depend on each other. */
final class DependencePrograms {
  private DependencePrograms() {}

  static void dependences(List<SamplerPrograms> all) {
    String any = "noise-dependent";
    String fresh = "noise-autocorrelated noise-batch-reused noise-dependent";
    String reused = "noise-batch-reused noise-autocorrelated noise-dependent";
    String anti = "noise-antithetic " + any;
    all.add(
        of(
            "antithetic",
            anti,
            each(
                (draw, earlier, q) ->
                    copy(draw, earlier, earlier.size() - 1, earlier.size() % 2 == 1 ? -1 : 0))));
    all.add(
        of(
            "antithetic-shuffled",
            anti,
            batch(
                (draws, q, random) -> {
                  int half = draws.length / 2;
                  for (int k = half; k < 2 * half; k++) {
                    copy(draws[k], List.of(draws), (k * 7 + 3) % half, -1);
                  }
                  return draws;
                })));
    all.add(
        of(
            "partly-antithetic",
            anti + " noise-autocorrelated",
            each(
                (draw, earlier, q) -> {
                  if (earlier.size() % 2 == 1) {
                    mixed(draw, earlier.get(earlier.size() - 1), -0.6);
                  }
                })));
    all.add(
        of(
            "autoregressive",
            fresh,
            each(
                (draw, earlier, q) ->
                    mixed(draw, earlier.isEmpty() ? draw : earlier.get(earlier.size() - 1), 0.3))));
    all.add(
        of(
            "autoregressive-strongly",
            fresh,
            each(
                (draw, earlier, q) ->
                    mixed(
                        draw, earlier.isEmpty() ? draw : earlier.get(earlier.size() - 1), 0.95))));
    all.add(
        of(
            "seasonal",
            fresh,
            each(
                (draw, earlier, q) ->
                    mixed(
                        draw, earlier.size() < 7 ? draw : earlier.get(earlier.size() - 7), 0.5))));
    all.add(
        of(
            "batch",
            reused,
            each(
                (draw, earlier, q) ->
                    copy(draw, earlier, earlier.size() % 100, earlier.size() < 100 ? 0 : 1))));
    all.add(
        of(
            "half-batch",
            reused,
            each(
                (draw, earlier, q) ->
                    copy(
                        draw,
                        earlier,
                        earlier.size() - q.count() / 2,
                        2 * earlier.size() < q.count() ? 0 : 1))));
    all.add(
        of(
            "static",
            reused,
            each((draw, earlier, q) -> copy(draw, earlier, 0, earlier.isEmpty() ? 0 : 1))));
    all.add(of("period-1009", reused, (q, seed) -> periodic(q, seed, 1009)));
    all.add(of("period-50021", reused, (q, seed) -> periodic(q, seed, 50_021)));
    all.add(
        of(
            "bootstrap",
            reused + " noise-coarse",
            batch(
                (draws, q, random) -> {
                  double[][] some = new double[draws.length][];
                  Arrays.setAll(some, k -> draws[random.nextInt(draws.length / 3)].clone());
                  return some;
                })));
    all.add(
        of(
            "row",
            "noise-row-shared " + any,
            each((draw, earlier, q) -> draw[split(q) - 1] = draw[0])));
    all.add(
        of(
            "columns-same",
            "noise-row-shared " + any,
            each(
                (draw, earlier, q) -> {
                  for (int e = 0; e < draw.length; e++) {
                    draw[e] = draw[e - (e < split(q) ? e : e - split(q)) % q.r()];
                  }
                })));
    all.add(
        of(
            "pairs-same",
            "noise-row-shared " + any,
            each(
                (draw, earlier, q) -> {
                  for (int e = 1; e < draw.length; e += 2) {
                    draw[e] = draw[e - 1];
                  }
                })));
    String across = "noise-correlated " + any;
    all.add(of("correlated", across, each((draw, earlier, q) -> across(draw, q, 1))));
    all.add(of("slightly-correlated", across, each((draw, earlier, q) -> across(draw, q, 0.05))));
    all.add(of("opposed", across, each((draw, earlier, q) -> across(draw, q, -0.5))));
    all.add(
        of(
            "streams",
            across,
            (q, seed) -> {
              double[][] draws = new double[q.count()][q.at().variables()];
              SplittableRandom[] twins = {random(q, seed), random(q, seed)};
              for (double[] draw : draws) {
                Arrays.setAll(draw, e -> twins[e < split(q) ? 0 : 1].nextGaussian());
              }
              return scaled(q, draws);
            }));
    all.add(of("common-factor", any, batch((draws, q, random) -> common(draws, random, 0.3))));
    all.add(
        of("common-factor-small", any, batch((draws, q, random) -> common(draws, random, 0.1))));
    all.add(
        of(
            "common-factor-large",
            any + " noise-row-shared",
            batch((draws, q, random) -> common(draws, random, 0.97))));
    all.add(
        of(
            "neighbours",
            any,
            each(
                (draw, earlier, q) -> {
                  for (int e = 1; e < draw.length; e++) {
                    draw[e] = 0.4 * draw[e - 1] + Math.sqrt(1 - 0.16) * draw[e];
                  }
                })));
    all.add(
        of(
            "neighbours-opposed",
            any,
            each(
                (draw, earlier, q) -> {
                  for (int e = 1; e < draw.length; e++) {
                    draw[e] = -0.4 * draw[e - 1] + Math.sqrt(1 - 0.16) * draw[e];
                  }
                })));
    all.add(
        of(
            "sorted",
            any + " noise-unequal",
            each(
                (draw, earlier, q) -> {
                  Double[] boxed = Arrays.stream(draw).boxed().toArray(Double[]::new);
                  Arrays.sort(boxed, java.util.Comparator.comparingDouble(Math::abs));
                  Arrays.setAll(draw, e -> boxed[e]);
                })));
    all.add(
        of(
            "ascending",
            any + " noise-unequal noise-mean",
            each((draw, earlier, q) -> Arrays.sort(draw))));
    all.add(
        of(
            "same-sign",
            any,
            each(
                (draw, earlier, q) -> {
                  double sign = Math.signum(draw[0]);
                  Arrays.setAll(draw, e -> sign * Math.abs(draw[e]));
                })));
    all.add(
        of(
            "same-size",
            any,
            each(
                (draw, earlier, q) -> {
                  for (int e = 1; e < draw.length; e += 2) {
                    draw[e] = Math.copySign(draw[e - 1], draw[e]);
                  }
                })));
    all.add(
        of(
            "one-radius",
            any,
            batch(
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
                })));
  }

  static void pairs(List<SamplerPrograms> all) {
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
    all.add(
        of(
            "laplace-antithetic",
            law + "noise-antithetic",
            batch(SamplerPrograms::laplace, antithetic)));
    all.add(
        of(
            "uniform-reused",
            law + "noise-batch-reused",
            batch(r -> (2 * r.nextDouble() - 1) * Math.sqrt(3), reused)));
    all.add(
        of(
            "laplace-correlated",
            law + "noise-correlated",
            batch(SamplerPrograms::laplace, across)));
    all.add(
        of(
            "scaled-antithetic",
            "noise-scaled noise-dependent noise-antithetic",
            batch(r -> 1.2 * r.nextGaussian(), antithetic)));
    all.add(
        of(
            "shifted-reused",
            "noise-mean noise-dependent noise-batch-reused",
            batch(r -> 0.5 + r.nextGaussian(), reused)));
    all.add(
        of(
            "shifted-correlated",
            "noise-mean noise-dependent noise-correlated",
            batch(r -> 0.5 + r.nextGaussian(), across)));
    all.add(
        of(
            "clipped-reused",
            law + "noise-clipped noise-batch-reused",
            batch(r -> clipped(r.nextGaussian(), -2, 2), reused)));
    all.add(
        of(
            "points-antithetic",
            law + "noise-coarse noise-antithetic noise-autocorrelated",
            batch(r -> (r.nextInt(3) - 1) * Math.sqrt(1.5), antithetic)));
    all.add(
        of("scaled-shifted", "noise-scaled noise-mean", law(r -> 0.1 + 1.3 * r.nextGaussian())));
    all.add(of("scaled-laplace", "noise-scaled noise-law", law(r -> 1.3 * laplace(r))));
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
