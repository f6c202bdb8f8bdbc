// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.protocol.Op;
import org.noisygd.judge.protocol.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Rationals;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * Requests whose results are subnormal and, with gradual underflow, exact in every legal plan: what
 * is not zero and answered as zero was flushed. That is legal, so it is told and not failed.
 *
 * <p>Why exact: each has a single matrix of entries +-2^e, e seven below the smallest normal
 * exponent (bfloat16 has no more), that meets only zeros, ones and powers of two, in sums of at
 * most three terms. Every intermediate is then zero or a multiple of 2^e below 2^(e+7), or, in the
 * second factor's field, a product of two such numbers, which underflows to zero or to less than
 * the bound. For a loss the entries are 2^((e+1)/2), and their halved squares 2^e are what is
 * subnormal.
 */
final class Subnormals {
  private static final int D1 = 3;
  private static final int D2 = 2;

  private Subnormals() {}

  /** The request; empty for ops without one, and where exponents have no end. */
  static Optional<Request> request(String arithmetic, Op op, NumberSource numbers) {
    BigDecimal smallestNormal = RoundingModel.named(arithmetic).underflow();
    if (smallestNormal.signum() == 0) {
      return Optional.empty();
    }
    int e = 1 - Rationals.denominator(Rationals.of(smallestNormal)).bitLength() - Case.BELOW_NORMAL;
    Matrix<Dyadic> m = numbers.signs(D1, D2, e);
    Factors<Dyadic> tiny = new Factors<>(numbers.signs(D1, 1, e), numbers.signs(D2, 1, 0));
    Factors<Dyadic> none = tiny.scale(Dyadic.ZERO);
    Matrix<Dyadic> noTarget = m.scale(Dyadic.ZERO);
    Factors<Dyadic> xAlone = new Factors<>(tiny.x(), none.y());
    Request request =
        switch (op) {
          case LOSS -> Request.of(op, numbers.signs(D1, D2, (e + 1) / 2), none);
          case GRADIENT -> Request.of(op, noTarget, tiny);
          case HESSIAN, SMOOTHED_HESSIAN -> Request.of(op, m, none);
          case HVP ->
              Request.of(op, noTarget, new Factors<>(none.x(), tiny.y())).withDirection(xAlone);
          case SMOOTHED_GRADIENT -> Request.of(op, noTarget, xAlone);
          case STEP -> Request.of(op, noTarget, xAlone).withSteps(power(-2), power(-1));
          case SMOOTHED_LOSS, RUN, SAMPLE -> null;
        };
    return Optional.ofNullable(request).map(q -> q.withSigmas(Dyadic.ONE, Dyadic.ONE));
  }

  private static Dyadic power(int exponent) {
    return Dyadic.of(BigInteger.ONE, exponent);
  }
}
