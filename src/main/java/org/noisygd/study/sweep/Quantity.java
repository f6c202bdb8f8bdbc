// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.sweep;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.report.Column;
import org.noisygd.study.precision.DriftResult;
import org.noisygd.study.precision.DriftResult.OfArithmetic;
import org.noisygd.study.precision.DriftResult.Point;

/** What a sweep can record at each point of its grid; the study's own words, in camel case. */
public enum Quantity {
  /** The drift ratio. */
  DRIFT_RATIO("driftRatio", Column.Type.DOUBLE),
  /** Its standard error. */
  DRIFT_RATIO_STD_ERR("driftRatioStdErr", Column.Type.DOUBLE),
  /** The lower end of its interval at 99%. */
  DRIFT_RATIO_LOW("driftRatioLow", Column.Type.DOUBLE),
  /** The upper end. */
  DRIFT_RATIO_HIGH("driftRatioHigh", Column.Type.DOUBLE),
  /** What it means. */
  VERDICT("verdict", Column.Type.TEXT),
  /** About how many replicates would decide what is undetermined. */
  REPLICATES_TO_DECIDE("replicatesToDecide", Column.Type.LONG),
  /** The step from which the drift was measured. */
  FROM("from", Column.Type.LONG),
  /** The step to which it was. */
  TO("to", Column.Type.LONG),
  /** The last step of Phase I. */
  END_OF_PHASE_ONE("endOfPhaseOne", Column.Type.LONG),
  /** The end of Phase II, none where it did not end. */
  END_OF_PHASE_TWO("endOfPhaseTwo", Column.Type.LONG),
  /** The share of stores in Phase III that changed nothing. */
  UNCHANGED_STORES("unchangedStores", Column.Type.DOUBLE),
  /** Stores in Phase III that overflowed. */
  OVERFLOWS("overflows", Column.Type.LONG),
  /** Stores in Phase III below the smallest normal number. */
  UNDERFLOWS("underflows", Column.Type.LONG),
  /** The root mean square update of X in spacings of numbers there, in Phase III. */
  UPDATE_IN_PLACES_X("updateInPlacesX", Column.Type.DOUBLE),
  /** That of Y. */
  UPDATE_IN_PLACES_Y("updateInPlacesY", Column.Type.DOUBLE),
  /** Significant bits against the twin in Phase III. */
  SIGNIFICANT_BITS("significantBits", Column.Type.DOUBLE),
  /** The median time to balance, none where half of the replicates did not get there. */
  MEDIAN_TIME_TO_BALANCE("medianTimeToBalance", Column.Type.LONG),
  /** Replicates that did not become balanced. */
  CENSORED("censored", Column.Type.LONG),
  /** Replicates that became balanced in less than half of their twin's time. */
  FALSE_BALANCE("falseBalance", Column.Type.LONG),
  /** The mean loss at the end. */
  FINAL_LOSS("finalLoss", Column.Type.DOUBLE),
  /** The mean imbalance at the end. */
  FINAL_IMBALANCE("finalImbalance", Column.Type.DOUBLE),
  /** That of the twin. */
  TWIN_FINAL_IMBALANCE("twinFinalImbalance", Column.Type.DOUBLE);

  private final String word;
  private final Column.Type type;

  Quantity(String word, Column.Type type) {
    this.word = word;
    this.type = type;
  }

  private static Point last(List<Point> course) {
    return course.get(course.size() - 1);
  }

  /** Its column in tables. */
  public Column column() {
    return new Column(word, type);
  }

  /** What a study saw of it; null where it is not defined. */
  public @Nullable Object of(DriftResult all, OfArithmetic one) {
    return switch (this) {
      case DRIFT_RATIO -> one.drift().value();
      case DRIFT_RATIO_STD_ERR -> one.drift().standardError();
      case DRIFT_RATIO_LOW -> one.drift().low();
      case DRIFT_RATIO_HIGH -> one.drift().high();
      case VERDICT -> one.verdict().word();
      case REPLICATES_TO_DECIDE -> boxed(one.replicatesToDecide());
      case FROM -> one.drift().from();
      case TO -> one.drift().to();
      case END_OF_PHASE_ONE -> all.phases().endOfOne();
      case END_OF_PHASE_TWO -> all.phases().hasThree() ? all.phases().endOfTwo() : null;
      case UNCHANGED_STORES -> one.phaseThree().unchangedStores();
      case OVERFLOWS -> one.phaseThree().overflows();
      case UNDERFLOWS -> one.phaseThree().underflows();
      case UPDATE_IN_PLACES_X -> one.phaseThree().updateInPlacesX();
      case UPDATE_IN_PLACES_Y -> one.phaseThree().updateInPlacesY();
      case SIGNIFICANT_BITS -> one.phaseThree().significantBits();
      case MEDIAN_TIME_TO_BALANCE -> boxed(one.timeToBalance().median());
      case CENSORED -> (long) one.timeToBalance().censored();
      case FALSE_BALANCE -> (long) one.timeToBalance().falseBalance();
      case FINAL_LOSS -> last(one.course()).loss();
      case FINAL_IMBALANCE -> last(one.course()).imbalance();
      case TWIN_FINAL_IMBALANCE -> last(all.twin()).imbalance();
    };
  }

  private static @Nullable Long boxed(OptionalLong value) {
    return value.isPresent() ? (Long) value.getAsLong() : null;
  }

  /** The quantity of that name. */
  static Optional<Quantity> named(String word) {
    return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
  }
}
