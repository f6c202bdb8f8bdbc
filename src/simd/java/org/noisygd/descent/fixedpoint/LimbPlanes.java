// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * {@link FixedPointUpdate} on limb planes: an integer is the sum of L limbs times 2^(b l), -2^(b -
 * 1) <= limb < 2^(b - 1), and a plane holds the l-th limb of every entry of a column, so that
 * vectors run along the matrix index. Sums of products are exact ({@link LimbProducts}); each is
 * rounded once ({@link LimbSums}), so the integers are those of its twin {@link BigIntegerKernel}
 * ({@code FixedPointKernelTest}).
 *
 * <p>The numbers of an update are below 2^(b L - 2 - F), which {@link FixedPointRange} checks
 * before anything is computed: every integer has L limbs then, and the top one is below 2^(b - 1).
 */
final class LimbPlanes extends PlaneKernel {
  /** Products that may meet in one sum: 4096 times (2^49 + 2^50) is below 2^63. */
  private static final int MOST_TERMS = 4096;

  private final Side x;
  private final Side y;
  private final LimbSums sums;
  private final LimbProducts products;

  /** The columns a >= b of each entry of a Gram matrix. */
  private final int[][] pairs;

  /** Entries of a Gram matrix, a lane for each of several pairs, and what they are weighted to. */
  private final long[] planes = new long[count * LANES];

  private final double[] entries = new double[count * LANES];
  private final long[] work = new long[2 * count * LANES];
  private final long[] lanes = new long[2 * count * LANES];

  /** What belongs to X or to Y, with its matrix and its step size. */
  private final class Side extends Factor {
    /**
     * For each vector of lanes the columns of A (of X) or the rows of B (of Y), then the perturbed
     * columns, limb by limb.
     */
    final double[] matrix;

    /** How many these are. */
    final int terms;

    /** What they are multiplied by in column k, limb by limb: the other factor, then -C or -D. */
    final double[][][] factors;

    /** The step size, limb by limb. */
    final double[][] eta;

    Side(int rows, int others, BigInteger eta) {
      super(rows, count);
      this.terms = others + r;
      this.matrix = new double[terms * count * width];
      this.factors = new double[r][count][terms];
      this.eta = new double[count][1];
      long[] integer = new long[count];
      limbs.split(eta, integer, 0, 1, count);
      for (int l = 0; l < count; l++) {
        this.eta[l][0] = integer[l];
      }
    }

    /** Where the first limb of a vector of a row of the matrix begins. */
    int at(int g, int row) {
      return (g * terms + row * LANES) * count;
    }

    void put(BigInteger entry, int lane, int row) {
      long[] integer = new long[count];
      limbs.split(entry, integer, 0, 1, count);
      for (int l = 0; l < count; l++) {
        matrix[at(lane / LANES * LANES, row) + l * LANES + lane % LANES] = integer[l];
      }
    }
  }

  /** L, for numbers of these bits before the point. */
  static int limbs(FixedPointUpdate update, int integerBits) {
    return (update.format().fractionBits() + integerBits + 2 + Limbs.MOST_BITS - 1)
        / Limbs.MOST_BITS;
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

  /** Limbs as large as can be, but where smaller ones do and are quicker. */
  private static Limbs width(FixedPointUpdate update, int integerBits) {
    int count = limbs(update, integerBits);
    boolean chains = LimbChains.takes(count, update.format().fractionBits(), integerBits);
    return new Limbs(chains ? LimbChains.BITS : Limbs.MOST_BITS);
  }

  LimbPlanes(FixedPointUpdate update, int wantedBits) {
    super(update, width(update, wantedBits), limbs(update, wantedBits), 1);
    this.products = new LimbProducts(limbs.bits(), count);
    this.x = new Side(update.d1(), update.d2(), update.etaX());
    this.y = new Side(update.d2(), update.d1(), update.etaY());
    this.sums = new LimbSums(carries, limbs.bits(), count, fractionBits, terms(update));
    this.pairs = new int[r * (r + 1) / 2][];
    for (int a = 0; a < r; a++) {
      for (int b = 0; b <= a; b++) {
        pairs[a * (a + 1) / 2 + b] = new int[] {a, b};
      }
    }
    for (int i = 0; i < update.d1(); i++) {
      for (int j = 0; j < update.d2(); j++) {
        x.put(update.scaledByX(i, j), i, j);
        y.put(update.scaledByY(i, j), j, i);
      }
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
    for (int first = 0; first < pairs.length; first += LANES) {
      Arrays.fill(planes, 0);
      multiply(other, first, sums.least(), work);
      if (!sums.addRounded(work, planes, 0, LANES)) {
        multiply(other, first, 0, work);
        sums.addRoundedExactly(work, planes, 0, LANES);
      }
      carries.toDoubles(planes, entries, count, LANES, 1);
      Arrays.fill(planes, 0);
      addRounded(entries, 0, side.eta, 1, planes, 0, LANES);
      for (int lane = 0; lane < LANES && first + lane < pairs.length; lane++) {
        int[] pair = pairs[first + lane];
        for (int l = 0; l < count; l++) {
          double weight = -planes[l * LANES + lane];
          side.factors[pair[0]][l][other.rows + pair[1]] = weight;
          side.factors[pair[1]][l][other.rows + pair[0]] = weight;
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
      products.inner(a, b, side.width, least, lanes, into, lane);
    }
  }

  private void descend(Side side, Side other) {
    for (int k = 0; k < r; k++) {
      for (int g = 0; g < side.width; g += LANES) {
        carries.copy(
            side.perturbed[k], g, side.width, count, side.matrix, side.at(g, other.rows + k));
      }
      for (int l = 0; l < count; l++) {
        double[] to = side.factors[k][l];
        System.arraycopy(other.perturbed[k], l * other.width, to, 0, other.rows);
      }
    }
    for (int k = 0; k < r; k++) {
      for (int g = 0; g < side.width; g += LANES) {
        addRounded(
            side.matrix, side.at(g, 0), side.factors[k], side.terms, side.state[k], g, side.width);
      }
    }
  }

  /** Adds rounded sums of so many products to planes. */
  private void addRounded(
      double[] rows, int at, double[][] factors, int terms, long[] to, int g, int gap) {
    products.sum(rows, at, factors, terms, sums.least(), work);
    if (!sums.addRounded(work, to, g, gap)) {
      products.sum(rows, at, factors, terms, 0, work);
      sums.addRoundedExactly(work, to, g, gap);
    }
  }
}
