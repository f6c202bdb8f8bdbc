// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.math.BigInteger;
import java.util.Optional;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.protocol.Op;
import org.noisygd.judge.protocol.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * Requests whose results have all the digits of the arithmetic, and are exact in every legal plan:
 * a digit lost in the inputs, on the way or in printing shows, where a bound of many roundings
 * would forgive it.
 *
 * <p>Why exact: r = 1, Y = 0, and X (for {@code hvp} the direction of Y too) is a one among zeros.
 * Every product is zero or a number times one, and every sum has at most one term that is not zero,
 * in residual form and in Gram form, whatever the order, fused or not. So each intermediate is 0, 1
 * or an entry of M up to sign, with step sizes 1 and deviations 0; all are values of the
 * arithmetic.
 */
final class FullDigits {
  private static final int D1 = 3;
  private static final int D2 = 4;

  private FullDigits() {}

  /** The request; empty for ops whose result must be rounded. */
  static Optional<Request> request(Op op, NumberSource numbers) {
    if (op.isLoss() || op == Op.RUN || op == Op.SAMPLE) {
      return Optional.empty();
    }
    DyadicArithmetic exact = DyadicArithmetic.INSTANCE;
    Matrix<Dyadic> m = Matrix.of(exact, D1, D2, (i, j) -> full(numbers));
    Factors<Dyadic> none = Factors.zeros(exact, D1, D2, 1);
    Factors<Dyadic> at = new Factors<>(oneAmongZeros(D1, 1), none.y());
    Factors<Dyadic> direction = new Factors<>(none.x(), oneAmongZeros(D2, 2));
    return Optional.of(
        Request.of(op, m, at)
            .withDirection(op == Op.HVP ? direction : none)
            .withSteps(Dyadic.ONE, Dyadic.ONE));
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
