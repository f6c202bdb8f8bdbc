// SPDX-License-Identifier: Apache-2.0
package org.noisygd.kernel;

/** Chooses the vector kernel of a fixed-point update by its sizes and digits. */
final class VectorKernels implements FixedPointKernel.Maker {
  @Override
  public FixedPointKernel make(FixedPointUpdate update, int integerBits) {
    return LimbPlanes.holds(update, integerBits)
        ? new LimbPlanes(update, integerBits)
        : new BigIntegerKernel(update, integerBits);
  }
}
