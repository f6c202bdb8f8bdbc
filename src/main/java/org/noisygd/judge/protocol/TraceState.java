// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * One state of a trace, and the noise of the update that leads from it to the next.
 *
 * @param line its line in the file
 * @param t the step
 * @param x X, d1 x r
 * @param y Y, d2 x r
 * @param noiseX the perturbation of X, already scaled; null if the line has no noise
 * @param noiseY the perturbation of Y, already scaled; null if the line has no noise
 */
public record TraceState(
    TraceHeader.Line line,
    long t,
    ReadMatrix x,
    ReadMatrix y,
    @Nullable ReadMatrix noiseX,
    @Nullable ReadMatrix noiseY) {
  public boolean hasNoise() {
    return noiseX != null && noiseY != null;
  }

  /** Returns a copy with zeros for noise that is absent because there is none. */
  public TraceState withoutNoise(boolean noneOnX, boolean noneOnY) {
    return new TraceState(
        line,
        t,
        x,
        y,
        noiseX == null && noneOnX ? ReadMatrix.zeros(x) : noiseX,
        noiseY == null && noneOnY ? ReadMatrix.zeros(y) : noiseY);
  }

  /** The perturbation of X in an update that is judged. */
  public ReadMatrix judgedNoiseX() {
    return present(noiseX);
  }

  /** The perturbation of Y in an update that is judged. */
  public ReadMatrix judgedNoiseY() {
    return present(noiseY);
  }

  private static ReadMatrix present(@Nullable ReadMatrix noise) {
    if (noise == null) {
      throw new IllegalStateException("a state that is judged has noise");
    }
    return noise;
  }
}
