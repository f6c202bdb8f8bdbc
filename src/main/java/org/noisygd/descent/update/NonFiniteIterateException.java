// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.update;

import java.util.List;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Arithmetic;

/** Thrown for an iterate that is not finite; the message names step, entry and value. */
public final class NonFiniteIterateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NonFiniteIterateException(long step, String entry, String value) {
    super("iterate must stay finite, got " + entry + " = " + value + " at step " + step);
  }

  private NonFiniteIterateException(String message, ArithmeticException cause) {
    super(message, cause);
  }

  /** The exception for an overflow in the update from {@code before}, with its largest entry. */
  static <T> NonFiniteIterateException ofOverflow(
      long step, Factors<T> before, ArithmeticException cause) {
    Arithmetic<T> arithmetic = before.arithmetic();
    List<T> variables = before.toVariables();
    int at = 0;
    for (int p = 1; p < variables.size(); p++) {
      if (arithmetic.compare(arithmetic.abs(variables.get(p)), arithmetic.abs(variables.get(at)))
          > 0) {
        at = p;
      }
    }
    return new NonFiniteIterateException(
        "iterate must stay finite, got "
            + cause.getMessage()
            + " at step "
            + step
            + " from "
            + before.entryName(at)
            + " = "
            + variables.get(at)
            + " before it",
        cause);
  }
}
