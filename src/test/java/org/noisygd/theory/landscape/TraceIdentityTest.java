// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.noisygd.theory.landscape.Exact.Q;
import static org.noisygd.theory.landscape.Exact.matrix;
import static org.noisygd.verify.claims.RationalProblem.q;

import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;

/** Known answers; the identity itself is checked in verify.claims. */
class TraceIdentityTest {
  private final MatrixFactorization<BigFraction> f =
      new MatrixFactorization<>(matrix(3, 2, 1, -2, 0, 3, 5, 1));
  private final Factors<BigFraction> at =
      new Factors<>(matrix(3, 2, 1, 2, -1, 0, 3, 1), matrix(2, 2, 2, -1, 1, 4));

  @Test
  void traces_ofTheBlocks_addUpToTheHessians() {
    TraceIdentity<BigFraction> identity = new TraceIdentity<>(at);
    // ||Y||^2 = 22 and ||X||^2 = 16.
    assertEquals(q(66), identity.traceOfXBlock());
    assertEquals(q(32), identity.traceOfYBlock());
    assertEquals(f.hessian(at).trace(), q(98));
  }

  @Test
  void flattestRatioSquared_twoDimensions_isTheirQuotient() {
    assertEquals(q(2, 3), TraceIdentity.flattestRatioSquared(Q, 20, 30));
  }
}
