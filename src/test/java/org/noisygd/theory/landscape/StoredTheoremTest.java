// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.theory.landscape.Exact.scalar;
import static org.noisygd.verify.claims.RationalProblem.orthonormal;
import static org.noisygd.verify.claims.RationalProblem.q;

import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.number.Binary64;

/** Known answers, by hand; the inequalities are proved. */
class StoredTheoremTest {
  /** K of the theorem below: 0.5376 of the noise, 0.00992 of the store, 0.0001 of its bias. */
  private static final BigFraction STEP_NOISE = q(54_762, 100_000);

  /** d1 = 2, d2 = 3, s = 1/16. */
  private static Theorem1<BigFraction> exact() {
    return new Theorem1<>(
        new Lemma3<>(orthonormal(2, 1, 0), orthonormal(3, 1, 1), q(1), q(1, 16)),
        scalar(q(1, 100)));
  }

  private static StoredTheorem<BigFraction> theorem() {
    return new StoredTheorem<>(
        exact(), scalar(q(1, 1000)), scalar(q(9, 100_000)), scalar(q(1, 1_000_000)), scalar(q(11)));
  }

  @Test
  void bounds_simpleData_areThoseOfTheTheorem() {
    StoredTheorem<BigFraction> theorem = theorem();
    assertEquals(STEP_NOISE, theorem.stepNoise().value());
    assertEquals(STEP_NOISE.multiply(16_000), theorem.mean(0, scalar(q(0))).value());
    assertEquals(
        q(15_999, 16_000).add(STEP_NOISE.multiply(16_000)), theorem.mean(1, scalar(q(1))).value());
    assertEquals(STEP_NOISE.multiply(144), theorem.escape(2).value());
    assertEquals(
        STEP_NOISE.multiply(144).add(STEP_NOISE.multiply(16_002).add(q(1)).multiply(2)),
        theorem.probability(0, 2, scalar(q(1)), scalar(q(1, 2))).value());
  }

  /** N = 2, so that C = 1.21 (1 + 24/10) = 4.114. */
  @Test
  void distance_simpleData_isThatOfTheTheorem() {
    StoredHorizon<BigFraction> horizon =
        new StoredHorizon<>(
            scalar(q(1, 10)),
            scalar(q(1)),
            scalar(q(1, 4)),
            scalar(q(1, 2)),
            scalar(q(1, 8)),
            scalar(q(1, 100)));
    assertEquals(q(4_114, 1000), horizon.growth().value());
    assertEquals(q(8_453, 1000), horizon.distance(1, scalar(q(2))).value());
    assertEquals(q(225 * 5_114L, 1_000_000), horizon.distance(2, scalar(q(0))).value());
  }

  @Test
  void ofGrid_threeBits_hasThatSpreadRestAndBias() {
    StoredTheorem<BigFraction> grid =
        StoredTheorem.ofGrid(exact(), scalar(q(1, 8)), 3, scalar(q(9, 4)), scalar(q(11)));
    assertEquals(q(9, 32), grid.spread().value());
    assertEquals(q(5, 512), grid.rest().value());
    assertEquals(q(5, 4096), grid.bias().value());
  }

  /** The instance that Coq has proved: grid_instance, from 1.92 10^14 to 3.84 10^14. */
  @Test
  void probability_instanceOfTheProofs_isBelowFourHundredths() {
    var one = orthonormal(1, 1, 0).toExactly(Binary64.INSTANCE);
    double eta = 1e-11;
    Theorem1<Double> noise =
        new Theorem1<>(new Lemma3<>(one, one, 1.0, 0.0625), Scalar.of(Binary64.INSTANCE, eta));
    StoredTheorem<Double> grid =
        StoredTheorem.ofGrid(noise, binary64(eta / 1.5), 20, binary64(1.5), binary64(11));
    double bound =
        grid.probability(192_000_000_000_000L, 384_000_000_000_000L, binary64(0.25), binary64(0.01))
            .value();
    assertTrue(bound < 0.04 && bound > 0.02, "bound " + bound);
  }

  private static Scalar<Double> binary64(double value) {
    return Scalar.of(Binary64.INSTANCE, value);
  }

  @Test
  void new_hypothesesThatFail_areNamed() {
    Scalar<BigFraction> eighth = scalar(q(1, 8));
    Scalar<BigFraction> root = scalar(q(9, 4));
    assertThrows(
        IllegalArgumentException.class,
        () -> StoredTheorem.ofGrid(exact(), eighth, 3, root, scalar(q(10))));
    assertThrows(
        IllegalArgumentException.class,
        () -> StoredTheorem.ofGrid(exact(), eighth, 3, scalar(q(2)), scalar(q(11))));
    assertThrows(
        IllegalArgumentException.class,
        () -> StoredTheorem.ofGrid(exact(), scalar(q(1, 2)), 3, root, scalar(q(11))));
  }
}
