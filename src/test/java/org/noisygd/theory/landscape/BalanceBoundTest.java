// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.theory.landscape.Exact.Q;
import static org.noisygd.theory.landscape.Exact.matrix;
import static org.noisygd.verify.claims.RationalProblem.orthonormal;
import static org.noisygd.verify.claims.RationalProblem.q;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.number.matrix.Matrix;

/** Every outcome of random signs, in exact numbers, beside the mean and the bounds. */
class BalanceBoundTest {
  private static final BigFraction ETA = q(1, 20);

  /** d1 = 4 and d2 = 1: the entries are +-1/4 and +-1/2, so that c = 1/4 for both factors. */
  private static final BigFraction C = q(1, 4);

  private static final MatrixFactorization<BigFraction> PROBLEM =
      new MatrixFactorization<>(matrix(4, 1, 1, 0, 2, -1));

  /** Rank 2, unbalanced. */
  private static final Factors<BigFraction> START =
      new Factors<>(matrix(4, 2, 1, 0, 0, 1, 2, 1, -1, 0), matrix(1, 2, 0, 1));

  /** All signs of 4 x 2 and 1 x 2 entries. */
  private static List<Factors<BigFraction>> outcomes() {
    List<Factors<BigFraction>> all = new ArrayList<>();
    for (int bits = 0; bits < 1 << 10; bits++) {
      int word = bits;
      Matrix<BigFraction> x =
          Matrix.of(Q, 4, 2, (i, k) -> q((word >> (2 * i + k) & 1) == 0 ? 1 : -1, 4));
      Matrix<BigFraction> y =
          Matrix.of(Q, 1, 2, (j, k) -> q((word >> (8 + k) & 1) == 0 ? 1 : -1, 2));
      all.add(new Factors<>(x, y));
    }
    return all;
  }

  private static BigFraction imbalance(Factors<BigFraction> at) {
    return at.x().normSquared().subtract(at.y().normSquared());
  }

  private static Factors<BigFraction> moved(Factors<BigFraction> at, Factors<BigFraction> noise) {
    return at.minus(PROBLEM.gradient(at.plus(noise)).scale(ETA));
  }

  private static BigFraction mean(Function<Factors<BigFraction>, BigFraction> of) {
    List<Factors<BigFraction>> all = outcomes();
    return all.stream().map(of).reduce(BigFraction.ZERO, BigFraction::add).divide(q(all.size()));
  }

  private static BigFraction squaredLength(Factors<BigFraction> noise) {
    Factors<BigFraction> gradient = PROBLEM.gradient(START.plus(noise));
    return gradient.inner(gradient);
  }

  /** E D' = (1 - 2 eta c) D + eta^2 (E|GX|^2 - E|GY|^2), exactly. */
  @Test
  void imbalance_allSigns_hasTheMeanThatIsProved() {
    BigFraction difference = mean(z -> imbalance(PROBLEM.gradient(START.plus(z))));
    BigFraction expected =
        BigFraction.ONE
            .subtract(ETA.multiply(C).multiply(2))
            .multiply(imbalance(START))
            .add(ETA.multiply(ETA).multiply(difference));
    assertEquals(expected, mean(z -> imbalance(moved(START, z))));
  }

  @Test
  void mean_allSigns_isAboveTheMeanOfTheSquare() {
    BigFraction size = START.x().normSquared().add(START.y().normSquared());
    BalanceBound<BigFraction> bound =
        new BalanceBound<>(
            Scalar.of(Q, ETA),
            Scalar.of(Q, C),
            Scalar.of(Q, size),
            Scalar.of(Q, mean(BalanceBoundTest::squaredLength)),
            Scalar.of(Q, mean(z -> squaredLength(z).pow(2))));
    BigFraction square = imbalance(START).pow(2);
    BigFraction after = mean(z -> imbalance(moved(START, z)).pow(2));
    BigFraction once =
        bound.contraction().times(Scalar.of(Q, square)).plus(bound.stepNoise()).value();
    assertTrue(after.compareTo(once) <= 0, after + " against " + once);
    assertTrue(once.compareTo(bound.mean(1, Scalar.of(Q, square)).value()) <= 0);
  }

  /**
   * At s = 1/16: N = 32/3, k2 = 112, k4 = 28416, and k is below the 48 eta^2/s^2 of the theorem.
   */
  @Test
  void of_theorem1_hasTheNumbersOfItsRegion() {
    Theorem1<BigFraction> local =
        new Theorem1<>(
            new Lemma3<>(orthonormal(2, 1, 0), orthonormal(3, 1, 1), q(1), q(1, 16)),
            Scalar.of(Q, ETA));
    BalanceBound<BigFraction> bound = BalanceBound.of(local);
    assertEquals(q(32, 3), bound.size().value());
    assertEquals(q(112), bound.second().value());
    assertEquals(q(28416), bound.fourth().value());
    BigFraction step = q(35840, 3).add(q(28416, 200)).divide(400);
    assertEquals(step, bound.stepNoise().value());
    assertTrue(step.compareTo(q(48 * 256, 400)) <= 0);
    assertEquals(q(79, 80), bound.contraction().value());
    BigFraction floor = step.multiply(80);
    assertEquals(
        q(79, 80).multiply(3).add(floor).add(step.multiply(5)).divide(2),
        bound.probability(1, 6, Scalar.of(Q, q(3)), Scalar.of(Q, q(2))).value());
  }

  @Test
  void new_stepTooLarge_isNamed() {
    Scalar<BigFraction> one = Scalar.of(Q, q(1));
    assertThrows(IllegalArgumentException.class, () -> new BalanceBound<>(one, one, one, one, one));
  }
}
