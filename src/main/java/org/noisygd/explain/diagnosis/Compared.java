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
 * A field of an image, the answer to it, and the bound.
 *
 * @param field its name
 * @param image the image
 * @param actual the answer
 * @param limit the bound on a right answer's error
 */
record Compared<T>(String field, Matrix<T> image, ReadMatrix actual, ErrorBound limit) {
  /**
   * A wrong program may do a few more operations than a right one, on terms a few times as large:
   * an answer within this multiple of the bound agrees with its image.
   */
  static final BigDecimal ROOM = BigDecimal.valueOf(16);

  /**
   * How much an update may magnify an error of its start: the derivative is the identity minus the
   * step size times the Hessian, and the step sizes keep that product below one.
   */
  private static final BigDecimal GROWTH = BigDecimal.valueOf(2);

  /**
   * The error of an image in binary64 is below this share of its size and of the terms' magnitude,
   * even if terms as much as 2^20 times as large cancel by a mistake.
   */
  private static final double COARSE = 0x1p-20;

  /** The indices of the entries. */
  IntStream entries() {
    return IntStream.range(0, actual.entries().size());
  }

  /** How far entry n of the answer is from a number. */
  BigDecimal off(int n, BigDecimal from) {
    return actual.entries().get(n).decimal().subtract(from).abs();
  }

  /**
   * Whether the answer agrees with an image, some updates after a printed state.
   *
   * @param coarsely whether the image in binary64 may have its own error besides
   */
  boolean agrees(boolean coarsely, int updates) {
    BigDecimal times = updates < 2 ? ROOM : ROOM.multiply(GROWTH.pow(updates));
    return coarsely ? isCoarselyWithin(times) : Deviation.near(image, actual, limit, times);
  }

  private boolean isCoarselyWithin(BigDecimal times) {
    if (image.rows() != actual.rows() || image.columns() != actual.columns()) {
      return false;
    }
    double size = limit.largestMagnitude().doubleValue();
    // If the bound says nothing, the size takes its place.
    double bound = limit.decides() ? times.multiply(limit.largest()).doubleValue() : size;
    double share = COARSE + (size > 0 ? bound / size : 0);
    double[] values =
        image.entries().stream().mapToDouble(v -> v instanceof Double d ? d : 0).toArray();
    double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
    double allowed = bound + share * (size + largest);
    return entries()
        .noneMatch(n -> Math.abs(values[n] - actual.entries().get(n).nearestDouble()) > allowed);
  }
}
