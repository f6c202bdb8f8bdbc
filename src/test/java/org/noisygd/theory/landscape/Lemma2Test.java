// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.noisygd.theory.landscape.Exact.Q;
import static org.noisygd.theory.landscape.Exact.orthonormal;
import static org.noisygd.theory.landscape.Exact.q;

import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.number.Binary64;

/** Known answers, and the spectrum against the Hessian's characteristic polynomial. */
class Lemma2Test {
  private static Lemma2<BigFraction> at(int d1, int d2, BigFraction alpha) {
    return new Lemma2<>(Q, d1, d2, alpha);
  }

  @Test
  void spectrum_allSmallDimensions_isTheHessians() {
    for (int d1 = 1; d1 <= 4; d1++) {
      for (int d2 = 1; d2 <= 3; d2++) {
        for (BigFraction alpha : List.of(q(1), q(-2), q(3, 10_000), q(100_000_000))) {
          var lemma1 = new Lemma1<>(orthonormal(d1, 1, 0), orthonormal(d2, 1, 1));
          var hessian = new MatrixFactorization<>(lemma1.target()).hessian(lemma1.optimum(alpha));
          Exact.assertSpectrumOf(hessian, at(d1, d2, alpha).spectrum());
          assertEquals(1, at(d1, d2, alpha).spectrum().zeros());
          assertEquals(d1 + d2 - 1, at(d1, d2, alpha).spectrum().positives());
        }
      }
    }
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
