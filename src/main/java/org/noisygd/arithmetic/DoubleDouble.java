// SPDX-License-Identifier: Apache-2.0
package org.noisygd.arithmetic;

import org.apache.commons.numbers.core.DD;
import org.apache.commons.numbers.fraction.BigFraction;

/**
 * Double-double: an unevaluated sum of two doubles, about 106 bits, by {@link DD} of Commons
 * Numbers. Its documentation bounds the relative error of a sum by 3u^2 + 13u^3, of a product by
 * 5u^2 and of a quotient by 9.8u^2, u = 2^-53; so one operation is within 2^-102 while nothing
 * underflows (<b>assumed</b> from there, measured by {@code DoubleDoubleTest}).
 */
public final class DoubleDouble implements Arithmetic<DD> {
  /** The one instance. */
  public static final DoubleDouble INSTANCE = new DoubleDouble();

  /** 9.8 u^2 < 2^4 2^-106. */
  private static final BigFraction UNIT_ROUNDOFF = Rationals.powerOfTwo(-102);

  private DoubleDouble() {}

  @Override
  public String name() {
    return "double-double";
  }

  @Override
  public BigFraction unitRoundoff() {
    return UNIT_ROUNDOFF;
  }

  @Override
  public DD add(DD a, DD b) {
    return a.add(b);
  }

  @Override
  public DD subtract(DD a, DD b) {
    return a.subtract(b);
  }

  @Override
  public DD multiply(DD a, DD b) {
    return a.multiply(b);
  }

  @Override
  public DD divide(DD a, DD b) {
    return a.divide(b);
  }

  @Override
  public DD negate(DD a) {
    return a.negate();
  }

  @Override
  public DD sqrt(DD a) {
    return a.sqrt();
  }

  @Override
  public int compare(DD a, DD b) {
    return a.hi() < b.hi()
        ? -1
        : a.hi() > b.hi() ? 1 : a.lo() < b.lo() ? -1 : a.lo() > b.lo() ? 1 : 0;
  }

  @Override
  public boolean isFinite(DD a) {
    return a.isFinite();
  }

  @Override
  public DD of(double d) {
    return DD.of(d);
  }

  /** The pair (hi, lo): hi is the double nearest to q, lo the double nearest to the rest. */
  @Override
  public DD fromRational(BigFraction q) {
    double hi = Rationals.roundToDouble(q);
    return Double.isFinite(hi)
        ? DD.ofSum(hi, Rationals.roundToDouble(q.subtract(Rationals.of(hi))))
        : DD.of(hi);
  }

  @Override
  public BigFraction toRational(DD a) {
    return Rationals.of(a.hi()).add(Rationals.of(a.lo()));
  }

  @Override
  public double roundToDouble(DD a) {
    return a.hi();
  }

  /** The exact decimal expansion: the sum of the pair has no shorter literal that is safe. */
  @Override
  public String print(DD a) {
    return Dyadic.of(a.hi()).add(Dyadic.of(a.lo())).toString();
  }
}
