// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.judgement;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.ExactEntries;
import org.noisygd.judge.request.Place;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Literals;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.ErrorBound;
import org.noisygd.theory.error.OpBounds;

/** Measures the deviations of a candidate's numbers from exact ones, entry by entry. */
public final class Deviation {
  /** Minimum number of digits of an expected value in a message. */
  private static final int SHOWN = 25;

  /** Number of digits of an expected value in a message after those that agree. */
  private static final int BEYOND = 5;

  private static final MathContext FEW = new MathContext(4);

  private final Printing printing;
  private final BigDecimal unit;
  private double worst = -1;
  private double relative;
  private Optional<CaseResult.Failure> failure = Optional.empty();

  /**
   * Prepares a comparison.
   *
   * @param unit the declared arithmetic's unit roundoff; 0 for an exact one
   */
  Deviation(Printing printing, BigDecimal unit) {
    this.printing = printing;
    this.unit = unit;
  }

  /** The largest ratio of an error to its bound; negative if nothing was compared. */
  public double worst() {
    return worst;
  }

  /** The largest ratio of an error to the magnitude of its entry. */
  public double relative() {
    return relative;
  }

  public boolean failed() {
    return failure.isPresent();
  }

  /** The entry farthest beyond its bound. */
  public Optional<CaseResult.Failure> failure() {
    return failure;
  }

  /** Notes the first entry that is not finite, unless an entry failed before. */
  public void requireFinite(Place field, ReadMatrix actual) {
    for (int n = 0; !failed() && n < actual.entries().size(); n++) {
      ReadNumber entry = actual.entries().get(n);
      if (!entry.isFinite()) {
        worst = Double.POSITIVE_INFINITY;
        Place place = field.entry(n / actual.columns(), n % actual.columns());
        failure = Optional.of(CaseResult.Failure.notFinite(place, entry.literal()));
      }
    }
  }

  /** The verdict on the case that was compared. */
  CaseResult result(Case tested) {
    CaseResult.Outcome outcome = failed() ? CaseResult.Outcome.FAIL : CaseResult.Outcome.PASS;
    return new CaseResult(tested, outcome, worst, relative, failure, List.of());
  }

  <T> void compare(
      Factors<T> result,
      long t,
      List<ReadMatrix> state,
      OpBounds.Pair limits,
      ExactEntries.Pair exact) {
    compare(Place.of("X").at(t), result.x(), state.get(0), limits.x(), exact.x());
    compare(Place.of("Y").at(t), result.y(), state.get(1), limits.y(), exact.y());
  }

  /**
   * Compares a matrix.
   *
   * @param field the location of the matrix
   * @param exact the entries that pass only with the exact value; without a bound the others are
   *     not judged
   */
  public <T> void compare(
      Place field,
      Matrix<T> expected,
      ReadMatrix actual,
      ErrorBound bound,
      ExactEntries.Entries exact) {
    boolean decides = bound.decides();
    for (int i = 0; i < expected.rows(); i++) {
      for (int j = 0; j < expected.columns(); j++) {
        T value = expected.get(i, j);
        ReadNumber number = actual.get(i, j);
        Optional<Dyadic> error =
            value instanceof Dyadic d && number.isDouble()
                ? Optional.of(Dyadic.of(number.nearestDouble()).subtract(d))
                : Optional.empty();
        if (worst >= 0 && error.isPresent() && error.get().signum() == 0) {
          continue;
        }
        boolean exactly = exact.contain(i, j);
        boolean quick =
            error.isPresent()
                && changesNothing(
                    error.get(), exactly ? 0 : bound.quickly(i, j), bound.quickMagnitude(i, j));
        if (!quick && (exactly || decides)) {
          int row = i;
          int column = j;
          BigDecimal limit = exactly ? ofFiner(number, bound, i, j) : bound.at(i, j);
          compare(
              () -> field.entry(row, column),
              decimal(value),
              number,
              limit.add(printing.error(number)),
              bound.magnitude(i, j));
        }
      }
    }
  }

  /**
   * The limit of an entry that no evaluation order rounds. It is 0, unless the number has d digits
   * and is no value of the declared arithmetic: such a number was computed in decimals with unit
   * 10^(1-d), and the limit is the bound for these decimals.
   */
  private BigDecimal ofFiner(ReadNumber number, ErrorBound bound, int i, int j) {
    int digits = number.isDeclared() ? 1 : number.decimal().precision();
    BigDecimal finer = BigDecimal.ONE.scaleByPowerOfTen(1 - digits);
    return finer.compareTo(unit) >= 0 || !bound.decides()
        ? BigDecimal.ZERO
        : bound.at(i, j).multiply(finer).divide(unit, MathContext.DECIMAL32);
  }

