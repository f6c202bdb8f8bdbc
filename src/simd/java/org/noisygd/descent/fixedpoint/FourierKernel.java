// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * {@link FixedPointUpdate} at many digits: an integer is a polynomial in 2^b with balanced digits
 * below 2^(b-1) in modulus, kept by its values at the H roots of t^H = i ({@link
 * FourierTransform}), where products and their sums are taken value by value. Coefficients come
 * back within 1/4 of the integers that they are (proofs-notes/kernels.md), so sums of products are
 * exact, as in {@link LimbPlanes}; {@link LimbCarries} rounds each once. So the integers are those
 * of its twin {@link BigIntegerKernel} ({@code FixedPointKernelTest}). A and B are transformed once
 * for all updates.
 */
final class FourierKernel extends PlaneKernel {
  private final int points;
  private final FourierTransform transform;
  private final Side x;
  private final Side y;
  private final Weights weights;

  /** What belongs to X or to Y: values of the perturbed columns and of the matrix they meet. */
  private final class Side extends Factor {
    /** Values of A by columns (of X) or B by rows (of Y): point by point, then one by one. */
    final double[] scaled;

    final double[][] changes;
    final long[] sums;

    Side(int rows, int others) {
      super(rows, 2 * points);
      this.scaled = new double[points * others * 2 * width];
      this.changes = new double[r][2 * points * width];
      this.sums = new long[2 * points * LANES];
    }
  }

  /** The Gram matrices and the weights C and D, one lane for each pair a >= b of columns. */
  private final class Weights {
    final int pairs = r * (r + 1) / 2;
    final int width = padded(2 * pairs);
    final double[] values = new double[2 * points * width];
    final double[] etas = new double[2 * points * width];
    final long[] planes = new long[count * width];
    final long[] sums = new long[2 * points * LANES];

    /** The lane of the weight of X that column a has in column k; Y's are {@code pairs} later. */
    int lane(int a, int k) {
      return a >= k ? a * (a + 1) / 2 + k : k * (k + 1) / 2 + a;
    }
  }

  /** A transform's length and the bits of a digit: the shortest whose sums come back exact. */
  record Plan(int levels, int bits) {
    /** Bits enough for the numbers of an update of these bits before the point. */
    static Plan of(FixedPointUpdate update, int integerBits) {
      int width = update.format().fractionBits() + integerBits + 2;
      int terms = padded(Math.max(update.d1(), update.d2())) + update.r();
      for (int levels = 2; ; levels++) {
        int bits = (width + (1 << levels) - 1) >> levels;
        if (bits < 30 && error(terms, levels, bits) < 0.25) {
          return new Plan(levels, bits);
        }
      }
    }

    /** The digits of numbers of these bits before the point. */
    int digits(FixedPointUpdate update, int integerBits) {
      return (update.format().fractionBits() + integerBits + 2 + bits - 1) / bits;
    }

    /** The bound of proofs-notes/kernels.md on the error of a coefficient. */
    static double error(int terms, int levels, int bits) {
      double squares = terms * (double) (1 << levels) * StrictMath.scalb(1.0, 2 * bits - 2);
      // The margin covers powers of 1 + u against sums of u.
      return 1.01 * 0x1p-53 * (18 * levels + 3 * (terms + 1)) * squares;
    }
  }

  FourierKernel(FixedPointUpdate update, int wantedBits) {
    this(update, Plan.of(update, wantedBits), wantedBits);
  }

  private FourierKernel(FixedPointUpdate update, Plan plan, int wantedBits) {
    super(update, new Limbs(plan.bits), plan.digits(update, wantedBits), 2);
    this.points = 1 << plan.levels;
    this.transform = new FourierTransform(plan.levels);
    this.x = new Side(update.d1(), update.d2());
    this.y = new Side(update.d2(), update.d1());
    this.weights = new Weights();
    constants(x, update.d2(), update::scaledByX);
    constants(y, update.d1(), (j, i) -> update.scaledByY(i, j));
    long[] planes = new long[count * weights.width];
    for (int lane = 0; lane < 2 * weights.pairs; lane++) {
      BigInteger eta = lane < weights.pairs ? update.etaX() : update.etaY();
      limbs.split(eta, planes, lane, weights.width, count);
    }
    carries.toDoubles(planes, weights.etas, count, weights.width, 2);
    transform.forward(weights.etas, weights.width);
  }

  private interface Entry {
    BigInteger at(int own, int other);
  }

  private void constants(Side side, int others, Entry entry) {
    long[] planes = new long[count * side.width];
    double[] values = new double[2 * points * side.width];
    for (int j = 0; j < others; j++) {
      for (int i = 0; i < side.rows; i++) {
        limbs.split(entry.at(i, j), planes, i, side.width, count);
      }
      Arrays.fill(values, 0);
      carries.toDoubles(planes, values, count, side.width, 2);
      transform.forward(values, side.width);
      for (int f = 0; f < points; f++) {
        int to = (f * others + j) * 2 * side.width;
        System.arraycopy(values, f * 2 * side.width, side.scaled, to, 2 * side.width);
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
    for (int k = 0; k < r; k++) {
      transform.forward(x.perturbed[k], x.width);
      transform.forward(y.perturbed[k], y.width);
    }
    weigh();
    descend(x, y, 0);
    descend(y, x, weights.pairs);
  }

  /** Values of C = rnd(eX rnd(K)) and of D. */
  private void weigh() {
    int width = weights.width;
    for (int a = 0; a < r; a++) {
      for (int b = 0; b <= a; b++) {
        int lane = weights.lane(a, b);
        FourierSums.inner(
            y.perturbed[a], y.perturbed[b], points, y.width, weights.values, lane, width);
        FourierSums.inner(
            x.perturbed[a],
            x.perturbed[b],
            points,
            x.width,
            weights.values,
            weights.pairs + lane,
            width);
      }
    }
    roundWeights();
    FourierSums.multiply(weights.values, weights.etas, points, width);
    roundWeights();
  }

  /** Rounds the numbers that the values belong to, and takes their values again. */
  private void roundWeights() {
    int width = weights.width;
    transform.inverse(weights.values, width);
    Arrays.fill(weights.planes, 0);
    for (int g = 0; g < width; g += LANES) {
      FourierSums.toIntegers(weights.values, g, width, points, weights.sums);
      carries.addRounded(weights.sums, weights.planes, g, width, fractionBits, count, 0, 0);
    }
    Arrays.fill(weights.values, 0);
    carries.toDoubles(weights.planes, weights.values, count, width, 2);
    transform.forward(weights.values, width);
  }

  private void descend(Side side, Side other, int firstLane) {
    for (int f = 0; f < points; f++) {
      for (int k = 0; k < r; k++) {
        FourierSums.change(
            side.scaled,
            f,
            other.rows,
            other.perturbed[k],
            other.width,
            side.changes[k],
            side.width);
        for (int a = 0; a < r; a++) {
          FourierSums.subtractProduct(
              side.perturbed[a],
              weights.values,
              2 * f * weights.width + firstLane + weights.lane(a, k),
              weights.width,
              side.changes[k],
              f,
              side.width);
        }
      }
    }
    for (int k = 0; k < r; k++) {
      transform.inverse(side.changes[k], side.width);
      for (int g = 0; g < side.width; g += LANES) {
        FourierSums.toIntegers(side.changes[k], g, side.width, points, side.sums);
        carries.addRounded(side.sums, side.state[k], g, side.width, fractionBits, count, 0, 0);
      }
    }
  }
}
