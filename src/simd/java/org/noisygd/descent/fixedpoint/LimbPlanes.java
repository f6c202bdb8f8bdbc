// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * {@link FixedPointUpdate} on limb planes: an integer is the sum of L limbs times 2^(51 l), -2^50
 * <= limb < 2^50, and a plane holds the l-th limb of every entry of a column, so that vectors run
 * along the matrix index. Sums of products are exact ({@link LimbProducts}); each is rounded once,
 * by the carries ({@link LimbCarries}), so the integers are those of {@link BigIntegerKernel}.
 *
 * <p>The numbers of an update are below 2^(51 L - 2 - F), which {@link FixedPointRange} checks
 * before anything is computed: every integer has L limbs then, and the top one is below 2^50.
 */
final class LimbPlanes implements FixedPointKernel {
  private static final int LANES = LimbCarries.LANES;

  private static final Limbs LIMBS = new Limbs(Limbs.MOST_BITS);
  private static final LimbCarries CARRIES = new LimbCarries(LIMBS.bits());

  /** Products that may meet in one sum: 4096 times (2^49 + 2^50) is below 2^63. */
  private static final int MOST_TERMS = 4096;

  private final FixedPointUpdate update;
  private final FixedPointRange range;
  private final int integerBits;
  private final int limbs;
  private final int r;
  private final Side x;
  private final Side y;

  /** What belongs to X or to Y: a factor of {@code rows} rows, its matrix and its step size. */
  private final class Side {
    final int rows;
    final int padded;
    final long[] eta;

    /** The iterate: a column k has its L planes in state[k]. */
    final long[][] state;

    final double[][] perturbed;

    /** The column of A (of X) or the row of B (of Y) that meets entry j of the other factor. */
    final double[][] scaled;

    /** -C (of X) or -D (of Y): column k in weights[k], limb by limb. */
    final double[][] weights;

    final long[] sums;
    final long[] noSums;
    double modulus;
    double perturbedModulus;

    Side(int rows, int others, BigInteger eta) {
      this.rows = rows;
      this.padded = padded(rows);
      this.eta = new long[limbs];
      LIMBS.split(eta, this.eta, 0, 1, limbs);
      this.state = new long[r][limbs * padded];
      this.perturbed = new double[r][limbs * padded];
      this.scaled = new double[others][limbs * padded];
      this.weights = new double[r][limbs * r];
      this.sums = new long[2 * limbs * LANES];
      this.noSums = LimbProducts.unbiased(limbs, others + r, LANES);
    }
  }

  /** Perturbations as planes, and the bits before the point that they need. */
  private static final class Noise {
    final long[][] x;
    final long[][] y;
    final int integerBits;

    Noise(long[][] x, long[][] y, int integerBits) {
      this.x = x;
      this.y = y;
      this.integerBits = integerBits;
    }
  }

  private static int padded(int n) {
    return (n + LANES - 1) / LANES * LANES;
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
    this.update = update;
    this.range = new FixedPointRange(update);
    this.r = update.r();
    this.limbs = limbs(update, wantedBits);
    this.integerBits = limbs * LIMBS.bits() - 2 - update.format().fractionBits();
    this.x = new Side(update.d1(), update.d2(), update.etaX());
    this.y = new Side(update.d2(), update.d1(), update.etaY());
    long[] integer = new long[limbs];
    for (int i = 0; i < update.d1(); i++) {
      for (int j = 0; j < update.d2(); j++) {
        LIMBS.split(update.scaledByX(i, j), integer, 0, 1, limbs);
        put(integer, x.scaled[j], i, x.padded);
        LIMBS.split(update.scaledByY(i, j), integer, 0, 1, limbs);
        put(integer, y.scaled[i], j, y.padded);
      }
    }
  }

  private static void put(long[] integer, double[] planes, int n, int gap) {
    for (int l = 0; l < integer.length; l++) {
      planes[l * gap + n] = integer[l];
    }
  }

  @Override
  public void start(BigInteger[] startX, BigInteger[] startY) {
    split(startX, x, x.state);
    split(startY, y, y.state);
  }

  private void split(BigInteger[] integers, Side side, long[][] planes) {
    for (int n = 0; n < integers.length; n++) {
      LIMBS.split(integers[n], planes[n % r], n / r, side.padded, limbs);
    }
  }

