// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.noisygd.report.ResultTable;

/** One run of a sweep in a folder: what is missing there is computed, and the results written. */
public final class SweepRun {
  private final Specification specification;
  private final Optional<ResultsFolder> folder;
  private final List<Integer> missing;
  private final CostModel costs;

  private SweepRun(
      Specification specification,
      Optional<ResultsFolder> folder,
      List<Integer> missing,
      CostModel costs) {
    this.specification = specification;
    this.folder = folder;
    this.missing = missing;
    this.costs = costs;
  }

  /** A sweep of which no cell is there, and that has no folder: it can say what it will cost. */
  public static SweepRun unbegun(Specification specification) {
    List<Integer> all = IntStream.range(0, specification.cells()).boxed().toList();
    return new SweepRun(
        specification, Optional.empty(), all, CostModel.measure(specification, all));
  }

  /**
   * Looks at what a folder has and measures what the rest will cost.
   *
   * @throws IllegalArgumentException one line, if something there is damaged
   */
  public static SweepRun in(ResultsFolder folder, Specification specification) throws IOException {
    Map<Integer, ResultTable> finished = folder.finished();
    List<Integer> missing =
        IntStream.range(0, specification.cells())
            .filter(cell -> !finished.containsKey(cell))
            .boxed()
            .toList();
    return new SweepRun(
        specification, Optional.of(folder), missing, CostModel.measure(specification, missing));
  }

  /** The cells that are not there yet. */
  public List<Integer> missing() {
    return missing;
  }

  /** How many cells were there already. */
  public int finished() {
    return specification.cells() - missing.size();
  }

  /** What they cost. */
  public CostModel costs() {
    return costs;
  }

  /**
   * Computes the missing cells, each written as soon as it is finished, and the results of all.
   *
   * @param progress told after each cell
   * @return the rows in the order of the points
   */
  public ResultTable run(CellEngine engine, Consumer<Progress> progress) throws IOException {
    ResultsFolder into = folder.orElseThrow();
    Progress course = new Progress(costs, missing.size(), engine.parallelism());
    if (!missing.isEmpty()) {
      progress.accept(course);
      engine.compute(
          specification,
          costs.longestFirst(missing),
          (cell, text, nanos) -> {
            into.writeCell(cell, text);
            course.finished(cell, 1e-9 * nanos);
            progress.accept(course);
          });
    }
    return results(into, specification);
  }

  /**
   * Writes results.csv of finished cells.
   *
   * @return the rows in the order of the points
   * @throws IllegalArgumentException one line, if a cell is missing or damaged
   */
  public static ResultTable results(ResultsFolder folder, Specification specification)
      throws IOException {
    Map<Integer, ResultTable> finished = folder.finished();
    if (finished.size() != specification.cells()) {
      throw new IllegalArgumentException(
          "results must have all "
              + specification.cells()
              + " cells, got "
              + finished.size()
              + "; run the sweep to its end");
    }
    ResultTable table = ResultsFolder.together(specification, finished);
    folder.write("results.csv", table.csv());
    return table;
  }
}
