// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.claims;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.RationalArithmetic;

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
    List<BigFraction> sums = new ArrayList<>();
    add(sums, new ArrayList<>(), BigFraction.ONE, at, f);
    return sums;
  }

  private void add(
      List<BigFraction> sums,
      List<BigFraction> drawn,
      BigFraction probability,
      Factors<BigFraction> at,
      Function<Factors<BigFraction>, List<BigFraction>> f) {
    if (drawn.size() == at.variables()) {
      List<BigFraction> values =
          f.apply(
              Factors.ofVariables(
                  RationalArithmetic.INSTANCE, at.d1(), at.d2(), at.r(), List.copyOf(drawn)));
      for (int k = 0; k < values.size(); k++) {
        BigFraction term = probability.multiply(values.get(k));
        if (k == sums.size()) {
          sums.add(term);
        } else {
          sums.set(k, sums.get(k).add(term));
        }
      }
      return;
    }
    BigFraction middle = BigFraction.ONE.subtract(outer.multiply(2));
    List<BigFraction> points = List.of(step.negate(), BigFraction.ZERO, step);
    List<BigFraction> weights = List.of(outer, middle, outer);
    for (int k = 0; k < points.size(); k++) {
      if (weights.get(k).signum() != 0) {
        drawn.add(points.get(k));
        add(sums, drawn, probability.multiply(weights.get(k)), at, f);
        drawn.remove(drawn.size() - 1);
      }
    }
  }
}
