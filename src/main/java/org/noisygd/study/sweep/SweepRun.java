// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.number.Text;
import org.noisygd.report.Meter;
import org.noisygd.report.ResultTable;
import org.noisygd.study.precision.DriftStudy;

/** One run of a sweep in a folder: what is missing there is computed, and the results written. */
public final class SweepRun {
  private final ResultsFolder folder;
  private final Specification specification;
  private final List<Integer> missing;

  /**
   * Reads the finished cells of a folder.
   *
   * @throws IllegalArgumentException one line, if something there is damaged
   */
  public SweepRun(ResultsFolder folder, Specification specification) throws IOException {
    this.folder = folder;
    this.specification = specification;
    Map<Integer, ResultTable> finished = folder.finished();
    this.missing =
        IntStream.range(0, specification.cells())
            .filter(cell -> !finished.containsKey(cell))
            .boxed()
            .toList();
  }

  /** The cells that are not there yet. */
  public List<Integer> missing() {
    return missing;
  }

  /** How many cells were there already. */
  public int finished() {
    return specification.cells() - missing.size();
  }

  /**
   * Computes the missing cells, each written as soon as it is finished, and the results of all.
   *
   * @param progress told after each cell
   * @return the rows in the order of the points
   */
  public ResultTable run(CellEngine engine, Consumer<String> progress) throws IOException {
    if (!missing.isEmpty()) {
      Map<Integer, Double> work =
          missing.stream().collect(Collectors.toMap(cell -> cell, this::work));
      Meter meter =
          new Meter(work.values().stream().mapToDouble(Double::doubleValue).sum(), progress);
      AtomicInteger done = new AtomicInteger();
      engine.compute(
          specification,
          missing.stream().sorted(Comparator.comparingDouble(cell -> -of(work, cell))).toList(),
          (cell, text) -> {
            folder.writeCell(cell, text);
            meter.finished(
                of(work, cell),
                Text.format(
                    "%,d of %s", done.incrementAndGet(), Text.count(missing.size(), "cell")));
          });
    }
    ResultTable table = ResultsFolder.together(specification, folder.finished());
    folder.write("results.csv", table.csv());
    return table;
  }

  private static double of(Map<Integer, Double> work, int cell) {
    return work.getOrDefault(cell, 0.0);
  }

  /** The updates of a cell times their entries, taken to be in proportion to its time. */
  private double work(int cell) {
    DriftStudy study = CellStudy.of(specification, cell);
    Experiment setting = study.runs().setting();
    return (double) study.runs().replicates()
        * study.runs().steps()
        * (1 + study.subjects().size())
        * setting.d1()
        * setting.d2()
        * setting.r();
  }
}
