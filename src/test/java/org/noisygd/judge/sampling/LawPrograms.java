// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import static org.noisygd.judge.sampling.SamplerPrograms.clipped;
import static org.noisygd.judge.sampling.SamplerPrograms.draws;
import static org.noisygd.judge.sampling.SamplerPrograms.each;
import static org.noisygd.judge.sampling.SamplerPrograms.exponential;
import static org.noisygd.judge.sampling.SamplerPrograms.law;
import static org.noisygd.judge.sampling.SamplerPrograms.of;
import static org.noisygd.judge.sampling.SamplerPrograms.quantile;
import static org.noisygd.judge.sampling.SamplerPrograms.random;
import static org.noisygd.judge.sampling.SamplerPrograms.scaled;

import java.util.List;
import java.util.SplittableRandom;
import org.noisygd.judge.request.Request;

/** Samplers that draw each number by itself, from another law. */
final class LawPrograms {
  private LawPrograms() {}

  static void laws(List<SamplerPrograms> all) {
    String law = "noise-law";
    String clip = "noise-clipped noise-law";
    all.add(of("uniform", law, law(r -> (2 * r.nextDouble() - 1) * Math.sqrt(3))));
    all.add(of("laplace", law, law(SamplerPrograms::laplace)));
    all.add(of("student-5", law, law(r -> student(r, 5))));
    all.add(of("student-30", law, law(r -> student(r, 30))));
    all.add(of("exponential", law, law(r -> exponential(r) - 1)));
    all.add(of("half", law + " noise-mean", law(r -> Math.abs(r.nextGaussian()))));
    all.add(of("six-uniforms", law, law(r -> sum(r, 6))));
    all.add(of("twelve-uniforms", law, law(r -> sum(r, 12))));
    all.add(
        of(
            "contaminated",
            law,
            law(r -> (r.nextInt(100) == 0 ? 3 : 1) * r.nextGaussian() / Math.sqrt(1.08))));
    all.add(
        of("two-humps", law, law(r -> (r.nextBoolean() ? 0.8 : -0.8) + 0.6 * r.nextGaussian())));
    all.add(
        of(
            "skewed-humps",
            law,
            law(r -> (r.nextInt(4) == 0 ? 1.5 : -0.5) + 0.5 * r.nextGaussian())));
    all.add(of("tanh-3", law, law(r -> 3 * Math.tanh(r.nextGaussian() / 3))));
    all.add(of("tanh-5", law, law(r -> 5 * Math.tanh(r.nextGaussian() / 5))));
    all.add(of("arctan", law, law(r -> 2 * Math.atan(r.nextGaussian() / 2))));
    for (double knee : new double[] {1.5, 2, 2.5, 3, 3.5}) {
      all.add(of("soft-from-" + knee, law, law(r -> softly(r.nextGaussian(), knee))));
    }
    all.add(
        of(
            "soft-hinge",
            law,
            law(
                r ->
                    r.nextGaussian()
                        / Math.pow(1 + Math.pow(Math.abs(r.nextGaussian()) / 4, 8), 0.125))));
    all.add(of("soft-power", law, law(LawPrograms::softPower)));
    all.add(of("cut-at-4", clip, law(r -> redrawn(r, 0, 4))));
    all.add(of("cut-at-3.7", clip, law(r -> redrawn(r, 0, 3.7))));
    all.add(of("cut-at-3", clip, law(r -> redrawn(r, 0, 3))));
    all.add(of("clipped-at-2", clip, law(r -> clipped(r.nextGaussian(), -2, 2))));
    all.add(of("clipped-at-4", clip, law(r -> clipped(r.nextGaussian(), -4, 4))));
    all.add(of("clipped-upwards", clip, law(r -> Math.min(3, r.nextGaussian()))));
    all.add(
        of(
            "clipped-downwards-only-1",
            clip + " noise-mean",
            law(r -> Math.max(-1, r.nextGaussian()))));
    all.add(of("gap", "noise-gap noise-law", law(r -> redrawn(r, 0.001, 9))));
    all.add(of("gap-wide", "noise-gap noise-law", law(r -> redrawn(r, 0.3, 9))));
    all.add(
        of(
            "gap-moved",
            "noise-gap noise-law",
            law(
                r ->
                    Math.copySign(1, r.nextGaussian())
                        * Math.max(0.01, Math.abs(r.nextGaussian())))));
    all.add(of("soft-gap", law, law(LawPrograms::softGap)));
    all.add(
        of(
            "short-draws-16",
            "noise-coarse noise-law",
            law(r -> quantile((r.nextInt(1 << 16) + 0.5) / (1 << 16)))));
    all.add(
        of(
            "short-draws-12",
            law + " noise-coarse",
            law(r -> quantile((r.nextInt(1 << 12) + 0.5) / (1 << 12)))));
    all.add(
        of(
            "short-draws-8",
            law + " noise-coarse",
            law(r -> quantile((r.nextInt(1 << 8) + 0.5) / (1 << 8)))));
    all.add(
        of(
            "box-muller-16-bits",
            law + " noise-coarse",
            law(
                r ->
                    Math.sqrt(-2 * Math.log((r.nextInt(1 << 16) + 0.5) / (1 << 16)))
                        * Math.cos(2 * Math.PI * r.nextInt(1 << 16) / (1 << 16)))));
    all.add(of("table", law + " noise-coarse", (q, seed) -> table(q, seed, 20_000)));
    all.add(of("small-table", law + " noise-coarse", (q, seed) -> table(q, seed, 300)));
    String grid = law + " noise-coarse";
    all.add(of("rademacher", grid, law(r -> r.nextBoolean() ? 1 : -1)));
    all.add(of("three-points", grid, law(r -> (r.nextInt(3) - 1) * Math.sqrt(1.5))));
    all.add(of("skewed-points", grid, law(r -> r.nextInt(5) == 0 ? 2 : -0.5)));
    all.add(of("binomial-1000", grid, law(r -> (2 * heads(r, 1000) - 1000) / Math.sqrt(1000))));
    all.add(of("binomial-odd", grid, law(r -> (2 * heads(r, 101) - 101) / Math.sqrt(101))));
    all.add(of("poisson", grid, law(r -> (poisson(r, 20) - 20) / Math.sqrt(20))));
    all.add(
        of(
            "hundredths",
            "noise-coarse noise-few-digits",
            law(r -> Math.rint(100 * r.nextGaussian()) / 100)));
    all.add(
        of(
            "hundredths-down",
            "noise-coarse noise-few-digits noise-mean",
            law(r -> Math.floor(100 * r.nextGaussian()) / 100)));
    all.add(of("quarter-steps", grid, law(r -> (Math.floor(7 * r.nextGaussian()) + 0.75) / 7)));
    all.add(
        of(
            "float16",
            "noise-coarse noise-few-digits",
            law(r -> Math.rint(Math.scalb(r.nextGaussian(), 10)) / 1024)));
    all.add(
        of("six-decimals", "noise-few-digits", law(r -> Math.rint(1e6 * r.nextGaussian()) / 1e6)));
    all.add(of("bits-19", "noise-few-digits", law(r -> SampleVerdictTest.narrow(r, 19))));
    all.add(
        of(
            "one-outlier",
            "noise-outlier",
            each((draw, earlier, q) -> draw[0] = earlier.size() == q.count() / 2 ? 12 : draw[0])));
    all.add(
        of(
            "zero-at-times",
            law,
            law(r -> r.nextInt(10) == 0 ? 0 : r.nextGaussian() / Math.sqrt(0.9))));
  }

