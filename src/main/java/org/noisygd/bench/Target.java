// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.bench.workload.Problem;
import org.noisygd.number.Text;
import org.noisygd.report.chart.FiveNumbers;

/**
 * A target for the kernels: to be {@code factor} times as fast as a peer.
 *
 * @param text the comparison in words
 * @param problem the problem
 * @param peers the names of the peers, the fastest of which counts; a final {@code *} matches any
 *     ending
 * @param factor the minimum ratio of the peer's time to ours
 */
public record Target(String text, Problem problem, List<String> peers, double factor) {
  /** Copies the list. */
  public Target {
    peers = List.copyOf(peers);
  }

  /**
   * The outcome of a target.
   *
   * @param target the target
   * @param ours the fastest of ours, empty if none was timed
   * @param peer the fastest of the peers, empty if none was timed
   * @param ratios the peer's time over ours, round by round; null if not measured
   */
  public record Outcome(Target target, String ours, String peer, @Nullable FiveNumbers ratios) {
    /** Returns true if both were timed. */
    public boolean measured() {
      return ratios != null;
    }

    /** The median of the ratios; NaN if not measured. */
    public double ratio() {
      return ratios == null ? Double.NaN : ratios.median();
    }

    /** Returns true if the target is met. */
    public boolean met() {
      return ratio() >= target.factor;
    }

    /** {@code met}, {@code missed} or {@code not measured}. */
    public String word() {
      return measured() ? met() ? "met" : "missed" : "not measured";
    }
  }

  /** The outcome of this target on the rows. */
  public Outcome judge(List<Row> rows) {
    List<Row> here =
        rows.stream()
            .filter(row -> row.problem().equals(problem) && row.part().equals(problem.id()))
            .toList();
    Optional<Row> ours = Row.fastest(here, Row::isOurs);
    Optional<Row> peer = Row.fastest(here, this::names);
    return new Outcome(
        this,
        ours.map(Row::implementation).orElse(""),
        peer.map(Row::implementation).orElse(""),
        ours.isPresent() && peer.isPresent()
            ? peer.get().timed().ratiosTo(ours.get().timed())
            : null);
  }

  private boolean names(Row row) {
    for (String peer : peers) {
      if (peer.endsWith("*")
          ? row.implementation().startsWith(peer.substring(0, peer.length() - 1))
          : row.implementation().equals(peer)) {
        return true;
      }
    }
    return false;
  }

  /** All targets. */
  public static List<Target> all() {
    List<Target> all = new ArrayList<>();
    Problem small = Problem.binary64(20, 30, 1);
    Problem large = Problem.binary64(1000, 1000, 10);
    all.add(step("double, NumPy as users write it", small, "numpy-natural", 60));
    all.add(step("double, Eigen's best of one run", small, "eigen-gram", 1.3));
    for (Problem ranked : BenchmarkGroup.RANK.problems(false, true)) {
      if (ranked.r() >= 10) {
        all.add(step("double, Eigen's best", ranked, "eigen-*", 1.2));
      }
    }
    all.add(step("double, NumPy's best", large, "numpy-*", 1));
    Problem pair = new Problem("double-double", 20, 30, 1);
    all.add(step("double-double, QD as users write it", pair, "qd-natural", 15));
    all.add(step("double-double, Commons Numbers' objects", pair, "commons-dd", 30));
    for (int digits : new int[] {34, 50, 100, 300, 1000}) {
      for (int r : new int[] {1, 10}) {
        Problem many = new Problem("decimal:" + digits, 20, 30, r);
        String text = Text.format("%d digits, ", digits);
        all.add(step(text + "FLINT's best", many, "flint-*", digits <= 100 ? 2 : 1.3));
        all.add(step(text + "fixed point in C and C++", many, "fixed-*", 1.3));
        all.add(step(text + "Apfloat as users write it", many, "apfloat", 40));
      }
    }
    return all;
  }

  private static Target step(String text, Problem problem, String peer, double factor) {
    return new Target(text, problem, List.of(peer), factor);
  }
}
