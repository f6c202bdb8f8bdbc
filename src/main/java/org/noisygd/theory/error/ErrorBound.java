// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.error;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.Text;
import org.noisygd.number.matrix.Matrix;

/**
 * An entry-wise bound gamma_n S + U on the error of a computed matrix, where S is the sum of the
 * absolute values of the monomials of the exact entry, n the maximum number of roundings of a
 * monomial in an admissible evaluation order, and U the contribution of underflow.
 */
public final class ErrorBound {
  /** The arithmetic of magnitudes beyond binary64. */
  public static final DecimalArithmetic MAGNITUDES = DecimalArithmetic.ofDigits(20);

  /**
   * S and U are computed in binary64 or in 20 decimal digits, from non-negative terms only: their
   * relative error is at most (n + 2) 2^-53 for n operations in a row, so below 2^-20 for fewer
   * than 2^33; the bound is inflated by this.
   */
  private static final BigDecimal INFLATION =
      BigDecimal.ONE.add(BigDecimal.ONE.divide(BigDecimal.valueOf(1L << 20)));

  /** A number of roundings for which there is no bound, whatever the arithmetic. */
  public static final int UNBOUNDED = Integer.MAX_VALUE / 2;

  private static final MathContext UP = new MathContext(17, RoundingMode.UP);

  private final Matrix<? extends Object> magnitudes;
  private final Matrix<? extends Object> underflows;
  private final int roundings;
  private final RoundingModel model;

  /** n u, no larger than gamma_n. */
  private final double quickGamma;

  /** gamma_n, computed on first use. */
  private @Nullable BigDecimal gamma;

  /** The largest bound, computed on first use. */
  private @Nullable BigDecimal largest;

  /**
   * The bound of a matrix.
   *
   * @param magnitude S, with no negative entry
   * @param underflow U, with no negative entry, of the same shape
   * @param roundings n
   */
  public ErrorBound(
      Matrix<? extends Object> magnitude,
      Matrix<? extends Object> underflow,
      int roundings,
      RoundingModel model) {
    this.magnitudes = magnitude;
    this.underflows = underflow;
    this.roundings = roundings;
    this.model = model;
    this.quickGamma = roundings * model.unitRoundoff().doubleValue();
  }

  /** The bound zero, for entries that must be reproduced exactly; S is 0 too. */
  public static <T> ErrorBound zero(Matrix<T> shapeOf) {
    Matrix<T> zeros = Matrix.zeros(shapeOf.arithmetic(), shapeOf.rows(), shapeOf.columns());
    return new ErrorBound(zeros, zeros, 0, RoundingModel.named("binary64"));
  }

  /** An entry to at least 16 digits, as the inflation allows; subnormals are rounded up. */
  private static <T> BigDecimal decimal(Matrix<T> matrix, int i, int j) {
    T a = matrix.get(i, j);
    if (a instanceof BigDecimal d) {
      return d;
    }
    double d = matrix.arithmetic().roundToDouble(a);
    if (!Double.isFinite(d)) {
      throw new ArithmeticException(
          Text.format(
              "a bound needs finite doubles, got %s at [%d][%d]; give larger numbers in decimal:20",
              d, i, j));
    }
    return d == 0
        ? BigDecimal.ZERO
        : BigDecimal.valueOf(d < Double.MIN_NORMAL ? Math.nextUp(d) : d);
  }

  private static <T> double nearest(Matrix<T> matrix, int i, int j) {
    return matrix.arithmetic().roundToDouble(matrix.get(i, j));
  }

  /** Returns true if the bound is meaningful: n u is at most 1/4, and n below UNBOUNDED. */
  public boolean decides() {
    return roundings < UNBOUNDED && model.bounds(roundings);
  }

  /** n, the maximum number of roundings of a monomial. */
  public int roundings() {
    return roundings;
  }

  /** S at an entry. */
  public BigDecimal magnitude(int i, int j) {
    return decimal(magnitudes, i, j);
  }

