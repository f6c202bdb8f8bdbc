// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.judgement;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.ToDoubleFunction;
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
 * A quick test that an update's result is clearly within its bound, for numbers that are doubles:
 * the result is computed in double-double and the bound in double, both with a margin. A positive
 * answer is certain; every other case is left to exact arithmetic.
 *
 * <p>Proof that a yes is certain: with every magnitude within 2^-200..2^200 nothing under- or
 * overflows. Each double-double operation here is within 2^-100 of |a| + |b| or |a b|; so the
 * result, n &lt; 2^20 operations deep, is within n 2^-100 S, hence within 2^-79 S of the exact one.
 * S, the sum of its terms' absolute values, is computed with a relative error below 2^-30. The test
 * asks for a deviation below (gamma_n (1 - 2^-20) - 2^-78) S.
 */
record UpdateFilter(CaseBounds bounds) {
  /**
   * The function that gives the largest error of a state over its bound if the state is certainly
   * within the bound of this update, else -1.
   */
  ToDoubleFunction<TraceState> of(TracedUpdate update) {
    Update<Double> doubles = update.in(Binary64.INSTANCE);
    if (!UpdateJudge.isInside(doubles.from(), -200)
        || !UpdateJudge.isInside(doubles.noise(), -200)) {
      return state -> -1;
    }
    Factors<DD> result = update.in(DoubleDouble.INSTANCE).result();
    OpBounds.Pair limits = bounds.update(doubles);
    return state -> {
      double ofX = largest(result.x(), state.x(), limits.x());
      double ofY = ofX < 0 ? ofX : largest(result.y(), state.y(), limits.y());
      return ofY < 0 ? -1 : Math.max(ofX, ofY);
    };
  }

  /** The largest error of a number over its bound; -1 if it is above 1. */
  private double largest(Matrix<DD> result, ReadMatrix actual, ErrorBound bound) {
    double limit = limit(bounds.model(), bound.roundings());
    if (limit <= 0 || !actual.isFinite() || !actual.areDoubles()) {
      return -1;
    }
    double worst = 0;
    for (int i = 0; i < result.rows(); i++) {
      for (int k = 0; k < result.columns(); k++) {
        DD exact = result.get(i, k);
        double error = Math.abs((exact.hi() - actual.get(i, k).nearestDouble()) + exact.lo());
        double ratio = error == 0 ? 0 : error / (limit * bound.quickMagnitude(i, k));
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
