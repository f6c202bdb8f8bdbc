// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.noisygd.judge.judgement.Deviation;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.ErrorBound;

/**
 * A field of an answer beside the result of a model, which may have faults.
 *
 * @param field the field's name
 * @param result the result of the model
 * @param actual the candidate's answer
 * @param limit the bound on a right answer's error
 */
record Compared<T>(String field, Matrix<T> result, ReadMatrix actual, ErrorBound limit) {
  /**
   * An answer within this multiple of the bound agrees with a result: a wrong program may do a few
   * more operations than a right one, on terms a few times as large.
   */
  static final BigDecimal ROOM = BigDecimal.valueOf(16);

  /**
   * The factor by which an update may magnify an error of its start: its derivative is the identity
   * minus the step size times the Hessian, and the step sizes keep that product below one.
   */
  private static final BigDecimal GROWTH = BigDecimal.valueOf(2);

  /**
   * The error of a result in binary64 is below this fraction of its size and of the terms'
   * magnitude, even if terms as much as 2^20 times as large cancel by a fault.
   */
  private static final double COARSE = 0x1p-20;

  /** The indices of the entries. */
  IntStream entries() {
    return IntStream.range(0, actual.entries().size());
  }

  /** The distance of entry n of the answer from a number. */
  BigDecimal off(int n, BigDecimal from) {
    return actual.entries().get(n).decimal().subtract(from).abs();
  }

  /**
   * Returns true if the answer agrees with the result, some updates after a printed state.
   *
   * @param coarsely true if the result is in binary64 and so has an error of its own
   */
  boolean agrees(boolean coarsely, int updates) {
    BigDecimal times = updates < 2 ? ROOM : ROOM.multiply(GROWTH.pow(updates));
    return coarsely ? isCoarselyWithin(times) : Deviation.near(result, actual, limit, times);
  }

  private boolean isCoarselyWithin(BigDecimal times) {
    if (result.rows() != actual.rows() || result.columns() != actual.columns()) {
      return false;
    }
    double size = limit.largestMagnitude().doubleValue();
    // Without a bound the size replaces it.
    double bound = limit.decides() ? times.multiply(limit.largest()).doubleValue() : size;
    double fraction = COARSE + (size > 0 ? bound / size : 0);
    double[] values =
        result.entries().stream().mapToDouble(v -> v instanceof Double d ? d : 0).toArray();
    double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
    double allowed = bound + fraction * (size + largest);
    return entries()
        .noneMatch(n -> Math.abs(values[n] - actual.entries().get(n).nearestDouble()) > allowed);
  }
}
