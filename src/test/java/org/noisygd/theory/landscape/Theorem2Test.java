// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.noisygd.theory.landscape.Exact.list;
import static org.noisygd.theory.landscape.Exact.matrix;
import static org.noisygd.verify.claims.RationalProblem.orthonormal;
import static org.noisygd.verify.claims.RationalProblem.q;

import java.util.List;
import java.util.Set;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.number.matrix.Matrix;

/** Known answers; that the theorem holds of the smoothed objective is checked in verify.claims. */
class Theorem2Test {
  /** gamma = 4, sigma^2 = 1/8, so c = 1/2, and Sigma_k = s_k + 1/2 with squares s_k = 4, 1, 9/4. */
  private static Theorem2<BigFraction> rankThree(int d1, int d2) {
    return new Theorem2<>(
        orthonormal(d1, 3, 0),
        List.of(q(9, 2), q(3, 2), q(11, 4)),
        orthonormal(d2, 3, 1),
        q(4),
        q(1, 8));
  }

  /** Repeated singular values: s = 1, 1 with gamma = 1/4, c = 1/4. */
  private static Theorem2<BigFraction> repeated(int d1, int d2) {
    return new Theorem2<>(
        orthonormal(d1, 2, 0), List.of(q(5, 4), q(5, 4)), orthonormal(d2, 2, 2), q(1, 4), q(1));
  }

  @Test
  void negatives_atSaddle_countSquaresAndInversions() {
    // Sigma = 9/2, 3/2, 11/4. Kept {1}: four from the dropped pairs, and both dropped are larger.
    assertEquals(6, rankThree(4, 3).spectrum(Set.of(1)).negatives());
    // Kept {0}: both dropped are smaller. Zeros: one for each kept and dropped pair.
    assertEquals(4, rankThree(4, 3).spectrum(Set.of(0)).negatives());
    assertEquals(2, rankThree(4, 3).spectrum(Set.of(0)).zeros());
    assertEquals(9, rankThree(4, 3).spectrum(Set.of()).negatives());
    // A repeated value, one kept: the choice of the kept direction is one more flat direction.
    assertEquals(2, repeated(2, 2).spectrum(Set.of(0)).zeros());
    assertEquals(1, repeated(2, 2).spectrum(Set.of(0)).negatives());
  }

  @Test
  void rotationBlock_knownProblem_isKnown() {
    Theorem2<BigFraction> theorem = rankThree(4, 3);
    // gamma = 4, Sigma_0 = 9/2, Sigma_1 = 3/2, c = 1/2, q = sqrt(4 * 1) = 2.
    Matrix<BigFraction> expected =
        matrix(4, 4, 3, -4, 0, 16, -4, 48, 16, 0, 0, 16, 9, -4, 16, 0, -4, 144).scale(q(1, 8));
    assertEquals(expected, theorem.rotationBlock(0, 1));
    Lemma1Test.assertMessage("j must differ from i, got 1", () -> theorem.rotationBlock(1, 1));
  }

  @Test
  void rotationCubic_gammaOne_factors() {
    // gamma = 1, c = 1/2, Sigma = 3/2, 5/2: (t - 4)(t^2 - 4 t + 3), since 2 c (s1 + s2) = 3.
    Theorem2<BigFraction> theorem =
        new Theorem2<>(
            orthonormal(2, 2, 0), List.of(q(3, 2), q(5, 2)), orthonormal(2, 2, 0), q(1), q(1, 2));
    assertEquals(list(-12, 19, -8, 1), theorem.rotationCubic(0, 1).coefficients());
    assertEquals(q(1), theorem.shrunk(0));
    assertEquals(q(2), theorem.optimalValue());
  }

  @Test
  void hypotheses_violated_areNamed() {
    Matrix<BigFraction> a = orthonormal(3, 2, 0);
    Lemma1Test.assertMessage(
        "gamma sigmaSquared must be below the singular value Sigma[1] = 1, got 1",
        () -> new Theorem2<>(a, list(2, 1), a, q(2), q(1, 2)));
    Lemma1Test.assertMessage(
        "Sigma[0] must be finite and > 0, got 0",
        () -> new Theorem2<>(a, list(0, 1), a, q(2), q(1, 4)));
    Lemma1Test.assertMessage(
        "gamma must be finite and > 0, got 0",
        () -> new Theorem2<>(a, list(2, 1), a, q(0), q(1, 4)));
    Lemma1Test.assertMessage(
        "sigmaSquared must be finite and > 0, got 0",
        () -> new Theorem2<>(a, list(2, 1), a, q(1), q(0)));
    Lemma1Test.assertMessage(
        "A^T A[0][0] must be 1, got 4",
        () -> new Theorem2<>(a.scale(q(2)), list(2, 1), a, q(1), q(1, 2)));
    Lemma1Test.assertMessage(
        "B^T B[1][0] must be 0, got 1",
        () -> new Theorem2<>(a, list(2, 1), matrix(3, 2, 1, 1, 0, 0, 0, 0), q(1), q(1, 2)));
    Lemma1Test.assertMessage(
        "A of shape 3 x 2 and B of shape 3 x 2 must have a column for each singular value, got 1",
        () -> new Theorem2<>(a, list(2), a, q(1), q(1, 2)));
    Lemma1Test.assertMessage(
        "A of shape 3 x 2 and B of shape 3 x 1 must have a column for each singular value, got 2",
        () -> new Theorem2<>(a, list(2, 1), orthonormal(3, 1, 0), q(1), q(1, 2)));
    Theorem2<BigFraction> fine = repeated(2, 2);
    Lemma1Test.assertMessage("kept index must be in 0..1, got 2", () -> fine.spectrum(Set.of(2)));
  }
}
