// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.bench.workload.Problem;

/**
 * The result of one implementation on one problem.
 *
 * @param part the name of the rows measured together, in the same rounds
 * @param implementation the name of the implementation
 * @param description the description of the implementation
 * @param problem the problem
 * @param replicates the number of replicates advanced at once
 * @param sample the nanoseconds per step and replicate, or null without times
 * @param why the reason for missing times, or empty
 */
public record Row(
    String part,
    String implementation,
    String description,
    Problem problem,
    int replicates,
    @Nullable RoundTimes sample,
    String why) {
  /** Returns true if the implementation is ours. */
  public boolean isOurs() {
    return implementation.startsWith("ours");
  }

  /** The times of a timed row. */
  public RoundTimes timed() {
    @Nullable RoundTimes times = sample;
    if (times == null) {
      throw new IllegalStateException("row must have times, got " + implementation + ": " + why);
    }
    return times;
  }

  /** The row with the smallest median among the timed rows that fit. */
  public static Optional<Row> fastest(List<Row> rows, Predicate<Row> fits) {
    return rows.stream()
        .filter(row -> row.sample() != null && fits.test(row))
        .min(Comparator.comparingDouble(row -> row.timed().median()));
  }
}
