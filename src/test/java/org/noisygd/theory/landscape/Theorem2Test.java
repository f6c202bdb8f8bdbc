// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.theory.landscape.Exact.Q;
import static org.noisygd.theory.landscape.Exact.list;
import static org.noisygd.theory.landscape.Exact.matrix;
import static org.noisygd.theory.landscape.Exact.orthonormal;
import static org.noisygd.theory.landscape.Exact.q;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.objective.Balance;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.SmoothedFactorization;
import org.noisygd.number.matrix.Matrix;

/** Cross-check against the smoothed objective's derivatives, exactly; and known answers. */
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

  private static List<Theorem2<BigFraction>> problems() {
    return List.of(
        rankThree(4, 3), rankThree(3, 3), repeated(2, 4), repeated(3, 3), repeated(2, 2));
  }

  private static List<Set<Integer>> subsets(int r) {
    List<Set<Integer>> subsets = new java.util.ArrayList<>();
    for (int bits = 0; bits < 1 << r; bits++) {
      Set<Integer> subset = new HashSet<>();
      for (int k = 0; k < r; k++) {
        if ((bits >> k & 1) == 1) {
          subset.add(k);
        }
      }
      subsets.add(subset);
    }
    return subsets;
  }

  private static SmoothedFactorization<BigFraction> smoothed(Theorem2<BigFraction> theorem) {
    return new SmoothedFactorization<>(theorem.target(), theorem.noise());
  }

  @Test
  void stationaryPoints_everySubset_haveTheClosedValueAndSpectrum() {
    for (Theorem2<BigFraction> theorem : problems()) {
      var fs = smoothed(theorem);
      for (Set<Integer> kept : subsets(theorem.r())) {
        Factors<BigFraction> at = theorem.stationaryPoint(kept);
        Exact.assertStationary(fs, at);
        assertEquals(theorem.value(kept), fs.loss(at));
        Matrix<BigFraction> imbalance =
            Balance.imbalance(at, theorem.gamma().multiply(theorem.gamma()));
        assertEquals(Matrix.zeros(Q, theorem.r(), theorem.r()), imbalance);
        Exact.assertSpectrumOf(fs.hessian(at), theorem.spectrum(kept));
        assertEquals(kept.size() == theorem.r(), theorem.spectrum(kept).negatives() == 0);
        for (int k = 0; k < theorem.r(); k++) {
          if (!kept.contains(k)) {
            BigFraction curvature = Exact.curvature(fs, at, theorem.descentDirection(k));
            assertEquals(theorem.curvature(k), curvature);
            assertTrue(curvature.signum() < 0);
          }
        }
      }
    }
  }

  @Test
  void optimum_anyProblem_hasOnlyRotationsFlat() {
    for (Theorem2<BigFraction> theorem : problems()) {
      int r = theorem.r();
      Spectrum<BigFraction> spectrum = theorem.spectrum();
      assertEquals(r * (r - 1) / 2, spectrum.zeros());
      assertEquals(0, spectrum.negatives());
      assertEquals(theorem.optimum(), theorem.stationaryPoint(theorem.all()));
      assertEquals(theorem.optimalValue(), smoothed(theorem).loss(theorem.optimum()));
    }
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
  void excess_anyPoint_isTheLossAboveTheOptimum() {
    for (Theorem2<BigFraction> theorem : problems()) {
      var fs = smoothed(theorem);
      int d1 = theorem.a().rows();
      int d2 = theorem.b().rows();
      for (int seed = 0; seed < 5; seed++) {
        int shift = seed;
        Factors<BigFraction> at =
            new Factors<>(
                Matrix.of(Q, d1, theorem.r(), (i, k) -> q((i * 7 + k * 5 + shift * 3) % 11 - 5, 3)),
                Matrix.of(Q, d2, theorem.r(), (j, k) -> q((j * 5 + k * 3 + shift) % 7 - 3, 2)));
        assertEquals(
            fs.loss(at).subtract(theorem.optimalValue()), theorem.excess(at), "seed " + seed);
      }
      assertEquals(q(0), theorem.excess(theorem.optimum()));
    }
  }

  @Test
  void optimum_turned_isAnOptimum() {
    Theorem2<BigFraction> theorem = rankThree(4, 3);
    Matrix<BigFraction> rotation = orthonormal(3, 3, 1);
    Factors<BigFraction> turned =
        new Factors<>(theorem.optimum().x().times(rotation), theorem.optimum().y().times(rotation));
    assertEquals(theorem.optimalValue(), smoothed(theorem).loss(turned));
    assertEquals(q(0), theorem.excess(turned));
  }

  @Test
  void rotationBlock_knownProblem_hasTheCubicAndOneZero() {
    Theorem2<BigFraction> theorem = rankThree(4, 3);
    // gamma = 4, Sigma_0 = 9/2, Sigma_1 = 3/2, c = 1/2, q = sqrt(4 * 1) = 2.
    Matrix<BigFraction> expected =
        matrix(4, 4, 3, -4, 0, 16, -4, 48, 16, 0, 0, 16, 9, -4, 16, 0, -4, 144).scale(q(1, 8));
    assertEquals(expected, theorem.rotationBlock(0, 1));
    Exact.assertSpectrumOf(
        expected,
        new Spectrum<>(List.of(EigenPolynomial.ofRoot(Q, q(0), 1), theorem.rotationCubic(0, 1))));
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
