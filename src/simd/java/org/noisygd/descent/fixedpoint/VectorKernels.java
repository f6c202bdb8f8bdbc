// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

/**
 * Chooses the kernel of a fixed-point update by its digits: {@link LimbPlanes} takes 4 or 5 vector
 * operations for each pair of limbs of a product that reaches the result, {@link FourierKernel} 4 a
 * point.
 */
public final class VectorKernels implements FixedPointKernel.Maker {
  /** From here on transforms are faster (proofs-notes/kernels.md). */
  private static final int LEAST_FOURIER_LIMBS = 9;

  @Override
  public FixedPointKernel make(FixedPointUpdate update, int integerBits) {
    if (update.format().fractionBits() == 0) {
      return new BigIntegerKernel(update, integerBits);
    }
    return LimbPlanes.limbs(update, integerBits) < LEAST_FOURIER_LIMBS
            && LimbPlanes.holds(update, integerBits)
        ? new LimbPlanes(update, integerBits)
        : new FourierKernel(update, integerBits);
  }
}
