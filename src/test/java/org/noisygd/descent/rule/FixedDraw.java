// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.rule;

import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.rule.UpdateRule.Draw;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.matrix.Matrix;

/** A given draw. */
record FixedDraw(Factors<BigFraction> factors, Matrix<BigFraction> cells)
    implements Draw<BigFraction> {
  private static final RationalArithmetic Q = RationalArithmetic.INSTANCE;

  /** A draw of zeros. */
  static FixedDraw zeros(int d1, int d2, int r) {
    return new FixedDraw(Factors.zeros(Q, d1, d2, r), Matrix.zeros(Q, d1, d2));
  }

  /** The same with other numbers for the entries of M. */
  FixedDraw withCells(Matrix<BigFraction> other) {
    return new FixedDraw(factors, other);
  }

  /** The same with other perturbations. */
  FixedDraw withFactors(Factors<BigFraction> other) {
    return new FixedDraw(other, cells);
  }
}
