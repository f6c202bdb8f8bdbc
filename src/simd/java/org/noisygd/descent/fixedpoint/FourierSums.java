// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of products of complex values in planes as {@link FourierTransform} has them, and the
 * integers that inverse transforms stand for. Real and imaginary parts of T products are sums of 2
 * T fused products: within 1.5 (2 T + 2) u of the sum of the products' moduli.
 */
final class FourierSums {
  private static final VectorSpecies<Double> D = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = LimbCarries.LANES;

  /** Added to a number below 2^51 it leaves the nearest integer in the last bits. */
  private static final double ROUND = 0x1.8p52;

  private static final long ROUND_BITS = Double.doubleToRawLongBits(ROUND);

  private FourierSums() {}

  private static DoubleVector load(double[] planes, int at) {
    return DoubleVector.fromArray(D, planes, at);
  }

  /** One lane of values: at each point the sum of the products of a's and b's entries. */
  static void inner(
      double[] a, double[] b, int points, int width, double[] values, int lane, int valueWidth) {
    for (int f = 0; f < points; f++) {
      DoubleVector rr = DoubleVector.zero(D);
      DoubleVector ii = rr;
      DoubleVector ri = rr;
      DoubleVector ir = rr;
      for (int n = 2 * f * width; n < (2 * f + 1) * width; n += LANES) {
        DoubleVector ar = load(a, n);
        DoubleVector ai = load(a, n + width);
        DoubleVector br = load(b, n);
        DoubleVector bi = load(b, n + width);
        rr = ar.fma(br, rr);
        ii = ai.fma(bi, ii);
        ri = ar.fma(bi, ri);
        ir = ai.fma(br, ir);
      }
      values[2 * f * valueWidth + lane] = rr.sub(ii).reduceLanes(VectorOperators.ADD);
      values[(2 * f + 1) * valueWidth + lane] = ri.add(ir).reduceLanes(VectorOperators.ADD);
    }
  }

  /** Point by point and lane by lane, a times b, into a. */
  static void multiply(double[] a, double[] b, int points, int width) {
    for (int f = 0; f < points; f++) {
      for (int n = 2 * f * width; n < (2 * f + 1) * width; n += LANES) {
        DoubleVector ar = load(a, n);
        DoubleVector ai = load(a, n + width);
        DoubleVector br = load(b, n);
        DoubleVector bi = load(b, n + width);
        ar.mul(br).sub(ai.mul(bi)).intoArray(a, n);
        ar.fma(bi, ai.mul(br)).intoArray(a, n + width);
      }
    }
  }

  /** At point f, the sum over j of the j-th constant times entry j of b, into the plane of f. */
  static void change(
      double[] constants, int f, int count, double[] b, int width, double[] out, int outWidth) {
    int first = f * count * 2 * outWidth;
    int real = 2 * f * width;
    for (int g = 0; g < outWidth; g += LANES) {
      DoubleVector rr = DoubleVector.zero(D);
      DoubleVector ii = rr;
      DoubleVector ri = rr;
      DoubleVector ir = rr;
      int at = first + g;
      for (int j = 0; j < count; j++) {
        DoubleVector ar = load(constants, at);
        DoubleVector ai = load(constants, at + outWidth);
        DoubleVector br = DoubleVector.broadcast(D, b[real + j]);
        DoubleVector bi = DoubleVector.broadcast(D, b[real + width + j]);
        rr = ar.fma(br, rr);
        ii = ai.fma(bi, ii);
        ri = ar.fma(bi, ri);
        ir = ai.fma(br, ir);
        at += 2 * outWidth;
      }
      rr.sub(ii).intoArray(out, 2 * f * outWidth + g);
      ri.add(ir).intoArray(out, (2 * f + 1) * outWidth + g);
    }
  }

  /** At point f, subtracts a times the complex number at {@code scalar}, {@code scalar + gap}. */
  static void subtractProduct(
      double[] a, double[] values, int scalar, int gap, double[] out, int f, int width) {
    DoubleVector br = DoubleVector.broadcast(D, -values[scalar]);
    DoubleVector bi = DoubleVector.broadcast(D, values[scalar + gap]);
    DoubleVector minus = bi.neg();
    for (int n = 2 * f * width; n < (2 * f + 1) * width; n += LANES) {
      DoubleVector ar = load(a, n);
      DoubleVector ai = load(a, n + width);
      ai.fma(bi, ar.fma(br, load(out, n))).intoArray(out, n);
      ai.fma(br, ar.fma(minus, load(out, n + width))).intoArray(out, n + width);
    }
  }

  /**
   * The integers of H-fold coefficients, from lane g on, one vector a position.
   *
   * @throws IllegalStateException if a coefficient is 1/4 or farther from an integer, which the
   *     bound on its error excludes
   */
  static void toIntegers(double[] planes, int g, int width, int points, long[] sums) {
    DoubleVector scale = DoubleVector.broadcast(D, 1.0 / points);
    DoubleVector farthest = DoubleVector.zero(D);
    for (int f = 0; f < points; f++) {
      for (int part = 0; part < 2; part++) {
        DoubleVector value = load(planes, (2 * f + part) * width + g).mul(scale);
        DoubleVector rounded = value.add(ROUND);
        farthest = farthest.max(value.sub(rounded.sub(ROUND)).abs());
        LongVector integer = rounded.reinterpretAsLongs().sub(ROUND_BITS);
        integer.intoArray(sums, (f + part * points) * LANES);
      }
    }
    if (!(farthest.reduceLanes(VectorOperators.MAX) < 0.25)) {
      throw new IllegalStateException(
          "coefficients must be within 1/4 of integers, got " + farthest);
    }
  }
}
