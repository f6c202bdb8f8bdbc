// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Known answers and a property: costs and the time left. */
class ProgressTest {
  @Test
  void cost_ofAClockThatIsKnown_isInProportionToUpdates() {
    Specification specification =
        SpecificationTest.read(
            "{'sweep':'c','fixed':{'replicates':5},'grid':{'steps':[100,300],"
                + "'precision':[8,9],'rounding':['nearest','stochastic']},'together':['precision']}");
    int[] measured = {0};
    CostModel costs =
        CostModel.measure(
            specification,
            List.of(0, 1, 2, 3),
            study -> {
              measured[0]++;
              return study.subjects().get(0).arithmetic().isStochastic() ? 2e9 : 1e9;
            });
    assertEquals(2, measured[0], "one measurement a class");
    assertEquals(Map.of(0, 500.0, 1, 1000.0, 2, 1500.0, 3, 3000.0), costs.seconds());
    assertEquals(6000, costs.total());
    assertEquals(List.of(3, 2, 1, 0), costs.longestFirst(List.of(0, 1, 2, 3)));
  }

  @Test
  void cost_ofManyShapes_isMeasuredForSomeAndInProportionForOthers() {
    Specification specification =
        SpecificationTest.read(
            "{'sweep':'c','fixed':{'replicates':1,'steps':1,'setting':'diagonal','d2':1,'precision':8},"
                + "'grid':{'d1':{'from':1,'to':100}}}");
    int[] measured = {0};
    CostModel costs =
        CostModel.measure(
            specification,
            IntStream.range(0, 100).boxed().toList(),
            study -> {
              measured[0]++;
              return 1e9 * study.setting().d1();
            });
    assertTrue(measured[0] <= 24, () -> "measurements " + measured[0]);
    for (int cell = 0; cell < 100; cell++) {
      // Sums of up to 24 terms, each rounded twice: relative error below 30 units of 2^-53.
      assertEquals(cell + 1, costs.of(cell), (cell + 1) * 0x1p-48);
    }
  }

  /**
   * Cells that take one multiple of what was predicted, on workers that take the next one each: the
   * estimate is off by the longest cell at most. Proof: unfinished cells have at most n times the
   * longest behind them, and list scheduling ends at most the longest after the mean of the work.
   */
  @ParameterizedTest
  @CsvSource({"1,1", "2,0.5", "2,3", "7,10"})
  void left_ofCellsPredictedUpToAFactor_isWithinTheLongestCell(int workers, double factor) {
    Random random = new Random(20261125);
    int cells = 60;
    Map<Integer, Double> predicted = new HashMap<>();
    IntStream.range(0, cells).forEach(c -> predicted.put(c, 0.5 + 9 * random.nextDouble()));
    double longest =
        factor * predicted.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    CostModel costs = new CostModel(predicted, 1);
    List<Integer> order = costs.longestFirst(IntStream.range(0, cells).boxed().toList());
    Progress progress = new Progress(costs, cells, workers);
    // When each worker is free, and the ends of all cells.
    PriorityQueue<Double> free = new PriorityQueue<>(java.util.Collections.nCopies(workers, 0.0));
    PriorityQueue<double[]> ends = new PriorityQueue<>((a, b) -> Double.compare(a[0], b[0]));
    double last = 0;
    for (int cell : order) {
      double end = free.remove() + factor * predicted.get(cell);
      free.add(end);
      ends.add(new double[] {end, cell});
      last = Math.max(last, end);
    }
    while (!ends.isEmpty()) {
      double[] next = ends.remove();
      progress.finished((int) next[1], factor * predicted.get((int) next[1]));
      double left = last - next[0];
      // A sum of 60 terms is exact to far less than this share of it.
      double rounding = 1e-9 * last;
      assertTrue(
          Math.abs(progress.left() - left) <= longest + rounding,
          () -> progress.line() + " but " + left);
    }
    assertEquals(0, progress.left());
  }

  @ParameterizedTest
  @CsvSource({
    "0.4,0 s",
    "59.4,59 s",
    "59.6,1 min",
    "3580,1 h 00 min",
    "7260,2 h 01 min",
    "200000,2 days"
  })
  void duration_inWords_isRounded(double seconds, String words) {
    assertEquals(words, Progress.duration(seconds));
  }
}
