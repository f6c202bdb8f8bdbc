// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.model;

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
  private final T sigma1;
  private final T sigma2;
  public final Side<T> x;
  public final Side<T> y;
  public final int d1;
  public final int d2;
  public final int r;

  /** What s1 and s2 are multiplied by. */
  public double size = 1;

  public double sign = 1;

  /** Whether X's terms have s1, and Y's s2. */
  public boolean swapped;

  /** What the loss multiplies its terms by, before F halves them. */
  public double inLoss = 1;

  SmoothingTerms(ExactObjective<T> objective, Request q) {
    arithmetic = objective.arithmetic;
    x = objective.x;
    y = objective.y;
    sigma1 = arithmetic.fromDyadic(q.sigma1());
    sigma2 = arithmetic.fromDyadic(q.sigma2());
    d1 = q.d1();
    d2 = q.d2();
    r = q.r();
    x.rows = d1;
    y.rows = d2;
    x.variance = arithmetic.multiply(sigma1, sigma1);
    y.variance = arithmetic.multiply(sigma2, sigma2);
  }

  /** Changes what stands for d1 and d2. */
  public void rows(int first, int second) {
    x.rows = first;
    y.rows = second;
  }

  /** Changes what stands for sigma1^2 and sigma2^2. */
  public void variances(T first, T second) {
    x.variance = first;
    y.variance = second;
  }

  /** Puts powers of the deviations in place of the variances. */
  public void powers(int n) {
    variances(power(sigma1, n), power(sigma2, n));
  }

  private T power(T a, int n) {
    T power = arithmetic.one();
    for (int k = 0; k < n; k++) {
      power = arithmetic.multiply(power, a);
    }
    return power;
  }

  private T s(Side<T> side) {
    return arithmetic.multiply(
        arithmetic.of(sign * size * side.sizeOfNoise * side.rows), side.variance);
  }

  /** The weight of X's terms: s2, if right. */
  public T ofX() {
    return s(swapped ? x : y);
  }

  /** The weight of Y's terms: s1, if right. */
  public T ofY() {
    return s(swapped ? y : x);
  }

  /** What is added to ||R||^2. */
  public T ofLoss(Factors<T> at) {
    T ofX = arithmetic.multiply(ofX(), at.x().normSquared());
    T ofY = arithmetic.multiply(ofY(), at.y().normSquared());
    T constant = arithmetic.multiply(number(r), arithmetic.multiply(s(x), s(y)));
    return arithmetic.multiply(number(inLoss), arithmetic.add(arithmetic.add(ofX, ofY), constant));
  }

  private T number(double value) {
    return arithmetic.of(value);
  }
}
