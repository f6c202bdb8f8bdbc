// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.noisygd.theory.landscape.Exact.scalar;
import static org.noisygd.verify.claims.RationalProblem.q;

import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;

/** Known answers; the inequality itself is checked by enumeration in verify.claims. */
class Lemma4Test {
  private static Lemma4<BigFraction> of(BigFraction s1, BigFraction eta, BigFraction bound) {
    return new Lemma4<>(scalar(s1), scalar(q(1, 2)), scalar(eta), scalar(bound));
  }

  @Test
  void bounds_simpleData_areThoseOfTheLemma() {
    Lemma4<BigFraction> lemma = of(q(1, 4), q(1, 100), q(10));
    assertEquals(q(399, 400), lemma.contraction().value());
    assertEquals(q(9, 400), lemma.stepNoise().value());
    assertEquals(q(9).add(q(2 * 399 * 399, 160_000)), lemma.mean(2, scalar(q(2))).value());
    assertEquals(
        lemma.mean(3, scalar(q(2))).plus(scalar(q(18, 400))).times(4).value(),
        lemma.probability(3, 5, scalar(q(2)), scalar(q(1, 4))).value());
  }

  @Test
  void new_hypothesesThatFail_areNamed() {
    assertThrows(IllegalArgumentException.class, () -> of(q(1, 4), q(1, 29), q(10)));
    assertThrows(IllegalArgumentException.class, () -> of(q(1, 4), q(1, 100), q(1, 5)));
    assertThrows(IllegalArgumentException.class, () -> of(q(0), q(1, 100), q(10)));
  }
}
