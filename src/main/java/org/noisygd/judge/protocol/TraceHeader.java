// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.number.Arithmetic;

/**
 * The first line of a trace.
 *
 * @param line the line itself
 * @param name the trace's own name, or an empty string
 * @param arithmetic the arithmetic that the run declares; binary64 if it declares none
 * @param target M, d1 x d2
 * @param etaX the step size of X, finite; 0 if X is fixed
 * @param etaY the step size of Y, finite; 0 if Y is fixed
 * @param sigma1 the standard deviation of X's noise, if given, for the judgement of a trace without
 *     noise
 * @param sigma2 the standard deviation of Y's noise, if given
 */
public record TraceHeader(
    Line line,
    String name,
    Arithmetic<?> arithmetic,
    ReadMatrix target,
    ReadNumber etaX,
    ReadNumber etaY,
    @Nullable ReadNumber sigma1,
    @Nullable ReadNumber sigma2) {
  /**
   * A line of a file.
   *
   * @param number its number, from 1
   */
  public record Line(long number, String text) {}

  /** Returns true if a factor has step size zero, and so must stay unchanged. */
  public boolean hasZeroStep() {
    return etaX.decimal().signum() == 0 || etaY.decimal().signum() == 0;
  }
}
