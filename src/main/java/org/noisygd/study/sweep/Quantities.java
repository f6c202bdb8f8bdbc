// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.report.Column;
import org.noisygd.report.Columns;
import org.noisygd.report.ResultTable;
import org.noisygd.study.precision.DriftReport;
import org.noisygd.study.precision.DriftReport.Phase;
import org.noisygd.study.precision.DriftResult;
import org.noisygd.study.precision.DriftResult.OfArithmetic;
import org.noisygd.study.precision.DriftResult.Point;
import org.noisygd.study.twin.Phases;

/**
 * What a sweep can record at each point of its grid: columns of the study's own results on a run
 * and its Phase III, in camel case, and the ends of the phases and of the run.
 * proofs-notes/sweeps.md describes each.
 */
final class Quantities {
  /** The verdict. */
  static final String VERDICT = "verdict";

  /** All quantities, in the order in which they are recorded by default. */
  static final List<Column> ALL =
      Stream.of(
              ("driftRatio driftRatioStdErr driftRatioLow driftRatioHigh verdict replicatesToDecide"
                      + " from to endOfPhaseOne endOfPhaseTwo unchangedStores overflows underflows"
                      + " updateInPlacesX updateInPlacesY significantBits medianTimeToBalance"
                      + " censored falseBalance finalLoss finalImbalance twinFinalImbalance")
                  .split(" "))
          .map(name -> new Column(name, column(name).type()))
          .toList();

  private Quantities() {}

  private static Column column(String name) {
    ResultTable none = table(List.of());
    return none.columns().get(place(none, name));
  }

  private static int place(ResultTable table, String name) {
    return table.place(name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT));
  }

  /** What a study saw of an arithmetic, in those columns; null if it is not defined. */
  static List<@Nullable Object> of(List<Column> recorded, DriftResult result, OfArithmetic one) {
    ResultTable table = table(List.of(new Phase(result, one, one.phases().size())));
    List<@Nullable Object> values = new ArrayList<>();
    recorded.forEach(column -> values.add(table.row(0).get(place(table, column.name()))));
    return values;
  }

  private static ResultTable table(List<Phase> rows) {
    return DriftReport.phaseColumns(Columns.of(rows))
        .whole("end_of_phase_one", "", row -> row.all().phases().endOfOne())
        .optional("end_of_phase_two", "", row -> endOfTwo(row.all().phases()))
        .number("final_loss", "", "%g", row -> last(row.run().course()).loss())
        .number("final_imbalance", "", "%g", row -> last(row.run().course()).imbalance())
        .number("twin_final_imbalance", "", "%g", row -> last(row.all().twin()).imbalance())
        .table();
  }

  private static OptionalLong endOfTwo(Phases phases) {
    return phases.hasThree() ? OptionalLong.of(phases.endOfTwo()) : OptionalLong.empty();
  }

  private static Point last(List<Point> course) {
    return course.get(course.size() - 1);
  }
}
