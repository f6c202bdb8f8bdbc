// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.Set;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.exact.ExactImage;
import org.noisygd.judge.mistake.Mistake;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;

/**
 * Tests whether images have the mean and covariance of an update with given mistakes. It names a
 * mistake once the right law is refuted; it judges nothing.
 *
 * <p>The moments are Gauss-Hermite sums with five nodes in each noise entry. They are exact if the
 * image is a cubic, like the right one. If Y' is computed from X', or a gradient is clipped, they
 * are accurate enough: the fit allows seven standard errors and a twentieth of the deviations.
 */
final class MistakeLaw {
  /** A moment fits within this many of its standard errors. */
  private static final double FIT = 7;

  /** The quadrature's error that a fit allows, relative to the product of the deviations. */
  private static final double QUADRATURE = 0.05;

  private final double[] mean;
  private final double[][] covariance;

  /** Computes the moments of an image; the shapes must allow its mistakes. */
  private MistakeLaw(ExactImage<Double> exact) {
    Request q = exact.request();
    int p = q.at().variables();
    mean = new double[p];
    covariance = new double[p][p];
    Factors<Double> at = q.at().toExactly(Binary64.INSTANCE);
    NoiseQuadrature.overNodes(
        q,
        (weight, noise) -> {
          Factors<Double> step = exact.update.step(at, factors(q, noise));
          double[] image = step.toVariables().stream().mapToDouble(v -> v).toArray();
          for (int i = 0; i < p; i++) {
            mean[i] += weight * image[i];
            for (int j = 0; j < p; j++) {
              covariance[i][j] += weight * image[i] * image[j];
            }
          }
        });
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < p; j++) {
        covariance[i][j] -= mean[i] * mean[j];
      }
    }
  }

  private static Factors<Double> factors(Request q, double[] noise) {
    int r = q.r();
    int split = q.d1() * r;
    return new Factors<>(
        Matrix.of(Binary64.INSTANCE, q.d1(), r, (i, a) -> noise[i * r + a]),
        Matrix.of(Binary64.INSTANCE, q.d2(), r, (j, a) -> noise[split + j * r + a]));
  }

  /**
   * Whether images fit an update with these mistakes, or the right one if there are none.
   *
   * @param rounding the largest error of a legal plan in each entry
   */
  static boolean fits(Request q, Set<Mistake> faults, double[][] images, double[] rounding) {
    ExactImage<Double> exact = Mistake.image(Binary64.INSTANCE, q, faults);
    return exact.applies() && new MistakeLaw(exact).fits(images, rounding);
  }

  private boolean fits(double[][] images, double[] rounding) {
    int p = mean.length;
    double[] t = new double[images.length];
    for (int i = 0; i < p; i++) {
      for (int k = 0; k < t.length; k++) {
        t[k] = images[k][i] - mean[i];
      }
      double spread = QUADRATURE * ITS_SHARE * deviation(i);
      if (!zeroMean(t, rounding[i] + spread + SUMS * size(i))) {
        return false;
      }
    }
    for (int i = 0; i < p; i++) {
      for (int j = i; j < p; j++) {
        double moved = 0;
        for (int k = 0; k < t.length; k++) {
          double a = images[k][i] - mean[i];
          double b = images[k][j] - mean[j];
          t[k] = a * b - covariance[i][j];
          moved += (rounding[i] * Math.abs(b) + rounding[j] * Math.abs(a)) / t.length;
        }
        double spread = QUADRATURE * deviation(i) * deviation(j);
        if (!zeroMean(t, moved + spread + SUMS * size(i) * size(j))) {
          return false;
        }
      }
    }
    return true;
  }

  private double deviation(int i) {
    return StrictMath.sqrt(Math.max(0, covariance[i][i]));
  }

  /** The size of an entry; sums are rounded relative to it. */
  private double size(int i) {
    return Math.abs(mean[i]) + deviation(i);
  }

  /** Rounding errors of sums with at most 5^6 &lt; 2^14 terms, relative to the terms' size. */
  private static final double SUMS = 0x1p-39;

  /** The quadrature is this much more accurate for means, which are integrals of lower degree. */
  private static final double ITS_SHARE = 0.1;

  private static boolean zeroMean(double[] t, double allowed) {
    double sum = 0;
    double squares = 0;
    for (double v : t) {
      sum += v;
      squares += v * v;
    }
    double n = t.length;
    double error = StrictMath.sqrt(squares) / n;
    return Math.abs(sum / n) <= FIT * error + allowed;
  }

  /**
   * Gauss-Hermite quadrature with five nodes in each noise entry of a request: exact up to degree 9
   * in each.
   */
  static final class NoiseQuadrature {
    /** Roots of He_5 = x^5 - 10 x^3 + 15 x, and their weights h = 4! / (5 He_4(x)^2). */
    private static final double[] NODES = {
      -StrictMath.sqrt(5 + StrictMath.sqrt(10)),
      -StrictMath.sqrt(5 - StrictMath.sqrt(10)),
      0,
      StrictMath.sqrt(5 - StrictMath.sqrt(10)),
      StrictMath.sqrt(5 + StrictMath.sqrt(10))
    };

    private NoiseQuadrature() {}

    /** Receives the points of a quadrature. */
    interface Point {
      /** Receives a point's weight and noise; the array is overwritten afterwards. */
      void take(double weight, double[] noise);
    }

    /** Visits every point of the quadrature over a request's noise. */
    static void overNodes(Request q, Point point) {
      double[] weights = new double[NODES.length];
      for (int n = 0; n < NODES.length; n++) {
        double s = NODES[n] * NODES[n];
        double he4 = s * s - 6 * s + 3;
        weights[n] = 24 / (5 * he4 * he4);
      }
      int p = q.at().variables();
      double[] noise = new double[p];
      int[] at = new int[p];
      int split = q.d1() * q.r();
      double s1 = q.sigma1().roundToDouble();
      double s2 = q.sigma2().roundToDouble();
      while (true) {
        double weight = 1;
        for (int e = 0; e < p; e++) {
          weight *= weights[at[e]];
          noise[e] = (e < split ? s1 : s2) * NODES[at[e]];
        }
        point.take(weight, noise);
        int e = 0;
        while (e < p && ++at[e] == NODES.length) {
          at[e++] = 0;
        }
        if (e == p) {
          return;
        }
      }
    }
  }
}
