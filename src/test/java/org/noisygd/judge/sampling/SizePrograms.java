// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import static org.noisygd.judge.sampling.SamplerPrograms.batch;
import static org.noisygd.judge.sampling.SamplerPrograms.draws;
import static org.noisygd.judge.sampling.SamplerPrograms.each;
import static org.noisygd.judge.sampling.SamplerPrograms.exponential;
import static org.noisygd.judge.sampling.SamplerPrograms.law;
import static org.noisygd.judge.sampling.SamplerPrograms.of;
import static org.noisygd.judge.sampling.SamplerPrograms.plus;
import static org.noisygd.judge.sampling.SamplerPrograms.random;
import static org.noisygd.judge.sampling.SamplerPrograms.sigmas;
import static org.noisygd.judge.sampling.SamplerPrograms.split;
import static org.noisygd.judge.sampling.SamplerPrograms.times;

import java.util.List;
import java.util.SplittableRandom;

/** Samplers of normal noise of another size or mean. */
final class SizePrograms {
  private SizePrograms() {}

  static void sizes(List<SamplerPrograms> all) {
    String size = "noise-scaled";
    all.add(sigma("squared", "variance-as-deviation", (s, t, rows, first) -> s * s));
    all.add(sigma("root", "variance-as-deviation", (s, t, rows, first) -> Math.sqrt(s)));
    all.add(sigma("swapped", "noise-swapped", (s, t, rows, first) -> t));
    all.add(sigma("sigma1", "sigma-shared", (s, t, rows, first) -> first ? s : t));
    all.add(sigma("sigma2", "sigma-shared", (s, t, rows, first) -> first ? t : s));
    all.add(
        sigma("over-root-rows", "dimension-factor", (s, t, rows, first) -> s / Math.sqrt(rows)));
    all.add(
        sigma("times-root-rows", "dimension-factor", (s, t, rows, first) -> s * Math.sqrt(rows)));
    all.add(sigma("mean-sigma", "sigma-shared", (s, t, rows, first) -> (s + t) / 2));
    all.add(sigma("x-tenth-more", size, (s, t, rows, first) -> first ? 1.1 * s : s));
    all.add(sigma("both-doubled", size, (s, t, rows, first) -> 2 * s));
    all.add(sigma("x-doubled-y-halved", size, (s, t, rows, first) -> first ? 2 * s : s / 2));
    all.add(sigma("one-side", "noise-one-side", (s, t, rows, first) -> first ? s : 0));
    all.add(sigma("none", "unperturbed-gradient noise-one-side", (s, t, rows, first) -> 0));
    all.add(sigma("zero-is-default", "noise-not-asked", (s, t, rows, first) -> s == 0 ? 0.1 : s));
    String unequal = "noise-unequal";
    all.add(of("first-row", unequal, each((draw, earlier, q) -> draw[0] *= 1.1)));
    all.add(
        of(
            "rows-unequal",
            unequal,
            each((draw, earlier, q) -> times(draw, e -> e % 2 == 0 ? 1.2 : 0.8))));
    all.add(
        of(
            "rows-very-unequal",
            unequal,
            each((draw, earlier, q) -> times(draw, e -> e % 3 == 0 ? 2 : e % 3 == 1 ? 1 : 0.3))));
    all.add(
        of(
            "rows-ever-smaller",
            unequal,
            each((draw, earlier, q) -> times(draw, e -> 1.2 - 0.6 * e / draw.length))));
    all.add(
        of(
            "last-row-silent",
            unequal,
            each((draw, earlier, q) -> draw[split(q) - 1] = q.d1() > 4 ? 0 : draw[split(q) - 1])));
    all.add(
        of(
            "draws-ever-smaller",
            unequal,
            each((draw, earlier, q) -> times(draw, e -> 1.3 - 0.6 * earlier.size() / q.count()))));
    all.add(
        of(
            "draws-of-two-sizes",
            unequal + " noise-law",
            each(
                (draw, earlier, q) ->
                    times(draw, e -> earlier.size() % 2 == 0 ? 1.3 : Math.sqrt(0.31)))));
    all.add(
        of(
            "first-draw-half",
            unequal,
            each((draw, earlier, q) -> times(draw, e -> earlier.isEmpty() ? 0.3 : 1))));
    all.add(
        of(
            "draws-of-random-size",
            unequal + " noise-law noise-dependent",
            batch(
                (draws, q, random) -> {
                  for (double[] draw : draws) {
                    double root = Math.sqrt(exponential(random));
                    times(draw, e -> root);
                  }
                  return draws;
                })));
    all.add(
        of(
            "silent-at-times",
            unequal + " noise-law noise-dependent",
            each((draw, earlier, q) -> times(draw, e -> earlier.size() % 150 == 149 ? 0 : 1))));
    all.add(
        of(
            "x-silent-at-times",
            unequal + " noise-law noise-dependent",
            each(
                (draw, earlier, q) ->
                    times(draw, e -> earlier.size() % 5 == 4 && e < split(q) ? 0 : 1))));
  }

