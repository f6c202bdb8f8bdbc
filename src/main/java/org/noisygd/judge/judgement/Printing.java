// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.judgement;

import java.math.BigDecimal;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.ErrorBound;

/** The errors of printed numbers relative to the computed ones. */
@FunctionalInterface
public interface Printing {
  /** Exact printing. */
  Printing IN_FULL = printed -> BigDecimal.ZERO;

  /** The largest error of a printed number. */
  BigDecimal error(ReadNumber printed);

  /** Returns true if printing is exact. */
  default boolean isInFull() {
    return this == IN_FULL;
  }

  /** The largest error of each entry of a printed matrix. */
  default Matrix<BigDecimal> errors(ReadMatrix m) {
    return Matrix.of(ErrorBound.MAGNITUDES, m.rows(), m.columns(), (i, j) -> error(m.get(i, j)));
  }
}
