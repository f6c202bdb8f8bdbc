// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.judgement;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.commons.numbers.core.DD;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.TraceReader.TraceState;
import org.noisygd.number.Binary64;
import org.noisygd.number.DoubleDouble;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.ErrorBound;
import org.noisygd.theory.error.OpBounds;
import org.noisygd.theory.error.RoundingModel;

/**
 * A quick test that a state is clearly within the bound of an update, for numbers that are doubles:
 * the result is computed in double-double and the bound in double, both with a margin. A yes is
 * certain; every other case is left to exact arithmetic.
 *
 * <p>Proof that a yes is certain: with every magnitude within 2^-200..2^200 nothing under- or
 * overflows. Each double-double operation here is within 2^-100 of |a| + |b| or |a b|; so the
 * result, n &lt; 2^20 operations deep, is within n 2^-100 S, hence within 2^-79 S of the exact one.
 * S, the sum of its terms' absolute values, is computed with a relative error below 2^-30. The test
 * asks for a deviation below (gamma_n (1 - 2^-20) - 2^-78) S.
 */
final class UpdateFilter {
  private static final double SMALL = 0x1p-200;
  private static final double BIG = 0x1p200; // see the proof above

  private UpdateFilter() {}

  /**
   * The function that gives the largest error of a state over its bound if the state is certainly
   * within the bound of an update, else -1.
   */
  static ToDoubleFunction<TraceState> of(TracedUpdate update, CaseBounds bounds) {
    if (update.header().hasZeroStep() || !update.isFromDoubles() || !inRange(update)) {
      return state -> -1;
    }
    OpBounds.Pair limits = bounds.update(update.in(Binary64.INSTANCE));
    Factors<DD> result = update.in(DoubleDouble.INSTANCE).result();
    return state -> {
      double x = largest(result.x(), state.x(), limits.x(), bounds.model());
      double y = x < 0 ? x : largest(result.y(), state.y(), limits.y(), bounds.model());
      return y < 0 ? -1 : Math.max(x, y);
    };
  }

  private static boolean inRange(TracedUpdate update) {
    TraceState from = update.from();
    return Stream.of(from.x(), from.y(), from.judgedNoiseX(), from.judgedNoiseY())
        .flatMap(m -> m.entries().stream())
        .mapToDouble(number -> Math.abs(number.nearestDouble()))
        .allMatch(v -> v == 0 || (v > SMALL && v < BIG));
  }

  /** The largest error over its bound; -1 if it is above 1. */
  private static double largest(
      Matrix<DD> result, ReadMatrix actual, ErrorBound bound, RoundingModel model) {
    double limit = limit(model, bound.roundings());
    if (limit <= 0 || !actual.isFinite() || !actual.areDoubles()) {
      return -1;
    }
    double worst = 0;
    for (int i = 0; i < result.rows(); i++) {
      for (int j = 0; j < result.columns(); j++) {
        DD exact = result.get(i, j);
        double off = Math.abs((exact.hi() - actual.get(i, j).nearestDouble()) + exact.lo());
        double ratio = off == 0 ? 0 : off / (limit * bound.quickMagnitude(i, j));
        if (!(ratio <= 1)) {
          return -1;
        }
        worst = Math.max(worst, ratio);
      }
    }
    return worst;
  }

  private static double limit(RoundingModel model, int n) {
    if (!model.bounds(n)) {
      return -1;
    }
    BigDecimal gamma = model.gamma(n);
    double below = gamma.setScale(40, RoundingMode.DOWN).doubleValue();
    return below * (1 - 0x1p-20) - 0x1p-78;
  }
}
