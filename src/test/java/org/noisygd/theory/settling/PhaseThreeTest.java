// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.settling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.noisygd.theory.landscape.Exact.Q;
import static org.noisygd.theory.landscape.Exact.list;
import static org.noisygd.theory.landscape.Exact.orthonormal;
import static org.noisygd.theory.landscape.Exact.q;

import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.objective.SmoothedFactorization;
import org.noisygd.descent.objective.UpdateMoments;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.landscape.Exact;
import org.noisygd.theory.landscape.Lemma1Test;
import org.noisygd.theory.landscape.Spectrum;
import org.noisygd.theory.landscape.Theorem2;

/** Known answers, and the rates against the spectrum of diag(eta) H, exactly. */
class PhaseThreeTest {
  @Test
  void rate_figureSettings_isTwoEtaSigmaSquared() {
    // Fig. 2: sigma^2 = 20 * 1.5 * 0.05^2 = 0.075, eta = 0.01: 1.5e-3. Fig. 4: 0.05^2: 5e-5.
    assertEquals(q(15, 10_000), balanced(q(75, 1000), q(1, 100)).rate());
    assertEquals(q(2 * 925, 100_000), balanced(q(75, 1000), q(1, 100)).rates().larger());
    assertEquals(q(5, 100_000), balanced(q(25, 10_000), q(1, 100)).rate());
  }

  private static PhaseThree<BigFraction> balanced(BigFraction sigmaSquared, BigFraction eta) {
    Theorem2<BigFraction> theorem =
        new Theorem2<>(orthonormal(1, 1, 0), list(1), orthonormal(1, 1, 0), q(1), sigmaSquared);
    return PhaseThree.of(theorem, 0, eta, eta);
  }

  @Test
  void rates_unequalSteps_areTheSpectrumOfTheScaledHessian() {
    Theorem2<BigFraction> theorem =
        new Theorem2<>(orthonormal(1, 1, 0), List.of(q(9, 2)), orthonormal(1, 1, 0), q(4), q(1, 8));
    BigFraction etaX = q(1, 100);
    BigFraction etaY = q(3, 100);
    var hessian =
        new SmoothedFactorization<>(theorem.target(), theorem.noise()).hessian(theorem.optimum());
    Matrix<BigFraction> scaled = Matrix.diagonal(Q, List.of(etaX, etaY)).times(hessian);
    PhaseThree<BigFraction> phase = PhaseThree.of(theorem, 0, etaX, etaY);
    Exact.assertSpectrumOf(scaled, new Spectrum<>(List.of(phase.rates().polynomial(1))));
    BigFraction difference =
        phase
            .rates()
            .trace()
            .multiply(phase.rates().trace())
            .subtract(phase.rates().determinant().multiply(4));
    assertEquals(difference, phase.rates().discriminant());
  }

  @Test
  void rates_badSteps_areRefused() {
    Theorem2<BigFraction> theorem =
        new Theorem2<>(orthonormal(1, 1, 0), list(1), orthonormal(1, 1, 0), q(1), q(1, 2));
    Lemma1Test.assertMessage(
        "etaX must be finite and > 0, got 0", () -> PhaseThree.of(theorem, 0, q(0), q(1)));
    Lemma1Test.assertMessage(
        "etaY must be finite and > 0, got -1", () -> PhaseThree.of(theorem, 0, q(1), q(-1)));
  }

  @Test
  void imbalanceFactor_anyPoint_isTheMeanOfOneUpdate() {
    for (BigFraction x : List.of(q(3), q(-1, 2), q(7, 5))) {
      for (BigFraction y : List.of(q(5), q(2, 3))) {
        for (BigFraction v : List.of(q(0), q(1, 400), q(2))) {
          BigFraction eta = q(1, 100);
          assertEquals(
              meanImbalance(x, y, eta, v),
              PhaseThree.imbalanceFactor(Q, x, y, eta, v)
                  .multiply(x.multiply(x).subtract(y.multiply(y))));
        }
      }
    }
  }

  /** E x'^2 - E y'^2 from the mean and the covariance of one update. */
  private static BigFraction meanImbalance(
      BigFraction x, BigFraction y, BigFraction eta, BigFraction v) {
    Matrix<BigFraction> one = Matrix.identity(Q, 1);
    UpdateMoments<BigFraction> moments =
        new UpdateMoments<>(
            new MatrixFactorization<>(one),
            new Factors<>(one.scale(x), one.scale(y)),
            eta,
            eta,
            v,
            v);
    BigFraction meanX = moments.mean().x().get(0, 0);
    BigFraction meanY = moments.mean().y().get(0, 0);
    var covariance = moments.covariance();
    return meanX
        .multiply(meanX)
        .add(covariance.get(0, 0))
        .subtract(meanY.multiply(meanY))
        .subtract(covariance.get(1, 1));
  }

  /** By hand: c = v1 = v2 = 1/2, so 2 (1/2) (1/10) ((3/2) + 1/2) / (1 - 1/20) = 4/19. */
  @Test
  void settledImbalanceVariance_byHand_isFourNineteenths() {
    Theorem2<BigFraction> theorem =
        new Theorem2<>(orthonormal(1, 1, 0), list(1), orthonormal(1, 1, 0), q(1), q(1, 2));
    assertEquals(q(4, 19), PhaseThree.settledImbalanceVariance(theorem, q(1, 10)));
  }

  @Test
  void settledImbalanceVariance_anyShape_solvesTheSteinEquation() {
    for (int d1 : List.of(1, 2, 5)) {
      for (int d2 : List.of(1, 3)) {
        Theorem2<BigFraction> theorem =
            new Theorem2<>(
                Matrix.of(Q, d1, 1, (i, j) -> q(i == 0 ? 1 : 0)),
                List.of(q(9, 4).add(q(1, 3))),
                Matrix.of(Q, d2, 1, (i, j) -> q(i == 0 ? 1 : 0)),
                q(1),
                q(1, 3));
        assertEquals(
            StationaryLaw.of(theorem, q(1, 10), q(1, 10)).imbalance().variance(),
            PhaseThree.settledImbalanceVariance(theorem, q(1, 10)));
      }
    }
  }

  @Test
  void settledImbalanceVariance_otherProblems_areRefused() {
    Theorem2<BigFraction> unbalanced =
        new Theorem2<>(orthonormal(1, 1, 0), list(1), orthonormal(1, 1, 0), q(2), q(1, 4));
    Lemma1Test.assertMessage(
        "gamma must be 1, got 2", () -> PhaseThree.settledImbalanceVariance(unbalanced, q(1, 10)));
    Theorem2<BigFraction> rankTwo =
        new Theorem2<>(orthonormal(2, 2, 0), list(1, 1), orthonormal(2, 2, 0), q(1), q(1, 4));
    Lemma1Test.assertMessage(
        "r must be 1, got 2", () -> PhaseThree.settledImbalanceVariance(rankTwo, q(1, 10)));
  }
}
