// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Arithmetic;

/**
 * The difference of smoothed objective and objective as a trace of the Hessian: exactly, with H the
 * Hessian of F and v1, v2 the variances of the entries of Z1 and Z2,
 *
 * <pre>
 *   Fs - F = 1/2 (v1 tr H_XX + v2 tr H_YY) + 1/2 r s1 s2,   s1 = d1 v1, s2 = d2 v2,
 *   tr H_XX = d1 ||Y||^2,   tr H_YY = d2 ||X||^2.
 * </pre>
 *
 * <p>So with equal variances the noise prefers the optimum whose Hessian has the smallest trace,
 * with ||X||^2 / ||Y||^2 = d1 / d2; this flattest optimum is not the balanced one unless d1 = d2.
 * Claim: S.trace.
 *
 * @param at the point (X, Y)
 * @param <T> the type of the numbers
 */
public record TraceIdentity<T>(Factors<T> at) {
  /** The trace tr H_XX = d1 ||Y||^2. */
  public T traceOfXBlock() {
    return number(at.y().normSquared()).times(at.d1()).value();
  }

  /** The trace tr H_YY = d2 ||X||^2. */
  public T traceOfYBlock() {
    return number(at.x().normSquared()).times(at.d2()).value();
  }

  /** The difference Fs - F at this point. */
  public T smoothing(T v1, T v2) {
    Scalar<T> traces =
        number(v1).times(number(traceOfXBlock())).plus(number(v2).times(number(traceOfYBlock())));
    Scalar<T> constant = number(v1).times(at.d1()).times(number(v2)).times(at.d2()).times(at.r());
    return traces.plus(constant).over(2).value();
  }

  /** The ratio ||X||^2 / ||Y||^2 = d1 / d2 at the optimum with the smallest trace. */
  public static <T> T flattestRatioSquared(Arithmetic<T> arithmetic, int d1, int d2) {
    return Scalar.of(arithmetic, d1).over(d2).value();
  }

  private Scalar<T> number(T value) {
    return Scalar.of(at.arithmetic(), value);
  }
}
