// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.settling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.noisygd.theory.landscape.Exact.list;
import static org.noisygd.verify.claims.RationalProblem.orthonormal;
import static org.noisygd.verify.claims.RationalProblem.q;

import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.theory.landscape.Lemma1Test;
import org.noisygd.theory.landscape.Theorem2;

/** Known answers; that the rates and the variance are right is checked in verify.claims. */
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
  void rates_badSteps_areRefused() {
    Theorem2<BigFraction> theorem =
        new Theorem2<>(orthonormal(1, 1, 0), list(1), orthonormal(1, 1, 0), q(1), q(1, 2));
    Lemma1Test.assertMessage(
        "etaX must be finite and > 0, got 0", () -> PhaseThree.of(theorem, 0, q(0), q(1)));
    Lemma1Test.assertMessage(
        "etaY must be finite and > 0, got -1", () -> PhaseThree.of(theorem, 0, q(1), q(-1)));
  }

  /** By hand: c = v1 = v2 = 1/2, so 2 (1/2) (1/10) ((3/2) + 1/2) / (1 - 1/20) = 4/19. */
  @Test
  void settledImbalanceVariance_byHand_isFourNineteenths() {
    Theorem2<BigFraction> theorem =
        new Theorem2<>(orthonormal(1, 1, 0), list(1), orthonormal(1, 1, 0), q(1), q(1, 2));
    assertEquals(q(4, 19), PhaseThree.settledImbalanceVariance(theorem, q(1, 10)));
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
