// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.report.Column;
import org.noisygd.study.precision.DriftResult;
import org.noisygd.study.precision.DriftResult.OfArithmetic;
import org.noisygd.study.precision.DriftResult.Point;

/** What a sweep can record at each point of its grid; the study's own words, in camel case. */
public enum Quantity {
  /** The drift ratio. */
  DRIFT_RATIO("driftRatio", Column.Type.DOUBLE, (all, one) -> one.drift().value()),
  /** Its standard error. */
  DRIFT_RATIO_STD_ERR(
      "driftRatioStdErr", Column.Type.DOUBLE, (all, one) -> one.drift().standardError()),
  /** The lower end of its interval at 99%. */
  DRIFT_RATIO_LOW("driftRatioLow", Column.Type.DOUBLE, (all, one) -> one.drift().low()),
  /** The upper end. */
  DRIFT_RATIO_HIGH("driftRatioHigh", Column.Type.DOUBLE, (all, one) -> one.drift().high()),
  /** What it means. */
  VERDICT("verdict", Column.Type.TEXT, (all, one) -> one.verdict().word()),
  /** About how many replicates would decide what is undetermined. */
  REPLICATES_TO_DECIDE(
      "replicatesToDecide", Column.Type.LONG, (all, one) -> boxed(one.replicatesToDecide())),
  /** The step from which the drift was measured. */
  FROM("from", Column.Type.LONG, (all, one) -> one.drift().from()),
  /** The step to which it was. */
  TO("to", Column.Type.LONG, (all, one) -> one.drift().to()),
  /** The last step of Phase I. */
  END_OF_PHASE_ONE("endOfPhaseOne", Column.Type.LONG, (all, one) -> all.phases().endOfOne()),
  /** The end of Phase II, none where it did not end. */
  END_OF_PHASE_TWO(
      "endOfPhaseTwo",
      Column.Type.LONG,
      (all, one) -> all.phases().hasThree() ? all.phases().endOfTwo() : null),
  /** The share of stores in Phase III that changed nothing. */
  UNCHANGED_STORES(
      "unchangedStores", Column.Type.DOUBLE, (all, one) -> one.phaseThree().unchangedStores()),
  /** Stores in Phase III that overflowed. */
  OVERFLOWS("overflows", Column.Type.LONG, (all, one) -> one.phaseThree().overflows()),
  /** Stores in Phase III below the smallest normal number. */
  UNDERFLOWS("underflows", Column.Type.LONG, (all, one) -> one.phaseThree().underflows()),
  /** The root mean square update of X in spacings of numbers there, in Phase III. */
  UPDATE_IN_PLACES_X(
      "updateInPlacesX", Column.Type.DOUBLE, (all, one) -> one.phaseThree().updateInPlacesX()),
  /** That of Y. */
  UPDATE_IN_PLACES_Y(
      "updateInPlacesY", Column.Type.DOUBLE, (all, one) -> one.phaseThree().updateInPlacesY()),
  /** Significant bits against the twin in Phase III. */
  SIGNIFICANT_BITS(
      "significantBits", Column.Type.DOUBLE, (all, one) -> one.phaseThree().significantBits()),
  /** The median time to balance, none where half of the replicates did not get there. */
  MEDIAN_TIME_TO_BALANCE(
      "medianTimeToBalance", Column.Type.LONG, (all, one) -> boxed(one.timeToBalance().median())),
  /** Replicates that did not become balanced. */
  CENSORED("censored", Column.Type.LONG, (all, one) -> (long) one.timeToBalance().censored()),
  /** Replicates that became balanced in less than half of their twin's time. */
  FALSE_BALANCE(
      "falseBalance", Column.Type.LONG, (all, one) -> (long) one.timeToBalance().falseBalance()),
  /** The mean loss at the end. */
  FINAL_LOSS("finalLoss", Column.Type.DOUBLE, (all, one) -> last(one.course()).loss()),
  /** The mean imbalance at the end. */
  FINAL_IMBALANCE(
      "finalImbalance", Column.Type.DOUBLE, (all, one) -> last(one.course()).imbalance()),
  /** That of the twin. */
  TWIN_FINAL_IMBALANCE(
      "twinFinalImbalance", Column.Type.DOUBLE, (all, one) -> last(all.twin()).imbalance());

  private final String word;
  private final Column.Type type;
  private final BiFunction<DriftResult, OfArithmetic, @Nullable Object> value;

  Quantity(
      String word,
      Column.Type type,
      BiFunction<DriftResult, OfArithmetic, @Nullable Object> value) {
    this.word = word;
    this.type = type;
    this.value = value;
  }

  private static Point last(List<Point> course) {
    return course.get(course.size() - 1);
  }

  private static @Nullable Long boxed(OptionalLong value) {
    return value.isPresent() ? (Long) value.getAsLong() : null;
  }

  /** Its column in tables. */
  public Column column() {
    return new Column(word, type);
  }

  /** What a study saw of it; null where it is not defined. */
  public @Nullable Object of(DriftResult all, OfArithmetic one) {
    return value.apply(all, one);
  }

  /** The quantity of that name. */
  static Optional<Quantity> named(String word) {
    return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
  }
}
