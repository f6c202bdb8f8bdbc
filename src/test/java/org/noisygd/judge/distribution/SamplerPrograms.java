// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.distribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.special.Erf;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.request.Request;

/**
 * A program that samples, right or wrong.
 *
 * @param name what it does
 * @param code the code that the judge gives it, or empty if none
 * @param noise the noise that it draws
 */
record SamplerPrograms(String name, Optional<Code> code, SimulatedSampler.Noise noise) {

  /** A change of a draw of standard normal numbers; {@code earlier} holds those before it. */
  interface Change {
    void of(double[] draw, List<double[]> earlier, Request q);
  }

  /** The deviation that a program takes. */
  private interface Sigma {
    double of(double own, double other, int rows, boolean first);
  }

  private static final List<SamplerPrograms> ALL = new ArrayList<>();

  static {
    List.of("right", "kept", "stale", "still", "apart") // apart: own noise for each gradient
        .forEach(u -> noise(u, null, law(SplittableRandom::nextGaussian)));
    laws();
    sizes();
    repeats();
    dependences();
  }

  /** All but the first one, the right one. */
  static final List<SamplerPrograms> WRONG = ALL.subList(1, ALL.size());

  static SamplerPrograms named(String name) {
    return ALL.stream().filter(p -> p.name.equals(name)).findFirst().orElseThrow();
  }

  @Override
  public String toString() {
    return name;
  }

  private static void laws() {
    law("uniform", r -> (2 * r.nextDouble() - 1) * Math.sqrt(3));
    law("twelve-uniforms", r -> r.doubles(12).sum() - 6);
    law("exponential", r -> -Math.log1p(-r.nextDouble()) - 1);
    law("slightly-shifted", r -> r.nextGaussian() + 0.02);
    law("clipped-at-4", r -> Math.max(-4, Math.min(4, r.nextGaussian())));
    law("gap", r -> redrawn(r, 0.001, 9));
    law("cut-at-4", r -> redrawn(r, 0, 4));
    law("signs", r -> r.nextBoolean() ? 1 : -1);
    law("fourteen-bits", r -> SampleVerdictTest.narrow(r, 14));
    law("sixteen-bits-inverted", r -> quantile((r.nextInt(1 << 16) + 0.5) / (1 << 16)));
    each(
        "one-outlier", Code.NOISE_DISTRIBUTION, (d, all, q) -> d[0] = all.size() == 99 ? 12 : d[0]);
    each(
        "rows-shifted",
        Code.NOISE_DISTRIBUTION,
        (d, all, q) -> change(d, e -> d[e] + (e % 2 - 0.5) / 5));
  }

  private static void sizes() {
    sigma("squared", Code.VARIANCE_AS_DEVIATION, (s, t, rows, first) -> s * s);
    sigma("root", Code.VARIANCE_AS_DEVIATION, (s, t, rows, first) -> Math.sqrt(s));
    sigma("swapped", Code.NOISE_SWAPPED, (s, t, rows, first) -> t);
    sigma("over-root-rows", Code.DIMENSION_FACTOR, (s, t, rows, first) -> s / Math.sqrt(rows));
    sigma("sigma1-for-both", Code.NOISE_SCALED, (s, t, rows, first) -> first ? s : t);
    sigma("x-tenth-more", Code.NOISE_SCALED, (s, t, rows, first) -> first ? 1.1 * s : s);
    sigma("one-side", Code.NOISE_ONE_SIDE, (s, t, rows, first) -> first ? s : 0);
    sigma("none", Code.UNPERTURBED_GRADIENT, (s, t, rows, first) -> 0);
    sigma("zero-is-default", null, (s, t, rows, first) -> s == 0 ? 0.1 : s);
    each("first-row-larger", null, (d, all, q) -> d[0] *= 1.1);
    each(
        "first-draw-smaller",
        null,
        (d, all, q) -> change(d, e -> (all.isEmpty() ? 0.3 : 1) * d[e]));
  }

