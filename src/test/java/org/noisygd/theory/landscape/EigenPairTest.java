// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.noisygd.Refused.assertRefusedInALine;
import static org.noisygd.theory.landscape.Exact.Q;
import static org.noisygd.theory.landscape.Exact.list;
import static org.noisygd.verify.claims.RationalProblem.q;

import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.number.Binary64;

/** Known answers: matrices with chosen eigenvalues. */
class EigenPairTest {
  private static EigenPair<BigFraction> pair(long a, long b, long c) {
    return EigenPair.ofSymmetric(
        Scalar.of(Q, q(a)), Scalar.of(Q, q(b)), Scalar.of(Q, q(c)), Scalar.of(Q, q(a * c - b * b)));
  }

  @Test
  void eigenvalues_ofKnownMatrices_areTheirs() {
    // [[6, 2], [2, 3]] has the eigenvectors (2, 1) and (1, -2).
    assertEquals(q(7), pair(6, 2, 3).larger());
    assertEquals(q(2), pair(6, 2, 3).smaller());
    assertEquals(list(14, -9, 1), pair(6, 2, 3).polynomial(3).coefficients());
    assertEquals(3, pair(6, 2, 3).polynomial(3).multiplicity());
    assertEquals(q(1), pair(0, -1, 0).larger());
    assertEquals(q(-1), pair(0, -1, 0).smaller());
    assertEquals(q(5), pair(1, 2, 4).larger());
    assertEquals(q(0), pair(1, 2, 4).smaller());
    assertEquals(q(0), pair(0, 0, 0).smaller());
    assertEquals(q(0), pair(0, 0, 0).larger());
  }

  @Test
  void smaller_eigenvaluesFarApart_keepsItsDigits() {
    // diag(1, 2^-80): trace^2 - 4 det would lose the smaller one altogether.
    double tiny = 0x1p-80;
    EigenPair<Double> pair =
        EigenPair.ofSymmetric(
            Scalar.of(Binary64.INSTANCE, 1.0),
            Scalar.of(Binary64.INSTANCE, 0.0),
            Scalar.of(Binary64.INSTANCE, tiny),
            Scalar.of(Binary64.INSTANCE, tiny));
    assertEquals(tiny, pair.smaller());
    assertEquals(1.0, pair.larger());
  }

  @Test
  void constructor_wrongSigns_isRefused() {
    assertRefusedInALine("trace must be >= 0", () -> new EigenPair<>(Q, q(-1), q(0), q(0)));
    assertThrows(IllegalArgumentException.class, () -> new EigenPair<>(Q, q(1), q(0), q(-1)));
  }
}
