// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import java.math.BigDecimal;
import org.apache.commons.numbers.fraction.BigFraction;

/**
 * IEEE 754 binary64, round to nearest, ties to even: Java's {@code double} operations, each one
 * correctly rounded (JLS 15.17, strict on every JDK since 17), never fused. Unit roundoff 2^-53.
 */
public final class Binary64 implements Arithmetic<Double> {
  /** The only instance. */
  public static final Binary64 INSTANCE = new Binary64();

  private static final BigFraction UNIT_ROUNDOFF = Rationals.powerOfTwo(-53);

  private Binary64() {}

  @Override
  public String name() {
    return "binary64";
  }

  @Override
  public BigFraction unitRoundoff() {
    return UNIT_ROUNDOFF;
  }

  @Override
  public Double add(Double a, Double b) {
    return a + b;
  }

  @Override
  public Double subtract(Double a, Double b) {
    return a - b;
  }

  @Override
  public Double multiply(Double a, Double b) {
    return a * b;
  }

  @Override
  public Double divide(Double a, Double b) {
    return a / b;
  }

  @Override
  public Double negate(Double a) {
    return -a;
  }

  @Override
  public Double sqrt(Double a) {
    return Math.sqrt(a); // correctly rounded by specification
  }

  @Override
  public int compare(Double a, Double b) {
    return a < b ? -1 : a > b ? 1 : 0;
  }

  @Override
  public boolean isFinite(Double a) {
    return Double.isFinite(a);
  }

  @Override
  public Double of(double d) {
    return d;
  }

  @Override
  public Double of(int n) {
    return (double) n;
  }

  @Override
  public Double fromDouble(double d) {
    return d;
  }

  @Override
  public double roundToDouble(Double a) {
    return a;
  }

  @Override
  public Double fromRational(BigFraction q) {
    return Rationals.roundToDouble(q);
  }

  @Override
  public Double fromDyadic(Dyadic d) {
    return d.roundToDouble();
  }

  @Override
  public Double fromDecimal(BigDecimal literal) {
    return literal.doubleValue();
  }

  @Override
  public BigFraction toRational(Double a) {
    return Rationals.of(a);
  }

  @Override
  public String print(Double a) {
    return Literals.format(a);
  }

  /** The name of this arithmetic. */
  @Override
  public String toString() {
    return name();
  }
}
