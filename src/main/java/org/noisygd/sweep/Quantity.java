// SPDX-License-Identifier: Apache-2.0
package org.noisygd.sweep;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.study.PrecisionResult;
import org.noisygd.study.PrecisionResult.OfArithmetic;
import org.noisygd.study.PrecisionResult.Point;
import org.noisygd.table.Column;

/** What a sweep can record at each point of its grid; the study's own words, in camel case. */
public enum Quantity {
  /** The drift ratio. */
  DRIFT_RATIO(Column.ofDoubles("driftRatio"), (all, one) -> one.drift().value()),
  /** Its standard error. */
  DRIFT_RATIO_STD_ERR(
      Column.ofDoubles("driftRatioStdErr"), (all, one) -> one.drift().standardError()),
  /** What it means. */
  VERDICT(Column.ofText("verdict"), (all, one) -> one.drift().verdict().word()),
  /** The step from which the drift was measured. */
  FROM(Column.ofLongs("from"), (all, one) -> one.drift().from()),
  /** The step to which it was. */
  TO(Column.ofLongs("to"), (all, one) -> one.drift().to()),
  /** The last step of Phase I. */
  END_OF_PHASE_ONE(Column.ofLongs("endOfPhaseOne"), (all, one) -> all.phases().endOfOne()),
  /** The end of Phase II, none where it did not end. */
  END_OF_PHASE_TWO(
      Column.ofLongs("endOfPhaseTwo"),
      (all, one) -> all.phases().hasThree() ? all.phases().endOfTwo() : null),
  /** The share of stores in Phase III that changed nothing. */
  UNCHANGED_STORES(Column.ofDoubles("unchangedStores"), (all, one) -> one.phaseThree().unchanged()),
  /** Stores in Phase III that overflowed. */
  OVERFLOWS(Column.ofLongs("overflows"), (all, one) -> one.phaseThree().overflows()),
  /** Stores in Phase III below the smallest normal number. */
  UNDERFLOWS(Column.ofLongs("underflows"), (all, one) -> one.phaseThree().underflows()),
  /** The root mean square update of X in spacings of numbers there, in Phase III. */
  UPDATE_IN_PLACES_X(Column.ofDoubles("updateInPlacesX"), (all, one) -> one.phaseThree().placesX()),
  /** That of Y. */
  UPDATE_IN_PLACES_Y(Column.ofDoubles("updateInPlacesY"), (all, one) -> one.phaseThree().placesY()),
  /** Significant bits against the twin in Phase III. */
  SIGNIFICANT_BITS(Column.ofDoubles("significantBits"), (all, one) -> one.phaseThree().bits()),
  /** The median time to balance, none where half of the replicates did not get there. */
  MEDIAN_TIME_TO_BALANCE(
      Column.ofLongs("medianTimeToBalance"),
      (all, one) ->
          one.timeToBalance().median().isPresent()
              ? one.timeToBalance().median().getAsLong()
              : null),
  /** Replicates that did not become balanced. */
  CENSORED(Column.ofLongs("censored"), (all, one) -> (long) one.timeToBalance().censored()),
  /** Replicates that became balanced in less than half of their twin's time. */
  FALSE_BALANCE(
      Column.ofLongs("falseBalance"), (all, one) -> (long) one.timeToBalance().falseBalance()),
  /** The mean loss at the end. */
  FINAL_LOSS(Column.ofDoubles("finalLoss"), (all, one) -> last(one.course()).loss()),
  /** The mean imbalance at the end. */
  FINAL_IMBALANCE(Column.ofDoubles("finalImbalance"), (all, one) -> last(one.course()).imbalance()),
  /** That of the twin. */
  TWIN_FINAL_IMBALANCE(
      Column.ofDoubles("twinFinalImbalance"), (all, one) -> last(all.twin()).imbalance());

  private final Column column;
  private final BiFunction<PrecisionResult, OfArithmetic, @Nullable Object> of;

  Quantity(Column column, BiFunction<PrecisionResult, OfArithmetic, @Nullable Object> of) {
    this.column = column;
    this.of = of;
  }

  private static Point last(List<Point> course) {
    return course.get(course.size() - 1);
  }

  /** Its column in tables. */
  public Column column() {
    return column;
  }

  /** What a study saw of it; null where it is not defined. */
  @Nullable Object of(PrecisionResult result, OfArithmetic one) {
    return of.apply(result, one);
  }

  /** The quantity of that name. */
  static Optional<Quantity> named(String word) {
    return Arrays.stream(values()).filter(one -> one.column.name().equals(word)).findFirst();
  }
}
