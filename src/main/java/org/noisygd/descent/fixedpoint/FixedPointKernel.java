// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

import java.math.BigInteger;

/**
 * Carries out {@link FixedPointUpdate} on a state of its own. Every kernel gives the same integers;
 * they differ in how they hold them and in how large these may become.
 */
interface FixedPointKernel {
  /** Makes kernels; a maker that is loaded by name has a constructor without arguments. */
  interface Maker {
    /** A kernel whose numbers may have at least this many bits before the point. */
    FixedPointKernel make(FixedPointUpdate update, int integerBits);
  }

  /** Sets the iterate: integers row by row, which must have the bits promised. */
  void start(BigInteger[] x, BigInteger[] y);

  /** Perturbations in this kernel's own form; they may be of any size. */
  Object form(BigInteger[] x, BigInteger[] y);

  /** Perturbations from doubles, each rounded once; all must be finite. */
  Object form(double[] x, double[] y);

  /**
   * One update with perturbations in this kernel's form.
   *
   * @return 0; or, if the update may need more bits before the point than this kernel has, their
   *     number, with the iterate unchanged
   */
  int step(Object noise);

  /** The integers of X, row by row. */
  BigInteger[] x();

  /** The integers of Y, row by row. */
  BigInteger[] y();
}
