// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

import java.math.BigInteger;
import java.util.Arrays;
import org.noisygd.descent.fixedpoint.LimbProducts.Rows;

/**
 * {@link FixedPointUpdate} on limb planes: an integer is the sum of L limbs times 2^(51 l), -2^50
 * <= limb < 2^50, and a plane holds the l-th limb of every entry of a column, so that vectors run
 * along the matrix index. Sums of products are exact ({@link LimbProducts}); each is rounded once
 * ({@link LimbSums}), so the integers are those of its twin {@link BigIntegerKernel} ({@code
 * FixedPointKernelTest}).
 *
 * <p>The numbers of an update are below 2^(51 L - 2 - F), which {@link FixedPointRange} checks
 * before anything is computed: every integer has L limbs then, and the top one is below 2^50.
 */
final class LimbPlanes extends PlaneKernel {
  private static final Limbs LIMBS = new Limbs(Limbs.MOST_BITS);

  /** Products that may meet in one sum: 4096 times (2^49 + 2^50) is below 2^63. */
  private static final int MOST_TERMS = 4096;

  private final Side x;
  private final Side y;
  private final LimbSums sums;

  /** The columns a >= b of each entry of a Gram matrix. */
  private final int[][] pairs;

  /** Entries of a Gram matrix, a lane for each of several pairs, and what they are weighted to. */
  private final long[] planes = new long[count * LANES];

  private final double[] entries = new double[count * LANES];
  private final long[] lanes = new long[2 * count * LANES];

  /** What belongs to X or to Y, with its matrix and its step size. */
  private final class Side extends Factor {
    /** The columns of A (of X) or the rows of B (of Y), then the perturbed columns. */
    final Rows matrix;

    /** How many these are. */
    final int terms;

    /** What they are multiplied by in column k, plane by plane: the other factor, then -C or -D. */
    final double[][] factors;

    /** The step size's limbs. */
    final double[] eta;

    Side(int rows, int others, BigInteger eta) {
      super(rows, count);
      this.terms = others + r;
      this.matrix = new Rows(new double[terms * count * width], count * width, width);
      this.factors = new double[r][count * terms];
      this.eta = new double[count];
      put(eta, this.eta, 0, 1);
    }
  }

  /** L, for numbers of these bits before the point. */
  static int limbs(FixedPointUpdate update, int integerBits) {
    return (update.format().fractionBits() + integerBits + 2 + LIMBS.bits() - 1) / LIMBS.bits();
  }

  /** Whether every sum of products stays within 64 bits. */
  static boolean holds(FixedPointUpdate update, int integerBits) {
    return (long) terms(update) * limbs(update, integerBits) <= MOST_TERMS
        && update.format().fractionBits() > 0;
  }

  /** The products that meet in a sum, at most. */
  private static int terms(FixedPointUpdate update) {
    return padded(Math.max(update.d1(), update.d2())) + update.r();
  }

  LimbPlanes(FixedPointUpdate update, int wantedBits) {
    super(update, LIMBS, limbs(update, wantedBits), 1);
    this.x = new Side(update.d1(), update.d2(), update.etaX());
    this.y = new Side(update.d2(), update.d1(), update.etaY());
    this.sums = new LimbSums(carries, LIMBS.bits(), count, fractionBits, terms(update));
    this.pairs = new int[r * (r + 1) / 2][];
    for (int a = 0; a < r; a++) {
      for (int b = 0; b <= a; b++) {
        pairs[a * (a + 1) / 2 + b] = new int[] {a, b};
      }
    }
    for (int i = 0; i < update.d1(); i++) {
      for (int j = 0; j < update.d2(); j++) {
        put(update.scaledByX(i, j), x.matrix.limbs(), j * x.matrix.step() + i, x.width);
        put(update.scaledByY(i, j), y.matrix.limbs(), i * y.matrix.step() + j, y.width);
      }
    }
  }

  /** Writes a number's limbs, each {@code gap} after the last. */
  private void put(BigInteger number, double[] limbs, int at, int gap) {
    long[] integer = new long[count];
    LIMBS.split(number, integer, 0, 1, count);
    for (int l = 0; l < count; l++) {
      limbs[at + l * gap] = integer[l];
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
    Rows gram = new Rows(entries, LANES, LANES);
    for (int first = 0; first < pairs.length; first += LANES) {
      int from = first;
      Arrays.fill(planes, 0);
      sums.addRounded((least, into) -> multiply(other, from, least, into), planes, 0, LANES);
      carries.toDoubles(planes, entries, count, LANES, 1);
      Arrays.fill(planes, 0);
      sums.addRounded(
          (least, into) -> LimbProducts.sum(gram, 0, side.eta, 1, count, least, into),
          planes,
          0,
          LANES);
      for (int lane = 0; lane < LANES && first + lane < pairs.length; lane++) {
        int[] pair = pairs[first + lane];
        for (int l = 0; l < count; l++) {
          int at = l * side.terms + other.rows;
          double weight = -planes[l * LANES + lane];
          side.factors[pair[0]][at + pair[1]] = weight;
          side.factors[pair[1]][at + pair[0]] = weight;
        }
      }
    }
  }

  /** The inner products of pairs of columns, a lane for each from a first pair on. */
  private void multiply(Side side, int first, int least, long[] into) {
    Arrays.fill(into, 0);
    for (int lane = 0; lane < LANES && first + lane < pairs.length; lane++) {
      int[] pair = pairs[first + lane];
      double[] a = side.perturbed[pair[0]];
      double[] b = side.perturbed[pair[1]];
      LimbProducts.inner(a, b, side.width, count, least, lanes, into, lane);
    }
  }

  private void descend(Side side, Side other) {
    int length = count * side.width;
    for (int k = 0; k < r; k++) {
      int at = (other.rows + k) * length;
      System.arraycopy(side.perturbed[k], 0, side.matrix.limbs(), at, length);
      for (int l = 0; l < count; l++) {
        int to = l * side.terms;
        System.arraycopy(other.perturbed[k], l * other.width, side.factors[k], to, other.rows);
      }
    }
    for (int g = 0; g < side.width; g += LANES) {
      int from = g;
      for (int k = 0; k < r; k++) {
        double[] factors = side.factors[k];
        sums.addRounded(
            (least, into) ->
                LimbProducts.sum(side.matrix, from, factors, side.terms, count, least, into),
            side.state[k],
            g,
            side.width);
      }
    }
  }
}
