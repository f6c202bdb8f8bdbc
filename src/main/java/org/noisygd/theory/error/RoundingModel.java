// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.error;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Rationals;
import org.noisygd.number.Text;
import org.noisygd.number.format.AlignedSum;
import org.noisygd.number.format.Arithmetics;

/**
 * The error model of one operation in a declared arithmetic of the protocol:
 *
 * <pre>  fl(a op b) = (a op b)(1 + d) + e,  |d| <= unitRoundoff, |e| <= underflow</pre>
 *
 * <p>or, if errors of sums are relative to their operands (double-double), fl(a + b) = a + b +
 * d(|a| + |b|).
 *
 * @param name the arithmetic's name
 * @param unitRoundoff u, exact
 * @param underflow the largest absolute error if a result or an operand is subnormal or flushed:
 *     the smallest normal number; 0 for an unlimited exponent
 * @param conversionsPerProduct the roundings added by a product that converts its operands again
 * @param sumsRelativeToOperands true if the error of a sum is relative to |a| + |b| rather than to
 *     |a + b|
 */
public record RoundingModel(
    String name,
    BigFraction unitRoundoff,
    Dyadic underflow,
    int conversionsPerProduct,
    boolean sumsRelativeToOperands) {

  /** The precision of gamma_n, which is rounded up. */
  private static final MathContext UP = new MathContext(20, RoundingMode.UP);

  private static final MathContext SHOWN = new MathContext(3, RoundingMode.UP);

  private static final Dyadic SMALLEST_NORMAL_BINARY64 = Dyadic.ONE.scaleByPowerOfTwo(-1022);
  private static final Dyadic SMALLEST_NORMAL_BINARY32 = Dyadic.ONE.scaleByPowerOfTwo(-126);
  private static final Dyadic SMALLEST_NORMAL_BINARY16 = Dyadic.ONE.scaleByPowerOfTwo(-14);

  /**
   * The model of an arithmetic that a candidate may declare.
   *
   * @throws IllegalArgumentException if the name is none of the protocol's
   */
  public static RoundingModel named(String name) {
    Optional<AlignedSum> accumulator = AlignedSum.declared(name);
    if (accumulator.isPresent()) {
      return ofAccumulator(name, accumulator.get());
    }
    Arithmetic<?> arithmetic = Arithmetics.named(name, Arithmetics.DECLARED);
    return switch (name) {
      case "binary64" -> ieee(name, arithmetic, SMALLEST_NORMAL_BINARY64);
      case "binary32" -> ieee(name, arithmetic, SMALLEST_NORMAL_BINARY32);
      case "binary16" -> ieee(name, arithmetic, SMALLEST_NORMAL_BINARY16);
      // Operands may be truncated again at each product: unit 2^-7 and 2^-10, twice 2^-p.
      case "bfloat16", "tf32" ->
          new RoundingModel(
              name, arithmetic.unitRoundoff().multiply(2), SMALLEST_NORMAL_BINARY32, 2, false);
      case "double-double" ->
          new RoundingModel(name, Rationals.powerOfTwo(-100), SMALLEST_NORMAL_BINARY64, 0, true);
      default -> ieee(name, arithmetic, Dyadic.ZERO);
    };
  }

  /**
   * The model of IN, with a unit roundoff of at least 2^(1-F) + 2^-22. Then the error of a sum of n
   * products is at most n roundings of each, and the bounds of all ops hold (claim {@code
   * FP.accumulator}, {@code accumulated_compensated}).
   */
  private static RoundingModel ofAccumulator(String name, AlignedSum sum) {
    RoundingModel operands = named(sum.operands().name());
    BigFraction least =
        Rationals.powerOfTwo(1 - sum.fractionBits())
            .add(Rationals.powerOfTwo(1 - AlignedSum.CUT_BITS));
    BigFraction unit = operands.unitRoundoff;
    return new RoundingModel(
        name,
        Rationals.compare(unit, least) < 0 ? least : unit,
        operands.underflow,
        operands.conversionsPerProduct,
        false);
  }

  private static RoundingModel ieee(String name, Arithmetic<?> arithmetic, Dyadic underflow) {
    return new RoundingModel(name, arithmetic.unitRoundoff(), underflow, 0, false);
  }

  private BigInteger timesUnit(long n) {
    return Rationals.numerator(unitRoundoff).multiply(BigInteger.valueOf(n));
  }

  /** Returns true if {@link #gamma} is meaningful for n roundings: n u is at most 1/4. */
  public boolean bounds(int n) {
    return timesUnit(4L * n).compareTo(Rationals.denominator(unitRoundoff)) <= 0;
  }

  /**
   * gamma_n = n u / (1 - n u), rounded up: n factors (1 + d)^(+-1), |d| <= u, differ from 1 by at
   * most gamma_n (Higham, Accuracy and Stability of Numerical Algorithms, lemma 3.1).
   *
   * @throws IllegalArgumentException unless {@code bounds(n)}
   */
  public BigDecimal gamma(int n) {
    if (!bounds(n)) {
      throw new IllegalArgumentException("n u must be at most 1/4, got n = " + n + " for " + name);
    }
    BigInteger nu = timesUnit(n); // over the unit's denominator; not reduced to lowest terms
    BigInteger remainder = Rationals.denominator(unitRoundoff).subtract(nu);
    return new BigDecimal(nu).divide(new BigDecimal(remainder), UP);
  }

  /** The model as a formula. */
  @Override
  public String toString() {
    BigDecimal u =
        new BigDecimal(Rationals.numerator(unitRoundoff))
            .divide(new BigDecimal(Rationals.denominator(unitRoundoff)), SHOWN);
    return Text.format(
        "%s: fl(a op b) = (a op b)(1 + d) + e%s, |d| <= %s, |e| <= %s",
        name,
        sumsRelativeToOperands ? ", of sums a + b + d(|a| + |b|)" : "",
        u,
        underflow.toBigDecimal().round(SHOWN));
  }
}
