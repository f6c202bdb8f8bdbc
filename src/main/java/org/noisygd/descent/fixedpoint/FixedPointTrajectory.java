// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

import java.math.BigInteger;
import org.noisygd.descent.fast.IncubatorVectors;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/**
 * A trajectory of {@link FixedPointUpdate}. If a number of an update may outgrow the kernel, the
 * state first moves to a wider kernel; so no number wraps, and the result does not depend on the
 * kernel. Beyond 2^{@value #MAX_INTEGER_BITS} an update is refused: the run has diverged. Not
 * thread-safe.
 */
public final class FixedPointTrajectory {
  /** Maximum number of bits before the point, within doubles; a diverging run triples them. */
  public static final int MAX_INTEGER_BITS = 1000;

  private final FixedPointUpdate update;
  private final FixedPointKernel.Maker maker;
  private FixedPointKernel kernel;

  private FixedPointTrajectory(
      FixedPointUpdate update, FixedPointKernel.Maker maker, BigInteger[] x, BigInteger[] y) {
    this.update = update;
    this.maker = maker;
    this.kernel = maker.make(update, checked(bits(update, x, y)));
    kernel.start(x, y);
  }

  /** The bits before the point for an update of an iterate by noise that is not larger. */
  private static int bits(FixedPointUpdate update, BigInteger[] x, BigInteger[] y) {
    FixedPointRange range = new FixedPointRange(update);
    double largestX = range.modulus(x);
    double largestY = range.modulus(y);
    return FixedPointRange.integerBits(range.largest(largestX, largestY, largestX, largestY));
  }

  /** A trajectory that starts at the iterate, on the fastest kernel that this machine has. */
  public static <T> FixedPointTrajectory of(FixedPointUpdate update, Factors<T> iterate) {
    return of(update, iterate, fastest());
  }

  /** A trajectory on the portable kernel, with the same bits. */
  public static <T> FixedPointTrajectory portable(FixedPointUpdate update, Factors<T> iterate) {
    return of(update, iterate, BigIntegerKernel::new);
  }

  private static <T> FixedPointTrajectory of(
      FixedPointUpdate update, Factors<T> iterate, FixedPointKernel.Maker maker) {
    return new FixedPointTrajectory(
        update,
        maker,
        update.integers(iterate.x(), update.d1()),
        update.integers(iterate.y(), update.d2()));
  }

  /** The fastest kernels for the modules of this Java. */
  static FixedPointKernel.Maker fastest() {
    return IncubatorVectors.kernel("VectorKernels", FixedPointKernel.Maker.class)
        .orElse(BigIntegerKernel::new);
  }

  private static int checked(int integerBits) {
    if (integerBits > MAX_INTEGER_BITS) {
      throw new ArithmeticException(
          "iterate must keep every term below 2^" + MAX_INTEGER_BITS + ", got 2^" + integerBits);
    }
    return integerBits;
  }

  /**
   * Computes one update with the given perturbations.
   *
   * @throws ArithmeticException if a number may pass 2^{@value #MAX_INTEGER_BITS}; the iterate is
   *     then unchanged
   */
  public void apply(FixedPointNoise noise) {
    Require.that(noise.update() == update, "noise", "be made by this trajectory's update", noise);
    int needed = kernel.step(noise.in(kernel));
    while (needed > 0) {
      FixedPointKernel wider = maker.make(update, checked(needed));
      wider.start(kernel.x(), kernel.y());
      kernel = wider;
      needed = kernel.step(noise.in(kernel));
    }
  }

  /** The exact iterate. */
  public Factors<Dyadic> iterate() {
    return new Factors<>(matrix(update.d1(), kernel.x()), matrix(update.d2(), kernel.y()));
  }

  /**
   * Writes the iterate as the nearest doubles.
   *
   * @param x the array for X, row by row
   * @param y the array for Y
   */
  public void roundTo(double[] x, double[] y) {
    roundTo(kernel.x(), x);
    roundTo(kernel.y(), y);
  }

  private void roundTo(BigInteger[] integers, double[] doubles) {
    for (int n = 0; n < integers.length; n++) {
      doubles[n] = update.format().toDyadic(integers[n]).roundToDouble();
    }
  }

  @SuppressWarnings("shape") // rows is d1 or d2 and the columns are r
  private @Shape({"d", "r"}) Matrix<Dyadic> matrix(int rows, BigInteger[] integers) {
    int r = update.r();
    return Matrix.of(
        DyadicArithmetic.INSTANCE,
        rows,
        r,
        (i, k) -> update.format().toDyadic(integers[i * r + k]));
  }
}