  /** As it is up to a knee, and beyond it ever more slowly towards one deviation more. */
  private static double softly(double v, double knee) {
    double over = Math.abs(v) - knee;
    return over <= 0 ? v : Math.copySign(knee - Math.expm1(-over), v);
  }

  private static double softPower(SplittableRandom r) {
    double v = r.nextGaussian();
    return v / Math.pow(1 + Math.pow(Math.abs(v) / 4, 8), 0.125);
  }

  private static double softGap(SplittableRandom r) {
    double v = r.nextGaussian();
    return v + 0.02 * Math.copySign(Math.exp(-Math.abs(v) / 0.02), v);
  }

  private static double[][] table(Request q, long seed, int size) {
    double[] numbers =
        new SplittableRandom(99).doubles(size).map(SamplerPrograms::quantile).toArray();
    return scaled(q, draws(r -> numbers[r.nextInt(size)], q, random(q, seed)));
  }

  private static int heads(SplittableRandom random, int coins) {
    int heads = 0;
    for (int left = coins; left > 0; left -= 50) {
      heads += Long.bitCount(random.nextLong() >>> (64 - Math.min(50, left)));
    }
    return heads;
  }

  private static int poisson(SplittableRandom random, double mean) {
    int n = -1;
    for (double t = 0; t <= mean; t += exponential(random)) {
      n++;
    }
    return n;
  }

  /** Numbers that are refused are drawn again. */
  private static double redrawn(SplittableRandom random, double least, double most) {
    double v = random.nextGaussian();
    while (Math.abs(v) < least || Math.abs(v) > most) {
      v = random.nextGaussian();
    }
    return v;
  }

  private static double sum(SplittableRandom random, int uniforms) {
    double sum = -uniforms / 2.0;
    for (int n = 0; n < uniforms; n++) {
      sum += random.nextDouble();
    }
    return sum * Math.sqrt(12.0 / uniforms);
  }

  private static double student(SplittableRandom random, int degrees) {
    double squares = 0;
    for (int n = 0; n < degrees; n++) {
      double v = random.nextGaussian();
      squares += v * v;
    }
    return random.nextGaussian() * Math.sqrt((degrees - 2) / squares);
  }
}