  /**
   * Returns true if an entry is certainly within its limit, and neither its error over its limit
   * nor its error over its size is above the largest found. A margin of 2^-40 of the error covers
   * the few roundings of both sides, each of at most 2^-52.
   *
   * @param limit lower bound on the limit; 0 if unknown
   * @param size the size to within 2^-52; 0 if unknown
   */
  private boolean changesNothing(Dyadic error, double limit, double size) {
    double above = Math.abs(error.roundToDouble()) * (1 + 0x1p-40);
    return above > 0x1p-900 && above <= limit * Math.min(worst, 1) && above <= size * relative;
  }

  private void compare(
      Supplier<Place> place,
      BigDecimal expected,
      ReadNumber actual,
      BigDecimal limit,
      BigDecimal size) {
    BigDecimal error = actual.distance(expected);
    double ratio = ratio(error, limit);
    if (size.signum() > 0) {
      relative = Math.max(relative, ratio(error, size));
    }
    if (error.compareTo(limit) > 0 && (!failed() || ratio > worst)) {
      failure =
          Optional.of(
              new CaseResult.Failure(
                  place.get(),
                  Literals.format(expected.round(shown(expected, error))),
                  actual.literal(),
                  error.round(FEW).toString(),
                  limit.round(FEW).toString()));
    }
    worst = Math.max(worst, ratio);
  }

  private static MathContext shown(BigDecimal expected, BigDecimal error) {
    int agreeing = expected.precision() - expected.scale() - (error.precision() - error.scale());
    return new MathContext(Math.max(SHOWN, agreeing + BEYOND));
  }

  /** The ratio error / limit: 0 if both are 0, infinite if only the limit is 0. */
  static double ratio(BigDecimal error, BigDecimal limit) {
    if (error.signum() == 0) {
      return 0;
    }
    return limit.signum() == 0
        ? Double.POSITIVE_INFINITY
        : error.divide(limit, MathContext.DECIMAL32).doubleValue();
  }

  /** A dyadic number or a decimal, as a decimal. */
  static BigDecimal decimal(Object value) {
    return value instanceof Dyadic d ? d.toBigDecimal() : (BigDecimal) value;
  }

  /**
   * Returns true if the entries of a matrix differ from an exact one's by at most a multiple of the
   * largest bound: a fault may have permuted the right terms.
   */
  public static <T> boolean near(
      Matrix<T> exact, ReadMatrix actual, ErrorBound limit, BigDecimal factor) {
    if (exact.rows() != actual.rows() || exact.columns() != actual.columns()) {
      return false;
    }
    List<BigDecimal> values = exact.entries().stream().map(Deviation::decimal).toList();
    if (values.stream().anyMatch(ReadNumber::isBeyond)) {
      return false;
    }
    BigDecimal size = limit.largestMagnitude();
    BigDecimal allowed = limit.decides() ? limit.largest().multiply(factor) : size.movePointLeft(1);
    BigDecimal largest =
        values.stream().map(BigDecimal::abs).max(BigDecimal::compareTo).orElse(BigDecimal.ZERO);
    // The bound grows in proportion if wrong values are larger than the right terms.
    boolean grown = largest.compareTo(size) > 0;
    BigDecimal most = grown ? allowed.multiply(largest) : allowed;
    for (int n = 0; n < values.size(); n++) {
      BigDecimal error = actual.entries().get(n).distance(values.get(n));
      if ((grown ? error.multiply(size) : error).compareTo(most) > 0) {
        return false;
      }
    }
    return true;
  }

  /** The errors of printed numbers relative to the computed ones. */
  @FunctionalInterface
  public interface Printing {
    /** Exact printing. */
    Printing IN_FULL = printed -> BigDecimal.ZERO;

    /** The largest error of a printed number. */
    BigDecimal error(ReadNumber printed);

    /** Returns true if printing is exact. */
    default boolean isInFull() {
      return this == IN_FULL;
    }

    /** The largest error of each entry of a printed matrix. */
    default Matrix<BigDecimal> errors(ReadMatrix m) {
      return Matrix.of(ErrorBound.MAGNITUDES, m.rows(), m.columns(), (i, j) -> error(m.get(i, j)));
    }
  }
}
