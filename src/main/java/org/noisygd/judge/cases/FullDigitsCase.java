// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.math.BigInteger;
import java.util.stream.Stream;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.CaseSuite.CaseKind;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.number.matrix.Matrix;

/**
 * A request whose results have all the digits of the arithmetic and are exact in every admissible
 * evaluation order. It reveals a digit lost in reading, computing or printing, which a bound of
 * many roundings would hide.
 *
 * <p>Why exact: r = 1, Y = 0, and X is a one among zeros (so is the direction of Y, unless it is
 * noise). Every product is zero or a number times one, and every sum has at most one term that is
 * not zero, in residual form and in Gram form, whatever the order, fused or not. So each
 * intermediate is 0, 1 or an entry of M up to sign, with step sizes 1 and deviations 0; all are
 * values of the arithmetic.
 *
 * <p>A loss has d1 = d2 = r = 1, Y = 0 and M = k, an odd whole number with 2^(P-1) &lt;= k^2 &lt;
 * 2^P. So k has half the bits, k^2 has all P and is odd, and k^2 / 2 is expected. Squares and sums
 * are exact. Norms are exact too, scaled or not: the only entry is also the largest entry, the sum
 * and the norm; its quotient by itself is 1, and so is its product with its rounded reciprocal (k
 * is chosen for that, in binary32 and binary64 as well), and the root of k^2 is k. Only arithmetics
 * with unit roundoff 2^-P and inputs of P bits have this case: in double-double a root may be off,
 * and in decimals half of an odd number has one digit more.
 */
public final class FullDigitsCase implements CaseKind {
  private static final ProblemShape SHAPE = new ProblemShape(3, 4, 1);

  /** Number of trials; about two in three odd numbers are recovered from their reciprocals. */
  private static final int TRIALS = 64;

  private static final String PURPOSE = "digits lost in reading, computing or printing";

  @Override
  public void addTo(CaseSuite suite, Op op) {
    if (op.has(Part.LOSS)) {
      addLoss(suite, suite.arithmetic(), op);
      return;
    }
    String name = CaseSuite.name(op, "full-digits", SHAPE);
    NumberSource numbers = suite.source(name);
    Matrix<Dyadic> m = NumberSource.matrix(SHAPE.d1(), SHAPE.d2(), numbers::full);
    Factors<Dyadic> none = NumberSource.factors(SHAPE, () -> Dyadic.ZERO);
    Factors<Dyadic> at = new Factors<>(oneAmongZeros(SHAPE.d1(), 1), none.y());
    Factors<Dyadic> direction = new Factors<>(none.x(), oneAmongZeros(SHAPE.d2(), 2));
    keep(
        suite,
        name,
        Request.of(op, m, at)
            .withDirection(op.fields().contains("dX") ? direction : none)
            .withSteps(Dyadic.ONE, Dyadic.ONE));
  }

  private static <T> void addLoss(CaseSuite suite, Arithmetic<T> arithmetic, Op op) {
    ProblemShape shape = new ProblemShape(1, 1, 1);
    String name = CaseSuite.name(op, "full-digits", shape);
    NumberSource numbers = suite.source(name);
    int bits = numbers.bits();
    BigFraction unit = BigFraction.of(BigInteger.ONE, BigInteger.ONE.shiftLeft(bits));
    if (!arithmetic.unitRoundoff().equals(unit)) {
      return;
    }
    BigInteger least = BigInteger.ONE.shiftLeft(bits - 1).sqrt().add(BigInteger.ONE);
    BigInteger most = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE).sqrt();
    BigInteger range = most.subtract(least).add(BigInteger.ONE);
    BigInteger k = BigInteger.ZERO;
    for (int tried = 0; tried < TRIALS && !isRecovered(arithmetic, k); tried++) {
      k = least.add(BigInteger.valueOf(numbers.word() >>> 1).mod(range)).setBit(0).min(most);
    }
    if (!isRecovered(arithmetic, k)) {
      return;
    }
    Dyadic entry = Dyadic.of(k, 0);
    Matrix<Dyadic> one = oneAmongZeros(1, 0);
    keep(
        suite,
        name,
        Request.of(
            op,
            NumberSource.matrix(1, 1, () -> entry),
            new Factors<>(one, one.scale(Dyadic.ZERO))));
  }

  private static void keep(CaseSuite suite, String name, Request q) {
    suite.keep(new Case(name, q, true, PURPOSE).in(Case.Group.FULL_DIGITS));
  }

  /**
   * Returns true if k times the rounded 1/k is 1, in an arithmetic and in those that a program may
   * use instead.
   */
  private static boolean isRecovered(Arithmetic<?> arithmetic, BigInteger k) {
    return k.testBit(0)
        && Stream.of(arithmetic, Arithmetics.named("binary32"), Binary64.INSTANCE)
            .allMatch(wider -> isOne(wider, k));
  }

  private static <T> boolean isOne(Arithmetic<T> arithmetic, BigInteger k) {
    T value = arithmetic.fromRational(BigFraction.of(k));
    T product = arithmetic.multiply(value, arithmetic.divide(arithmetic.one(), value));
    return arithmetic.compare(product, arithmetic.one()) == 0;
  }

  private static Matrix<Dyadic> oneAmongZeros(int rows, int at) {
    return Matrix.of(
        DyadicArithmetic.INSTANCE, rows, 1, (i, k) -> i == at ? Dyadic.ONE : Dyadic.ZERO);
  }
}
