// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

import java.math.BigInteger;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;

/**
 * One perturbed update in {@link FixedPoint} numbers, defined bitwise. With rnd the rounding to the
 * nearest multiple of 2^-F, ties upwards, and every sum of products formed exactly first:
 *
 * <pre>
 *   once:    eX = rnd(etaX), A = rnd(etaX M),    eY = rnd(etaY), B = rnd(etaY M)
 *   update:  Xt = X + Z1, Yt = Y + Z2                     exact
 *            K  = rnd(Yt^T Yt), L = rnd(Xt^T Xt)           r x r
 *            C  = rnd(eX K),    D = rnd(eY L)              r x r
 *            X' = X + rnd(A Yt - Xt C)
 *            Y' = Y + rnd(B^T Xt - Yt D)
 * </pre>
 *
 * <p>This is the Gram form with the step size folded into the constant matrix: an update rounds (d1
 * + d2) r numbers and forms no d1 x d2 product. The Gram form's cancellation near an optimum costs
 * no accuracy here, since errors are absolute; {@code FixedPointBound} has the bound (proved:
 * fixed_point_update in {@code FixedPoint.v}).
 *
 * <p>A, B, eX and eY are rounded once from exact numbers. Iterate and noise are rounded once too,
 * exactly for doubles that are multiples of 2^-F. Integers are unlimited: no result wraps, and
 * results do not depend on the representation in a kernel.
 */
public final class FixedPointUpdate {
  private final FixedPoint format;
  private final int d1;
  private final int d2;
  private final int r;
  private final BigInteger etaX;
  private final BigInteger etaY;
  private final BigInteger[] scaledByX;
  private final BigInteger[] scaledByY;

  private <T> FixedPointUpdate(FixedPoint format, Matrix<T> target, StepSizes<T> steps, int r) {
    this.format = format;
    this.d1 = target.rows();
    this.d2 = target.columns();
    this.r = Require.positive("r", r);
    BigFraction exactX = target.arithmetic().toRational(steps.etaX());
    BigFraction exactY = target.arithmetic().toRational(steps.etaY());
    this.etaX = format.fromRational(exactX);
    this.etaY = format.fromRational(exactY);
    this.scaledByX = integers(format, target, exactX);
    this.scaledByY = integers(format, target, exactY);
  }

  /**
   * The update of factors with r columns.
   *
   * @param target M, d1 x d2, of exact numbers
   */
  public static <T> FixedPointUpdate of(
      FixedPoint format, Matrix<T> target, StepSizes<T> steps, int r) {
    return new FixedPointUpdate(format, target, steps, r);
  }

  /** The entries times a factor, each rounded once, row by row. */
  private static <T> BigInteger[] integers(
      FixedPoint format, Matrix<T> matrix, BigFraction factor) {
    Arithmetic<T> arithmetic = matrix.arithmetic();
    return matrix.entries().stream()
        .map(a -> format.fromRational(arithmetic.toRational(a).multiply(factor)))
        .toArray(BigInteger[]::new);
  }

  /** The integers of a d x r factor, row by row, each rounded once. */
  <T> BigInteger[] integers(Matrix<T> factor, int rows) {
    Require.that(
        factor.rows() == rows && factor.columns() == r,
        "factor",
        "be " + rows + " x " + r,
        factor.shape());
    return integers(format, factor, BigFraction.ONE);
  }

  /** F and the rounding. */
  public FixedPoint format() {
    return format;
  }

  /** d1, the rows of X. */
  public int d1() {
    return d1;
  }

  /** d2, the rows of Y. */
  public int d2() {
    return d2;
  }

  /** r, the columns of X and of Y. */
  public int r() {
    return r;
  }

  /** The integer of eX. */
  BigInteger etaX() {
    return etaX;
  }

  /** The integer of eY. */
  BigInteger etaY() {
    return etaY;
  }

  /** The integer of A_ij. */
  BigInteger scaledByX(int i, int j) {
    return scaledByX[i * d2 + j];
  }

  /** The integer of B_ij. */
  BigInteger scaledByY(int i, int j) {
    return scaledByY[i * d2 + j];
  }
}
