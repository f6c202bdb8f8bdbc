// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.noisygd.study.twin.Runs;

/**
 * What runs in several arithmetics do once they have settled at the smoothed optimum, beside the
 * stationary law in closed form.
 *
 * @param runs what was run in each arithmetic
 * @param endedAt the last step of the runs, if they ended before their work was done
 * @param settled the step from which on they are observed
 * @param rate the slowest rate of the linearised update, per update
 * @param rest what M has beyond rank r, as a share of ||M||
 * @param predicted ratio, imbalance and loss as predicted, in the order of {@link Quantity}
 * @param results one for each arithmetic
 */
public record SettledResult(
    Runs runs,
    OptionalLong endedAt,
    long settled,
    double rate,
    double rest,
    List<Prediction> predicted,
    List<OfArithmetic> results) {

  /** Keeps its own copies. */
  public SettledResult {
    predicted = List.copyOf(predicted);
    results = List.copyOf(results);
  }

  /** What is observed. */
  public enum Quantity {
    /** ||X|| / ||Y||. */
    RATIO(0, "ratio ||X||/||Y||"),
    /** ||X||^2 - gamma^2 ||Y||^2, gamma what the noise balances. */
    IMBALANCE(1, "imbalance ||X||^2 - gamma^2 ||Y||^2"),
    /** ||X Y^T - M||^2 / 2. */
    LOSS(2, "loss ||X Y^T - M||^2 / 2");

    private final int place;
    private final String label;

    Quantity(int place, String label) {
      this.place = place;
      this.label = label;
    }

    /** Its place in lists of all of them. */
    int place() {
      return place;
    }

    /** Its name and what it is. */
    String label() {
      return label;
    }

    /** The word in results. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A quantity in the stationary law, to first order in the step sizes.
   *
   * @param atOptimum its value at the smoothed optimum
   * @param mean its mean
   * @param deviation its standard deviation
   */
  public record Prediction(double atOptimum, double mean, double deviation) {}

  /**
   * A quantity as it was seen.
   *
   * @param mean over all replicates and observed steps
   * @param meanStdErr its standard error, from the scatter of the replicates' means
   * @param deviation the standard deviation of all values
   * @param deviationStdErr its standard error
   * @param q1 the first quartile of all values kept
   * @param median their median
   * @param q3 the third quartile
   */
  public record Seen(
      double mean,
      double meanStdErr,
      double deviation,
      double deviationStdErr,
      double q1,
      double median,
      double q3) {}

  /**
   * What was seen of one arithmetic.
   *
   * @param arithmetic its name as given
   * @param lost replicates that left the finite numbers; all numbers are then NaN, as they are if
   *     the runs ended before they were looked at
   * @param seen in the order of {@link Quantity}
   * @param rounded the ratio as predicted under its rounding; empty where there is no prediction
   */
  public record OfArithmetic(
      String arithmetic, int lost, List<Seen> seen, Optional<RoundedLaw> rounded) {
    /** Keeps its own copy. */
    public OfArithmetic {
      seen = List.copyOf(seen);
    }

    /** Whether there are numbers: none of the runs is lost, and they were looked at. */
    boolean isKnown() {
      return !Double.isNaN(of(Quantity.LOSS).mean());
    }

    /** A quantity as it was seen. */
    public Seen of(Quantity quantity) {
      return seen.get(quantity.place());
    }
  }

  /** A quantity as predicted. */
  public Prediction predicted(Quantity quantity) {
    return predicted.get(quantity.place());
  }
}
