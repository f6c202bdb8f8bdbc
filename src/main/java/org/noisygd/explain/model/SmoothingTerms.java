// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.model;

import java.util.function.IntBinaryOperator;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;

/**
 * What smoothing adds: s2 ||X||^2 + s1 ||Y||^2 + r s1 s2 to ||R||^2, (X s2, Y s1) to the gradient,
 * s2 and s1 to the Hessian's diagonal entries of X and of Y, with s1 = d1 sigma1^2 and s2 = d2
 * sigma2^2. A mistake may change the fields that are not final.
 *
 * @param <T> the type of the numbers
 */
public final class SmoothingTerms<T> {
  private final Arithmetic<T> arithmetic;
  private final Request q;
  private final Side<T> x;
  private final Side<T> y;
  public final int r;

  /** What the loss multiplies its terms by, before F halves them. */
  public double inLoss = 1;

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

  /** Changes what stands for d1 and d2, each by the factor's own rows and those of the other. */
  public void rows(IntBinaryOperator change) {
    int before = x.rows;
    x.rows = change.applyAsInt(x.rows, y.rows);
    y.rows = change.applyAsInt(y.rows, before);
  }

  /** Exchanges sigma1^2 and sigma2^2. */
  public void exchangeVariances() {
    T before = x.variance;
    x.variance = y.variance;
    y.variance = before;
  }

  /** Puts powers of the deviations in place of the variances. */
  public void powers(int n) {
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
  public T ofX() {
    return s(y);
  }

  /** The weight of Y's terms: s1, if right. */
  public T ofY() {
    return s(x);
  }

  /** What is added to ||R||^2. */
  public T ofLoss(Factors<T> at) {
    T ofX = arithmetic.multiply(ofX(), at.x().normSquared());
    T ofY = arithmetic.multiply(ofY(), at.y().normSquared());
    T constant = arithmetic.multiply(arithmetic.of(r), arithmetic.multiply(s(x), s(y)));
    T terms = arithmetic.add(arithmetic.add(ofX, ofY), constant);
    return arithmetic.multiply(arithmetic.of(inLoss), terms);
  }
}
