// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.noisygd.theory.landscape.Exact.column;
import static org.noisygd.verify.claims.RationalProblem.orthonormal;
import static org.noisygd.verify.claims.RationalProblem.q;

import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;

/** Known answers; that the lemma holds of the smoothed objective is checked in verify.claims. */
class Lemma3Test {
  private static Lemma3<BigFraction> of(int d1, int d2, BigFraction gamma, BigFraction s) {
    return new Lemma3<>(orthonormal(d1, 1, 0), orthonormal(d2, 1, 1), gamma, s);
  }

  @Test
  void asTheorem2_sameProblem_sameLandscape() {
    Lemma3<BigFraction> lemma = of(3, 2, q(5, 4), q(1));
    Theorem2<BigFraction> theorem = lemma.asTheorem2();
    assertEquals(lemma.target(), theorem.target());
    assertEquals(lemma.noise(), theorem.noise());
    assertEquals(lemma.optimum(), theorem.optimum());
    assertEquals(lemma.optimalValue(), theorem.optimalValue());
    assertEquals(
        lemma.spectrum().characteristicPolynomial(), theorem.spectrum().characteristicPolynomial());
  }

  @Test
  void knownAnswer_gammaOne_hasRatesTwoSigmaSquared() {
    Lemma3<BigFraction> lemma = of(2, 2, q(1), q(1, 10));
    assertEquals(q(1, 5), lemma.valleyPair().smaller());
    assertEquals(q(9, 5), lemma.valleyPair().larger());
    assertEquals(q(-9, 10), lemma.saddlePair().smaller());
    assertEquals(q(11, 10), lemma.saddlePair().larger());
    assertEquals(q(1, 10), lemma.optimalValue());
  }

  @Test
  void knownAnswer_figureOne_isBalanced() {
    // Fig. 1: sigma_1^2 = sigma_2^2 = 0.0975, optima +-sqrt(1 - 0.0975) = +-0.95.
    Lemma3<BigFraction> lemma = of(1, 1, q(1), q(975, 10000));
    assertEquals(q(95, 100), lemma.optimum().x().get(0, 0).abs());
    assertEquals(q(95, 100), lemma.optimum().y().get(0, 0).abs());
  }

  @Test
  void hypotheses_violated_areNamed() {
    Lemma1Test.assertMessage(
        "sigmaSquared must be below gamma = 1, got 1", () -> of(2, 2, q(1), q(1)));
    Lemma1Test.assertMessage(
        "sigmaSquared must be below gamma = 1, got 2", () -> of(2, 2, q(1), q(2)));
    Lemma1Test.assertMessage(
        "sigmaSquared must be finite and > 0, got 0", () -> of(2, 2, q(1), q(0)));
    Lemma1Test.assertMessage("gamma must be finite and > 0, got -1", () -> of(2, 2, q(-1), q(1)));
    Lemma1Test.assertMessage(
        "u^T u[0][0] must be 1, got 4", () -> new Lemma3<>(column(2), column(1), q(1), q(1, 2)));
    Lemma1Test.assertMessage(
        "v^T v[0][0] must be 1, got 4", () -> new Lemma3<>(column(1), column(2), q(1), q(1, 2)));
    Matrix<Double> one = Matrix.identity(Binary64.INSTANCE, 1);
    Lemma1Test.assertMessage(
        "gamma must be finite and > 0, got Infinity",
        () -> new Lemma3<>(one, one, Double.POSITIVE_INFINITY, 0.5));
  }
}
