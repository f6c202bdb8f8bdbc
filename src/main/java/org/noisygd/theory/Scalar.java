// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory;

import org.noisygd.arithmetic.Arithmetic;
import org.noisygd.arithmetic.Require;

/**
 * A number beside its arithmetic, so that the closed forms of this package read like formulas. Each
 * method is one operation of the arithmetic.
 *
 * @param <T> the type of the number
 */
record Scalar<T extends Object>(Arithmetic<T> arithmetic, T value) {
  static <T extends Object> Scalar<T> of(Arithmetic<T> arithmetic, T value) {
    return new Scalar<>(arithmetic, value);
  }

  static <T extends Object> Scalar<T> of(Arithmetic<T> arithmetic, int value) {
    return new Scalar<>(arithmetic, arithmetic.of(value));
  }

  Scalar<T> plus(Scalar<T> that) {
    return of(arithmetic, arithmetic.add(value, that.value));
  }

  Scalar<T> minus(Scalar<T> that) {
    return of(arithmetic, arithmetic.subtract(value, that.value));
  }

  Scalar<T> times(Scalar<T> that) {
    return of(arithmetic, arithmetic.multiply(value, that.value));
  }

  Scalar<T> times(int that) {
    return times(of(arithmetic, that));
  }

  Scalar<T> over(Scalar<T> that) {
    return of(arithmetic, arithmetic.divide(value, that.value));
  }

  Scalar<T> over(int that) {
    return over(of(arithmetic, that));
  }

  Scalar<T> inverse() {
    return of(arithmetic, 1).over(this);
  }

  Scalar<T> negated() {
    return of(arithmetic, arithmetic.negate(value));
  }

  Scalar<T> squared() {
    return times(this);
  }

  Scalar<T> sqrt() {
    return of(arithmetic, arithmetic.sqrt(value));
  }

  boolean isLessThan(Scalar<T> that) {
    return arithmetic.compare(value, that.value) < 0;
  }

  /** This number, which must be finite and positive. */
  Scalar<T> requirePositive(String name) {
    Require.that(arithmetic.isFinite(value), name, "be finite and > 0", value);
    Require.that(arithmetic.signum(value) > 0, name, "be finite and > 0", arithmetic.print(value));
    return this;
  }

  @Override
  public String toString() {
    return arithmetic.print(value);
  }
}
