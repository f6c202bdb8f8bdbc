// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.error;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.noisygd.number.Rationals;

/**
 * Bounds on a computed sum of n products, x^T y: each is relative S + absolute, with S the sum of
 * all |x_j y_j|.
 *
 * @param relative the factor of S
 * @param absolute the contribution of underflow
 */
public record DotBounds(BigDecimal relative, BigDecimal absolute) {
  private static final MathContext UP = new MathContext(20, RoundingMode.UP);

  /** The smallest normal number of binary32, in which an accumulator keeps its sums. */
  private static final BigDecimal SMALLEST_NORMAL =
      RoundingModel.named("binary32").underflow().toBigDecimal();

  /**
   * Any order of summation, fused, compensated or exact: n + 1 roundings of each term, and two more
   * if a product converts its operands again (FP.dot). Each of 4n - 1 operations, and each flushed
   * operand, may have an absolute error of the smallest normal number, times at most 4/3.
   *
   * @param sizes the sum of all |x_j| and |y_j|
   * @throws IllegalArgumentException if the roundings are too many for a bound
   */
  public static DotBounds of(RoundingModel model, int terms, BigDecimal sizes) {
    return new DotBounds(model.gamma(roundings(model, terms)), losses(model, terms, sizes));
  }

  /** The number of roundings of a term. */
  public static int roundings(RoundingModel model, int terms) {
    return Math.addExact(terms, 1 + model.conversionsPerProduct());
  }

  private static BigDecimal losses(RoundingModel model, int terms, BigDecimal sizes) {
    BigDecimal operations = BigDecimal.valueOf(4L * terms - 1).add(sizes);
    return operations
        .multiply(model.underflow().toBigDecimal())
        .multiply(BigDecimal.valueOf(4))
        .divide(BigDecimal.valueOf(3), UP);
  }

  /** The bound on the final sum of an accumulator, in binary32. */
  public static DotBounds of(Accumulator sum, int terms, BigDecimal sizes) {
    BigDecimal growth = sum.growth(terms);
    // Each addition may lose the smallest normal number of binary32, each flushed operand the
    // smallest normal number of its format times the other operand.
    BigDecimal lost =
        SMALLEST_NORMAL
            .multiply(BigDecimal.valueOf(sum.additions(terms)))
            .add(sum.operands().underflow().toBigDecimal().multiply(sizes));
    return new DotBounds(growth.subtract(BigDecimal.ONE), growth.multiply(lost, UP));
  }

  /** The bound after rounding the sum to a format by this model. */
  public DotBounds stored(RoundingModel format) {
    BigDecimal u = Rationals.roundToDecimal(format.unitRoundoff(), UP);
    BigDecimal more = BigDecimal.ONE.add(u);
    return new DotBounds(
        relative.multiply(more, UP).add(u),
        absolute.multiply(more, UP).add(format.underflow().toBigDecimal()));
  }

  /** The bound if S is {@code magnitudes}. */
  public BigDecimal at(BigDecimal magnitudes) {
    return relative.multiply(magnitudes, UP).add(absolute, UP);
  }
}
