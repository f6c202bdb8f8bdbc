// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench.workload;

import java.math.BigDecimal;
import java.math.MathContext;
import org.noisygd.number.matrix.Entries;

/**
 * The tolerance between the iterates of implementation and reference after a few updates.
 *
 * <p>In the max norm, with u the unit roundoff of the arithmetic, A = max |X|, |Y|, P = max |Xt|,
 * |Yt|, and S = max over entries of eta (|Xt| |Yt|^T + |M|) |Yt| and of its transpose: one update
 * in either form, in any order of summation and fused or not, has an error of at most
 *
 * <pre>
 *   local = u [2 (A + 1) + 2 n (S + 1)],   n = d1 + d2 + r + 8,
 * </pre>
 *
 * the standard model's gamma_n with the products, sums, the step and the rounding of M, eta and the
 * noise to u, gamma_n &lt;= 2 n u for n u &lt;= 1/2; the ones are for fixed-point numbers, whose
 * errors are absolute. An error e before the update leaves
 *
 * <pre>
 *   e' = e (1 + 2 g),   g = eta [ r P^2 (2 max(d1, d2) + d1 d2 / max(d1, d2)) + S / (eta P) ] ,
 * </pre>
 *
 * from the update's derivative, dR Yt + R dYt with dR = dXt Yt^T + Xt dYt^T, entry by entry; the
 * factor 2 covers terms of second order, while e &lt;= P / 2. Both the reference and the
 * implementation have such an error. <b>Assumed</b> from the standard model; the sizes come from
 * the reference's iterates.
 */
public final class Agreement {
  private Agreement() {}

  /**
   * The bound after {@link Problem#checkedSteps} updates, as its logarithm to base 10.
   *
   * @param iterates the reference's iterates in order, from the start on, X then Y, rounded to
   *     doubles
   */
  public static double boundLog10(Problem problem, double[][] iterates, int replicate) {
    double[] m = problem.doubles(Problem.Part.M, 0);
    double eta = problem.eta().doubleValue();
    double n = problem.d1() + problem.d2() + problem.r() + 8.0;
    double error = 1; // over u: the start is rounded
    for (int t = 0; t < problem.checkedSteps(); t++) {
      double[] xt = plus(iterates[t], 0, problem.noise(Problem.Part.NOISE_X, replicate, t));
      double[] yt = plus(iterates[t], xt.length, problem.noise(Problem.Part.NOISE_Y, replicate, t));
      double a = Entries.largest(iterates[t]);
      double p = Math.max(Entries.largest(xt), Entries.largest(yt));
      double s = eta * termSum(problem, m, xt, yt);
      double d = Math.max(problem.d1(), problem.d2());
      double g = eta * problem.r() * p * p * (2 * d + Math.min(problem.d1(), problem.d2())) + s / p;
      error = error * (1 + 2 * g) + 2 * (a + 1) + 2 * n * (s + 1);
    }
    return problem.unitRoundoffLog10() + StrictMath.log10(2 * error);
  }

  /** The largest entry of (|Xt| |Yt|^T + |M|) |Yt| and (|Xt| |Yt|^T + |M|)^T |Xt|. */
  private static double termSum(Problem problem, double[] m, double[] xt, double[] yt) {
    int r = problem.r();
    double[] byX = new double[xt.length];
    double[] byY = new double[yt.length];
    for (int i = 0; i < problem.d1(); i++) {
      for (int j = 0; j < problem.d2(); j++) {
        double sum = Math.abs(m[i * problem.d2() + j]);
        for (int k = 0; k < r; k++) {
          sum += Math.abs(xt[i * r + k] * yt[j * r + k]);
        }
        for (int k = 0; k < r; k++) {
          byX[i * r + k] += sum * Math.abs(yt[j * r + k]);
          byY[j * r + k] += sum * Math.abs(xt[i * r + k]);
        }
      }
    }
    return Math.max(Entries.largest(byX), Entries.largest(byY));
  }

  private static double[] plus(double[] iterate, int from, double[] noise) {
    double[] sum = noise.clone();
    for (int n = 0; n < sum.length; n++) {
      sum[n] += iterate[from + n];
    }
    return sum;
  }

  /** The logarithm to base 10 of the largest difference of two iterates; -infinity if none. */
  public static double differenceLog10(BigDecimal[] a, BigDecimal[] b) {
    if (a.length != b.length) {
      return Double.POSITIVE_INFINITY;
    }
    BigDecimal largest = BigDecimal.ZERO;
    for (int n = 0; n < a.length; n++) {
      largest = largest.max(a[n].subtract(b[n]).abs());
    }
    if (largest.signum() == 0) {
      return Double.NEGATIVE_INFINITY;
    }
    BigDecimal rounded = largest.round(MathContext.DECIMAL64);
    int exponent = rounded.precision() - rounded.scale() - 1;
    return exponent + StrictMath.log10(rounded.scaleByPowerOfTen(-exponent).doubleValue());
  }
}
