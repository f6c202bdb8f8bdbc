// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import org.noisygd.number.Require;

/**
 * Lemma 4's bound on the squared norms of the parts of x perpendicular to u and of y perpendicular
 * to v, with s = sigma^2 = E||xi_1||^2 = E||xi_2||^2:
 *
 * <pre>
 *   2 eta C2 / s,   C2 = (s + 1/s) (2/s^2 + 6/d1 + 6/d2 + 6 s^2).
 * </pre>
 *
 * <p>The lemma supposes ||x||^2 + ||y||^2 &lt;= 2/s, so its bound says something exactly if it is
 * less than that,
 *
 * <pre>
 *   eta &lt; 1/C2.
 * </pre>
 *
 * <p>For 0 &lt; s &lt;= 1 and d1, d2 &gt;= 2 (for less nothing is perpendicular) 2/s^3 &lt; C2
 * &lt;= 28/s^3, since 1/s &lt; s + 1/s &lt;= 2/s and the other factor is above 2/s^2 and at most (2
 * + 3 + 3 + 6)/s^2: it says nothing for eta &gt;= s^3/2, and something for eta &lt; s^3/28.
 *
 * @param sigmaSquared s
 * @param d1 rows of x, at least 2
 * @param d2 rows of y, at least 2
 */
public record PerpendicularBound(double sigmaSquared, int d1, int d2) {
  /** Checks the numbers. */
  public PerpendicularBound {
    Require.finitePositive("sigma^2", sigmaSquared);
    Require.that(d1 >= 2 && d2 >= 2, "dimensions", "be at least 2", d1 + " and " + d2);
  }

  /** C2. */
  public double constant() {
    double s = sigmaSquared;
    return (s + 1 / s) * (2 / (s * s) + 6.0 / d1 + 6.0 / d2 + 6 * s * s);
  }

  /** The bound. */
  public double at(double eta) {
    return 2 * eta * constant() / sigmaSquared;
  }

  /** What the lemma supposes: ||x||^2 + ||y||^2 is at most 2/s. */
  public double supposed() {
    return 2 / sigmaSquared;
  }

  /** The step size from which on the bound says nothing: 1/C2. */
  public double emptyFrom() {
    return 1 / constant();
  }
}
