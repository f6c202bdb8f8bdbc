// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.NoiseMoments;
import org.noisygd.descent.objective.SmoothedFactorization;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.Rationals;
import org.noisygd.number.matrix.Matrix;

/** In rationals: the gradient vanishes exactly, and what is worse has a greater loss. */
class ColumnwiseOptimumTest {
  private static final RationalArithmetic Q = RationalArithmetic.INSTANCE;

  private static BigFraction q(long n, long d) {
    return BigFraction.of(n, d);
  }

  /** M with 5/8 and 5/4 on its diagonal. */
  private static final Matrix<BigFraction> M =
      Matrix.of(Q, 3, 4, (i, j) -> i != j || i > 1 ? q(0, 1) : i == 0 ? q(5, 8) : q(5, 4));

  private static final List<BigFraction> C1 = List.of(q(1, 4), q(1, 4));

  /** w = 1/8 and 1/4: the column of the smaller one should hold 5/4. */
  private static final List<BigFraction> C2 = List.of(q(1, 16), q(1, 4));

  /** The singular values as they should be, and the other way round. */
  private static SmoothedFactorization<BigFraction> objective(
      ColumnwiseOptimum<BigFraction> optimum) {
    return new SmoothedFactorization<>(M, moments(optimum));
  }

  private static NoiseMoments<BigFraction> moments(ColumnwiseOptimum<BigFraction> optimum) {
    return new NoiseMoments<>(Matrix.diagonal(Q, optimum.c1()), Matrix.diagonal(Q, optimum.c2()));
  }

  /** The point itself for Sigma_(k) in row and column k of M, 3 x 4. */
  private static Factors<BigFraction> at(ColumnwiseOptimum<BigFraction> optimum) {
    return new Factors<>(
        Matrix.of(Q, 3, 2, (i, k) -> i == k ? Q.sqrt(optimum.squaredX(k)) : Q.zero()),
        Matrix.of(Q, 4, 2, (j, k) -> j == k ? Q.sqrt(optimum.squaredY(k)) : Q.zero()));
  }

  @Test
  void at_wrongPairing_isStationaryAndHigher() {
    ColumnwiseOptimum<BigFraction> wrong =
        new ColumnwiseOptimum<>(Q, List.of(q(5, 8), q(5, 4)), C1, C2);
    Factors<BigFraction> at = at(wrong);
    assertEquals(Factors.zeros(Q, 3, 4, 2), objective(wrong).gradient(at));
    // Sum of (Sigma^2 - S^2)/2 with S = Sigma - w, plus tr(C1 C2)/2; greater for the wrong pairing.
    BigFraction expected = value(q(5, 8), q(1, 8)).add(value(q(5, 4), q(1, 4)));
    BigFraction best = value(q(5, 4), q(1, 8)).add(value(q(5, 8), q(1, 4)));
    BigFraction constant = q(1, 64).add(q(1, 16)).divide(2);
    assertEquals(expected.add(constant), objective(wrong).loss(at));
    assertTrue(Rationals.compare(expected, best) > 0);
  }

  /** 1/2 (w^2 + 2 w (Sigma - w)). */
  private static BigFraction value(BigFraction sigma, BigFraction w) {
    return w.multiply(w).divide(2).add(w.multiply(sigma.subtract(w)));
  }

  @Test
  void at_rightPairing_isStationaryAndLeastAmongRotations() {
    // Roots must be rational: S = 2 and 1, gamma = 2 and 1.
    List<BigFraction> sigma = List.of(q(17, 8), q(5, 4));
    ColumnwiseOptimum<BigFraction> optimum = new ColumnwiseOptimum<>(Q, sigma, C1, C2);
    Matrix<BigFraction> m = Matrix.of(Q, 3, 4, (i, j) -> i != j || i > 1 ? q(0, 1) : sigma.get(i));
    SmoothedFactorization<BigFraction> fs = new SmoothedFactorization<>(m, moments(optimum));
    Factors<BigFraction> at = at(optimum);
    assertEquals(Factors.zeros(Q, 3, 4, 2), fs.gradient(at));
    assertEquals(q(4, 1), at.x().gram().get(0, 0));
    assertEquals(optimum.squaredX(0), at.x().gram().get(0, 0));
    assertEquals(optimum.squaredY(1), at.y().gram().get(1, 1));
    // Rotations with cosine and sine (1 - t^2)/(1 + t^2), 2 t/(1 + t^2) are rational.
    for (int n = 1; n <= 8; n++) {
      BigFraction t = q(n, 8);
      BigFraction one = BigFraction.ONE;
      BigFraction c = one.subtract(t.multiply(t)).divide(one.add(t.multiply(t)));
      BigFraction s = t.multiply(2).divide(one.add(t.multiply(t)));
      Matrix<BigFraction> rotation =
          Matrix.of(Q, 2, 2, (a, b) -> a == b ? c : a < b ? s : s.negate());
      Factors<BigFraction> turned = turned(at, rotation);
      assertTrue(Rationals.compare(fs.loss(turned), fs.loss(at)) > 0, "turned by " + t);
    }
  }

  @SuppressWarnings("shape") // columns against themselves
  private static Factors<BigFraction> turned(
      Factors<BigFraction> at, Matrix<BigFraction> rotation) {
    return new Factors<>(at.x().times(rotation), at.y().times(rotation));
  }

  @Test
  void create_columnThatVanishes_refused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new ColumnwiseOptimum<>(Q, List.of(q(1, 8), q(1, 1)), C1, C2));
  }
}
