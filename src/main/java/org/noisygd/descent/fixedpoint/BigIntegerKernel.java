// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

import java.math.BigInteger;

/**
 * {@link FixedPointUpdate} as defined, on integers of any size: the portable kernel. {@code
 * FixedPointKernelTest} checks that {@code LimbPlanes} and {@code FourierKernel} equal it, {@code
 * FixedPointUpdateTest} that it agrees with the definition, and with the exact update up to the
 * bound.
 */
final class BigIntegerKernel implements FixedPointKernel {
  private final FixedPointUpdate update;
  private final FixedPoint format;
  private final int r;
  private final int integerBits;
  private final FixedPointRange range;
  private BigInteger[] x = {};
  private BigInteger[] y = {};

  /** Perturbations; a class, since the {@code equals} of a record of arrays is identity. */
  private static final class Pair {
    final BigInteger[] x;
    final BigInteger[] y;

    Pair(BigInteger[] x, BigInteger[] y) {
      this.x = x;
      this.y = y;
    }
  }

  /** An entry of a matrix of integers. */
  private interface Entry {
    BigInteger at(int i, int j);
  }

  BigIntegerKernel(FixedPointUpdate update, int integerBits) {
    this.update = update;
    this.format = update.format();
    this.r = update.r();
    this.integerBits = integerBits;
    this.range = new FixedPointRange(update);
  }

  @Override
  public void start(BigInteger[] startX, BigInteger[] startY) {
    x = startX.clone();
    y = startY.clone();
  }

  @Override
  public Object form(BigInteger[] noiseX, BigInteger[] noiseY) {
    return new Pair(noiseX, noiseY);
  }

  @Override
  public Object form(double[] noiseX, double[] noiseY) {
    return new Pair(integers(noiseX), integers(noiseY));
  }

  private BigInteger[] integers(double[] doubles) {
    BigInteger[] integers = new BigInteger[doubles.length];
    for (int n = 0; n < integers.length; n++) {
      long significand = format.significand(doubles[n]);
      integers[n] = BigInteger.valueOf(significand).shiftLeft(format.shift(doubles[n]));
    }
    return integers;
  }

  @Override
  public int step(Object noise) {
    Pair pair = (Pair) noise;
    BigInteger[] xt = plus(x, pair.x);
    BigInteger[] yt = plus(y, pair.y);
    double largest =
        range.largest(range.modulus(x), range.modulus(y), range.modulus(xt), range.modulus(yt));
    if (FixedPointRange.integerBits(largest) > integerBits) {
      return FixedPointRange.integerBits(largest);
    }
    BigInteger[] nextX = descend(x, xt, yt, update.etaX(), update::scaledByX);
    y = descend(y, yt, xt, update.etaY(), (j, i) -> update.scaledByY(i, j));
    x = nextX;
    return 0;
  }

  private static BigInteger[] plus(BigInteger[] a, BigInteger[] b) {
    BigInteger[] sum = new BigInteger[a.length];
    for (int n = 0; n < a.length; n++) {
      sum[n] = a[n].add(b[n]);
    }
    return sum;
  }

  /** own + rnd(A otherT - ownT C), C = rnd(eta rnd(otherT^T otherT)). */
  private BigInteger[] descend(
      BigInteger[] own, BigInteger[] ownT, BigInteger[] otherT, BigInteger eta, Entry scaled) {
    BigInteger[] c = new BigInteger[r * r];
    for (int a = 0; a < r; a++) {
      for (int b = 0; b <= a; b++) {
        BigInteger gram = BigInteger.ZERO;
        for (int j = 0; j < otherT.length; j += r) {
          gram = gram.add(otherT[j + a].multiply(otherT[j + b]));
        }
        BigInteger entry = format.round(eta.multiply(format.round(gram)));
        c[a * r + b] = entry;
        c[b * r + a] = entry;
      }
    }
    BigInteger[] next = new BigInteger[own.length];
    for (int i = 0; i < own.length / r; i++) {
      for (int k = 0; k < r; k++) {
        BigInteger sum = BigInteger.ZERO;
        for (int j = 0; j < otherT.length / r; j++) {
          sum = sum.add(scaled.at(i, j).multiply(otherT[j * r + k]));
        }
        for (int a = 0; a < r; a++) {
          sum = sum.subtract(ownT[i * r + a].multiply(c[a * r + k]));
        }
        next[i * r + k] = own[i * r + k].add(format.round(sum));
      }
    }
    return next;
  }

  @Override
  public BigInteger[] x() {
    return x.clone();
  }

  @Override
  public BigInteger[] y() {
    return y.clone();
  }
}
