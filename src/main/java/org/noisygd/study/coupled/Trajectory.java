// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.coupled;

/**
 * One run of Perturbed GD in some arithmetic, advanced update by update. Arrays hold an iterate row
 * by row, each entry as the nearest double; callers may read them until the next update, and never
 * write to them.
 */
public interface Trajectory {
  /** Computes the update from step t to t + 1 with this noise. */
  void advance(long t, double[] noiseX, double[] noiseY);

  /**
   * The number of doubles per number if a batch can compute the update, which is then plain and in
   * residual form: 1 in binary64, 2 in double-double; else 0.
   */
  default int parts() {
    return 0;
  }

  /** The noise that the update adds, given the replicate's noise; the same array in all steps. */
  default double[] addedNoise(double[] noise) {
    return noise;
  }

  /** Stores {@link #computedX} and {@link #computedY}, as computed by a batch, at step t. */
  default void store(long t) {}

  /** The factor X. */
  double[] x();

  /** The factor Y. */
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
