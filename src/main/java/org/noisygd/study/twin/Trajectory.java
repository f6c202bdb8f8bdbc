// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

/**
 * One run of Perturbed GD in some arithmetic, advanced update by update. Arrays hold an iterate row
 * by row, each entry as the nearest double; they change at the next update and are read, never
 * written, by others.
 */
public interface Trajectory {
  /** Makes the update from step t to t + 1 with this noise. */
  void advance(long t, double[] noiseX, double[] noiseY);

  /**
   * Makes the update under a replicate's noise.
   *
   * @return false if the run left the numbers of an arithmetic of unlimited exponent: it has no
   *     infinity, so its exponent itself overflows
   */
  default boolean advances(long t, ReplicateNoise noise) {
    try {
      advance(t, noise.x, noise.y);
      return true;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  /** X. */
  double[] x();

  /** Y. */
  double[] y();

  /** X as the last update computed it, before it was stored; X itself if stores do not round. */
  default double[] computedX() {
    return x();
  }

  /** Y as the last update computed it, before it was stored; Y itself if stores do not round. */
  default double[] computedY() {
    return y();
  }
}
