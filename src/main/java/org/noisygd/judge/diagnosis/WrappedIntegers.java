// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.exact.ExactImage;
import org.noisygd.judge.mistake.Code;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;

/**
 * Tests whether whole numbers were taken for integers of 64 bits, whose sums and products wrap
 * around: all of them, or X Y^T alone where M is not taken so. In whatever order an integer is
 * computed, it is the right one modulo 2^64.
 */
final class WrappedIntegers {
  private WrappedIntegers() {}

  /**
   * The diagnosis, if wrapped integers explain every failed answer. A run with gaps has updates
   * that no answer shows, so runs are left out.
   */
  static Optional<Diagnosis> diagnose(OpAnswers given) {
    return !given.op().has(Part.RUN)
            && given.failed().stream()
                .allMatch(c -> !given.fit().isNearRight(c) && explains(given.fit(), c))
        ? Optional.of(
            Diagnosis.of(
                given.op(),
                Code.MISREAD_INPUT.of(
                    "whole numbers are taken for integers of 64 bits, whose products wrap around"
                        + " beyond 2^63; read all numbers as floating-point numbers, as with"
                        + " dtype=float")))
        : Optional.empty();
  }

  private static boolean explains(MistakeFit fit, Case failed) {
    return fit.pieces(List.of(failed)).stream()
        .allMatch(
            piece -> {
              Request q = withWrappedProduct(piece.request());
              return fit.near(ExactImage.due(q), piece)
                  || (isWhole(q.m()) && fit.near(wrapped(q), piece));
            });
  }

  /** The request whose residual is that of a product that wraps around. */
  private static Request withWrappedProduct(Request q) {
    Factors<Dyadic> at = q.op().has(Part.UPDATE) ? q.at().plus(q.direction()) : q.at();
    Matrix<Dyadic> product = at.x().times(at.y().transpose());
    return isWhole(at.x()) && isWhole(at.y())
        ? q.withTarget(q.m().minus(product.map(WrappedIntegers::wrapped).minus(product)))
        : q;
  }

  /** The image if products with the residual wrap around too; step sizes are no integers. */
  private static Map<String, Matrix<Dyadic>> wrapped(Request q) {
    if (q.op().has(Part.UPDATE)) {
      Factors<Dyadic> gradient =
          new MatrixFactorization<>(q.m()).gradient(q.at().plus(q.direction()));
      Factors<Dyadic> change = gradient.map(WrappedIntegers::wrapped).scale(q.etaX(), q.etaY());
      return Map.of("X", q.at().minus(change).x(), "Y", q.at().minus(change).y());
    }
    Map<String, Matrix<Dyadic>> wrapped = new TreeMap<>();
    ExactImage.due(q).forEach((name, m) -> wrapped.put(name, m.map(WrappedIntegers::wrapped)));
    return wrapped;
  }

  private static boolean isWhole(Matrix<Dyadic> m) {
    return m.entries().stream().allMatch(d -> isWhole(d.toBigDecimal()));
  }

  private static boolean isWhole(BigDecimal d) {
    return d.stripTrailingZeros().scale() <= 0;
  }

  /** A whole number as an integer of 64 bits; another number as it is. */
  private static Dyadic wrapped(Dyadic d) {
    BigDecimal exact = d.toBigDecimal();
    return isWhole(exact)
        ? Dyadic.of(BigInteger.valueOf(exact.toBigIntegerExact().longValue()), 0)
        : d;
  }
}
