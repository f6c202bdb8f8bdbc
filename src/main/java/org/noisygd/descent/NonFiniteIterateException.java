// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent;

/** A run has left the finite numbers; the message names the step, the entry and its value. */
public final class NonFiniteIterateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NonFiniteIterateException(long step, String entry, String value) {
    super("iterate must stay finite, got " + entry + " = " + value + " at step " + step);
  }
}
