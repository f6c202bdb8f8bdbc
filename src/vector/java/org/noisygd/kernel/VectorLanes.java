// SPDX-License-Identifier: Apache-2.0
package org.noisygd.kernel;

import java.util.function.IntSupplier;
import jdk.incubator.vector.DoubleVector;

/** The number of doubles in one vector of this machine's preferred width. */
final class VectorLanes implements IntSupplier {
  @Override
  public int getAsInt() {
    return DoubleVector.SPECIES_PREFERRED.length();
  }
}
