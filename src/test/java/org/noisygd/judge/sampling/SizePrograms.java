// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import static org.noisygd.judge.sampling.SamplerPrograms.draws;
import static org.noisygd.judge.sampling.SamplerPrograms.exponential;
import static org.noisygd.judge.sampling.SamplerPrograms.plus;
import static org.noisygd.judge.sampling.SamplerPrograms.random;
import static org.noisygd.judge.sampling.SamplerPrograms.sigmas;
import static org.noisygd.judge.sampling.SamplerPrograms.split;
import static org.noisygd.judge.sampling.SamplerPrograms.times;

import java.util.SplittableRandom;
import org.noisygd.judge.sampling.SamplerPrograms.Samplers;

/** Samplers of normal noise of another size or mean. */
final class SizePrograms {
  private SizePrograms() {}

  static void sizes(Samplers all) {
    String size = "noise-scaled";
    sigma(all, "squared", "variance-as-deviation", (s, t, rows, first) -> s * s);
    sigma(all, "root", "variance-as-deviation", (s, t, rows, first) -> Math.sqrt(s));
    sigma(all, "swapped", "noise-swapped", (s, t, rows, first) -> t);
    sigma(all, "sigma1", "sigma-shared", (s, t, rows, first) -> first ? s : t);
    sigma(all, "sigma2", "sigma-shared", (s, t, rows, first) -> first ? t : s);
    sigma(all, "over-root-rows", "dimension-factor", (s, t, rows, first) -> s / Math.sqrt(rows));
    sigma(all, "times-root-rows", "dimension-factor", (s, t, rows, first) -> s * Math.sqrt(rows));
    sigma(all, "mean-sigma", "sigma-shared", (s, t, rows, first) -> (s + t) / 2);
    sigma(all, "x-tenth-more", size, (s, t, rows, first) -> first ? 1.1 * s : s);
    sigma(all, "both-doubled", size, (s, t, rows, first) -> 2 * s);
    sigma(all, "x-doubled-y-halved", size, (s, t, rows, first) -> first ? 2 * s : s / 2);
    sigma(all, "one-side", "noise-one-side", (s, t, rows, first) -> first ? s : 0);
    sigma(all, "none", "unperturbed-gradient noise-one-side", (s, t, rows, first) -> 0);
    sigma(all, "zero-is-default", "noise-not-asked", (s, t, rows, first) -> s == 0 ? 0.1 : s);
    String unequal = "noise-unequal";
    all.each("first-row", unequal, (draw, earlier, q) -> draw[0] *= 1.1);
    all.each(
        "rows-unequal", unequal, (draw, earlier, q) -> times(draw, e -> e % 2 == 0 ? 1.2 : 0.8));
    all.each(
        "rows-very-unequal",
        unequal,
        (draw, earlier, q) -> times(draw, e -> e % 3 == 0 ? 2 : e % 3 == 1 ? 1 : 0.3));
    all.each(
        "rows-ever-smaller",
        unequal,
        (draw, earlier, q) -> times(draw, e -> 1.2 - 0.6 * e / draw.length));
    all.each(
        "last-row-silent",
        unequal,
        (draw, earlier, q) -> draw[split(q) - 1] = q.d1() > 4 ? 0 : draw[split(q) - 1]);
    all.each(
        "draws-ever-smaller",
        unequal,
        (draw, earlier, q) -> times(draw, e -> 1.3 - 0.6 * earlier.size() / q.count()));
    all.each(
        "draws-of-two-sizes",
        unequal + " noise-law",
        (draw, earlier, q) -> times(draw, e -> earlier.size() % 2 == 0 ? 1.3 : Math.sqrt(0.31)));
    all.each(
        "first-draw-half",
        unequal,
        (draw, earlier, q) -> times(draw, e -> earlier.isEmpty() ? 0.3 : 1));
    all.batch(
        "draws-of-random-size",
        unequal + " noise-law noise-dependent",
        (draws, q, random) -> {
          for (double[] draw : draws) {
            double root = Math.sqrt(exponential(random));
            times(draw, e -> root);
          }
          return draws;
        });
    all.each(
        "silent-at-times",
        unequal + " noise-law noise-dependent",
        (draw, earlier, q) -> times(draw, e -> earlier.size() % 150 == 149 ? 0 : 1));
    all.each(
        "x-silent-at-times",
        unequal + " noise-law noise-dependent",
        (draw, earlier, q) -> times(draw, e -> earlier.size() % 5 == 4 && e < split(q) ? 0 : 1));
  }

  static void means(Samplers all) {
    String mean = "noise-mean";
    all.law("shifted", mean, r -> r.nextGaussian() + 0.05);
    all.law("slightly-shifted", mean, r -> r.nextGaussian() + 0.02);
    all.law("shifted-by-one", mean, r -> r.nextGaussian() + 1);
    all.each("x-shifted", mean, (draw, earlier, q) -> plus(draw, e -> e < split(q) ? 0.2 : 0));
    all.each(
        "rows-shifted-either-way",
        mean,
        (draw, earlier, q) -> plus(draw, e -> e % 2 == 0 ? 0.2 : -0.2));
    all.each(
        "rows-shifted-slightly",
        mean,
        (draw, earlier, q) -> plus(draw, e -> e % 2 == 0 ? 0.05 : -0.05));
    all.each("rows-shifted-far", mean, (draw, earlier, q) -> plus(draw, e -> e % 2 == 0 ? 1 : -1));
    all.each(
        "rows-shifted-by-size", mean, (draw, earlier, q) -> plus(draw, e -> 0.5 * e / draw.length));
    all.each("one-row-shifted", mean, (draw, earlier, q) -> draw[1] += 0.5);
    all.each(
        "shifted-rows-unequal",
        mean + " noise-unequal",
        (draw, earlier, q) -> {
          times(draw, e -> e % 2 == 0 ? 1.2 : 0.8);
          plus(draw, e -> e % 3 == 0 ? 0.3 : -0.3);
        });
    all.each(
        "draws-drift",
        mean + " noise-dependent noise-autocorrelated",
        (draw, earlier, q) -> plus(draw, e -> 0.4 * (2.0 * earlier.size() / q.count() - 1)));
    all.each(
        "alternating-mean",
        mean + " noise-dependent noise-autocorrelated",
        (draw, earlier, q) -> plus(draw, e -> earlier.size() % 2 == 0 ? 0.3 : -0.3));
    all.law("kept", "", SplittableRandom::nextGaussian);
  }

  /** The deviation that a program takes. */
  private interface Sigma {
    double of(double own, double other, int rows, boolean first);
  }

  private static void sigma(Samplers all, String name, String truths, Sigma sigma) {
    all.add(
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
