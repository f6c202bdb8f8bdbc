// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.noisygd.theory.landscape.Exact.Q;
import static org.noisygd.verify.claims.RationalProblem.q;

import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.number.Binary64;

/** Known answers; that the spectrum is the Hessian's is checked in verify.claims. */
class Lemma2Test {
  private static Lemma2<BigFraction> at(int d1, int d2, BigFraction alpha) {
    return new Lemma2<>(Q, d1, d2, alpha);
  }

  @Test
  void kappa_eachCaseOfDimensions_isKnown() {
    assertEquals(q(17), at(2, 2, q(2)).kappa());
    assertEquals(q(17), at(5, 3, q(-2)).kappa());
    assertEquals(q(17), at(2, 2, q(1, 2)).kappa());
    assertEquals(q(2), at(2, 2, q(1)).kappa());
    assertEquals(q(17), at(2, 1, q(2)).kappa());
    assertEquals(q(17, 16), at(2, 1, q(1, 2)).kappa());
    assertEquals(q(17, 16), at(1, 2, q(2)).kappa());
    assertEquals(q(17), at(1, 2, q(1, 2)).kappa());
    assertEquals(q(1), at(1, 1, q(2)).kappa());
    assertEquals(q(17, 4), at(1, 1, q(2)).largest());
  }

  @Test
  void kappa_extremeScale_isRoundedOnly() {
    // 1e8^4 + 1 rounds to 1e32.
    assertEquals(1e32, new Lemma2<>(Binary64.INSTANCE, 2, 2, 1e8).kappa());
  }

  @Test
  void hypotheses_violated_areNamed() {
    Lemma1Test.assertMessage("alpha must be finite and not 0, got 0", () -> at(2, 2, q(0)));
    Lemma1Test.assertMessage("d1 must be at least 1, got 0", () -> at(0, 2, q(1)));
    Lemma1Test.assertMessage("d2 must be at least 1, got 0", () -> at(2, 0, q(1)));
    Lemma1Test.assertMessage(
        "alpha must be finite and not 0, got NaN",
        () -> new Lemma2<>(Binary64.INSTANCE, 2, 2, Double.NaN));
  }
}
