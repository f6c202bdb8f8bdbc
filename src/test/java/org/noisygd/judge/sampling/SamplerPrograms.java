// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.special.Erf;
import org.noisygd.judge.request.Request;

/**
 * A program that samples, right or wrong.
 *
 * @param name what it does
 * @param truths the codes of mistakes whose words are true of it, its own first; what else is named
 *     is false
 * @param noise the noise that it draws
 */
record SamplerPrograms(String name, List<String> truths, SimulatedSampler.Noise noise) {

  /** A change of a draw of standard normal numbers; {@code earlier} holds those before it. */
  interface Change {
    void of(double[] draw, List<double[]> earlier, Request q);
  }

  /** A change of all draws of a request together. */
  interface Batch {
    double[][] of(double[][] draws, Request q, SplittableRandom random);
  }

  static final List<SamplerPrograms> ALL = all();

  static final List<SamplerPrograms> WRONG = ALL.subList(1, ALL.size());

  static SamplerPrograms named(String name) {
    return ALL.stream().filter(p -> p.name.equals(name)).findFirst().orElseThrow();
  }

  @Override
  public String toString() {
    return name;
  }

  static List<SamplerPrograms> all() {
    Samplers all = new Samplers(new ArrayList<>());
    all.law("right", "", SplittableRandom::nextGaussian);
    LawPrograms.laws(all);
    SizePrograms.sizes(all);
    SizePrograms.means(all);
    DependencePrograms.dependences(all);
    EvenPrograms.tooEven(all);
    EvenPrograms.seeds(all);
    DependencePrograms.pairs(all);
    return all.programs;
  }

  /** Samplers to which others are added. */
  record Samplers(List<SamplerPrograms> programs) {
    void add(String name, String truths, SimulatedSampler.Noise noise) {
      programs.add(of(name, truths, noise));
    }

    /** One whose numbers are each from a law. */
    void law(String name, String truths, ToDoubleFunction<SplittableRandom> law) {
      add(name, truths, SamplerPrograms.law(law));
    }

    /** One that changes each draw. */
    void each(String name, String truths, Change change) {
      add(name, truths, SamplerPrograms.each(change));
    }

    /** One that changes all draws of a request together. */
    void batch(String name, String truths, Batch batch) {
      add(name, truths, SamplerPrograms.batch(batch));
    }

    void batch(String name, String truths, ToDoubleFunction<SplittableRandom> law, Batch batch) {
      add(name, truths, SamplerPrograms.batch(law, batch));
    }
  }

  static SamplerPrograms of(String name, String truths, SimulatedSampler.Noise noise) {
    return new SamplerPrograms(name, List.of(truths.split(" ")), noise);
  }

  static SplittableRandom random(Request q, long seed) {
    return new SplittableRandom(seed * 1_000_003 + q.seed());
  }

  static int split(Request q) {
    return q.d1() * q.r();
  }

  static double[] sigmas(Request q) {
    return new double[] {q.sigma1().roundToDouble(), q.sigma2().roundToDouble()};
  }

  /** Every number by itself from one law. */
  static SimulatedSampler.Noise law(ToDoubleFunction<SplittableRandom> law) {
    return batch(law, (draws, q, random) -> draws);
  }

  static SimulatedSampler.Noise batch(ToDoubleFunction<SplittableRandom> law, Batch batch) {
    return (q, seed) -> scaled(q, batch.of(draws(law, q, random(q, seed)), q, random(q, ~seed)));
  }

  static SimulatedSampler.Noise batch(Batch batch) {
    return batch(SplittableRandom::nextGaussian, batch);
  }

  static double[][] draws(
      ToDoubleFunction<SplittableRandom> law, Request q, SplittableRandom random) {
    double[][] draws = new double[q.count()][q.at().variables()];
    for (double[] draw : draws) {
      Arrays.setAll(draw, e -> law.applyAsDouble(random));
    }
    return draws;
  }

  static double[][] scaled(Request q, double[][] draws) {
    double[] sigmas = sigmas(q);
    for (double[] draw : draws) {
      for (int e = 0; e < draw.length; e++) {
        draw[e] *= sigmas[e < split(q) ? 0 : 1];
      }
    }
    return draws;
  }

  static SimulatedSampler.Noise each(Change change) {
    return batch(
        (draws, q, random) -> {
          List<double[]> earlier = new ArrayList<>();
          for (double[] draw : draws) {
            change.of(draw, earlier, q);
            earlier.add(draw);
          }
          return draws;
        });
  }

  static double quantile(double u) {
    return Math.sqrt(2) * Erf.erfInv(2 * u - 1);
  }

  static double clipped(double v, double low, double high) {
    return Math.max(low, Math.min(high, v));
  }

  static double exponential(SplittableRandom random) {
    return -Math.log1p(-random.nextDouble());
  }

  static double laplace(SplittableRandom random) {
    return (random.nextBoolean() ? 1 : -1) * exponential(random) / Math.sqrt(2);
  }

  static void times(double[] draw, IntToDoubleFunction factor) {
    for (int e = 0; e < draw.length; e++) {
      draw[e] *= factor.applyAsDouble(e);
    }
  }

  static void plus(double[] draw, IntToDoubleFunction mean) {
    for (int e = 0; e < draw.length; e++) {
      draw[e] += mean.applyAsDouble(e);
    }
  }

  static void copy(double[] draw, List<double[]> from, int which, int sign) {
    if (sign != 0) {
      Arrays.setAll(draw, e -> sign * from.get(which)[e]);
    }
  }

  static void across(double[] draw, Request q, double rho) {
    for (int e = 0; e < Math.min(q.d1(), q.d2()) * q.r(); e++) {
      draw[split(q) + e] = rho * draw[e] + Math.sqrt(1 - rho * rho) * draw[split(q) + e];
    }
  }
}