  private static void repeats() {
    each("row-shared", Code.DRAWS_SHARED, (d, all, q) -> d[split(q) - 1] = d[0]);
    each("sizes-in-pairs", Code.DRAWS_SHARED, (d, all, q) -> pairs(d));
    each("draw-shared", Code.NOISE_CORRELATED, (d, all, q) -> across(d, q, 1));
    noise(
        "one-seed-for-two-generators",
        Code.NOISE_CORRELATED,
        (q, seed) -> {
          SplittableRandom[] same = {random(q, seed), random(q, seed)};
          double[][] draws = new double[q.count()][q.at().variables()];
          for (double[] draw : draws) {
            Arrays.setAll(draw, e -> same[e < split(q) ? 0 : 1].nextGaussian());
          }
          return scaled(q, draws);
        });
    each("batch-of-100", Code.DRAWS_REPEATED, (d, all, q) -> copy(d, all, all.size() - 100, 1));
    each(
        "antithetic",
        Code.DRAWS_REPEATED,
        (d, all, q) -> copy(d, all, all.size() % 2 * all.size() - 1, -1));
    each(
        "last-draw-copied",
        Code.DRAWS_REPEATED,
        (d, all, q) -> copy(d, all, all.size() == q.count() - 1 ? 7 : -1, 1));
    each(
        "last-number-is-the-next-draws-first",
        Code.DRAWS_REPEATED,
        (d, all, q) -> d[0] = all.isEmpty() ? d[0] : all.get(all.size() - 1)[d.length - 1]);
    each(
        "one-number-in-500-of-the-draw-before",
        Code.DRAWS_REPEATED,
        (d, all, q) -> {
          for (int e = 0; e < d.length && !all.isEmpty(); e++) {
            boolean kept = (all.size() * d.length + e) % 500 == 0;
            d[e] = kept ? all.get(all.size() - 1)[e] : d[e];
          }
        });
    seeded("seed-plus-draw", Code.DRAWS_REPEATED, (q, k) -> q.seed() + k);
    seeded("seed-of-16-bits", Code.SEED_IGNORED, (q, k) -> (q.seed() & 0xffff) * 1_000_003L + k);
    seeded("seed-of-31-bits", Code.SEED_IGNORED, (q, k) -> (q.seed() & 0x7fffffff) * 100_003L + k);
    seeded("seed-ignored", Code.SEED_IGNORED, (q, k) -> k);
  }

  private static void dependences() {
    each("factors-correlated", Code.NOISE_CORRELATED, (d, all, q) -> across(d, q, 0.05));
    each(
        "autoregressive",
        null,
        (d, all, q) -> {
          if (!all.isEmpty()) {
            change(d, e -> 0.3 * all.get(all.size() - 1)[e] + Math.sqrt(0.91) * d[e]);
          }
        });
    each(
        "common-part",
        null,
        (d, all, q) -> change(d, e -> Math.sqrt(0.5) * (e == 0 ? d[0] : d[0] + d[e])));
    each("same-sign", null, (d, all, q) -> change(d, e -> Math.copySign(d[e], d[0])));
    each(
        "draws-on-a-sphere",
        Code.NOISE_DISTRIBUTION,
        (d, all, q) -> {
          double size = Math.sqrt(Arrays.stream(d).map(v -> v * v).sum() / d.length);
          change(d, e -> d[e] / size);
        });
    noise(
        "stratified",
        null,
        (q, seed) -> {
          double[][] draws = new double[q.count()][q.at().variables()];
          SplittableRandom random = random(q, seed);
          for (int e = 0; e < draws[0].length; e++) {
            int step = 1 + 2 * random.nextInt(20); // a draw's stratum is another for each entry
            for (int k = 0; k < draws.length; k++) {
              int stratum = (int) ((long) k * k * k * step % draws.length);
              draws[k][e] = quantile((stratum + random.nextDouble()) / draws.length);
            }
          }
          return scaled(q, draws);
        });
  }

  private static void noise(String name, Code code, SimulatedSampler.Noise noise) {
    ALL.add(new SamplerPrograms(name, Optional.ofNullable(code), noise));
  }

