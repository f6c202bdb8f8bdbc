// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import static org.noisygd.judge.sampling.SamplerPrograms.clipped;
import static org.noisygd.judge.sampling.SamplerPrograms.draws;
import static org.noisygd.judge.sampling.SamplerPrograms.exponential;
import static org.noisygd.judge.sampling.SamplerPrograms.law;
import static org.noisygd.judge.sampling.SamplerPrograms.quantile;
import static org.noisygd.judge.sampling.SamplerPrograms.random;
import static org.noisygd.judge.sampling.SamplerPrograms.scaled;
import static org.noisygd.judge.sampling.SamplerPrograms.split;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.sampling.SamplerPrograms.Samplers;

/** Samplers that draw each number by itself, from another law. */
final class LawPrograms {
  private LawPrograms() {}

  static void laws(Samplers all) {
    String law = "noise-law";
    String clip = "noise-clipped noise-law";
    all.law("uniform", law, r -> (2 * r.nextDouble() - 1) * Math.sqrt(3));
    all.law("laplace", law, SamplerPrograms::laplace);
    all.law("student-5", law, r -> student(r, 5));
    all.law("student-30", law, r -> student(r, 30));
    all.law("exponential", law, r -> exponential(r) - 1);
    all.law("half", law + " noise-mean", r -> Math.abs(r.nextGaussian()));
    all.law("six-uniforms", law, r -> sum(r, 6));
    all.law("forty-eight-uniforms", law, r -> sum(r, 48));
    all.law("twelve-uniforms", law, r -> sum(r, 12));
    all.law(
        "contaminated",
        law,
        r -> (r.nextInt(100) == 0 ? 3 : 1) * r.nextGaussian() / Math.sqrt(1.08));
    all.law("two-humps", law, r -> (r.nextBoolean() ? 0.8 : -0.8) + 0.6 * r.nextGaussian());
    all.law("skewed-humps", law, r -> (r.nextInt(4) == 0 ? 1.5 : -0.5) + 0.5 * r.nextGaussian());
    all.law("tanh-3", law, r -> 3 * Math.tanh(r.nextGaussian() / 3));
    all.law("tanh-5", law, r -> 5 * Math.tanh(r.nextGaussian() / 5));
    all.law("arctan", law, r -> 2 * Math.atan(r.nextGaussian() / 2));
    for (double knee : new double[] {1.5, 2, 2.5, 3, 3.5}) {
      all.law("soft-from-" + knee, law, r -> softly(r.nextGaussian(), knee));
    }
    all.law(
        "soft-hinge",
        law,
        r -> r.nextGaussian() / Math.pow(1 + Math.pow(Math.abs(r.nextGaussian()) / 4, 8), 0.125));
    all.law("soft-power", law, LawPrograms::softPower);
    all.law("cut-at-4", clip, r -> redrawn(r, 0, 4));
    all.law("cut-at-3.7", clip, r -> redrawn(r, 0, 3.7));
    all.law("cut-at-3", clip, r -> redrawn(r, 0, 3));
    all.law("clipped-at-2", clip, r -> clipped(r.nextGaussian(), -2, 2));
    all.law("clipped-at-4", clip, r -> clipped(r.nextGaussian(), -4, 4));
    all.law("clipped-upwards", clip, r -> Math.min(3, r.nextGaussian()));
    all.law("clipped-downwards-only-1", clip + " noise-mean", r -> Math.max(-1, r.nextGaussian()));
    all.law("gap", "noise-gap noise-law", r -> redrawn(r, 0.001, 9));
    all.law("gap-wide", "noise-gap noise-law", r -> redrawn(r, 0.3, 9));
    all.law(
        "gap-moved",
        "noise-gap noise-law",
        r -> Math.copySign(1, r.nextGaussian()) * Math.max(0.01, Math.abs(r.nextGaussian())));
    all.law("soft-gap", law, LawPrograms::softGap);
    all.law(
        "short-draws-16",
        "noise-coarse noise-law",
        r -> quantile((r.nextInt(1 << 16) + 0.5) / (1 << 16)));
    all.law(
        "short-draws-12",
        law + " noise-coarse",
        r -> quantile((r.nextInt(1 << 12) + 0.5) / (1 << 12)));
    all.law(
        "short-draws-8",
        law + " noise-coarse",
        r -> quantile((r.nextInt(1 << 8) + 0.5) / (1 << 8)));
    all.law(
        "box-muller-16-bits",
        law + " noise-coarse",
        r ->
            Math.sqrt(-2 * Math.log((r.nextInt(1 << 16) + 0.5) / (1 << 16)))
                * Math.cos(2 * Math.PI * r.nextInt(1 << 16) / (1 << 16)));
    for (Pairing pairing : Pairing.values()) {
      all.add(
          "box-muller-radius-16-" + pairing,
          "noise-coarse noise-law",
          (q, seed) -> boxMuller(q, random(q, seed), 16, pairing, v -> v));
    }
    all.add(
        "box-muller-radius-12",
        "noise-coarse noise-law",
        (q, seed) -> boxMuller(q, random(q, seed), 12, Pairing.NEIGHBOURS, v -> v));
    all.add(
        "box-muller-radius-15-binary32",
        "noise-coarse noise-law",
        (q, seed) -> boxMuller(q, random(q, seed), 15, Pairing.NEIGHBOURS, v -> (float) v));
    all.add("table", law + " noise-coarse", (q, seed) -> table(q, seed, 20_000));
    all.add("small-table", law + " noise-coarse", (q, seed) -> table(q, seed, 300));
    String grid = law + " noise-coarse";
    all.law("rademacher", grid, r -> r.nextBoolean() ? 1 : -1);
    all.law("three-points", grid, r -> (r.nextInt(3) - 1) * Math.sqrt(1.5));
    all.law("skewed-points", grid, r -> r.nextInt(5) == 0 ? 2 : -0.5);
    all.law("binomial-1000", grid, r -> (2 * heads(r, 1000) - 1000) / Math.sqrt(1000));
    all.law("binomial-odd", grid, r -> (2 * heads(r, 101) - 101) / Math.sqrt(101));
    all.law("poisson", grid, r -> (poisson(r, 20) - 20) / Math.sqrt(20));
    all.law(
        "hundredths",
        "noise-coarse noise-few-digits",
        r -> Math.rint(100 * r.nextGaussian()) / 100);
    all.law(
        "hundredths-down",
        "noise-coarse noise-few-digits noise-mean",
        r -> Math.floor(100 * r.nextGaussian()) / 100);
    all.law("quarter-steps", grid, r -> (Math.floor(7 * r.nextGaussian()) + 0.75) / 7);
    all.law(
        "float16",
        "noise-coarse noise-few-digits",
        r -> Math.rint(Math.scalb(r.nextGaussian(), 10)) / 1024);
    all.law("six-decimals", "noise-few-digits", r -> Math.rint(1e6 * r.nextGaussian()) / 1e6);
    all.law("bits-19", "noise-few-digits", r -> SampleVerdictTest.narrow(r, 19));
    all.each(
        "one-outlier",
        "noise-outlier",
        (draw, earlier, q) -> draw[0] = earlier.size() == q.count() / 2 ? 12 : draw[0]);
    all.law("zero-at-times", law, r -> r.nextInt(10) == 0 ? 0 : r.nextGaussian() / Math.sqrt(0.9));
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

  /** Which numbers are a radius times the cosine and the sine of one angle. */
  private enum Pairing {
    /** Neighbours in the order of drawing; the last one of a draw waits for the next draw. */
    NEIGHBOURS,
    /** Neighbours in a draw; the last number of an odd draw has no other. */
    NEIGHBOURS_IN_A_DRAW,
    /** The first half of a draw, and the second. */
    HALVES_OF_A_DRAW,
    /** The first half of X's numbers in all draws, and the second. */
    HALVES_OF_X,
    /** X's and Y's, as far as there are as many. */
    FACTORS;

    /** The place of the other number of a pair that the number at this place begins; or -1. */
    int other(int at, int width, int split, int draws) {
      int inDraw = at % width;
      int half = (width + 1) / 2;
      int inX = at / width * split + inDraw;
      int otherInX = inX + (draws * split + 1) / 2;
      return switch (this) {
        case NEIGHBOURS -> at % 2 == 0 ? at + 1 : -1;
        case NEIGHBOURS_IN_A_DRAW -> inDraw % 2 == 0 && inDraw < width - 1 ? at + 1 : -1;
        case HALVES_OF_A_DRAW -> inDraw < width / 2 ? at + half : -1;
        case HALVES_OF_X ->
            inDraw < split && inX < draws * split / 2
                ? otherInX / split * width + otherInX % split
                : -1;
        case FACTORS -> inDraw < Math.min(split, width - split) ? at + split : -1;
      };
    }
  }

  private static double[][] boxMuller(
      Request q, SplittableRandom r, int bits, Pairing pairing, DoubleUnaryOperator rounding) {
    double[][] draws = draws(SplittableRandom::nextGaussian, q, r);
    int width = draws[0].length;
    for (int at = 0; at < width * draws.length; at++) {
      int other = pairing.other(at, width, split(q), draws.length);
      if (other >= 0 && other < width * draws.length) {
        double u = Math.scalb((double) r.nextInt(1, 1 << bits), -bits);
        double radius = rounding.applyAsDouble(Math.sqrt(-2 * Math.log(u)));
        double angle = 2 * Math.PI * r.nextDouble();
        double cosine = rounding.applyAsDouble(Math.cos(angle));
        double sine = rounding.applyAsDouble(Math.sin(angle));
        draws[at / width][at % width] = rounding.applyAsDouble(radius * cosine);
        draws[other / width][other % width] = rounding.applyAsDouble(radius * sine);
      }
    }
    return scaled(q, draws);
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
