// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.noisygd.theory.landscape.Exact.Q;
import static org.noisygd.theory.landscape.Exact.column;
import static org.noisygd.verify.claims.RationalProblem.q;

import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;

/** Known answers; that the lemma holds of F is checked in verify.claims. */
public class Lemma1Test {
  private final Lemma1<BigFraction> lemma =
      new Lemma1<>(column(1, 2, 2).scale(q(1, 3)), column(3, 4).scale(q(1, 5)));

  @Test
  void saddlePair_knownNorms_isKnown() {
    // n = 0: -1 and 1. n = 3/2: (3/2 +- 5/2) / 2 = 2 and -1/2.
    assertEquals(q(-1), lemma.saddlePair(lemma.saddleOfX(column(0, 0, 0))).smaller());
    Lemma1<BigFraction> plane = new Lemma1<>(column(1, 0, 0), column(1, 0));
    Factors<BigFraction> at =
        plane.saddleOfX(Matrix.of(Q, 3, 1, (i, j) -> i == 0 ? q(0) : i == 1 ? q(1, 2) : q(1)));
    assertEquals(q(5, 4), at.inner(at));
    Factors<BigFraction> nice = plane.saddleOfY(column(0, 0));
    assertEquals(q(1), plane.saddlePair(nice).larger());
    EigenPair<BigFraction> pair =
        plane.saddlePair(new Factors<>(column(0, 1, 1).scale(q(1)), column(0, 0)));
    // n = 2: trace 2, determinant -1
    assertEquals(q(2), pair.trace());
    assertEquals(q(-1), pair.determinant());
    assertEquals(q(8), pair.discriminant());
    assertEquals(q(-4), plane.curvature(new Factors<>(column(0, 1, 1), column(0, 0))));
  }

  @Test
  void hypotheses_violated_areNamed() {
    assertMessage("u^T u[0][0] must be 1, got 4", () -> new Lemma1<>(column(2, 0), column(1, 0)));
    assertMessage("v^T v[0][0] must be 1, got 4", () -> new Lemma1<>(column(1, 0), column(0, 2)));
    assertMessage(
        "u must have one column, got 2 x 2",
        () -> new Lemma1<>(Matrix.identity(Q, 2), column(1, 0)));
    assertMessage("alpha must not be 0, got 0", () -> lemma.optimum(q(0)));
    assertMessage("u^T x must be 0, got 1/3", () -> lemma.saddleOfX(column(1, 0, 0)));
    assertMessage("v^T y must be 0, got 4/5", () -> lemma.saddleOfY(column(0, 1)));
    Matrix<Double> one = Matrix.identity(Binary64.INSTANCE, 1);
    assertMessage(
        "arithmetic must be exact, got binary64",
        () -> new Lemma1<>(one, one).classify(new Factors<>(one, one)));
  }

  @Test
  void unitVectors_roundedOnes_areAccepted() {
    double third = 1 / 3.0;
    Matrix<Double> u =
        Matrix.of(Binary64.INSTANCE, new double[][] {{third}, {2 * third}, {2 * third}});
    assertEquals(3, new Lemma1<>(u, u).target().rows());
    // Twice the square of sqrt(1/2) rounded is 1 + 2^-52 in double: within 2 (d + 3) u = 10 u.
    double root = Math.sqrt(0.5);
    Matrix<Double> diagonal = Matrix.of(Binary64.INSTANCE, new double[][] {{root}, {root}});
    assertEquals(1 + 0x1p-52, diagonal.normSquared());
    assertEquals(2, new Lemma1<>(diagonal, diagonal).target().rows());
    // Off by 2^-40, far beyond rounding.
    assertThrows(IllegalArgumentException.class, () -> new Lemma1<>(u.scale(1 + 0x1p-40), u));
    assertThrows(IllegalArgumentException.class, () -> new Lemma1<>(u.scale(1 - 0x1p-40), u));
  }

  /** The message, in which the rational 1 is printed as 1.0. */
  public static void assertMessage(String message, org.junit.jupiter.api.function.Executable code) {
    String actual = assertThrows(IllegalArgumentException.class, code).getMessage();
    assertEquals(message, actual.replaceAll("(\\d)\\.0\\b", "$1"));
  }
}
