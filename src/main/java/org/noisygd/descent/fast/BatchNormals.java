// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import java.util.Optional;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.number.random.NormalStream;

/** The deviates of one factor for successive replicates, one lane per replicate. */
interface BatchNormals {

  /**
   * Fills z[entry][lane] with the deviates of replicate {@code first + lane}, the same bits as
   * {@link NormalStream#at} gives; later lanes are unspecified.
   */
  void fill(double[][] z, int size, long first, long step, FactorId factor);

  /** The fastest implementation for a stream; use one per thread. */
  static BatchNormals of(NormalStream stream) {
    Optional<BatchNormals> vectors =
        stream instanceof GaussianStream gaussian
            ? IncubatorVectors.kernel("VectorInverseNormals", Maker.class)
                .map(maker -> maker.make(gaussian.seed()))
            : Optional.empty();
    return vectors.orElseGet(() -> new OneByOne(stream));
  }

  /** A factory of deviates, loaded by the name of its class. */
  interface Maker {
    /** The deviates of the stream of a seed. */
    BatchNormals make(long seed);
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
        BatchMatrices.put(z, lane, deviates);
      }
    }
  }
}
