// SPDX-License-Identifier: Apache-2.0
package org.noisygd.ensemble;

import org.noisygd.kernel.IncubatorVectors;
import org.noisygd.noise.BoxMullerStream;
import org.noisygd.noise.FactorId;
import org.noisygd.noise.NormalStream;

/** The deviates of one factor for successive replicates at once, a lane for each. */
interface BatchNormals {

  /**
   * Fills z[entry][lane] with the deviates of replicate {@code first + lane}, the same bits as
   * {@link NormalStream#at} gives; lanes from {@code size} on are left or filled as may be.
   */
  void fill(double[][] z, int size, long first, long step, FactorId factor);

  /** By the fastest way there is for a stream; one for each thread. */
  static BatchNormals of(NormalStream stream) {
    if (stream instanceof BoxMullerStream boxMuller) {
      return IncubatorVectors.kernel("VectorNormals", Maker.class)
          .map(maker -> maker.make(boxMuller))
          .orElseGet(() -> new OneByOne(stream));
    }
    return new OneByOne(stream);
  }

  /** Makes the deviates of a kernel that is reached by name. */
  interface Maker {
    /** The deviates of a stream. */
    BatchNormals make(BoxMullerStream stream);
  }

  /** Any stream, replicate by replicate. */
  final class OneByOne implements BatchNormals {
    private final NormalStream stream;
    private double[] deviates = new double[0];

    OneByOne(NormalStream stream) {
      this.stream = stream;
    }

    @Override
    public void fill(double[][] z, int size, long first, long step, FactorId factor) {
      if (deviates.length != z.length) {
        deviates = new double[z.length];
      }
      for (int lane = 0; lane < size; lane++) {
        stream.fill(deviates, first + lane, step, factor);
        for (int n = 0; n < z.length; n++) {
          z[n][lane] = deviates[n];
        }
      }
    }
  }
}
