// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.noisygd.theory.landscape.Exact.Q;
import static org.noisygd.theory.landscape.Exact.list;
import static org.noisygd.verify.claims.RationalProblem.q;

import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;

/** Known answers: polynomials multiplied out by hand. */
class EigenPolynomialTest {
  /** (t - 1)^2 (t + 2) = t^3 - 3 t + 2, taken five times. */
  private final EigenPolynomial<BigFraction> cubic = new EigenPolynomial<>(Q, list(2, -3, 0, 1), 5);

  @Test
  void counts_roundEachRoot_includeMultiplicities() {
    assertEquals(3, cubic.degree());
    assertEquals(15, cubic.count());
    assertEquals(15, cubic.countAbove(q(-3)));
    assertEquals(10, cubic.countAbove(q(-2)));
    assertEquals(5, cubic.countAt(q(-2)));
    assertEquals(10, cubic.countAbove(q(0)));
    assertEquals(0, cubic.countAt(q(0)));
    assertEquals(0, cubic.countAbove(q(1)));
    assertEquals(10, cubic.countAt(q(1)));
    assertEquals(0, cubic.countAbove(q(2)));
  }

  @Test
  void countAbove_irrationalRoots_decidesExactly() {
    EigenPolynomial<BigFraction> rootTwo = new EigenPolynomial<>(Q, list(-2, 0, 1), 1);
    // 1414213562/10^9 < sqrt 2 < 1414213563/10^9
    assertEquals(1, rootTwo.countAbove(q(1_414_213_562L, 1_000_000_000L)));
    assertEquals(0, rootTwo.countAbove(q(1_414_213_563L, 1_000_000_000L)));
    assertEquals(2, rootTwo.countAbove(q(-1_414_213_563L, 1_000_000_000L)));
    assertEquals(0, rootTwo.countAt(q(1)));
  }

  @Test
  void spectrum_ofTwoFactors_multipliesThem() {
    Spectrum<BigFraction> spectrum =
        new Spectrum<>(
            List.of(
                EigenPolynomial.ofRoot(Q, q(0), 2),
                EigenPolynomial.ofRoot(Q, q(9), 0),
                new EigenPolynomial<>(Q, list(2, -3, 0, 1), 1),
                EigenPolynomial.ofRoot(Q, q(3), 1)));
    // t^2 (t^3 - 3 t + 2) (t - 3) = t^6 - 3 t^5 - 3 t^4 + 11 t^3 - 6 t^2
    assertEquals(list(0, 0, -6, 11, -3, -3, 1), spectrum.characteristicPolynomial());
    assertEquals(3, spectrum.factors().size());
    assertEquals(6, spectrum.dimension());
    assertEquals(2, spectrum.zeros());
    assertEquals(1, spectrum.negatives());
    assertEquals(3, spectrum.positives());
    assertEquals(1, spectrum.countAbove(q(1)));
    assertEquals(2, spectrum.countAt(q(1)));
    assertEquals(3, spectrum.countBelow(q(1)));
  }

  @Test
  void constructor_notMonicOrConstant_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new EigenPolynomial<>(Q, list(1, 2), 1));
    assertThrows(IllegalArgumentException.class, () -> new EigenPolynomial<>(Q, list(1), 1));
    assertThrows(IllegalArgumentException.class, () -> new EigenPolynomial<>(Q, list(1, 1), -1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Spectrum<>(List.of(EigenPolynomial.ofRoot(Q, q(1), 0))));
  }
}
