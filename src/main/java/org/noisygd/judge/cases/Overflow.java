// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import java.util.List;
import java.util.stream.Stream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.Dyadic;
import org.noisygd.number.format.EmulatedBinary;
import org.noisygd.number.matrix.Matrix;

/**
 * Detects a possible overflow in some admissible evaluation order of a request. Every intermediate
 * is bounded by a sum of absolute values of monomials, and these sums must stay below a quarter of
 * the largest number. A run is followed in binary64, state by state.
 */
public final class Overflow {
  /** Margin for rounding and for programs that double a term before they halve it. */
  private static final double MARGIN = 4;

  private Overflow() {}

  static boolean possible(Arithmetic<?> arithmetic, Request q) {
    double largest =
        arithmetic instanceof EmulatedBinary format ? format.largest() : Double.MAX_VALUE;
    Binary64 doubles = Binary64.INSTANCE;
    Matrix<Double> m = q.m().roundTo(doubles).abs();
    Factors<Double> at = q.at().roundTo(doubles).abs();
    double noise = q.d1() * square(q.sigma1()) + q.d2() * square(q.sigma2());
    if (!(size(q, m, at.plus(q.direction().roundTo(doubles).abs()), noise) < largest / MARGIN)) {
      return true;
    }
    Factors<Double> state = q.at().roundTo(doubles);
    PerturbedUpdate<Double> update = q.in(doubles).update();
    for (Factors<Dyadic> z : q.noises()) {
      Factors<Double> noiseNow = z.roundTo(doubles);
      if (!(size(q, m, state.abs().plus(noiseNow.abs()), 0) < largest / MARGIN)) {
        return true;
      }
      state = update.apply(state, noiseNow);
    }
    return false;
  }

  /** The largest sum of absolute values that an intermediate may reach in any evaluation order. */
  private static double size(Request q, Matrix<Double> m, Factors<Double> at, double noise) {
    Matrix<Double> rho = at.x().times(at.y().transpose()).plus(m);
    boolean loss = q.op().has(Part.LOSS);
    double squares = loss ? rho.normSquared() : 0;
    double norms = at.x().normSquared() + at.y().normSquared();
    return Stream.of(
                List.of(squares + noise * norms + q.r() * noise * noise, norms + noise),
                rho.times(at.y()).entries(),
                rho.transpose().times(at.x()).entries(),
                rho.entries(),
                at.toVariables())
            .flatMap(List::stream)
            .mapToDouble(Double::doubleValue)
            .reduce(0, Math::max)
        + noise * Math.sqrt(norms);
  }

  private static double square(Dyadic d) {
    return d.roundToDouble() * d.roundToDouble();
  }
}
