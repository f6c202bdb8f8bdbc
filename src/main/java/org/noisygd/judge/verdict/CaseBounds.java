// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.verdict;

import java.util.Map;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.protocol.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.ErrorBound;
import org.noisygd.theory.rounding.OpBounds;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * The bounds of a request's image, field by field. Magnitudes are evaluated in binary64 where all
 * inputs are far inside its range, else in 20 decimal digits.
 */
public final class CaseBounds {
  /**
   * Inputs within 2^-100..2^100 have monomials of degree 7 at most within 2^-700..2^700 and more.
   */
  private static final int SAFE_EXPONENT = 100;

  private static final DecimalArithmetic DECIMALS = DecimalArithmetic.ofDigits(20);

  private final OpBounds bounds;

  public CaseBounds(RoundingModel model) {
    this.bounds = new OpBounds(model);
  }

  /** The bounds of a request other than a run or a sample. */
  public Map<String, ErrorBound> of(Request q, OpBounds.LossForm form) {
    return safe(q) ? in(Binary64.INSTANCE, q, form) : in(DECIMALS, q, form);
  }

  /** The bound on half the square of a scaled norm whose residual is exact. */
  <T extends Object> ErrorBound scaledNorm(Matrix<T> loss, Request q) {
    return bounds.scaledNorm(loss.roundTo(DECIMALS), q.d1() * q.d2());
  }

  /**
   * The bounds of one update of a run, from a candidate's own printed state.
   *
   * @param iterate the state, rounded to the arithmetic of the magnitudes: its last bits do not
   *     matter
   */
  public <T extends Object> OpBounds.Pair update(
      Request q, Factors<T> iterate, Factors<Dyadic> noise) {
    Arithmetic<T> arithmetic = iterate.arithmetic();
    return bounds.step(
        q.m().roundTo(arithmetic),
        iterate,
        noise.roundTo(arithmetic),
        round(arithmetic, q.etaX()),
        round(arithmetic, q.etaY()),
        true);
  }

  private static boolean safe(Request q) {
    return java.util.stream.Stream.of(
            q.m().entries().stream(),
            q.at().toVariables().stream(),
            q.direction().toVariables().stream(),
            java.util.stream.Stream.of(q.etaX(), q.etaY(), q.sigma1(), q.sigma2()))
        .flatMap(s -> s)
        .allMatch(d -> d.signum() == 0 || Math.abs(d.leadingExponent()) <= SAFE_EXPONENT);
  }

  private static <T extends Object> T round(Arithmetic<T> arithmetic, Dyadic d) {
    return arithmetic.fromRational(d.toRational());
  }

  private <T extends Object> Map<String, ErrorBound> in(
      Arithmetic<T> arithmetic, Request q, OpBounds.LossForm form) {
    Matrix<T> m = q.m().roundTo(arithmetic);
    Factors<T> at = q.at().roundTo(arithmetic);
    Factors<T> d = q.direction().roundTo(arithmetic);
    T s1 = second(arithmetic, q.d1(), q.sigma1());
    T s2 = second(arithmetic, q.d2(), q.sigma2());
    return switch (q.op()) {
      case LOSS -> Map.of("loss", bounds.loss(m, at, form));
      case SMOOTHED_LOSS -> Map.of("loss", bounds.smoothedLoss(m, at, s1, s2, form));
      case GRADIENT -> pair("gradX", "gradY", bounds.gradient(m, at));
      case SMOOTHED_GRADIENT -> pair("gradX", "gradY", bounds.smoothedGradient(m, at, s1, s2));
      case HESSIAN -> Map.of("hessian", bounds.hessian(m, at));
      case SMOOTHED_HESSIAN -> Map.of("hessian", bounds.smoothedHessian(m, at, s1, s2));
      case HVP -> pair("hvpX", "hvpY", bounds.hessianTimes(m, at, d));
      case STEP ->
          pair(
              "X",
              "Y",
              bounds.step(
                  m, at, d, round(arithmetic, q.etaX()), round(arithmetic, q.etaY()), false));
      case RUN, SAMPLE ->
          throw new IllegalArgumentException("a " + q.op().word() + " is bounded update by update");
    };
  }

  private static <T extends Object> T second(Arithmetic<T> arithmetic, int d, Dyadic sigma) {
    T s = round(arithmetic, sigma);
    return arithmetic.multiply(arithmetic.of(d), arithmetic.multiply(s, s));
  }

  private static Map<String, ErrorBound> pair(String x, String y, OpBounds.Pair pair) {
    return Map.of(x, pair.x(), y, pair.y());
  }
}
