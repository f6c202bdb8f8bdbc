// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.math.BigDecimal;
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

  /** The indices of the entries. */
  IntStream entries() {
    return IntStream.range(0, actual.entries().size());
  }

  /** The distance of entry n of the answer from a number. */
  BigDecimal off(int n, BigDecimal from) {
    return actual.entries().get(n).decimal().subtract(from).abs();
  }

  /** Returns true if the answer agrees with the result, so many updates after a printed state. */
  boolean agrees(int updates) {
    BigDecimal times = updates < 2 ? ROOM : ROOM.multiply(GROWTH.pow(updates));
    return Deviation.near(result, actual, limit, times);
  }
}
