// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.theory.landscape.Exact.Q;
import static org.noisygd.theory.landscape.Exact.scalar;
import static org.noisygd.verify.claims.RationalProblem.orthonormal;
import static org.noisygd.verify.claims.RationalProblem.q;

import org.apache.commons.numbers.core.DD;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Binary64;
import org.noisygd.number.DoubleDouble;

/** Known answers; the inequalities themselves are proved. */
class Theorem1Test {
  private static Theorem1<BigFraction> of(BigFraction s, BigFraction eta) {
    return new Theorem1<>(
        new Lemma3<>(orthonormal(2, 1, 0), orthonormal(3, 1, 1), q(1), s), scalar(eta));
  }

  /** (1 - s)^2 at the saddle, and s^2 at (u, v), which is not the smoothed optimum. */
  @Test
  void excess_saddleAndTarget_areSquares() {
    Theorem1<BigFraction> theorem = of(q(1, 20), q(1, 100));
    Lemma3<BigFraction> problem = theorem.problem();
    assertEquals(q(1, 400), theorem.excess(new Factors<>(problem.u(), problem.v())).value());
    assertEquals(q(361, 400), theorem.excess(Factors.zeros(Q, 2, 3, 1)).value());
  }

  @Test
  void constants_simpleData_areThoseOfTheTheorem() {
    Theorem1<BigFraction> theorem = of(q(1, 20), q(1, 1000));
    assertEquals(q(99_999, 100_000), theorem.contraction().value());
    assertEquals(q(1, 250), theorem.stepNoise().value());
    assertEquals(q(400), theorem.mean(0, scalar(q(0))).value());
    assertEquals(
        q(99_999 * 99_999L, 10_000_000_000L).add(400), theorem.mean(2, scalar(q(1))).value());
    assertEquals(q(2 * 720 * 400, 1_000_000), theorem.escape(2).value());
    assertEquals(
        theorem
            .escape(5)
            .plus(theorem.mean(3, scalar(q(1))).plus(scalar(q(2, 250))).times(2))
            .value(),
        theorem.probability(3, 5, scalar(q(1)), scalar(q(1, 2))).value());
    assertEquals(
        theorem.probability(3, 5, scalar(q(1)), scalar(q(1, 80))).value(),
        theorem.away(3, 5, scalar(q(1)), scalar(q(1))).value());
  }

  /** The instance that Coq has proved: signs_instance, from 9.6 10^12 to 1.92 10^13. */
  @Test
  void probability_instanceOfTheProofs_isBelowSevenHundredths() {
    var one = orthonormal(1, 1, 0).toExactly(Binary64.INSTANCE);
    Theorem1<Double> theorem =
        new Theorem1<>(new Lemma3<>(one, one, 1.0, 0.0625), Scalar.of(Binary64.INSTANCE, 1e-10));
    double bound =
        theorem
            .probability(
                9_600_000_000_000L,
                19_200_000_000_000L,
                Scalar.of(Binary64.INSTANCE, 0.25),
                Scalar.of(Binary64.INSTANCE, 0.01))
            .value();
    assertTrue(bound < 0.07 && bound > 0.03, "bound " + bound);
  }

  /**
   * From an excess of at most 1/4: the step size and the times that theorem1.md opens with make the
   * bound at most delta, because each of its three terms is at most delta/3, the second nearly
   * that. T1 is at least t1.
   */
  @ParameterizedTest
  @CsvSource({
    "0.0625, 0.1875, 0.5",
    "0.0625, 0.1875, 0.001",
    "0.0625, 0.5, 0.05",
    "0.0625, 2, 0.9",
    "0.025, 0.08, 0.5",
    "0.025, 2, 0.05"
  })
  void away_stepAndTimesOfTheNote_isAtMostDelta(double s, double eps, double delta) {
    double log = StrictMath.log(3 / (s * eps * eps * delta));
    double largest = delta * StrictMath.pow(s, 4) * eps * eps / (3300 * log);
    var one = orthonormal(1, 1, 0).toExactly(DoubleDouble.INSTANCE);
    var lemma = new Lemma3<>(one, one, number(1).value(), number(s).value());
    for (double eta : new double[] {largest * 0.999, largest / 2}) {
      long from = (long) StrictMath.ceil(5 * log / (eta * s));
      long to = (long) (delta * s * s * s * eps * eps / (660 * eta * eta));
      assertTrue(from <= to, from + " to " + to);
      double bound =
          DoubleDouble.INSTANCE.roundToDouble(
              new Theorem1<>(lemma, number(eta)).away(from, to, number(0.25), number(eps)).value());
      assertTrue(bound <= delta && bound > delta / 4, "bound " + bound);
    }
  }

  private static Scalar<DD> number(double value) {
    return Scalar.of(DoubleDouble.INSTANCE, DoubleDouble.INSTANCE.of(value));
  }

  @Test
  void new_hypothesesThatFail_areNamed() {
    assertThrows(IllegalArgumentException.class, () -> of(q(1, 15), q(1, 20)));
    assertThrows(IllegalArgumentException.class, () -> of(q(1, 16), q(1, 19)));
    assertThrows(IllegalArgumentException.class, () -> of(q(1, 16), q(0)));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Theorem1<>(
                new Lemma3<>(orthonormal(1, 1, 0), orthonormal(1, 1, 0), q(2), q(1, 16)),
                scalar(q(1, 20))));
    Theorem1<BigFraction> theorem = of(q(1, 16), q(1, 20));
    Scalar<BigFraction> start = scalar(q(1, 4));
    assertThrows(IllegalArgumentException.class, () -> theorem.away(1, 2, start, scalar(q(1, 6))));
    assertThrows(
        IllegalArgumentException.class, () -> theorem.away(1, 2, start, scalar(q(21, 10))));
  }
}