  @Override
  public Object form(double[] noiseX, double[] noiseY) {
    Noise noise = noNoise(Math.max(range.modulus(noiseX), range.modulus(noiseY)));
    if (noise.integerBits <= integerBits) {
      split(noiseX, x, noise.x);
      split(noiseY, y, noise.y);
    }
    return noise;
  }

  private void split(double[] doubles, Side side, long[][] planes) {
    FixedPoint format = update.format();
    for (int n = 0; n < doubles.length; n++) {
      double d = doubles[n];
      LIMBS.split(format.significand(d), format.shift(d), planes[n % r], n / r, side.padded, limbs);
    }
  }

  private Noise noNoise(double largest) {
    return new Noise(
        new long[r][limbs * x.padded],
        new long[r][limbs * y.padded],
        FixedPointRange.integerBits(largest));
  }

  @Override
  public Object form(BigInteger[] noiseX, BigInteger[] noiseY) {
    Noise noise = noNoise(Math.max(range.modulus(noiseX), range.modulus(noiseY)));
    if (noise.integerBits <= integerBits) {
      split(noiseX, x, noise.x);
      split(noiseY, y, noise.y);
    }
    return noise;
  }

  @Override
  public int step(Object form) {
    Noise noise = (Noise) form;
    if (noise != null && noise.integerBits > integerBits) {
      return noise.integerBits;
    }
    perturb(x, noise == null ? null : noise.x);
    perturb(y, noise == null ? null : noise.y);
    double largest = range.largest(x.modulus, y.modulus, x.perturbedModulus, y.perturbedModulus);
    int needed = FixedPointRange.integerBits(largest);
    if (needed > integerBits) {
      return needed;
    }
    weigh(x, y);
    weigh(y, x);
    descend(x, y);
    descend(y, x);
    return 0;
  }

  private void perturb(Side side, long[][] noise) {
    double modulus = 0;
    double perturbedModulus = 0;
    for (int k = 0; k < r; k++) {
      long[] added = noise == null ? null : noise[k];
      modulus = Math.max(modulus, CARRIES.modulus(side.state[k], limbs, side.padded));
      perturbedModulus =
          Math.max(
              perturbedModulus,
              CARRIES.add(side.state[k], added, side.perturbed[k], limbs, side.padded, 1));
    }
    int place = (limbs - 1) * LIMBS.bits() - update.format().fractionBits();
    side.modulus = StrictMath.scalb(modulus, place);
    side.perturbedModulus = StrictMath.scalb(perturbedModulus, place);
  }

  /** The weights of one side from the perturbed factor of the other: -rnd(eta rnd(its Gram)). */
  private void weigh(Side side, Side other) {
    int fractionBits = update.format().fractionBits();
    long[] gram = new long[limbs];
    long[] sums = new long[2 * limbs];
    for (int a = 0; a < r; a++) {
      for (int b = 0; b <= a; b++) {
        LimbProducts.inner(
            other.perturbed[a], other.perturbed[b], limbs, other.padded, other.sums, sums);
        LIMBS.round(sums, gram, fractionBits, limbs);
        Arrays.fill(sums, 0);
        LIMBS.multiply(gram, side.eta, sums, limbs);
        LIMBS.round(sums, gram, fractionBits, limbs);
        for (int l = 0; l < limbs; l++) {
          side.weights[a][l * r + b] = -gram[l];
          side.weights[b][l * r + a] = -gram[l];
        }
      }
    }
  }

  private void descend(Side side, Side other) {
    int fractionBits = update.format().fractionBits();
    for (int g = 0; g < side.padded; g += LANES) {
      for (int k = 0; k < r; k++) {
        System.arraycopy(side.noSums, 0, side.sums, 0, side.sums.length);
        LimbProducts.add(
            side.scaled,
            other.rows,
            g,
            side.padded,
            other.perturbed[k],
            other.padded,
            limbs,
            side.sums);
        LimbProducts.add(side.perturbed, r, g, side.padded, side.weights[k], r, limbs, side.sums);
        CARRIES.addRounded(side.sums, side.state[k], g, side.padded, fractionBits, limbs);
      }
    }
  }

  @Override
  public BigInteger[] x() {
    return join(x);
  }

  @Override
  public BigInteger[] y() {
    return join(y);
  }

  private BigInteger[] join(Side side) {
    BigInteger[] integers = new BigInteger[side.rows * r];
    for (int n = 0; n < integers.length; n++) {
      integers[n] = LIMBS.join(side.state[n % r], n / r, side.padded, limbs);
    }
    return integers;
  }
}
