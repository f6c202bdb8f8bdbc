// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

/**
 * Double-double over lanes: the operations of {@link org.noisygd.number.DoubleDouble} one by one on
 * arrays of high and low parts.
 *
 * <pre>
 *   h = x y,   e = fma(x, y, -h) + (x yy + xx y)
 *   (x, xx) (y, yy) = fastTwoSum(h, e)
 *   (s, t) = twoSum(z, h),   (z, zz) + (x, xx) (y, yy) = fastTwoSum(s, t + (zz + e))
 *   (s, t) = twoSum(x, y),  (u, v) = twoSum(xx, yy)
 *   (x, xx) + (y, yy) = fastTwoSum(fastTwoSum(s, t + u) with v added to its low part)
 * </pre>
 *
 * <p>Nothing is fused except where fma is written. The product is symmetric, bit for bit.
 */
final class DoubleDoubleLoops {
  private DoubleDoubleLoops() {}

  /** Sets out = a + b. */
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

  /** Sets out = out + a b. */
  static void addProduct(
      double[] outH, double[] outL, double[] aH, double[] aL, double[] bH, double[] bL) {
    for (int l = 0; l < outH.length; l++) {
      double h = aH[l] * bH[l];
      double e = Math.fma(aH[l], bH[l], -h) + (aH[l] * bL[l] + aL[l] * bH[l]);
      double s = outH[l] + h;
      double w = sumLow(outH[l], h, s) + (outL[l] + e);
      outH[l] = s + w;
      outL[l] = w - (outH[l] - s);
    }
  }

  /** Sets out = out + c a. */
  static void addScaled(
      double[] outH, double[] outL, double cH, double cL, double[] aH, double[] aL) {
    for (int l = 0; l < outH.length; l++) {
      double h = cH * aH[l];
      double e = Math.fma(cH, aH[l], -h) + (cH * aL[l] + cL * aH[l]);
      double s = outH[l] + h;
      double w = sumLow(outH[l], h, s) + (outL[l] + e);
      outH[l] = s + w;
      outL[l] = w - (outH[l] - s);
    }
  }

  /** Sets out = c a. */
  static void scale(double[] outH, double[] outL, double cH, double cL, double[] aH, double[] aL) {
    for (int l = 0; l < outH.length; l++) {
      double h = cH * aH[l];
      double e = Math.fma(cH, aH[l], -h) + (cH * aL[l] + cL * aH[l]);
      outH[l] = h + e;
      outL[l] = e - (outH[l] - h);
    }
  }

  /** The low part of the sum s of a and b. */
  private static double sumLow(double a, double b, double s) {
    double c = s - a;
    return (a - (s - c)) + (b - c);
  }
}
