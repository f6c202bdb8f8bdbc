// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.math.BigInteger;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * A request whose results have all the digits of the arithmetic, and are exact in every legal plan:
 * a digit lost in the inputs, on the way or in printing shows, where a bound of many roundings
 * would forgive it.
 *
 * <p>Why exact: r = 1, Y = 0, and X (the direction of Y too, where there is one) is a one among
 * zeros. Every product is zero or a number times one, and every sum has at most one term that is
 * not zero, in residual form and in Gram form, whatever the order, fused or not. So each
 * intermediate is 0, 1 or an entry of M up to sign, with step sizes 1 and deviations 0; all are
 * values of the arithmetic. A loss must be rounded and has no such case.
 *
 * @param withDirection whether the op has a direction that is no noise
 */
public record FullDigitsCase(boolean withDirection) implements CaseKind {
  private static final Shape SHAPE = new Shape(3, 4, 1);

  @Override
  public void addTo(CaseSuite suite, Op op) {
    String name = CaseSuite.name(op, "full-digits", SHAPE);
    NumberSource numbers = suite.source(name);
    DyadicArithmetic exact = DyadicArithmetic.INSTANCE;
    Matrix<Dyadic> m = Matrix.of(exact, SHAPE.d1(), SHAPE.d2(), (i, j) -> full(numbers));
    Factors<Dyadic> none = Factors.zeros(exact, SHAPE.d1(), SHAPE.d2(), SHAPE.r());
    Factors<Dyadic> at = new Factors<>(oneAmongZeros(SHAPE.d1(), 1), none.y());
    Factors<Dyadic> direction = new Factors<>(none.x(), oneAmongZeros(SHAPE.d2(), 2));
    suite.keep(
        name,
        Request.of(op, m, at)
            .withDirection(withDirection ? direction : none)
            .withSteps(Dyadic.ONE, Dyadic.ONE),
        true,
        "digits lost in reading, computing or printing");
  }

  /** An odd integer of all the bits that an input may have, over the power of two next to it. */
  private static Dyadic full(NumberSource numbers) {
    int bits = numbers.bits();
    long top = 1L << (bits - 1);
    long k = top | (numbers.word() & (top - 1)) | 1;
    return Dyadic.of(BigInteger.valueOf((numbers.word() & 1) == 0 ? k : -k), 1 - bits);
  }

  private static Matrix<Dyadic> oneAmongZeros(int rows, int at) {
    return Matrix.of(
        DyadicArithmetic.INSTANCE, rows, 1, (i, k) -> i == at ? Dyadic.ONE : Dyadic.ZERO);
  }
}