  /** A program of independent numbers from one distribution, not the normal one. */
  private static void law(String name, ToDoubleFunction<SplittableRandom> law) {
    noise(name, Code.NOISE_DISTRIBUTION, law(law));
  }

  static SimulatedSampler.Noise law(ToDoubleFunction<SplittableRandom> law) {
    return (q, seed) -> scaled(q, draws(law, q, random(q, seed)));
  }

  /** A program that changes each draw. */
  private static void each(String name, Code code, Change change) {
    noise(
        name,
        code,
        (q, seed) -> {
          double[][] draws = draws(SplittableRandom::nextGaussian, q, random(q, seed));
          List<double[]> earlier = new ArrayList<>();
          for (double[] draw : draws) {
            change.of(draw, earlier, q);
            earlier.add(draw);
          }
          return scaled(q, draws);
        });
  }

  private static void sigma(String name, Code code, Sigma sigma) {
    noise(
        name,
        code,
        (q, seed) -> {
          double[] s = sigmas(q);
          double[][] draws = draws(SplittableRandom::nextGaussian, q, random(q, seed));
          double x = sigma.of(s[0], s[1], q.d1(), true);
          double y = sigma.of(s[1], s[0], q.d2(), false);
          for (double[] draw : draws) {
            change(draw, e -> (e < split(q) ? x : y) * draw[e]);
          }
          return draws;
        });
  }

  /** The seed of each draw. */
  private interface Seed {
    long of(Request q, int draw);
  }

  private static void seeded(String name, Code code, Seed seed) {
    noise(
        name,
        code,
        (q, unused) -> {
          double[][] draws = new double[q.count()][q.at().variables()];
          for (int k = 0; k < draws.length; k++) {
            SplittableRandom random = new SplittableRandom(seed.of(q, k));
            Arrays.setAll(draws[k], e -> random.nextGaussian());
          }
          return scaled(q, draws);
        });
  }

  private static SplittableRandom random(Request q, long seed) {
    return new SplittableRandom(seed * 1_000_003 + q.seed());
  }

  private static int split(Request q) {
    return q.d1() * q.r();
  }

  private static double[] sigmas(Request q) {
    return new double[] {q.sigma1().roundToDouble(), q.sigma2().roundToDouble()};
  }

  private static double[][] draws(
      ToDoubleFunction<SplittableRandom> law, Request q, SplittableRandom random) {
    double[][] draws = new double[q.count()][q.at().variables()];
    for (double[] draw : draws) {
      change(draw, e -> law.applyAsDouble(random));
    }
    return draws;
  }

  private static double[][] scaled(Request q, double[][] draws) {
    double[] sigmas = sigmas(q);
    for (double[] draw : draws) {
      change(draw, e -> sigmas[e < split(q) ? 0 : 1] * draw[e]);
    }
    return draws;
  }

  private static double quantile(double u) {
    return Math.sqrt(2) * Erf.erfInv(2 * u - 1);
  }

  /** Numbers that are refused are drawn again. */
  private static double redrawn(SplittableRandom random, double least, double most) {
    double v = random.nextGaussian();
    while (Math.abs(v) < least || Math.abs(v) > most) {
      v = random.nextGaussian();
    }
    return v;
  }

  /** Changes a draw, from its last number to its first. */
  private static void change(double[] draw, IntToDoubleFunction to) {
    for (int e = draw.length - 1; e >= 0; e--) {
      draw[e] = to.applyAsDouble(e);
    }
  }

  /** Copies an earlier draw, if there is one of this number. */
  private static void copy(double[] draw, List<double[]> from, int which, int sign) {
    if (which >= 0) {
      change(draw, e -> sign * from.get(which)[e]);
    }
  }

  private static void pairs(double[] draw) {
    for (int e = 1; e < draw.length; e += 2) {
      draw[e] = Math.copySign(draw[e - 1], draw[e]);
    }
  }

  private static void across(double[] draw, Request q, double rho) {
    for (int e = 0; e < Math.min(q.d1(), q.d2()) * q.r(); e++) {
      draw[split(q) + e] = rho * draw[e] + Math.sqrt(1 - rho * rho) * draw[split(q) + e];
    }
  }
}
