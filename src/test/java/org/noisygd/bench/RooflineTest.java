// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisygd.bench.workload.Problem;
import org.noisygd.descent.fast.IncubatorVectors;

/** Known answers: operations and bytes counted by hand, and limits under ceilings made up. */
class RooflineTest {
  /** Roofline.Ceilings made up; {@code bytesPerNano} for every size. */
  private record Given(double operationsPerNano, double bytesPerNano) implements Roofline.Ceilings {
    @Override
    public double bytesPerNano(long size) {
      return bytesPerNano;
    }
  }

  private static Row row(String name, Problem problem, int replicates, double nanos) {
    RoundTimes times = new RoundTimes(List.of(nanos));
    return new Row(problem.id(), name, "", problem, replicates, times, "");
  }

  private static List<Roofline.Point> points(Row... rows) {
    return Roofline.of(List.of(rows), new Given(100, 25)).points();
  }

  /**
   * In Gram form rank one has 600 + 600 terms of M Yt and M^T Xt, 30 + 20 of the Gram matrices and
   * 20 + 30 of the products with them: 1300. Rank ten has 12,000, 55 (30 + 20) and 100 (20 + 30):
   * 19,750. In residual form it has 3 * 6000. Of bytes rank one with 64 replicates has 8 * 600 / 64
   * of M, 8 * 50 of the iterate and as many of the noise; all together are 8 * 600 + 64 * 5 * 400
   * with the four perturbations of binary64, and two are used in turn elsewhere.
   */
  @ParameterizedTest
  @CsvSource({
    "ours-batched-gram, binary64, 1, 64, 2600, 875, 132800",
    "ours-batched-gram, binary64, 10, 16, 39500, 8300, 324800",
    "ours-batched, binary64, 10, 16, 36000, 8300, 324800",
    "ours-batched-dd-gram, double-double, 1, 64, 22100, 1350, 112000",
    "ours-fixed, decimal:34, 1, 1, 33800, 16800, 18000",
    "ours-fixed, decimal:50, 10, 1, 849250, 51200, 67200"
  })
  void of_kernels_countsOperationsAndBytes(
      String name, String arithmetic, int r, int replicates, double ops, double bytes, long all) {
    Problem problem = new Problem(arithmetic, 20, 30, r);
    Roofline.Point point = points(row(name, problem, replicates, 1)).get(0);
    assertEquals(ops, point.operations());
    assertEquals(bytes, point.bytes());
    assertEquals(all, point.workingSet());
  }

  @Test
  void share_givenCeilings_isOfTheGreaterLimit() {
    Problem problem = Problem.binary64(20, 30, 1);
    Roofline.Point point = points(row("ours-batched-gram", problem, 64, 50)).get(0);
    assertEquals(26, point.limitByOperations()); // 2600 / 100
    assertEquals(35, point.limitByBytes()); // 875 / 25
    assertEquals(0.7, point.share()); // 35 / 50
    Problem ranked = Problem.binary64(20, 30, 10);
    Roofline.Point other = points(row("ours-batched-gram", ranked, 16, 1000)).get(0);
    assertEquals(0.395, other.share()); // 39,500 / 100 / 1000, where the bytes take 332
  }

  @Test
  void of_rows_takesTheFastestOfOursThatCanBeCounted() {
    Problem problem = Problem.binary64(20, 30, 1);
    Problem many = new Problem("decimal:300", 20, 30, 1);
    Problem few = new Problem("decimal:34", 20, 30, 1);
    Row batched = row("ours-batched-gram", problem, 64, 50);
    List<Roofline.Point> points =
        points(
            row("eigen-gram", problem, 1, 10),
            batched,
            new Row("batches", "ours-batched", "", problem, 8, batched.sample(), ""),
            row("ours-fixed", many, 1, 60_000),
            row("ours-fixed-plain", few, 1, 2000));
    assertEquals(List.of(batched), points.stream().map(Roofline.Point::row).toList());
  }

  /** The build's tests run with the incubator's vectors. */
  @Test
  void ceilings_ofThisMachine_areMeasured() {
    Roofline.Ceilings measured =
        IncubatorVectors.kernel("VectorCeilings", Roofline.Ceilings.class).orElseThrow();
    assertTrue(measured.operationsPerNano() > 0);
    assertTrue(measured.bytesPerNano(1) > 0);
    assertTrue(measured.bytesPerNano(1 << 20) > 0);
  }
}
