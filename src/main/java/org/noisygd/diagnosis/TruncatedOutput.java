// SPDX-License-Identifier: Apache-2.0
package org.noisygd.diagnosis;

import java.math.BigDecimal;
import java.util.Map;
import org.noisygd.arithmetic.Dyadic;
import org.noisygd.arithmetic.DyadicArithmetic;
import org.noisygd.bounds.ErrorBound;
import org.noisygd.bounds.OpBounds;
import org.noisygd.judge.CaseBounds;
import org.noisygd.linalg.Matrix;
import org.noisygd.mistake.FaultyImage;
import org.noisygd.protocol.Answer;
import org.noisygd.protocol.Op;
import org.noisygd.protocol.Request;
import org.noisygd.trace.ReadMatrix;
import org.noisygd.trace.ReadNumber;

/** Whether right numbers were printed with too few digits. */
public final class TruncatedOutput {
  /** A literal of this many digits loses at least a decimal of a double. */
  private static final int FEW_DIGITS = 15;

  private TruncatedOutput() {}

  /**
   * Whether every entry is its exact value to within one unit of its own last digit and the bound.
   */
  static boolean explains(CaseBounds bounds, Request q, Answer answer) {
    if (q.op() == Op.RUN || q.op() == Op.SAMPLE) {
      return false;
    }
    Map<String, Matrix<Dyadic>> exact = FaultyImage.right(DyadicArithmetic.INSTANCE, q);
    Map<String, ErrorBound> limits = bounds.of(q, OpBounds.LossForm.EXPANDED);
    for (Map.Entry<String, ReadMatrix> field : answer.fields().entrySet()) {
      Matrix<Dyadic> expected = exact.get(field.getKey());
      ErrorBound limit = limits.get(field.getKey());
      if (expected == null || limit == null || !limit.decides()) {
        return false;
      }
      for (int i = 0; i < expected.rows(); i++) {
        for (int j = 0; j < expected.columns(); j++) {
          if (!explains(
              expected.get(i, j).toBigDecimal(), field.getValue().get(i, j), limit.at(i, j))) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static boolean explains(BigDecimal exact, ReadNumber actual, BigDecimal bound) {
    BigDecimal printed = actual.printed();
    BigDecimal lastDigit = printed.ulp();
    BigDecimal error = actual.decimal().subtract(exact).abs();
    return printed.precision() <= FEW_DIGITS && error.compareTo(lastDigit.add(bound)) <= 0;
  }
}
