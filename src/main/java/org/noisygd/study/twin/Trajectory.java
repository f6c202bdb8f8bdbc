// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

/**
 * One run of Perturbed GD in some arithmetic, moved on update by update. Arrays hold an iterate row
 * by row, each entry as the nearest double; they change at the next update and are read, never
 * written, by others.
 */
public interface Trajectory {
  /** The update from step t to t + 1 with that noise. */
  void advance(long t, double[] noiseX, double[] noiseY);

  /** X. */
  double[] x();

  /** Y. */
  double[] y();

  /** X as the last update computed it, before it was stored; X itself if stores do not round. */
  double[] computedX();

  /** Y as the last update computed it, before it was stored. */
  double[] computedY();
}