  static void means(List<SamplerPrograms> all) {
    String mean = "noise-mean";
    all.add(of("shifted", mean, law(r -> r.nextGaussian() + 0.05)));
    all.add(of("slightly-shifted", mean, law(r -> r.nextGaussian() + 0.02)));
    all.add(of("shifted-by-one", mean, law(r -> r.nextGaussian() + 1)));
    all.add(
        of("x-shifted", mean, each((draw, earlier, q) -> plus(draw, e -> e < split(q) ? 0.2 : 0))));
    all.add(
        of(
            "rows-shifted-either-way",
            mean,
            each((draw, earlier, q) -> plus(draw, e -> e % 2 == 0 ? 0.2 : -0.2))));
    all.add(
        of(
            "rows-shifted-slightly",
            mean,
            each((draw, earlier, q) -> plus(draw, e -> e % 2 == 0 ? 0.05 : -0.05))));
    all.add(
        of(
            "rows-shifted-far",
            mean,
            each((draw, earlier, q) -> plus(draw, e -> e % 2 == 0 ? 1 : -1))));
    all.add(
        of(
            "rows-shifted-by-size",
            mean,
            each((draw, earlier, q) -> plus(draw, e -> 0.5 * e / draw.length))));
    all.add(of("one-row-shifted", mean, each((draw, earlier, q) -> draw[1] += 0.5)));
    all.add(
        of(
            "shifted-rows-unequal",
            mean + " noise-unequal",
            each(
                (draw, earlier, q) -> {
                  times(draw, e -> e % 2 == 0 ? 1.2 : 0.8);
                  plus(draw, e -> e % 3 == 0 ? 0.3 : -0.3);
                })));
    all.add(
        of(
            "draws-drift",
            mean + " noise-dependent noise-autocorrelated",
            each(
                (draw, earlier, q) ->
                    plus(draw, e -> 0.4 * (2.0 * earlier.size() / q.count() - 1)))));
    all.add(
        of(
            "alternating-mean",
            mean + " noise-dependent noise-autocorrelated",
            each((draw, earlier, q) -> plus(draw, e -> earlier.size() % 2 == 0 ? 0.3 : -0.3))));
    all.add(of("kept", "", law(SplittableRandom::nextGaussian)));
  }

  /** The deviation that a program takes. */
  private interface Sigma {
    double of(double own, double other, int rows, boolean first);
  }

  private static SamplerPrograms sigma(String name, String truths, Sigma sigma) {
    return of(
        name,
        truths,
        (q, seed) -> {
          double[][] draws = draws(SplittableRandom::nextGaussian, q, random(q, seed));
          double[] s = sigmas(q);
          for (double[] draw : draws) {
            for (int e = 0; e < draw.length; e++) {
              boolean first = e < split(q);
              draw[e] *=
                  sigma.of(s[first ? 0 : 1], s[first ? 1 : 0], first ? q.d1() : q.d2(), first);
            }
          }
          return draws;
        });
  }
}
