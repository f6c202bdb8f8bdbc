// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import org.noisygd.number.random.NoiseSource;

/**
 * The perturbations of one factor for successive replicates, one lane per replicate: the bits of
 * {@link NoiseSource}, by the fastest implementation for its stream. Use one per thread.
 */
public final class BatchNoise {
  private final NoiseSource source;
  private final BatchNormals normals;

  /** Perturbations of a source. */
  public BatchNoise(NoiseSource source) {
    this.source = source;
    this.normals = BatchNormals.of(source.stream());
  }

  /**
   * Fills z[entry][lane] with the perturbation of replicate {@code first + lane} at a step, lane
   * &lt; size; the contents of later lanes are unspecified.
   */
  public void fill(double[][] z, int size, long first, long step) {
    normals.fill(z, size, first, step, source.factor());
    for (double[] entry : z) {
      BatchLoops.scale(entry, source.sigma());
    }
  }
}
