// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The values of real polynomials of degree below H at the H roots of t^H = i, H a power of two, and
 * back. A product of two such polynomials is got from its values without wrapping: modulo t^H - i
 * its coefficients below t^H are the real parts and the others the imaginary ones.
 *
 * <p>Modulo t^m - z^2 splits into modulo t^(m/2) - z and t^(m/2) + z, log2 H times, no reordering:
 * (a, b) to (a + z b, a - z b). Arrays are planes: plane 2 f is the real and 2 f + 1 the imaginary
 * part of value f, vectors run along the plane. The inverse divides by H, which is exact.
 *
 * <p>Accuracy, u = 2^-53: one such step multiplies each output by 1 + d, |d| <= 6 u (a product 2.3
 * u; its factor z, two parts within one ulp of an angle within u, 2.5 u; the sum u). So values err
 * by at most ((1 + 6 u)^log2 H - 1) sqrt H times the norm of the coefficients, in norm.
 */
final class FourierTransform {
  private static final VectorSpecies<Double> D = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = LimbCarries.LANES;

  private final int size;

  /** cos and sin of the angle of z, by level and block. */
  private final double[][] cosines;

  private final double[][] sines;

  /** Transforms of 2^levels points. */
  FourierTransform(int levels) {
    this.size = 1 << levels;
    this.cosines = new double[levels][];
    this.sines = new double[levels][];
    // Angles in half turns: the root of t^H is i, the half turn 1/2.
    double[] angles = {0.5};
    for (int level = 0; level < levels; level++) {
      cosines[level] = new double[angles.length];
      sines[level] = new double[angles.length];
      double[] next = new double[2 * angles.length];
      for (int block = 0; block < angles.length; block++) {
        // Halved dyadic fractions of a turn: exact.
        double half = angles[block] / 2;
        cosines[level][block] = sine(half + 0.5);
        sines[level][block] = sine(half);
        next[2 * block] = half;
        next[2 * block + 1] = half + 1;
      }
      angles = next;
    }
  }

  /** sin(pi a) for a in [0, 2], by its values on [0, 1/4]: a's reduction is exact. */
  private static double sine(double a) {
    if (a >= 1) {
      return -sine(a - 1);
    }
    double first = Math.min(a, 1 - a);
    return first <= 0.25
        ? StrictMath.sin(StrictMath.PI * first)
        : StrictMath.cos(StrictMath.PI * (0.5 - first));
  }

  /** Coefficients, imaginary planes included, to values, in place. */
  void forward(double[] planes, int width) {
    for (int level = 0; level < cosines.length; level++) {
      int half = size >> (level + 1);
      for (int block = 0; block < cosines[level].length; block++) {
        forward(
            planes,
            2 * block * half * 2 * width,
            half * 2 * width,
            width,
            cosines[level][block],
            sines[level][block]);
      }
    }
  }

  private static void forward(
      double[] planes, int at, int length, int width, double cosine, double sine) {
    DoubleVector c = DoubleVector.broadcast(D, cosine);
    DoubleVector s = DoubleVector.broadcast(D, sine);
    DoubleVector minus = DoubleVector.broadcast(D, -sine);
    for (int row = at; row < at + length; row += 2 * width) {
      for (int n = row; n < row + width; n += LANES) {
        DoubleVector br = DoubleVector.fromArray(D, planes, n + length);
        DoubleVector bi = DoubleVector.fromArray(D, planes, n + length + width);
        DoubleVector tr = br.fma(c, bi.mul(minus));
        DoubleVector ti = br.fma(s, bi.mul(c));
        DoubleVector ar = DoubleVector.fromArray(D, planes, n);
        DoubleVector ai = DoubleVector.fromArray(D, planes, n + width);
        ar.add(tr).intoArray(planes, n);
        ai.add(ti).intoArray(planes, n + width);
        ar.sub(tr).intoArray(planes, n + length);
        ai.sub(ti).intoArray(planes, n + length + width);
      }
    }
  }

  /** Values to H times the coefficients, in place. */
  void inverse(double[] planes, int width) {
    for (int level = cosines.length - 1; level >= 0; level--) {
      int half = size >> (level + 1);
      for (int block = 0; block < cosines[level].length; block++) {
        inverse(
            planes,
            2 * block * half * 2 * width,
            half * 2 * width,
            width,
            cosines[level][block],
            sines[level][block]);
      }
    }
  }

  private static void inverse(
      double[] planes, int at, int length, int width, double cosine, double sine) {
    DoubleVector c = DoubleVector.broadcast(D, cosine);
    DoubleVector s = DoubleVector.broadcast(D, sine);
    DoubleVector minus = DoubleVector.broadcast(D, -sine);
    for (int row = at; row < at + length; row += 2 * width) {
      for (int n = row; n < row + width; n += LANES) {
        DoubleVector ar = DoubleVector.fromArray(D, planes, n);
        DoubleVector ai = DoubleVector.fromArray(D, planes, n + width);
        DoubleVector br = DoubleVector.fromArray(D, planes, n + length);
        DoubleVector bi = DoubleVector.fromArray(D, planes, n + length + width);
        DoubleVector tr = ar.sub(br);
        DoubleVector ti = ai.sub(bi);
        ar.add(br).intoArray(planes, n);
        ai.add(bi).intoArray(planes, n + width);
        tr.fma(c, ti.mul(s)).intoArray(planes, n + length);
        ti.fma(c, tr.mul(minus)).intoArray(planes, n + length + width);
      }
    }
  }
}