  /**
   * S at an entry to within a factor 1 + 2^-52 of {@link #magnitude}; 0 near the limits of
   * binary64.
   */
  public double quickMagnitude(int i, int j) {
    return insideDoubles(nearest(magnitudes, i, j));
  }

  /**
   * The bound at an entry.
   *
   * @throws IllegalArgumentException unless {@link #decides}
   * @throws ArithmeticException if the arguments of the bound were not finite, or too large for
   *     their arithmetic
   */
  public BigDecimal at(int i, int j) {
    return gamma()
        .multiply(magnitude(i, j), UP)
        .add(flushes() ? decimal(underflows, i, j) : BigDecimal.ZERO, UP)
        .multiply(INFLATION, UP);
  }

  /**
   * A double no larger than the bound at an entry, and hardly smaller if n u is small: n u S + U
   * without the inflation, which exceeds the error of its six roundings to binary64. 0 near the
   * limits of binary64.
   */
  public double quickly(int i, int j) {
    double u = flushes() ? nearest(underflows, i, j) : 0;
    return insideDoubles(quickGamma * nearest(magnitudes, i, j) + u);
  }

  /** The number, or 0 if its products and sums may overflow or underflow. */
  private static double insideDoubles(double d) {
    return d > 0x1p-900 && d < 0x1p900 ? d : 0;
  }

  private boolean flushes() {
    return model.underflow().signum() > 0;
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
   * The bound if no operation rounds but any may flush: a result is then the sum of some of its
   * monomials, so its error is at most S.
   */
  public ErrorBound whereOnlyFlushed() {
    return new ErrorBound(magnitudes, magnitudes, 0, model);
  }

  /** The bound for this many more roundings of every monomial. */
  public ErrorBound withMore(int more) {
    return new ErrorBound(magnitudes, underflows, roundings + more, model);
  }

  /** This bound plus a matrix of the same shape: S grows by that matrix over gamma_n. */
  <T> ErrorBound plus(Matrix<T> more) {
    Arithmetic<T> arithmetic = more.arithmetic();
    T overGamma = arithmetic.fromDecimal(BigDecimal.ONE.divide(gamma(), UP));
    Matrix<T> larger = in(arithmetic, magnitudes).plus(more.scale(overGamma));
    return new ErrorBound(larger, underflows, roundings, model);
  }

  /** The bound at every entry, in the arithmetic of its magnitudes. */
  <T> Matrix<T> matrix(Arithmetic<T> arithmetic) {
    T inflatedGamma = arithmetic.fromDecimal(gamma().multiply(INFLATION, UP));
    Matrix<T> sum = in(arithmetic, magnitudes).scale(inflatedGamma);
    return flushes()
        ? sum.plus(in(arithmetic, underflows).scale(arithmetic.fromDecimal(INFLATION)))
        : sum;
  }

  @SuppressWarnings("unchecked") // the values of a matrix belong to its arithmetic
  private static <T> Matrix<T> in(Arithmetic<T> arithmetic, Matrix<?> matrix) {
    if (!matrix.arithmetic().equals(arithmetic)) {
      throw new IllegalArgumentException(
          "magnitudes must be in " + arithmetic.name() + ", got " + matrix.arithmetic().name());
    }
    return (Matrix<T>) matrix;
  }

  /** The largest S of any entry. */
  public BigDecimal largestMagnitude() {
    return largest(this::magnitude);
  }

  /** The largest bound of any entry. */
  public BigDecimal largest() {
    BigDecimal known = largest;
    if (known == null) {
      known = largest(this::at);
      largest = known;
    }
    return known;
  }

  private BigDecimal largest(Matrix.Entry<BigDecimal> entry) {
    return Matrix.of(MAGNITUDES, rows(), columns(), entry).entries().stream()
        .reduce(BigDecimal.ZERO, BigDecimal::max);
  }

  /** The number of rows. */
  public int rows() {
    return magnitudes.rows();
  }

  /** The number of columns. */
  public int columns() {
    return magnitudes.columns();
  }

  /** The bound as a formula. */
  @Override
  public String toString() {
    return "gamma_" + roundings + " S + U in " + rows() + " x " + columns() + " entries, " + model;
  }
}
