// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.verdict.Deviation;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.ErrorBound;

/**
 * A field of an image, what was answered there, and the bound.
 *
 * @param field its name
 * @param image the image
 * @param actual the answer
 * @param limit the bound on a right answer's error
 */
record Compared<T>(String field, Matrix<T> image, ReadMatrix actual, ErrorBound limit) {
  /**
   * A faulty plan may do a few more operations on terms a few times as large as the right one: its
   * image is compared within this multiple of the bound.
   */
  static final BigDecimal ROOM = BigDecimal.valueOf(16);

  /**
   * An image in binary64 is nearer to its exact value than this share of its size and of the terms'
   * magnitude, even if mistaken terms as much as 2^20 times as large cancel.
   */
  private static final double COARSE = 0x1p-20;

  /** The numbers of the entries. */
  IntStream entries() {
    return IntStream.range(0, actual.entries().size());
  }

  /** An entry of the image. */
  BigDecimal due(int n) {
    return Deviation.decimal(image.arithmetic(), image.entries().get(n));
  }

  /** How far the answer to an entry is from a number. */
  BigDecimal off(int n, BigDecimal from) {
    return actual.entries().get(n).decimal().subtract(from).abs();
  }

  /** How far the answer to an entry is from the image. */
  BigDecimal error(int n) {
    return off(n, due(n));
  }

  /** The largest of them. */
  double largestError() {
    return entries().mapToDouble(n -> error(n).doubleValue()).max().orElse(0);
  }

  /** Whether the answer is the image, bit by bit. */
  boolean isEqual() {
    return entries().allMatch(n -> error(n).signum() == 0);
  }

  /** By how much a right entry may be off: the largest bound, if it says anything. */
  double allowed() {
    return limit.decides() ? limit.largest().doubleValue() : Double.POSITIVE_INFINITY;
  }

  /** Whether the answer is within so many times the largest bound of the image. */
  boolean isWithin(BigDecimal times) {
    return Deviation.near(image, actual, limit, times);
  }

  /** Whether an image in binary64 leaves open that the exact one is within so many bounds. */
  boolean isCoarselyWithin(BigDecimal times) {
    if (image.rows() != actual.rows() || image.columns() != actual.columns()) {
      return false;
    }
    double size = limit.largestMagnitude().doubleValue();
    // Where the bound says nothing, the size stands for it.
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
