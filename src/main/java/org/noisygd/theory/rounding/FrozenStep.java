// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.rounding;

import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.format.Rounding.Directed;

/**
 * The step size below which Perturbed GD with bounded noise never moves a stored iterate that is
 * rounded to nearest, however long it runs: an update of X is at most
 *
 * <pre>  etaX d2 (r A^2 + mu) A,</pre>
 *
 * <p>where perturbed entries are at most A and those of M at most mu, and it is lost if that is
 * below the room of every entry of X, half the distance to its nearer neighbour. The same holds of
 * Y with d1. Proved (claim NP.frozen) for updates computed exactly.
 */
public final class FrozenStep {
  private FrozenStep() {}

  /** Half the distance from a number of the format to its nearer neighbour. */
  public static double room(BinaryFormat format, double x) {
    double size = Math.abs(x);
    double inner =
        size == 0 ? format.spacing(0) : size - format.round(Math.nextDown(size), Directed.ZERO, 0);
    return Math.min(inner, format.spacing(x)) / 2;
  }

  /**
   * The step size of one factor.
   *
   * @param d the rows of the other factor
   * @param r the rank
   * @param entries A
   * @param target mu
   * @param room the least room of an entry of this factor
   */
  public static double of(int d, int r, double entries, double target, double room) {
    return room / (d * ((r * entries * entries + target) * entries));
  }
}
