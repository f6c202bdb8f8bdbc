// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * {@link FixedPointUpdate} on limb planes: an integer is the sum of L limbs times 2^(51 l), -2^50
 * <= limb < 2^50, and a plane holds the l-th limb of every entry of a column, so that vectors run
 * along the matrix index. Sums of products are exact ({@link LimbProducts}); each is rounded once,
 * by the carries ({@link LimbCarries}), so the integers are those of its twin {@link
 * BigIntegerKernel} ({@code FixedPointKernelTest}).
 *
 * <p>The numbers of an update are below 2^(51 L - 2 - F), which {@link FixedPointRange} checks
 * before anything is computed: every integer has L limbs then, and the top one is below 2^50.
 */
final class LimbPlanes extends PlaneKernel {
  /** Constant to the compiler, which then folds the masks and shifts of each update. */
  private static final Limbs LIMBS = new Limbs(Limbs.MOST_BITS);

  /** Products that may meet in one sum: 4096 times (2^49 + 2^50) is below 2^63. */
  private static final int MOST_TERMS = 4096;

  private final Side x;
  private final Side y;

  /** What belongs to X or to Y, with its matrix and its step size. */
  private final class Side extends Factor {
    final long[] eta;

    /** The column of A (of X) or the row of B (of Y) that meets entry j of the other factor. */
    final double[][] scaled;

    /** -C (of X) or -D (of Y): column k in weights[k], limb by limb. */
    final double[][] weights;

    final long[] sums;
    final long[] noSums;

    Side(int rows, int others, BigInteger eta) {
      super(rows, count);
      this.eta = new long[count];
      LIMBS.split(eta, this.eta, 0, 1, count);
      this.scaled = new double[others][count * width];
      this.weights = new double[r][count * r];
      this.sums = new long[2 * count * LANES];
      this.noSums = LimbProducts.unbiased(count, others + r, LANES);
    }
  }

  /** L, for numbers of these bits before the point. */
  static int limbs(FixedPointUpdate update, int integerBits) {
    return (update.format().fractionBits() + integerBits + 2 + LIMBS.bits() - 1) / LIMBS.bits();
  }

  /** Whether every sum of products stays within 64 bits. */
  static boolean holds(FixedPointUpdate update, int integerBits) {
    long terms = padded(Math.max(update.d1(), update.d2())) + update.r();
    return terms * limbs(update, integerBits) <= MOST_TERMS && update.format().fractionBits() > 0;
  }

  LimbPlanes(FixedPointUpdate update, int wantedBits) {
    super(update, LIMBS, limbs(update, wantedBits), 1);
    this.x = new Side(update.d1(), update.d2(), update.etaX());
    this.y = new Side(update.d2(), update.d1(), update.etaY());
    long[] integer = new long[count];
    for (int i = 0; i < update.d1(); i++) {
      for (int j = 0; j < update.d2(); j++) {
        LIMBS.split(update.scaledByX(i, j), integer, 0, 1, count);
        put(integer, x.scaled[j], i, x.width);
        LIMBS.split(update.scaledByY(i, j), integer, 0, 1, count);
        put(integer, y.scaled[i], j, y.width);
      }
    }
  }

  private static void put(long[] integer, double[] planes, int n, int gap) {
    for (int l = 0; l < integer.length; l++) {
      planes[l * gap + n] = integer[l];
    }
  }

  @Override
  Factor factorX() {
    return x;
  }

  @Override
  Factor factorY() {
    return y;
  }

  @Override
  void update() {
    weigh(x, y);
    weigh(y, x);
    descend(x, y);
    descend(y, x);
  }

  /** The weights of one side from the perturbed factor of the other: -rnd(eta rnd(its Gram)). */
  private void weigh(Side side, Side other) {
    long[] gram = new long[count];
    long[] sums = new long[2 * count];
    for (int a = 0; a < r; a++) {
      for (int b = 0; b <= a; b++) {
        LimbProducts.inner(
            other.perturbed[a], other.perturbed[b], count, other.width, other.sums, sums);
        LIMBS.round(sums, gram, fractionBits, count);
        Arrays.fill(sums, 0);
        LIMBS.multiply(gram, side.eta, sums, count);
        LIMBS.round(sums, gram, fractionBits, count);
        for (int l = 0; l < count; l++) {
          side.weights[a][l * r + b] = -gram[l];
          side.weights[b][l * r + a] = -gram[l];
        }
      }
    }
  }

  private void descend(Side side, Side other) {
    for (int g = 0; g < side.width; g += LANES) {
      for (int k = 0; k < r; k++) {
        System.arraycopy(side.noSums, 0, side.sums, 0, side.sums.length);
        LimbProducts.add(
            side.scaled,
            other.rows,
            g,
            side.width,
            other.perturbed[k],
            other.width,
            count,
            side.sums);
        LimbProducts.add(side.perturbed, r, g, side.width, side.weights[k], r, count, side.sums);
        carries.addRounded(side.sums, side.state[k], g, side.width, fractionBits, count);
      }
    }
  }
}
