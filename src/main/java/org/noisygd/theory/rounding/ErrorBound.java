// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.rounding;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * An entry-wise bound gamma_n S + U on the error of a computed matrix, where S is the sum of the
 * absolute values of the monomials of the exact entry, n the most roundings that any monomial
 * passes in a legal plan, and U what underflow may add.
 */
public final class ErrorBound {
  /** The arithmetic of magnitudes that binary64 may not hold. */
  public static final DecimalArithmetic MAGNITUDES = DecimalArithmetic.ofDigits(20);

  /**
   * S and U are computed in binary64 or in 20 decimal digits, from non-negative terms only: their
   * relative error is at most (n + 2) 2^-53 for n operations in a row, so below 2^-20 for fewer
   * than 2^33; the bound is inflated by it.
   */
  private static final BigDecimal INFLATION =
      BigDecimal.ONE.add(BigDecimal.ONE.divide(BigDecimal.valueOf(1L << 20)));

  private static final MathContext UP = new MathContext(17, RoundingMode.UP);

  private final Matrix<? extends Object> magnitudes;
  private final Matrix<? extends Object> underflows;
  private final int roundings;
  private final RoundingModel model;

  /** n u, no larger than gamma_n. */
  private final double quickGamma;

  /** gamma_n, computed when it is first asked for. */
  private @Nullable BigDecimal gamma;

  /** The largest bound, computed when it is first asked for. */
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

  /** The bound zero, for entries that must be repeated exactly; S is 0 too. */
  public static <T> ErrorBound zero(Matrix<T> shapeOf) {
    Matrix<T> zeros = Matrix.zeros(shapeOf.arithmetic(), shapeOf.rows(), shapeOf.columns());
    return new ErrorBound(zeros, zeros, 0, RoundingModel.named("binary64"));
  }

  /** To 16 digits at least, which the inflation covers; a subnormal double rounded upward. */
  private static <T> BigDecimal decimal(Matrix<T> matrix, int i, int j) {
    T a = matrix.get(i, j);
    if (a instanceof BigDecimal d) {
      return d;
    }
    double d = matrix.arithmetic().roundToDouble(a);
    if (!Double.isFinite(d)) {
      throw new ArithmeticException(
          "a bound must be made of finite doubles, got "
              + d
              + " at ["
              + i
              + "]["
              + j
              + "]; for larger numbers give the arguments in decimal:20");
    }
    return d == 0
        ? BigDecimal.ZERO
        : BigDecimal.valueOf(d < Double.MIN_NORMAL ? Math.nextUp(d) : d);
  }

  private static <T> double nearest(Matrix<T> matrix, int i, int j) {
    return matrix.arithmetic().roundToDouble(matrix.get(i, j));
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
    return decimal(magnitudes, i, j);
  }

  /**
   * S at an entry to within a factor 1 + 2^-52 of {@link #magnitude}; 0 where binary64 comes near
   * its limits.
   */
  public double quickMagnitude(int i, int j) {
    return insideDoubles(nearest(magnitudes, i, j));
  }

  /**
   * The bound at an entry.
   *
   * @throws IllegalArgumentException unless {@link #decides}
   * @throws ArithmeticException if the arguments of the bound were not finite, or too large for the
   *     arithmetic that they are in
   */
  public BigDecimal at(int i, int j) {
    return gamma()
        .multiply(magnitude(i, j), UP)
        .add(flushes() ? decimal(underflows, i, j) : BigDecimal.ZERO, UP)
        .multiply(INFLATION, UP);
  }

  /**
   * A double that is no larger than the bound at an entry, and hardly smaller where n u is small: n
   * u S + U without the inflation, which is more than its six roundings to binary64 may add. 0
   * where binary64 comes near its limits.
   */
  public double quickly(int i, int j) {
    double u = flushes() ? nearest(underflows, i, j) : 0;
    return insideDoubles(quickGamma * nearest(magnitudes, i, j) + u);
  }

  /** The number if its products and sums neither overflow nor underflow; else 0. */
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
   * The bound if no operation rounds and any may flush: a result is then the sum of some of its
   * monomials, so its error is at most S.
   */
  public ErrorBound whereOnlyFlushed() {
    return new ErrorBound(magnitudes, magnitudes, 0, model);
  }

  /** The bound if every monomial may pass this many roundings more. */
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

  @SuppressWarnings("unchecked") // the values of a matrix are those of its arithmetic
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
