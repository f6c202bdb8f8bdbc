// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

import java.math.BigInteger;

/**
 * A state and its {@link FixedPointUpdate}. All kernels give the same integers; they differ in the
 * representation and in the largest integers.
 */
interface FixedPointKernel {
  /** A factory of kernels; a factory loaded by name has a constructor without arguments. */
  interface Maker {
    /** A kernel whose numbers may have at least this many bits before the point. */
    FixedPointKernel make(FixedPointUpdate update, int integerBits);
  }

  /** Sets the iterate: integers row by row, within the bits before the point of this kernel. */
  void start(BigInteger[] x, BigInteger[] y);

  /** Perturbations in this kernel's own form; they may be of any size. */
  Object form(BigInteger[] x, BigInteger[] y);

  /** Perturbations from doubles, each rounded once; all must be finite. */
  Object form(double[] x, double[] y);

  /**
   * Computes one update with perturbations in this kernel's form.
   *
   * @return 0; or, with the iterate unchanged, the number of bits before the point that the update
   *     may need, if it exceeds this kernel's
   */
  int step(Object noise);

  /** The integers of X, row by row. */
  BigInteger[] x();

  /** The integers of Y, row by row. */
  BigInteger[] y();
}
