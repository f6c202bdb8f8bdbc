// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisygd.bench.ours.OwnImplementations;
import org.noisygd.bench.workload.Implementation;
import org.noisygd.bench.workload.Problem;
import org.noisygd.bench.workload.Session;

/** What is compared before it is timed, and what the comparison lets pass. */
class HarnessTest {
  private static final Problem SMALL = Problem.binary64(3, 4, 2);

  /** Our array code whose iterate is changed before it is shown, with a clock of its own. */
  private static Implementation fake(
      String name, double relativeError, long nanosEach, List<String> turns) {
    return new Implementation(
        name,
        "",
        problem -> true,
        problem -> {
          Session right = ours(problem);
          return new Session() {
            @Override
            public long run(long steps) throws IOException {
              right.run(Math.min(steps, 100)); // time is made up, so most steps need not be done
              turns.add(name);
              return steps * nanosEach;
            }

            @Override
            public BigDecimal[] iterate(int replicate) throws IOException {
              BigDecimal[] all = right.iterate(replicate);
              all[3] = all[3].multiply(new BigDecimal(1 + relativeError));
              return all;
            }
          };
        });
  }

  private static Session ours(Problem problem) throws IOException {
    return OwnImplementations.all().stream()
        .filter(i -> i.name().equals("ours-array"))
        .findFirst()
        .orElseThrow()
        .open(problem);
  }

  private static Harness.Entry entry(Implementation implementation) {
    return new Harness.Entry(SMALL, implementation);
  }

  @Test
  void measure_wrongImplementation_isReportedAndNotTimed() {
    List<String> turns = new ArrayList<>();
    List<Row> rows =
        new Harness(3, 1000, 100, line -> {})
            .measure(
                "part",
                List.of(entry(fake("right", 0, 10, turns)), entry(fake("wrong", 1e-9, 10, turns))));
    assertEquals(List.of("wrong", "right"), rows.stream().map(Row::implementation).toList());
    assertNull(rows.get(0).sample());
    assertTrue(rows.get(0).why().contains("differs from the reference by 1e-"), rows.toString());
    assertEquals(10, rows.get(1).timed().median());
    assertEquals(1, turns.stream().filter("wrong"::equals).count(), "the comparison alone");
  }

  @Test
  void measure_severalRounds_allHaveTheirTurnInEach() {
    List<String> turns = new ArrayList<>();
    List<Row> rows =
        new Harness(4, 1000, 100, line -> {})
            .measure(
                "part", List.of(entry(fake("a", 0, 10, turns)), entry(fake("b", 0, 30, turns))));
    assertEquals(
        List.of("a", "b", "a", "b", "a", "b", "a", "b"),
        turns.subList(turns.size() - 8, turns.size()));
    assertEquals(4, rows.get(0).timed().rounds().size());
    assertEquals(3, rows.get(1).timed().ratioTo(rows.get(0).timed()));
  }
}
