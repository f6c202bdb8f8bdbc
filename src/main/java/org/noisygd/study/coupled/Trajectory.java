// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.coupled;

/**
 * One run of Perturbed GD in some arithmetic, advanced update by update. Arrays hold an iterate row
 * by row, each entry as the nearest double; they change at the next update and are read, never
 * written, by others.
 */
public interface Trajectory {
  /** Makes the update from step t to t + 1 with this noise. */
  void advance(long t, double[] noiseX, double[] noiseY);

  /**
   * The parts of each number, if the update is the plain one in residual form, which a batch can
   * make in place of the run: 1 in binary64, 2 in double-double; 0 of any other.
   */
  default int parts() {
    return 0;
  }

  /** The noise of a factor that the update takes, of that drawn; the same array for all steps. */
  default double[] taken(double[] noise) {
    return noise;
  }

  /** Stores what a batch put into {@link #computedX} and {@link #computedY} at step t. */
  default void store(long t) {}

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
