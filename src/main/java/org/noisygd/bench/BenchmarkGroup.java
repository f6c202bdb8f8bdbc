// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.noisygd.bench.workload.Problem;

/** The parts of a benchmark, each of which can be chosen alone. */
public enum BenchmarkGroup {
  /** Binary64, 20 x 30, rank one and ten. */
  STEP("one update in binary64, 20x30, rank 1 and 10"),
  /** Binary64 at growing ranks. */
  RANK("the same at ranks 1 to 20"),
  /** Binary64 at growing sizes. */
  SIZE("rank 1 from 20x30 to 1000x1000, and rank 10 there"),
  /** The batched kernel over growing numbers of replicates. */
  REPLICATES("batches of 1 to 256 replicates"),
  /** From double-double to 1000 digits. */
  DIGITS("double-double and 34 to 1000 digits, 20x30; with peers rank 10 too"),
  /** The same update with its noise drawn in the loop. */
  NOISE("one update with its noise drawn in the loop, 20x30, binary64 to 1000 digits"),
  /** The whole experiment. */
  EXPERIMENT("100 replicates of 10,000 updates, noise drawn in the loop, two threads");

  private final String subject;

  BenchmarkGroup(String subject) {
    this.subject = subject;
  }

  /** Its name on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What is measured. */
  public String subject() {
    return subject;
  }

  /**
   * The group of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static BenchmarkGroup named(String word) {
    for (BenchmarkGroup group : values()) {
      if (group.word().equals(word)) {
        return group;
      }
    }
    throw new IllegalArgumentException(
        "--only must name groups among "
            + String.join(", ", Arrays.stream(values()).map(BenchmarkGroup::word).toList())
            + ", got "
            + word);
  }

  /** Fewer problems, with which all groups together are read, and measured, in two minutes. */
  List<Problem> selection() {
    return switch (this) {
      case STEP -> ranks(1, 10);
      case RANK -> ranks(1, 3, 10);
      case SIZE ->
          List.of(
              Problem.binary64(20, 30, 1),
              Problem.binary64(60, 90, 1),
              Problem.binary64(200, 300, 1),
              Problem.binary64(1000, 1000, 1));
      case DIGITS -> digits(new int[] {1});
      case NOISE ->
          Stream.of("binary64", "double-double", "decimal:34")
              .map(name -> new Problem(name, 20, 30, 1).withNoiseDrawn())
              .toList();
      case REPLICATES, EXPERIMENT -> List.of();
    };
  }

  /** The problems of a group in the order in which they are measured. */
  List<Problem> problems(boolean withPeers) {
    return switch (this) {
      case STEP -> ranks(1, 10);
      case RANK -> ranks(1, 2, 5, 10, 20);
      case SIZE ->
          List.of(
              Problem.binary64(20, 30, 1),
              Problem.binary64(60, 90, 1),
              Problem.binary64(200, 300, 1),
              Problem.binary64(1000, 1000, 1),
              Problem.binary64(1000, 1000, 10));
      case DIGITS -> digits(withPeers ? new int[] {1, 10} : new int[] {1});
      case NOISE ->
          Stream.of("binary64", "double-double", "decimal:34", "decimal:100", "decimal:1000")
              .map(name -> new Problem(name, 20, 30, 1).withNoiseDrawn())
              .toList();
      case REPLICATES, EXPERIMENT -> List.of();
    };
  }

  private static List<Problem> ranks(int... ranks) {
    return Arrays.stream(ranks).mapToObj(r -> Problem.binary64(20, 30, r)).toList();
  }

  private static List<Problem> digits(int[] ranks) {
    return Stream.of(
            "double-double",
            "decimal:34",
            "decimal:50",
            "decimal:100",
            "decimal:300",
            "decimal:1000")
        .flatMap(name -> Arrays.stream(ranks).mapToObj(r -> new Problem(name, 20, 30, r)))
        .toList();
  }
}
