// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.rule;

import java.util.Arrays;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.number.Require;
import org.noisygd.number.random.BoxMullerStream;
import org.noisygd.number.random.FactorId;

/**
 * Independent centred perturbations of X and of Y with a standard deviation for each entry, normal
 * or heavy-tailed. With z standard normal deviates of {@link BoxMullerStream} at the address
 * (replicate, t, factor, entry) and n the entries of the factor,
 *
 * <pre>
 *   normal:                        s_e z_e
 *   Student, nu &gt;= 3 of freedom:   s_e sqrt((nu - 2)/nu) z_e / sqrt((z_{n + nu e}^2 + ... + z_{n + nu e + nu - 1}^2) / nu)
 * </pre>
 *
 * <p>Both have mean 0 and variance s_e^2. For normal ones with equal s the bits are those of {@code
 * NoiseSource}.
 */
public final class FactorDraws implements DrawSource {
  /** Stands for no heavy tail. */
  private static final int NORMAL = 0;

  private final BoxMullerStream stream;
  private final double[] deviationX;
  private final double[] deviationY;
  private final int freedom;

  private FactorDraws(
      BoxMullerStream stream, double[] deviationX, double[] deviationY, int freedom) {
    this.stream = stream;
    this.deviationX = checked("sigma of X", deviationX);
    this.deviationY = checked("sigma of Y", deviationY);
    this.freedom = freedom;
  }

  private static double[] checked(String name, double[] deviations) {
    for (double deviation : deviations) {
      Require.finiteNonNegative(name, deviation);
    }
    return deviations.clone();
  }

  /** Normal perturbations with the standard deviation of each entry, row by row. */
  public static FactorDraws normal(long seed, double[] deviationX, double[] deviationY) {
    return new FactorDraws(new BoxMullerStream(seed), deviationX, deviationY, NORMAL);
  }

  /** Normal perturbations with an experiment's standard deviations: those of Perturbed GD. */
  public static FactorDraws normal(long seed, Experiment e) {
    return normal(
        seed, deviations(e.d1(), e.r(), e.sigmaX()), deviations(e.d2(), e.r(), e.sigmaY()));
  }

  private static double[] deviations(int d, int r, double value) {
    double[] all = new double[d * r];
    Arrays.fill(all, value);
    return all;
  }

  /** These draws with Student's t of the given degrees of freedom, at least 3, as their law. */
  public FactorDraws student(int degrees) {
    Require.that(degrees >= 3, "degrees of freedom", "be at least 3", degrees);
    return new FactorDraws(stream, deviationX, deviationY, degrees);
  }

  @Override
  public void factors(double[] zx, double[] zy, long replicate, long t) {
    fill(zx, deviationX, replicate, t, FactorId.NOISE_X);
    fill(zy, deviationY, replicate, t, FactorId.NOISE_Y);
  }

  private void fill(double[] z, double[] deviation, long replicate, long t, FactorId factor) {
    if (freedom == NORMAL) {
      stream.fill(z, replicate, t, factor);
      for (int e = 0; e < z.length; e++) {
        z[e] = deviation[e] * z[e];
      }
      return;
    }
    int n = z.length;
    double[] deviates = new double[n * (1 + freedom)];
    stream.fill(deviates, replicate, t, factor);
    for (int e = 0; e < n; e++) {
      double squares = 0;
      for (int k = 0; k < freedom; k++) {
        double d = deviates[n + freedom * e + k];
        squares += d * d;
      }
      double student = deviates[e] / Math.sqrt(squares / freedom);
      z[e] = deviation[e] * Math.sqrt((freedom - 2.0) / freedom) * student;
    }
  }
}
