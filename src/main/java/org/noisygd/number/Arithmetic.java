// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number;

import java.math.BigDecimal;
import org.apache.commons.numbers.fraction.BigFraction;
import org.checkerframework.checker.nullness.qual.NonNull;

/**
 * An arithmetic: the operations that the algorithms of this project need, over values of type
 * {@code T}. Implementations are stateless and safe for use by many threads.
 *
 * <p>An operation either is exact or rounds as the implementation documents; {@link #unitRoundoff}
 * gives the bound u with {@code fl(a op b) = (a op b)(1 + delta), |delta| <= u} (0 where no
 * operation rounds). Exact arithmetics refuse a quotient or a root that they cannot represent, with
 * an {@link ArithmeticException}; they never round it.
 *
 * @param <T> the immutable values computed with; the annotation states for separately checked code
 *     that they are not null
 */
public interface Arithmetic<T extends @NonNull Object> {
  /** The name used on the command line and in every result, such as {@code decimal:50}. */
  String name();

  /** Unit roundoff u of one operation; 0 for an exact arithmetic. */
  BigFraction unitRoundoff();

  /** The sum a + b. */
  T add(T a, T b);

  /** The difference a - b: by default a + (-b). */
  default T subtract(T a, T b) {
    return add(a, negate(b));
  }

  /** The product a b. */
  T multiply(T a, T b);

  /**
   * sum + a b, one term of a sum of products: by default the rounded product is added. An
   * arithmetic may document a cheaper evaluation. The error of every evaluation is at most the
   * error of one product and one sum, each at most u relative to the absolute values of its
   * operands. With a sum of zero the value equals {@link #multiply}.
   */
  default T addProduct(T sum, T a, T b) {
    return add(sum, multiply(a, b));
  }

  /** The quotient a / b. */
  T divide(T a, T b);

  /** The negative -a, always exact. */
  T negate(T a);

  /** The non-negative square root of a. */
  T sqrt(T a);

  /** The sign of a - b as a negative, zero or positive number; for finite values only. */
  int compare(T a, T b);

  /** Returns true if a is neither infinite nor NaN; by default always. */
  default boolean isFinite(T a) {
    return true;
  }

  /**
   * The value nearest to q; q itself in an exact arithmetic.
   *
   * @throws ArithmeticException if the arithmetic is exact and does not contain q
   */
  T fromRational(BigFraction q);

  /**
   * The exact value of a.
   *
   * @throws ArithmeticException if a is not finite
   */
  BigFraction toRational(T a);

  /**
   * A decimal literal that {@link #fromDecimal} reads back as a; for a rational without one, {@code
   * p/q}. Only the sign of a zero is lost on the way back, since a {@link BigDecimal} has none.
   *
   * @throws ArithmeticException if a is not finite
   */
  String print(T a);

  /** The value nearest to a dyadic number. */
  default T fromDyadic(Dyadic d) {
    return fromRational(d.toRational());
  }

  /** The value nearest to a decimal literal; refused by an exact arithmetic that lacks it. */
  default T fromDecimal(BigDecimal literal) {
    return fromRational(Rationals.of(literal));
  }

  /**
   * The value that equals the double d; binary64 and double-double keep NaN and infinities.
   *
   * @throws ArithmeticException if d is not a value of this arithmetic
   */
  default T of(double d) {
    BigFraction exact = Rationals.of(d);
    T value = fromRational(exact);
    if (!toRational(value).equals(exact)) {
      throw new ArithmeticException(d + " is not a value of " + name());
    }
    return value;
  }

  /** The double d rounded to this arithmetic. */
  default T fromDouble(double d) {
    return fromRational(Rationals.of(d));
  }

  /** The value that equals the integer n. */
  default T of(int n) {
    return of((double) n);
  }

  /** Returns true if q is a value of this arithmetic. */
  default boolean holds(BigFraction q) {
    T value = fromRational(q);
    return isFinite(value) && toRational(value).equals(q);
  }

  /** The double nearest to a, ties to even; infinite if a is beyond the largest double. */
  default double roundToDouble(T a) {
    return Rationals.roundToDouble(toRational(a));
  }

  /** The number 0. */
  default T zero() {
    return of(0);
  }

  /** The number 1. */
  default T one() {
    return of(1);
  }

  /** The sign of a: -1, 0 or 1. */
  default int signum(T a) {
    return Integer.signum(compare(a, zero()));
  }

  /** The absolute value |a|. */
  default T abs(T a) {
    return signum(a) < 0 ? negate(a) : a;
  }

  /** Returns true if no operation of this arithmetic ever rounds. */
  default boolean isExact() {
    return unitRoundoff().equals(BigFraction.ZERO);
  }
}
