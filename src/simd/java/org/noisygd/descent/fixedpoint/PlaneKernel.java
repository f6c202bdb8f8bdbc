// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * A kernel whose integers are limbs in planes: plane l holds the l-th limb of every entry of a
 * column, padded to whole vectors. Here are the iterate, the noise and the check before each
 * update; the update itself is the subclass's.
 */
abstract class PlaneKernel implements FixedPointKernel {
  static final int LANES = LimbCarries.LANES;

  final Limbs limbs;
  final LimbCarries carries;

  /** The limbs of a number. */
  final int count;

  final int fractionBits;
  final int r;
  private final FixedPointRange range;
  private final int integerBits;

  /** Every so many planes of a perturbed column holds a limb. */
  private final int step;

  /** What belongs to X or to Y: a factor of {@code rows} rows. */
  class Factor {
    final int rows;
    final int width;

    /** The iterate: a column k has its planes in state[k]. */
    final long[][] state;

    final double[][] perturbed;

    private double modulus;
    private double perturbedModulus;

    /** A perturbed column has so many planes. */
    Factor(int rows, int planes) {
      this.rows = rows;
      this.width = padded(rows);
      this.state = new long[r][count * width];
      this.perturbed = new double[r][planes * width];
    }
  }

  /** Perturbations as planes, and the bits before the point that they need. */
  private record Noise(long[][] x, long[][] y, int integerBits) {}

  /** A kernel whose numbers have {@code count} limbs. */
  PlaneKernel(FixedPointUpdate update, Limbs limbs, int count, int step) {
    this.limbs = limbs;
    this.carries = new LimbCarries(limbs.bits());
    this.count = count;
    this.fractionBits = update.format().fractionBits();
    this.r = update.r();
    this.range = new FixedPointRange(update);
    this.integerBits = count * limbs.bits() - 2 - fractionBits;
    this.step = step;
  }

  /** A number of lanes rounded up to whole vectors. */
  static int padded(int n) {
    return (n + LANES - 1) / LANES * LANES;
  }

  abstract Factor factorX();

  abstract Factor factorY();

  /** Moves both factors on, whose perturbed columns are ready and in range. */
  abstract void update();

  @Override
  public final void start(BigInteger[] startX, BigInteger[] startY) {
    split(startX, factorX(), factorX().state);
    split(startY, factorY(), factorY().state);
  }

  @Override
  public final Object form(BigInteger[] noiseX, BigInteger[] noiseY) {
    Noise noise = noNoise(Math.max(range.modulus(noiseX), range.modulus(noiseY)));
    if (noise.integerBits <= integerBits) {
      split(noiseX, factorX(), noise.x);
      split(noiseY, factorY(), noise.y);
    }
    return noise;
  }

  @Override
  public final Object form(double[] noiseX, double[] noiseY) {
    Noise noise = noNoise(Math.max(range.modulus(noiseX), range.modulus(noiseY)));
    if (noise.integerBits <= integerBits) {
      split(noiseX, factorX(), noise.x);
      split(noiseY, factorY(), noise.y);
    }
    return noise;
  }

  private Noise noNoise(double largest) {
    return new Noise(
        new long[r][count * factorX().width],
        new long[r][count * factorY().width],
        FixedPointRange.integerBits(largest));
  }

  private void split(BigInteger[] integers, Factor factor, long[][] planes) {
    for (int n = 0; n < integers.length; n++) {
      limbs.split(integers[n], planes[n % r], n / r, factor.width, count);
    }
  }

  private void split(double[] doubles, Factor factor, long[][] planes) {
    FixedPoint format = new FixedPoint(fractionBits);
    for (int n = 0; n < doubles.length; n++) {
      double d = doubles[n];
      limbs.split(
          format.significand(d), format.shift(d), planes[n % r], n / r, factor.width, count);
    }
  }

  @Override
  public final int step(Object form) {
    Noise noise = (Noise) form;
    if (noise.integerBits > integerBits) {
      return noise.integerBits;
    }
    Factor x = factorX();
    Factor y = factorY();
    perturb(x, noise.x);
    perturb(y, noise.y);
    double largest = range.largest(x.modulus, y.modulus, x.perturbedModulus, y.perturbedModulus);
    int needed = FixedPointRange.integerBits(largest);
    if (needed > integerBits) {
      return needed;
    }
    update();
    return 0;
  }

  private void perturb(Factor factor, long[][] noise) {
    double modulus = 0;
    double perturbed = 0;
    for (int k = 0; k < r; k++) {
      long[] state = factor.state[k];
      double[] sum = factor.perturbed[k];
      if (step > 1) {
        Arrays.fill(sum, 0);
      }
      modulus = Math.max(modulus, carries.modulus(state, count, factor.width));
      perturbed = Math.max(perturbed, carries.add(state, noise[k], sum, count, factor.width, step));
    }
    int place = (count - 1) * limbs.bits() - fractionBits;
    factor.modulus = StrictMath.scalb(modulus, place);
    factor.perturbedModulus = StrictMath.scalb(perturbed, place);
  }

  @Override
  public final BigInteger[] x() {
    return join(factorX());
  }

  @Override
  public final BigInteger[] y() {
    return join(factorY());
  }

  private BigInteger[] join(Factor factor) {
    BigInteger[] integers = new BigInteger[factor.rows * r];
    for (int n = 0; n < integers.length; n++) {
      integers[n] = limbs.join(factor.state[n % r], n / r, factor.width, count);
    }
    return integers;
  }
}
