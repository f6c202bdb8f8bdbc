// SPDX-License-Identifier: Apache-2.0
package org.noisygd.kernel;

/**
 * Double-double over lanes: the operations of {@link org.noisygd.arithmetic.DoubleDouble}, that is
 * of {@code DD} in Commons Numbers 1.2, one by one on arrays of high and low parts.
 *
 * <pre>
 *   (p, e) = x y exactly, by Dekker's and Veltkamp's splitting by 2^27 + 1
 *   (x, xx) (y, yy) = fastTwoSum(p, e + (x yy + xx y))
 *   (s, t) = twoSum(x, y),  (u, v) = twoSum(xx, yy)
 *   (x, xx) + (y, yy) = fastTwoSum(fastTwoSum(s, t + u) with v added to its low part)
 * </pre>
 *
 * <p>Not fused. A {@code double[][]} here is (high, low), each of the same lanes; operands stand in
 * the order in which {@code descent} has them, since where a product underflows that counts.
 */
final class DoubleDoubleLoops {
  private static final double SPLITTER = 0x1.0p27 + 1;

  private DoubleDoubleLoops() {}

  /** out = a + b. */
  static void add(
      double[] outH, double[] outL, double[] aH, double[] aL, double[] bH, double[] bL) {
    for (int l = 0; l < outH.length; l++) {
      double s = aH[l] + bH[l];
      double u = aL[l] + bL[l];
      double w = sumLow(aH[l], bH[l], s) + u;
      double z = s + w;
      double q = (w - (z - s)) + sumLow(aL[l], bL[l], u);
      outH[l] = z + q;
      outL[l] = q - (outH[l] - z);
    }
  }

  /** out = a b. */
  static void multiply(
      double[] outH, double[] outL, double[] aH, double[] aL, double[] bH, double[] bL) {
    for (int l = 0; l < outH.length; l++) {
      double p = aH[l] * bH[l];
      double e = productLow(aH[l], bH[l], p) + (aH[l] * bL[l] + aL[l] * bH[l]);
      outH[l] = p + e;
      outL[l] = e - (outH[l] - p);
    }
  }

  /** out = c a. */
  static void scale(double[] outH, double[] outL, double cH, double cL, double[] aH, double[] aL) {
    for (int l = 0; l < outH.length; l++) {
      double p = cH * aH[l];
      double e = productLow(cH, aH[l], p) + (cH * aL[l] + cL * aH[l]);
      outH[l] = p + e;
      outL[l] = e - (outH[l] - p);
    }
  }

  /** The low part of the sum s of a and b. */
  private static double sumLow(double a, double b, double s) {
    double c = s - a;
    return (a - (s - c)) + (b - c);
  }

  /** The low part of the product p of x and y. */
  private static double productLow(double x, double y, double p) {
    double hx = highPart(x);
    double lx = x - hx;
    double hy = highPart(y);
    double ly = y - hy;
    return lx * ly - (((p - hx * hy) - lx * hy) - hx * ly);
  }

  private static double highPart(double x) {
    double c = SPLITTER * x;
    return c - (c - x);
  }
}
