// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.claims;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;

/**
 * A symmetric distribution on the rationals -step, 0 and step. Independent samples are enumerated,
 * so a mean is a finite sum of rationals, without sampling.
 *
 * @param step the distance between the points
 * @param outer the probability of step and of -step; 0 has probability 1 - 2 outer
 */
record ThreePointDistribution(BigFraction step, BigFraction outer) {
  /** +-step with probability 1/2 each: variance step^2. */
  static ThreePointDistribution signs(BigFraction step) {
    return new ThreePointDistribution(step, BigFraction.of(1, 2));
  }

  /**
   * +-step with probability 1/6 each: the variance is v = step^2 / 3, the fourth moment step^4 / 3
   * = 3 v^2, and odd moments vanish, so all moments up to the fifth equal a Gaussian's.
   */
  static ThreePointDistribution likeGaussian(BigFraction step) {
    return new ThreePointDistribution(step, BigFraction.of(1, 6));
  }

  /** 2 outer step^2. */
  BigFraction variance() {
    return step.multiply(step).multiply(outer).multiply(2);
  }

  /** The mean of f over perturbations of a point with independent entries. */
  BigFraction mean(Factors<BigFraction> at, Function<Factors<BigFraction>, BigFraction> f) {
    return means(at, noise -> List.of(f.apply(noise))).get(0);
  }

  /** The means of several values. */
  List<BigFraction> means(
      Factors<BigFraction> at, Function<Factors<BigFraction>, List<BigFraction>> f) {
    List<BigFraction> points = List.of(step.negate(), BigFraction.ZERO, step);
    List<BigFraction> weights = List.of(outer, BigFraction.ONE.subtract(outer.multiply(2)), outer);
    List<BigFraction> sums = new ArrayList<>();
    long outcomes = Math.round(StrictMath.pow(points.size(), at.variables()));
    for (long outcome = 0; outcome < outcomes; outcome++) {
      List<BigFraction> drawn = new ArrayList<>();
      BigFraction probability = BigFraction.ONE;
      for (long digits = outcome; drawn.size() < at.variables(); digits /= points.size()) {
        int k = (int) (digits % points.size());
        drawn.add(points.get(k));
        probability = probability.multiply(weights.get(k));
      }
      if (probability.signum() != 0) {
        var noise = Factors.ofVariables(at.arithmetic(), at.d1(), at.d2(), at.r(), drawn);
        List<BigFraction> values = f.apply(noise);
        for (int k = 0; k < values.size(); k++) {
          if (k == sums.size()) {
            sums.add(BigFraction.ZERO);
          }
          sums.set(k, sums.get(k).add(probability.multiply(values.get(k))));
        }
      }
    }
    return sums;
  }
}
