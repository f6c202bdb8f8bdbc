// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import org.apache.commons.numbers.core.DD;
import org.apache.commons.numbers.fraction.BigFraction;

/**
 * Double-double: an unevaluated sum of two doubles, about 106 bits, by {@link DD} of Commons
 * Numbers. Its documentation bounds the relative error of a sum by 3u^2 + 13u^3, of a product by
 * 5u^2 and of a quotient by 9.8u^2, u = 2^-53; so one operation is within 2^-102 if nothing
 * underflows (<b>assumed</b> from there, measured by {@code DoubleDoubleTest}).
 *
 * <p>Products are formed here, with the bits of {@code DD} if nothing over- or underflows. Their
 * low part takes one fused multiply-add, where {@code DD} splits the factors:
 *
 * <pre>
 *   h = xH yH,   e = fma(xH, yH, -h) + (xH yL + xL yH),   x y = fastTwoSum(h, e).
 * </pre>
 *
 * <p>A term of a sum of products ({@link #addProduct}) is renormalised once, not twice:
 *
 * <pre>
 *   (s, t) = twoSum(sumH, h),   sum + x y = fastTwoSum(s, t + (sumL + e)),
 * </pre>
 *
 * <p>with an error of at most (3 |sum| + 15 |x y|) u^2 (1 + 2^-48) &lt; 2^-102 (|sum| + |x y|):
 * relative to the operands, not to the result; <b>proved</b> where no product underflows ({@code
 * add_product_error_binary64} in {@code proofs-notes/coq/judge/rounding/DoubleDouble.v}).
 */
public final class DoubleDouble implements Arithmetic<DD> {
  /** The only instance. */
  public static final DoubleDouble INSTANCE = new DoubleDouble();

  /** The bound on an operation: 9.8 u^2 < 2^4 2^-106. */
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
    double h = a.hi() * b.hi();
    return fastTwoSum(h, productLow(a, b, h));
  }

  @Override
  public DD addProduct(DD sum, DD a, DD b) {
    double h = a.hi() * b.hi();
    double e = productLow(a, b, h);
    double s = sum.hi() + h;
    double c = s - sum.hi();
    double t = (sum.hi() - (s - c)) + (h - c);
    return fastTwoSum(s, t + (sum.lo() + e));
  }

  /** The product minus h, the rounded product of the high parts; symmetric in a and b. */
  private static double productLow(DD a, DD b, double h) {
    return Math.fma(a.hi(), b.hi(), -h) + (a.hi() * b.lo() + a.lo() * b.hi());
  }

  /** The pair whose sum is exactly s + w, for s a multiple of an ulp of w. */
  private static DD fastTwoSum(double s, double w) {
    double high = s + w;
    return DD.ofSum(high, w - (high - s));
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

  /** Equals {@link #fromRational} of d's value, where a zero has no sign. */
  @Override
  public DD fromDouble(double d) {
    return Double.isFinite(d) ? DD.of(d + 0.0) : fromRational(Rationals.of(d));
  }

  @Override
  public DD fromDyadic(Dyadic d) {
    return d.isDouble() ? fromDouble(d.roundToDouble()) : fromRational(d.toRational());
  }

  /** The pair (hi, lo): hi is the double nearest to q, lo the double nearest to q - hi. */
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

  /** The exact decimal expansion: no shorter literal of the pair's sum is safe. */
  @Override
  public String print(DD a) {
    return Dyadic.of(a.hi()).add(Dyadic.of(a.lo())).toString();
  }

  /** The name of this arithmetic. */
  @Override
  public String toString() {
    return name();
  }
}
