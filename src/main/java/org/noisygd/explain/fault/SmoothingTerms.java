// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.fault;

import java.util.function.IntBinaryOperator;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;

/**
 * The terms of smoothing: s2 ||X||^2 + s1 ||Y||^2 + r s1 s2 in ||R||^2, (X s2, Y s1) in the
 * gradient, s2 and s1 in the Hessian's diagonal entries of X and of Y, with s1 = d1 sigma1^2 and s2
 * = d2 sigma2^2. A fault may change the fields that are not final.
 *
 * @param <T> the type of the numbers
 */
final class SmoothingTerms<T> {
  private final Arithmetic<T> arithmetic;
  private final Request q;
  private final Side<T> x;
  private final Side<T> y;
  final int r;

  /** The factor of the loss's terms, before F halves them. */
  double inLoss = 1;

  SmoothingTerms(ExactObjective<T> objective, Request q) {
    arithmetic = objective.arithmetic;
    this.q = q;
    x = objective.x;
    y = objective.y;
    r = q.r();
    x.rows = q.d1();
    y.rows = q.d2();
    powers(2);
  }

  /** Changes the numbers for d1 and d2, each by the factor's own rows and the other's. */
  void rows(IntBinaryOperator change) {
    int before = x.rows;
    x.rows = change.applyAsInt(x.rows, y.rows);
    y.rows = change.applyAsInt(y.rows, before);
  }

  /** Exchanges sigma1^2 and sigma2^2. */
  void exchangeVariances() {
    T before = x.variance;
    x.variance = y.variance;
    y.variance = before;
  }

  /** Replaces the variances by powers of the deviations. */
  void powers(int n) {
    x.variance = power(arithmetic.fromDyadic(q.sigma1()), n);
    y.variance = power(arithmetic.fromDyadic(q.sigma2()), n);
  }

  private T power(T a, int n) {
    return n == 1 ? a : arithmetic.multiply(power(a, n - 1), a);
  }

  private T s(Side<T> side) {
    return arithmetic.multiply(arithmetic.of(side.sizeOfNoise * side.rows), side.variance);
  }

  /** The weight of X's terms: s2, if right. */
  T ofX() {
    return s(y);
  }

  /** The weight of Y's terms: s1, if right. */
  T ofY() {
    return s(x);
  }

  /** The terms of ||R||^2. */
  T ofLoss(Factors<T> at) {
    T ofX = arithmetic.multiply(ofX(), at.x().normSquared());
    T ofY = arithmetic.multiply(ofY(), at.y().normSquared());
    T constant = arithmetic.multiply(arithmetic.of(r), arithmetic.multiply(s(x), s(y)));
    T terms = arithmetic.add(arithmetic.add(ofX, ofY), constant);
    return arithmetic.multiply(arithmetic.of(inLoss), terms);
  }
}
