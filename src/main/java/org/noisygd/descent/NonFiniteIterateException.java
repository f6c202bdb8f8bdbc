// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent;

import org.noisygd.arithmetic.Arithmetic;
import org.noisygd.linalg.Matrix;
import org.noisygd.problem.Factors;

/** A run has left the finite numbers; the message names the step, the entry and its value. */
public final class NonFiniteIterateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NonFiniteIterateException(long step, String entry, String value) {
    super("iterate must stay finite, got " + entry + " = " + value + " at step " + step);
  }

  private NonFiniteIterateException(String message, ArithmeticException cause) {
    super(message, cause);
  }

  /** An operation of the update from {@code before} overflowed; names its largest entry. */
  static <T extends Object> NonFiniteIterateException ofOverflow(
      long step, Factors<T> before, ArithmeticException cause) {
    Arithmetic<T> arithmetic = before.arithmetic();
    String entry = "X[0][0]";
    T largest = before.x().get(0, 0);
    for (int factor = 0; factor < 2; factor++) {
      Matrix<T> matrix = factor == 0 ? before.x() : before.y();
      for (int i = 0; i < matrix.rows(); i++) {
        for (int k = 0; k < matrix.columns(); k++) {
          T value = matrix.get(i, k);
          if (arithmetic.compare(arithmetic.abs(value), arithmetic.abs(largest)) > 0) {
            entry = (factor == 0 ? "X[" : "Y[") + i + "][" + k + "]";
            largest = value;
          }
        }
      }
    }
    return new NonFiniteIterateException(
        "iterate must stay finite, got "
            + cause.getMessage()
            + " at step "
            + step
            + " from "
            + entry
            + " = "
            + largest
            + " before it",
        cause);
  }
}
