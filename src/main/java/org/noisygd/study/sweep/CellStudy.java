// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.experiment.PaperExperiments;
import org.noisygd.io.json.JsonReader;
import org.noisygd.number.Literals;
import org.noisygd.number.Require;
import org.noisygd.number.format.ArithmeticName;
import org.noisygd.report.Column;
import org.noisygd.report.Columns;
import org.noisygd.report.ResultTable;
import org.noisygd.study.ExperimentReader;
import org.noisygd.study.coupled.RunSet;
import org.noisygd.study.measure.VerdictRule;
import org.noisygd.study.precision.DriftReport;
import org.noisygd.study.precision.DriftReport.Phase;
import org.noisygd.study.precision.DriftResult;
import org.noisygd.study.precision.DriftStudy;

/** One cell of a sweep: the precision study of its points, and its results. */
final class CellStudy {
  private CellStudy() {}

  /**
   * Refuses a specification with a cell that defines no study.
   *
   * @throws IllegalArgumentException with the name of a point
   */
  static void requireAll(Specification specification) {
    for (int cell = 0; cell < specification.cells(); cell++) {
      try {
        of(specification, cell);
      } catch (IllegalArgumentException e) {
        int point = specification.pointsOf(cell).get(0);
        String at = specification.describe(point, specification.grid().size());
        throw new IllegalArgumentException(
            "point " + point + " (" + at + "): " + e.getMessage(), e);
      }
    }
  }

  /** The study of a cell: the arithmetics of its points, beside one reference run. */
  static DriftStudy of(Specification specification, int cell) {
    List<Integer> points = specification.pointsOf(cell);
    Map<String, Value> options = specification.at(points.get(0));
    Experiment setting = setting(options);
    return new DriftStudy(
        new RunSet(
            setting,
            Math.toIntExact(Long.parseLong(text(options, "replicates"))),
            setting.steps(),
            Long.parseLong(text(options, "seed"))),
        ArithmeticName.parse(text(options, "reference")),
        points.stream()
            .map(point -> text(specification.at(point), Specification.ARITHMETIC))
            .map(ArithmeticName::parse)
            .toList(),
        rule(options));
  }

  /** The rule of a point's verdict. */
  static VerdictRule rule(Map<String, Value> options) {
    double band =
        options.containsKey("band")
            ? Literals.parse("band", text(options, "band"))
            : VerdictRule.DEFAULT_BAND;
    return new VerdictRule(band, 1, 0);
  }

  private static Experiment setting(Map<String, Value> options) {
    Map<String, String> given = new HashMap<>();
    options.forEach((option, value) -> given.put(option, value.label()));
    ExperimentReader reader = new ExperimentReader(given, "", false);
    @Nullable Value problem = options.get("problem");
    if (problem == null) {
      return reader.changed(PaperExperiments.studied(text(options, "setting")));
    }
    Require.that(!options.containsKey("setting"), "setting", "be given without problem", "both");
    Experiment setting =
        reader.of(problem.label(), JsonReader.OF_FILES.read("problem", problem.json()));
    setting.target(); // refuses an M stored by its factors, before any run
    return setting;
  }

  private static String text(Map<String, Value> options, String option) {
    @Nullable Value value = options.get(option);
    if (value == null) {
      throw new IllegalArgumentException(option + " must be given, got none");
    }
    return value.label();
  }

  /** The columns of a study's results, except those that are axes. */
  static List<Column> found(Specification specification) {
    List<String> axes = specification.grid().stream().map(Specification.Axis::option).toList();
    return table(List.of()).columns().stream()
        .filter(column -> !column.name().isEmpty() && !axes.contains(column.name()))
        .map(column -> new Column(column.name(), column.type()))
        .toList();
  }

  /** The columns of results.csv of {@code study precision}. */
  private static ResultTable table(List<Phase> rows) {
    return DriftReport.phaseColumns(Columns.of(rows)).table();
  }

  /** Computes a cell: the rows of its points, with the last phase of each. */
  static ResultTable compute(Specification specification, int cell) {
    DriftResult result = of(specification, cell).run(1, done -> {});
    List<Phase> last =
        result.results().stream().map(one -> new Phase(result, one, one.phases().size())).toList();
    ResultTable found = table(last);
    ResultTable rows = new ResultTable("", specification.columns());
    List<Integer> points = specification.pointsOf(cell);
    for (int k = 0; k < points.size(); k++) {
      List<@Nullable Object> row = new ArrayList<>();
      row.add((long) points.get(k));
      List<Value> along = specification.along(points.get(k));
      for (int a = 0; a < along.size(); a++) {
        row.add(specification.grid().get(a).column().read(along.get(a).label()));
      }
      List<@Nullable Object> values = found.row(k);
      found(specification).forEach(column -> row.add(values.get(found.place(column.name()))));
      rows.add(row);
    }
    return rows;
  }
}
