// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.noisygd.bench.workload.Problem;
import org.noisygd.number.Require;

/** The parts of a benchmark, which can be chosen separately. */
public enum BenchmarkGroup {
  /** One update in binary64, 20 x 30, ranks one and ten. */
  STEP,
  /** Binary64 at ranks 1 to 20, and higher ranks at larger sizes. */
  RANK,
  /** Rank one from 20 x 30 to 1000 x 1000, and rank ten there. */
  SIZE,
  /** Batches of 1 to 256 replicates. */
  REPLICATES,
  /** Double-double and 34 to 1000 digits, 20 x 30; with peers rank ten too. */
  DIGITS;

  private static final List<Problem> SIZES =
      List.of(
          Problem.binary64(20, 30, 1),
          Problem.binary64(60, 90, 1),
          Problem.binary64(200, 300, 1),
          Problem.binary64(1000, 1000, 1),
          Problem.binary64(1000, 1000, 10));

  private static final List<Problem> RANKED =
      List.of(
          Problem.binary64(60, 90, 32),
          Problem.binary64(200, 300, 5),
          Problem.binary64(200, 300, 16),
          Problem.binary64(200, 300, 64),
          Problem.binary64(1000, 1000, 16));

  /** Its name on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The group of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static BenchmarkGroup named(String word) {
    return Require.oneOf("--only", List.of(values()), BenchmarkGroup::word, word);
  }

  /**
   * The problems of a group in the order of measurement.
   *
   * @param few true for a selection, with which all groups take two minutes together
   * @param withPeers true if other libraries are compared too
   */
  List<Problem> problems(boolean few, boolean withPeers) {
    return switch (this) {
      case STEP -> ranks(1, 10);
      case RANK ->
          few
              ? ranks(1, 3, 10)
              : Stream.concat(ranks(1, 2, 5, 10, 20).stream(), RANKED.stream()).toList();
      case SIZE -> SIZES.subList(0, few ? 4 : 5);
      case DIGITS -> digits(withPeers && !few ? new int[] {1, 10} : new int[] {1});
      case REPLICATES -> List.of();
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
