// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.noisygd.Refused.assertRefused;

import java.util.List;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.noisygd.number.Binary64;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.format.EmulatedBinary;
import org.noisygd.number.matrix.Matrix;

/** Known answers. */
class FactorsTest {
  private static final Binary64 B = Binary64.INSTANCE;

  private static Factors<Double> factors(double[][] x, double[][] y) {
    return new Factors<>(Matrix.of(B, x), Matrix.of(B, y));
  }

  private static final Factors<Double> TWO_BY_ONE =
      factors(new double[][] {{1, 2}, {3, 4}}, new double[][] {{5, 6}});

  @Test
  void sizes_areThoseOfTheFactors() {
    assertEquals(2, TWO_BY_ONE.d1());
    assertEquals(1, TWO_BY_ONE.d2());
    assertEquals(2, TWO_BY_ONE.r());
    assertEquals(6, TWO_BY_ONE.variables());
    assertSame(B, TWO_BY_ONE.arithmetic());
  }

  @Test
  void variables_areXThenYRowByRow() {
    List<Double> variables = List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
    assertEquals(variables, TWO_BY_ONE.toVariables());
    assertEquals(TWO_BY_ONE, Factors.ofVariables(B, 2, 1, 2, variables));
    assertEquals(
        factors(new double[][] {{1}, {2}}, new double[][] {{3}, {4}, {5}, {6}}),
        Factors.ofVariables(B, 2, 4, 1, variables));
    assertRefused(
        "number of variables must be (d1 + d2) r = 8, got 6",
        () -> Factors.ofVariables(B, 2, 2, 2, variables));
  }

  @Test
  void operations_areFactorByFactor() {
    Factors<Double> other = factors(new double[][] {{1, 0}, {0, 1}}, new double[][] {{10, 20}});
    assertEquals(
        factors(new double[][] {{2, 2}, {3, 5}}, new double[][] {{15, 26}}),
        TWO_BY_ONE.plus(other));
    assertEquals(
        factors(new double[][] {{0, 2}, {3, 3}}, new double[][] {{-5, -14}}),
        TWO_BY_ONE.minus(other));
    assertEquals(
        factors(new double[][] {{2, 4}, {6, 8}}, new double[][] {{10, 12}}), TWO_BY_ONE.scale(2.0));
    assertEquals(1.0 + 4.0 + 50.0 + 120.0, TWO_BY_ONE.inner(other));
    assertEquals(
        factors(new double[][] {{0}, {0}}, new double[][] {{0}, {0}, {0}}),
        Factors.zeros(B, 2, 3, 1));
  }

  @Test
  void conversions_exactAndRounding() {
    Factors<Double> tenth = factors(new double[][] {{0.1}}, new double[][] {{0.25}});
    Factors<BigFraction> exact = tenth.toExactly(RationalArithmetic.INSTANCE);
    assertEquals(BigFraction.from(0.1), exact.x().get(0, 0));
    assertEquals(tenth, exact.toExactly(B));
    assertEquals(Dyadic.of(0.25), tenth.toExactly(DyadicArithmetic.INSTANCE).y().get(0, 0));
    Factors<Double> rounded = tenth.roundTo(EmulatedBinary.BINARY32);
    assertEquals((double) 0.1f, rounded.x().get(0, 0));
    assertEquals(0.25, rounded.y().get(0, 0));
    assertRefused(
        "entry [0][0] must be a value of binary32, got 0.1",
        () -> tenth.toExactly(EmulatedBinary.BINARY32));
  }

  @Test
  void constructor_factorsThatDoNotBelongTogether_throws() {
    assertRefused(
        "X of shape 2 x 3 must have as many columns as Y, got 1 x 2",
        () -> new Factors<>(Matrix.zeros(B, 2, 3), Matrix.zeros(B, 1, 2)));
    assertRefused(
        "X in binary64 must have the arithmetic of Y, got bfloat16",
        () -> new Factors<>(Matrix.zeros(B, 2, 2), Matrix.zeros(EmulatedBinary.BFLOAT16, 1, 2)));
  }

  @Test
  void plus_otherShapes_throws() {
    assertRefused(
        "shapes must be the same, got 2 x 2 and 1 x 2",
        () -> TWO_BY_ONE.plus(Factors.zeros(B, 1, 1, 2)));
  }
}
