// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.judgement;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.numbers.core.DD;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.number.Binary64;
import org.noisygd.number.DoubleDouble;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.OpBounds;
import org.noisygd.theory.error.RoundingModel;

/**
 * A quick test that an update's result is clearly within its bound, for numbers that are doubles:
 * the result is computed in double-double and the bound in double, both with a margin. A yes is
 * certain; all else is left to exact arithmetic.
 *
 * <p>Proof that a yes is certain: with every magnitude within 2^-200..2^200 nothing under- or
 * overflows. Each operation of {@link DoubleDouble} is within 2^-100 of |a| + |b| or |a b|; so the
 * result, n &lt; 2^20 operations deep, is within n 2^-100 S, hence within 2^-79 S of the exact one.
 * S, the sum of its terms' absolute values, is computed with a relative error below 2^-30. The test
 * asks for a deviation below (gamma_n (1 - 2^-20) - 2^-78) S.
 */
final class UpdateFilter {
  private static final double SMALL = 0x1p-200;
  private static final double BIG = 0x1p200;

  private final double limitX;
  private final double limitY;

  /** Filters the updates of the trace that has this one. */
  UpdateFilter(TracedUpdate one, RoundingModel model) {
    Factors<Double> none = one.start(Binary64.INSTANCE).scale(0.0);
    Matrix<Double> zero = Matrix.zeros(Binary64.INSTANCE, none.d1(), none.d2());
    OpBounds.Pair counts = new Update<>(zero, 1.0, 1.0, none, none).bounds(new OpBounds(model));
    this.limitX = limit(model, counts.x().roundings());
    this.limitY = limit(model, counts.y().roundings());
  }

  private static double limit(RoundingModel model, int n) {
    if (!model.bounds(n)) {
      return -1;
    }
    BigDecimal gamma = model.gamma(n);
    double below = gamma.setScale(40, RoundingMode.DOWN).doubleValue();
    return below * (1 - 0x1p-20) - 0x1p-78;
  }

  /** The largest error over its bound if the result is certainly within its bound, else -1. */
  double ratio(TracedUpdate update) {
    long t = update.from().t();
    Update<Double> inDoubles = update.update(t, update.start(Binary64.INSTANCE));
    if (limitX <= 0 || limitY <= 0 || !isInRange(inDoubles)) {
      return -1;
    }
    Factors<DD> result = update.update(t, update.start(DoubleDouble.INSTANCE)).result();
    Factors<Double> sizes = sizes(inDoubles);
    double worst =
        Math.max(
            largest(result.x(), update.to().x(), sizes.x().scale(limitX)),
            largest(result.y(), update.to().y(), sizes.y().scale(limitY)));
    return worst <= 1 ? worst : -1;
  }

  private static boolean isInRange(Update<Double> update) {
    return Stream.of(
            update.m().entries(),
            update.from().toVariables(),
            update.noise().toVariables(),
            List.of(update.etaX(), update.etaY()))
        .flatMap(List::stream)
        .allMatch(v -> v == 0 || (Math.abs(v) > SMALL && Math.abs(v) < BIG));
  }

  /** The sum of the absolute values of the terms of each entry of the result. */
  private static Factors<Double> sizes(Update<Double> update) {
    Factors<Double> at = update.from().abs();
    return new MatrixFactorization<>(update.m().map(v -> -Math.abs(v)))
        .gradient(at.plus(update.noise().abs()))
        .scale(update.etaX(), update.etaY())
        .plus(at);
  }

  /** The largest deviation of an entry over its limit. */
  private static double largest(Matrix<DD> result, ReadMatrix actual, Matrix<Double> limits) {
    double worst = 0;
    for (int n = 0; n < limits.entries().size(); n++) {
      DD expected = result.entries().get(n);
      double off = (expected.hi() - actual.entries().get(n).nearestDouble()) + expected.lo();
      worst = Math.max(worst, off == 0 ? 0 : Math.abs(off) / limits.entries().get(n));
    }
    return worst;
  }
}
