// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.bench.workload.Problem;

/**
 * What one implementation did on one problem.
 *
 * @param part what was measured together, in the same rounds
 * @param implementation its name
 * @param description what it is
 * @param problem what was computed
 * @param replicates advanced at once
 * @param sample nanoseconds a step and replicate; null if it was not timed
 * @param why it was not timed; empty if it was
 */
public record Row(
    String part,
    String implementation,
    String description,
    Problem problem,
    int replicates,
    @Nullable RoundTimes sample,
    String why) {
  /** Whether it is ours. */
  public boolean isOurs() {
    return implementation.startsWith("ours");
  }

  /** The times of a row that has some. */
  public RoundTimes timed() {
    @Nullable RoundTimes times = sample;
    if (times == null) {
      throw new IllegalStateException("row must have times, got " + implementation + ": " + why);
    }
    return times;
  }

  /** The fastest by its median among the timed rows that fit. */
  public static Optional<Row> fastest(List<Row> rows, Predicate<Row> fits) {
    return rows.stream()
        .filter(row -> row.sample() != null && fits.test(row))
        .min(Comparator.comparingDouble(row -> row.timed().median()));
  }
}
