// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.settling;

import org.noisygd.theory.landscape.Scalar;

/**
 * How far a number spreads if a linear force holds it and its store rounds at random to a grid:
 *
 * <pre>
 *   z' = R((1 - a) z + xi),   E xi = E sgn xi = 0,   E R(x) = x,   once settled
 *   D m/(2a)  &lt;=  E z^2  &lt;=  (q + D^2/4)/(2a - a^2),
 * </pre>
 *
 * <p>m = E|xi|, q = E xi^2. For Gaussian xi of variance 2a the lower bound tends to D/sqrt(pi a),
 * where exact arithmetic has 1/(1 - a/2). By hand: finite-precision.md.
 *
 * @param pull a, positive; at most 1/2 for the lower bound and at most 1 for the upper one
 * @param spacing D, positive
 * @param <T> the type of the numbers
 */
public record StoredChain<T>(Scalar<T> pull, Scalar<T> spacing) {
  /** Checks the signs. */
  public StoredChain {
    pull.requirePositive("a");
    spacing.requirePositive("D");
  }

  /** D m/(2a), a lower bound on the mean square of the settled chain. */
  public Scalar<T> leastSettled(Scalar<T> meanSize) {
    return spacing.times(meanSize).over(pull.times(2));
  }

  /** (q + D^2/4)/(2a - a^2), an upper bound on the mean square of the settled chain. */
  public Scalar<T> mostSettled(Scalar<T> variance) {
    Scalar<T> noise = variance.plus(spacing.squared().over(4));
    return noise.over(pull.times(2).minus(pull.squared()));
  }
}
