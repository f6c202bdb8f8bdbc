// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.noisygd.theory.landscape.Exact.scalar;
import static org.noisygd.verify.claims.RationalProblem.orthonormal;
import static org.noisygd.verify.claims.RationalProblem.q;

import java.math.BigInteger;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;

/** Known answers: the numbers that Coq has proved, and the terms worked out by hand. */
class AnyStartTest {
  private static BigInteger t(long time) {
    return BigInteger.valueOf(time);
  }

  private static Theorem1<BigFraction> local(int d1, int d2, BigFraction s, BigFraction eta) {
    return new Theorem1<>(
        new Lemma3<>(orthonormal(d1, 1, 0), orthonormal(d2, 1, 1), q(1), s), scalar(eta));
  }

  /** s = 1/16, d1 = 1, d2 = 2, h = 2: rho = (1/16 + 1/32)/16/1600 = 3/819200. */
  private static AnyStart<BigFraction> of(BigFraction eta, BigFraction nu) {
    return new AnyStart<>(local(1, 2, q(1, 16), eta), scalar(q(2)), scalar(nu));
  }

  private static final BigFraction ETA = q(1, 1_000_000).multiply(q(1, 10_000_000));

  /** At most rho h sqrt(eta/3), which is 1.3e-12. */
  private static final BigFraction NU = q(1, 1_000_000).multiply(q(1, 1_000_000));

  @Test
  void terms_simpleData_areThoseOfTheTheorem() {
    AnyStart<BigFraction> theorem = of(ETA, NU);
    assertEquals(q(3, 819_200), theorem.rho().value());
    assertEquals(q(3L * 1190 * 64 * 256).multiply(ETA).multiply(ETA), theorem.leaves(t(3)).value());
    // 25/2 h^4 eta/s^2 = 51200 eta and 25 h^4 eta^2/s = 6400 eta^2.
    assertEquals(
        ETA.multiply(51_200).add(ETA.multiply(ETA).multiply(6400L * 5)).divide(NU),
        theorem.perpendicular(t(7), t(5), scalar(q(0))).value());
    assertEquals(
        BigFraction.ONE.subtract(ETA.divide(8)).divide(NU),
        theorem
            .perpendicular(t(1), t(0), scalar(q(1)))
            .minus(theorem.perpendicular(t(1), t(0), scalar(q(0))))
            .value());
    assertEquals(
        BigFraction.ONE.add(BigFraction.ONE.divide(ETA.multiply(320))),
        theorem.escape(t(0)).value());
    assertEquals(
        BigFraction.ONE.subtract(ETA.multiply(q(9, 64 * 819_200))),
        theorem.escape(t(1)).over(theorem.escape(t(0))).value());
  }

  @Test
  void probability_simpleData_isTheSumOfItsTerms() {
    AnyStart<BigFraction> theorem = of(ETA, NU);
    Scalar<BigFraction> off = scalar(q(1, 3));
    BigFraction late =
        q(4).multiply(BigFraction.ONE.subtract(ETA.divide(80)))
            .add(ETA.multiply(325L * 64 * 4096))
            .add(ETA.multiply(ETA).multiply(65L * 64 * 256 * 9));
    assertEquals(
        theorem
            .leaves(t(9))
            .plus(theorem.perpendicular(t(2), t(3), off))
            .plus(theorem.escape(t(3)))
            .value()
            .add(late.multiply(2)),
        theorem.probability(t(2), t(3), t(6), t(9), off, scalar(q(1, 2))).value());
    assertThrows(
        IllegalArgumentException.class,
        () -> theorem.probability(t(2), t(3), t(4), t(9), off, scalar(q(1))));
  }

