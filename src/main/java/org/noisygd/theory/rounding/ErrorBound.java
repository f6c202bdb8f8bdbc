// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.rounding;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * An entry-wise bound gamma_n S + U on the error of a computed matrix, where S is the sum of the
 * absolute values of the monomials of the exact entry, n the most roundings that any monomial
 * passes in a legal plan, and U what underflow may add.
 */
public final class ErrorBound {
  /** In which magnitudes are evaluated that binary64 may not hold. */
  public static final DecimalArithmetic MAGNITUDES = DecimalArithmetic.ofDigits(20);

  /**
   * S and U are computed in binary64 or in 20 decimal digits, from non-negative terms only: their
   * relative error is at most (n + 2) 2^-53 for n operations in a row, so below 2^-20 for fewer
   * than 2^33; the bound is inflated by it.
   */
  private static final BigDecimal INFLATION =
      BigDecimal.ONE.add(BigDecimal.ONE.divide(BigDecimal.valueOf(1L << 20)));

  private static final MathContext UP = new MathContext(17, RoundingMode.UP);

  private final int rows;
  private final int columns;
  private final BigDecimal[] magnitudes;
  private final BigDecimal[] underflows;
  private final int roundings;
  private final RoundingModel model;

  /** gamma_n, computed when it is first asked for. */
  private @Nullable BigDecimal gamma;

  /**
   * The bound of a matrix.
   *
   * @param magnitude S, with no negative entry
   * @param underflow U, with no negative entry, of the same shape
   * @param roundings n
   */
  public <T extends Object> ErrorBound(
      Matrix<T> magnitude, Matrix<T> underflow, int roundings, RoundingModel model) {
    this.rows = magnitude.rows();
    this.columns = magnitude.columns();
    this.magnitudes = decimals(magnitude);
    this.underflows = decimals(underflow);
    this.roundings = roundings;
    this.model = model;
  }

  private ErrorBound(
      int rows,
      int columns,
      BigDecimal[] magnitudes,
      BigDecimal[] underflows,
      int roundings,
      RoundingModel model) {
    this.rows = rows;
    this.columns = columns;
    this.magnitudes = magnitudes;
    this.underflows = underflows;
    this.roundings = roundings;
    this.model = model;
  }

  /** The bound zero, for entries that must be repeated exactly; S is 0 too. */
  public static <T extends Object> ErrorBound zero(Matrix<T> shapeOf) {
    Matrix<T> zeros = Matrix.zeros(shapeOf.arithmetic(), shapeOf.rows(), shapeOf.columns());
    return new ErrorBound(zeros, zeros, 0, RoundingModel.named("binary64"));
  }

  private static <T extends Object> BigDecimal[] decimals(Matrix<T> matrix) {
    return matrix.entries().stream().map(a -> toDecimal(matrix, a)).toArray(BigDecimal[]::new);
  }

  /** To 16 digits at least, which the inflation covers; a subnormal double rounded upward. */
  private static <T extends Object> BigDecimal toDecimal(Matrix<T> matrix, T a) {
    if (a instanceof BigDecimal d) {
      return d;
    }
    double d = matrix.arithmetic().roundToDouble(a);
    return d == 0
        ? BigDecimal.ZERO
        : BigDecimal.valueOf(d < Double.MIN_NORMAL ? Math.nextUp(d) : d);
  }

  /** Whether the bound says anything: n u is at most 1/4. */
  public boolean decides() {
    return model.bounds(roundings);
  }

  /** n, the roundings that a monomial may pass. */
  public int roundings() {
    return roundings;
  }

  /** S at an entry. */
  public BigDecimal magnitude(int i, int j) {
    return magnitudes[i * columns + j];
  }

  /**
   * The bound at an entry.
   *
   * @throws IllegalArgumentException unless {@link #decides}
   */
  public BigDecimal at(int i, int j) {
    int n = i * columns + j;
    return gamma()
        .multiply(magnitudes[n], UP)
        .add(model.underflow().signum() == 0 ? BigDecimal.ZERO : underflows[n], UP)
        .multiply(INFLATION, UP);
  }

  private BigDecimal gamma() {
    BigDecimal known = gamma;
    if (known == null) {
      known = model.gamma(roundings);
      gamma = known;
    }
    return known;
  }

  /**
   * The bound where no operation rounds and any may flush: a result is then the sum of some of its
   * monomials, so that it misses no more than S.
   */
  public ErrorBound whereOnlyFlushed() {
    return new ErrorBound(rows, columns, magnitudes, magnitudes, 0, model);
  }

  /** The bound where every monomial may pass so many roundings more. */
  public ErrorBound withMore(int more) {
    return new ErrorBound(rows, columns, magnitudes, underflows, roundings + more, model);
  }

  /** This bound and what is added to it, of the same shape: S grows by that over gamma_n. */
  ErrorBound plus(Matrix<BigDecimal> more) {
    BigDecimal[] larger = new BigDecimal[magnitudes.length];
    for (int n = 0; n < larger.length; n++) {
      BigDecimal carried = more.get(n / columns, n % columns).divide(gamma(), UP);
      larger[n] = magnitudes[n].add(carried, UP);
    }
    return new ErrorBound(rows, columns, larger, underflows, roundings, model);
  }

  /** The bound at every entry. */
  Matrix<BigDecimal> matrix() {
    return Matrix.of(MAGNITUDES, rows, columns, this::at);
  }

  /** The largest S of any entry. */
  public BigDecimal largestMagnitude() {
    return Arrays.stream(magnitudes).max(BigDecimal::compareTo).orElse(BigDecimal.ZERO);
  }

  /** The largest bound of any entry. */
  public BigDecimal largest() {
    BigDecimal largest = BigDecimal.ZERO;
    for (int n = 0; n < magnitudes.length; n++) {
      largest = largest.max(at(n / columns, n % columns));
    }
    return largest;
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }

  /** The number of columns. */
  public int columns() {
    return columns;
  }
}
