// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.Test;
import org.noisygd.bench.workload.Problem;
import org.noisygd.report.chart.FiveNumbers;

/** Known answers: verdicts on rows made up. */
class TargetTest {
  private static final Problem SMALL = Problem.binary64(20, 30, 1);
  private static final Target TARGET = new Target("as", SMALL, List.of("eigen-*", "numpy"), 2);

  private static Row row(String part, String name, Problem problem, int replicates, double nanos) {
    @Nullable RoundTimes sample = nanos > 0 ? new RoundTimes(List.of(nanos, nanos)) : null;
    return new Row(part, name, "", problem, replicates, sample, "");
  }

  private static Row row(String name, double nanos) {
    return row(SMALL.id(), name, SMALL, 1, nanos);
  }

  @Test
  void judge_fastestOfEach_decides() {
    Target.Outcome outcome =
        TARGET.judge(
            List.of(
                row("ours-a", 30),
                row("ours-b", 10),
                row("eigen-x", 25),
                row("eigen-y", 20),
                row("numpy", 90),
                row("ejml", 1)));
    assertEquals(2, outcome.ratio());
    assertEquals("ours-b", outcome.ours());
    assertEquals("eigen-y", outcome.peer());
    assertEquals("met", outcome.word());
  }

  @Test
  void judge_roundsThatDiffer_tellsTheLeastAndTheGreatestRatio() {
    Row ours = row("ours-b", 10);
    Row peer = row("eigen-y", 10);
    Target.Outcome outcome =
        TARGET.judge(
            List.of(withRounds(ours, 10.0, 20.0, 40.0), withRounds(peer, 30.0, 80.0, 100.0)));
    assertEquals(new FiveNumbers(2.5, 2.75, 3, 3.5, 4), outcome.ratios());
    assertEquals(3, outcome.ratio());
  }

  private static Row withRounds(Row row, Double... rounds) {
    return new Row(
        row.part(),
        row.implementation(),
        row.description(),
        row.problem(),
        row.replicates(),
        new RoundTimes(List.of(rounds)),
        "");
  }

  @Test
  void judge_peerNotTimedOrElsewhere_isNotMeasured() {
    Problem other = Problem.binary64(20, 30, 2);
    Target.Outcome outcome =
        TARGET.judge(
            List.of(
                row("ours-b", 10),
                row("eigen-y", -1),
                row(other.id(), "eigen-z", other, 1, 5),
                row("batches", "eigen-z", SMALL, 1, 5)));
    assertEquals("not measured", outcome.word());
    assertFalse(outcome.met());
  }

  @Test
  void all_targets_eachNamesAProblemThatIsMeasured() {
    List<Problem> measured = new ArrayList<>();
    for (BenchmarkGroup group : BenchmarkGroup.values()) {
      measured.addAll(group.problems(false, true));
    }
    for (Target target : Target.all()) {
      assertTrue(measured.contains(target.problem()), target.toString());
    }
  }
}