  /** theorem_line: nothing is perpendicular, so no term of Lemma 4, however long a run idles. */
  @Test
  void perpendicular_oneDimension_isNothing() {
    var theorem = new AnyStart<>(local(1, 1, q(1, 16), ETA), scalar(q(2)), scalar(NU));
    assertEquals(q(0), theorem.perpendicular(t(0), t(5), scalar(q(0))).value());
    assertEquals(
        theorem.probability(t(0), t(3), t(6), t(9), scalar(q(0)), scalar(q(1, 2))).value(),
        theorem
            .leaves(t(9))
            .value()
            .add(theorem.escape(t(3)).value())
            .add(
                q(4).multiply(BigFraction.ONE.subtract(ETA.divide(80)).pow(3))
                    .add(ETA.multiply(325L * 64 * 4096))
                    .add(ETA.multiply(ETA).multiply(65L * 64 * 256 * 9))
                    .multiply(2)));
  }

  @Test
  void new_hypothesesThatFail_areNamed() {
    assertThrows(IllegalArgumentException.class, () -> of(q(1, 1_000_000), NU));
    assertThrows(IllegalArgumentException.class, () -> of(ETA, NU.multiply(2)));
    assertThrows(IllegalArgumentException.class, () -> of(ETA, q(0)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new AnyStart<>(local(1, 2, q(1, 16), ETA), scalar(q(1, 2)), scalar(NU)));
  }

  /** By hand: p = 1, r = s eta/20. */
  @Test
  void boundedNoise_firstPower_isTheSumOfItsTerms() {
    BigFraction eta = q(1, 500_000);
    var theorem = new BoundedNoise<>(local(1, 1, q(1, 16), eta), scalar(q(1, 10)), 1);
    BigFraction r = q(1, 160_000_000);
    assertEquals(r, theorem.rate().value());
    BigFraction expected =
        q(4, 8)
            .add(q(1, 20))
            .add(BigFraction.ONE.add(r.multiply(3)).multiply(q(1, 5)))
            .add(BigFraction.ONE.subtract(r).multiply(q(10, 8).add(q(1, 8))))
            .add(BigFraction.ONE.add(r.multiply(2)).divide(2));
    assertEquals(expected, theorem.probability(1, 3, scalar(q(1, 8))).value());
  }

  /** The instance that Coq has proved: signs_power_instance, from 1.12 10^9 to 10^12. */
  @Test
  void boundedNoise_instanceOfTheProofs_isBelowOneInTenThousand() {
    var one = orthonormal(1, 1, 0).toExactly(Binary64.INSTANCE);
    Scalar<Double> level = Scalar.of(Binary64.INSTANCE, 0.02);
    var local =
        new Theorem1<>(new Lemma3<>(one, one, 1.0, 0.0625), Scalar.of(Binary64.INSTANCE, 1e-6));
    double bound =
        new BoundedNoise<>(local, level, 32)
            .probability(1_120_000_000L, 1_000_000_000_000L, Scalar.of(Binary64.INSTANCE, 0.12))
            .value();
    assertTrue(bound < 1e-4 && bound > 1e-5, "bound " + bound);
  }

  @Test
  void boundedNoise_hypothesesThatFail_areNamed() {
    Scalar<BigFraction> level = scalar(q(1, 50));
    for (BigFraction eta : new BigFraction[] {q(1, 400_000), q(1, 499_999)}) {
      var local = local(1, 1, q(1, 16), eta);
      assertThrows(IllegalArgumentException.class, () -> new BoundedNoise<>(local, level, 1));
    }
    var local = local(1, 1, q(1, 16), q(1, 1_000_000));
    assertThrows(IllegalArgumentException.class, () -> new BoundedNoise<>(local, level, 0));
    assertThrows(IllegalArgumentException.class, () -> new BoundedNoise<>(local, level, 39));
    Scalar<BigFraction> wide = scalar(q(1));
    assertThrows(IllegalArgumentException.class, () -> new BoundedNoise<>(local, wide, 209));
  }

  /**
   * By hand at s = 1/16, w = 1/8, eta = 10^-6, nu = 1/1600: 12 (m + 1) eta^3 1600^2 for D_0^2 = 0.
   */
  @Test
  void fromSaddle_terms_areThoseOfTheTheorem() {
    BigFraction eta = q(1, 1_000_000);
    Theorem1<BigFraction> local = local(1, 1, q(1, 16), eta);
    var below = new BoundedNoise<>(local, scalar(q(1, 50)), 1);
    var theorem = new FromSaddle<>(below, scalar(q(1, 1600)));
    BigFraction cube = eta.multiply(eta).multiply(eta);
    assertEquals(
        cube.multiply(12 * 5).add(q(1, 16)).multiply(1600L * 1600),
        theorem.strays(5, scalar(q(1, 4))).value());
    assertEquals(
        BigFraction.ONE.subtract(eta.divide(32)).multiply(q(10_000_003, 3)),
        theorem.escape(1).value());
    // From 49/256 + 1/800, with 1 + r (m + to) and 1 + r to.
    BigFraction start = q(49, 256).add(q(1, 800));
    BigFraction r = below.rate().value();
    BigFraction expected =
        start
            .multiply(4)
            .add(q(1, 100))
            .add(BigFraction.ONE.add(r.multiply(9)).divide(25))
            .add(BigFraction.ONE.subtract(r).multiply(start.multiply(50).add(q(1, 8))))
            .add(BigFraction.ONE.add(r.multiply(7)).divide(2))
            .add(theorem.strays(2, scalar(q(0))).value())
            .add(theorem.escape(2).value());
    assertEquals(expected, theorem.probability(2, 1, 7, scalar(q(0))).value());
  }

  /** The instance that Coq has proved: signs_saddle_instance, from 2.72 10^10 to 10^14. */
  @Test
  @SuppressWarnings("shape") // the sizes are 20, 30 and 1
  void fromSaddle_instanceOfTheProofs_isBelowOneIn200() {
    Matrix<Double> u = Matrix.of(Binary64.INSTANCE, 20, 1, (i, k) -> i == 0 ? 1.0 : 0.0);
    Matrix<Double> v = Matrix.of(Binary64.INSTANCE, 30, 1, (j, k) -> j == 0 ? 1.0 : 0.0);
    Scalar<Double> level = Scalar.of(Binary64.INSTANCE, 0.02);
    var local = new Theorem1<>(new Lemma3<>(u, v, 1.0, 0.0625), Scalar.of(Binary64.INSTANCE, 1e-7));
    var theorem =
        new FromSaddle<>(
            new BoundedNoise<>(local, level, 32), Scalar.of(Binary64.INSTANCE, 2.5e-4));
    double bound =
        theorem
            .probability(
                12_800_000_000L,
                14_400_000_000L,
                100_000_000_000_000L,
                Scalar.of(Binary64.INSTANCE, 0.0))
            .value();
    assertTrue(bound < 5e-3 && bound > 2e-3, "bound " + bound);
  }

  @Test
  void fromSaddle_hypothesesThatFail_areNamed() {
    var below = new BoundedNoise<>(local(1, 1, q(1, 16), q(1, 1_000_000)), scalar(q(1, 50)), 1);
    for (BigFraction nu : new BigFraction[] {q(0), q(1, 1599)}) {
      assertThrows(IllegalArgumentException.class, () -> new FromSaddle<>(below, scalar(nu)));
    }
    // w = 1/96 is below 11000 eta; w = 1/80 is below 16 nu.
    for (int d : new int[] {12, 10}) {
      var wide = new BoundedNoise<>(local(d, d, q(1, 16), q(1, 1_000_000)), scalar(q(1, 50)), 1);
      BigFraction nu = d == 12 ? q(1, 2000) : q(1, 1270);
      assertThrows(IllegalArgumentException.class, () -> new FromSaddle<>(wide, scalar(nu)));
    }
    // 22 nu^3 is above w eta.
    var slow = new BoundedNoise<>(local(1, 1, q(1, 16), q(1, 100_000_000)), scalar(q(1, 50)), 1);
    assertThrows(IllegalArgumentException.class, () -> new FromSaddle<>(slow, scalar(q(1, 1600))));
  }
}
