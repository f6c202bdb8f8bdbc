// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.claims;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.matrix.Matrix;

/**
 * Derivatives along a line as differences of values. Along any line the objectives are polynomials
 * of degree four, for which the five-point formulas are exact:
 *
 * <pre>
 *   f'(0)  = (f(-2) - 8 f(-1) + 8 f(1) - f(2)) / 12
 *   f''(0) = (-f(-2) + 16 f(-1) - 30 f(0) + 16 f(1) - f(2)) / 12
 * </pre>
 */
final class Differences {
  private Differences() {}

  /** f'(0) of t -> f(at + t direction). */
  static BigFraction first(
      Function<Factors<BigFraction>, BigFraction> f,
      Factors<BigFraction> at,
      Factors<BigFraction> direction) {
    return combine(f, at, direction, 1, -8, 0, 8, -1);
  }

  /** f'(0) of a vector field that is at most cubic along the line. */
  static Factors<BigFraction> firstOfField(
      UnaryOperator<Factors<BigFraction>> f,
      Factors<BigFraction> at,
      Factors<BigFraction> direction) {
    int[] weights = {1, -8, 0, 8, -1};
    Factors<BigFraction> sum = at.minus(at);
    for (int t = -2; t <= 2; t++) {
      if (weights[t + 2] != 0) {
        Factors<BigFraction> value = f.apply(at.plus(direction.scale(BigFraction.of(t))));
        sum = sum.plus(value.scale(BigFraction.of(weights[t + 2], 12)));
      }
    }
    return sum;
  }

  /** f''(0) of t -> f(at + t direction). */
  static BigFraction second(
      Function<Factors<BigFraction>, BigFraction> f,
      Factors<BigFraction> at,
      Factors<BigFraction> direction) {
    return combine(f, at, direction, -1, 16, -30, 16, -1);
  }

  private static BigFraction combine(
      Function<Factors<BigFraction>, BigFraction> f,
      Factors<BigFraction> at,
      Factors<BigFraction> direction,
      int... weights) {
    BigFraction sum = BigFraction.ZERO;
    for (int t = -2; t <= 2; t++) {
      if (weights[t + 2] != 0) {
        BigFraction value = f.apply(at.plus(direction.scale(BigFraction.of(t))));
        sum = sum.add(value.multiply(weights[t + 2]));
      }
    }
    return sum.divide(12);
  }

  /** 1/2 sum over i, j of (sum over k of x_ik y_jk - m_ij)^2, entry by entry, as defined. */
  static BigFraction loss(Matrix<BigFraction> m, Factors<BigFraction> at) {
    BigFraction sum = BigFraction.ZERO;
    for (int i = 0; i < at.d1(); i++) {
      for (int j = 0; j < at.d2(); j++) {
        BigFraction residual = m.get(i, j).negate();
        for (int k = 0; k < at.r(); k++) {
          residual = residual.add(at.x().get(i, k).multiply(at.y().get(j, k)));
        }
        sum = sum.add(residual.multiply(residual));
      }
    }
    return sum.divide(2);
  }

  /** The unit direction of variable p. */
  static Factors<BigFraction> axis(Factors<BigFraction> at, int p) {
    List<BigFraction> variables =
        new ArrayList<>(Collections.nCopies(at.variables(), BigFraction.ZERO));
    variables.set(p, BigFraction.ONE);
    return Factors.ofVariables(at.arithmetic(), at.d1(), at.d2(), at.r(), variables);
  }
}
