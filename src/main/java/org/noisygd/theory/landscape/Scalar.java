// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;

/**
 * A number with its arithmetic, so that closed forms read like formulas. Each method is one
 * operation of the arithmetic.
 *
 * @param <T> the type of the number
 */
public record Scalar<T>(Arithmetic<T> arithmetic, T value) {
  public static <T> Scalar<T> of(Arithmetic<T> arithmetic, T value) {
    return new Scalar<>(arithmetic, value);
  }

  public static <T> Scalar<T> of(Arithmetic<T> arithmetic, int value) {
    return new Scalar<>(arithmetic, arithmetic.of(value));
  }

  public Scalar<T> plus(Scalar<T> that) {
    return of(arithmetic, arithmetic.add(value, that.value));
  }

  public Scalar<T> minus(Scalar<T> that) {
    return of(arithmetic, arithmetic.subtract(value, that.value));
  }

  public Scalar<T> times(Scalar<T> that) {
    return of(arithmetic, arithmetic.multiply(value, that.value));
  }

  public Scalar<T> times(int that) {
    return times(of(arithmetic, that));
  }

  public Scalar<T> over(Scalar<T> that) {
    return of(arithmetic, arithmetic.divide(value, that.value));
  }

  public Scalar<T> over(int that) {
    return over(of(arithmetic, that));
  }

  public Scalar<T> inverse() {
    return of(arithmetic, 1).over(this);
  }

  public Scalar<T> negated() {
    return of(arithmetic, arithmetic.negate(value));
  }

  public Scalar<T> squared() {
    return times(this);
  }

  public Scalar<T> sqrt() {
    return of(arithmetic, arithmetic.sqrt(value));
  }

  public boolean isLessThan(Scalar<T> that) {
    return arithmetic.compare(value, that.value) < 0;
  }

  /** This number, which must be finite and positive. */
  public Scalar<T> requirePositive(String name) {
    Require.that(arithmetic.isFinite(value), name, "be finite and > 0", value);
    Require.that(arithmetic.signum(value) > 0, name, "be finite and > 0", arithmetic.print(value));
    return this;
  }

  @Override
  public String toString() {
    return arithmetic.print(value);
  }
}
