// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import java.util.Optional;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Entries;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;
import org.noisygd.number.random.NoiseSource;
import org.noisygd.theory.landscape.SingularValues;
import org.noisygd.theory.landscape.SingularVectors;
import org.noisygd.theory.landscape.TargetSvd;

/**
 * The valley in which Phase III runs: with M = A S B^T the matrix of rank r nearest to M and R a
 * rotation,
 *
 * <pre>
 *   X = rho A sqrt(P) R,   Y = B sqrt(P) R / rho,   P diagonal,
 * </pre>
 *
 * <p>with P such that the smoothed gradient is 0 along the fast directions: with a = d2 sigmaY^2, b
 * = d1 sigmaX^2 and w = etaX / rho^2 + etaY rho^2, P_k = S_k - (etaX a + etaY b) / w. At the
 * balanced optimum P is that of Theorem 2.
 */
public final class Valley {
  private static final double WIDEST = 1e6; // the search range of rho, either way
  private static final int HALVINGS = 100; // down to neighbouring doubles

  private final Experiment setting;
  private final SingularVectors target;
  private final Matrix<Double> rotation;

  private Valley(Experiment setting, SingularVectors target, long seed) {
    this.setting = setting;
    this.target = target;
    this.rotation = rotation(setting.r(), seed);
  }

  /**
   * The valley of a problem.
   *
   * @param seed the seed of the rotation
   * @return the valley, or empty if a factor has no noise, M has less than rank r, or the noise, c
   *     = gamma d2 sigmaY^2, is not below the r-th singular value (Theorem 2)
   */
  public static Optional<Valley> of(Experiment setting, long seed) {
    int r = setting.r();
    double c = setting.noiseGamma() * setting.d2() * setting.sigmaY() * setting.sigmaY();
    boolean isNoisy = setting.sigmaX() > 0 && setting.sigmaY() > 0;
    TargetSvd svd = TargetSvd.of(setting.m());
    SingularValues values = svd.values();
    return isNoisy && values.rank() >= r && c < values.value(r)
        ? Optional.of(new Valley(setting, svd.largest(r), seed))
        : Optional.empty();
  }

  /** A random rotation, by the Gram-Schmidt process on Gaussian rows. */
  private static Matrix<Double> rotation(int r, long seed) {
    double[] entries = new double[r * r];
    new NoiseSource(new GaussianStream(seed), FactorId.START_X, 1).fill(entries, 0, 0);
    double[][] rows = new double[r][r];
    for (int i = 0; i < r; i++) {
      System.arraycopy(entries, i * r, rows[i], 0, r);
      // Two passes are enough, even if the first leaves little of the row.
      for (int turn = 0; turn < 2; turn++) {
        for (int j = 0; j < i; j++) {
          subtract(rows[i], rows[j], Entries.inner(rows[i], rows[j]));
        }
        double norm = Math.sqrt(Entries.normSquared(rows[i]));
        for (int k = 0; k < r; k++) {
          rows[i][k] /= norm;
        }
      }
    }
    return Matrix.of(Binary64.INSTANCE, rows);
  }

  private static void subtract(double[] row, double[] other, double part) {
    for (int k = 0; k < row.length; k++) {
      row[k] -= part * other[k];
    }
  }

  /** The point with parameter rho, which is about the square root of ||X|| / ||Y||. */
  public Factors<Double> at(double rho) {
    double[] x = new double[setting.r()];
    double[] y = new double[setting.r()];
    for (int k = 0; k < x.length; k++) {
      double p = product(k, rho);
      x[k] = rho * Math.sqrt(p);
      y[k] = Math.sqrt(p) / rho;
    }
    return new Factors<>(
        target.left().times(diagonal(x)).times(rotation),
        target.right().times(diagonal(y)).times(rotation));
  }

  private double product(int k, double rho) {
    double a = setting.d2() * setting.sigmaY() * setting.sigmaY();
    double b = setting.d1() * setting.sigmaX() * setting.sigmaX();
    double w = setting.etaX() / (rho * rho) + setting.etaY() * rho * rho;
    return Math.max(0, target.values().get(k) - (setting.etaX() * a + setting.etaY() * b) / w);
  }

  private static Matrix<Double> diagonal(double[] values) {
    return Matrix.of(
        Binary64.INSTANCE, values.length, values.length, (i, j) -> i == j ? values[i] : 0.0);
  }

  /** ||X||^2 / wX - ||Y||^2 / wY, which grows with rho. */
  private double difference(double rho, double wX, double wY) {
    double p = 0;
    for (int k = 0; k < setting.r(); k++) {
      p += product(k, rho);
    }
    return p * (rho * rho / wX - 1 / (rho * rho * wY));
  }

  /**
   * The rho at which {@code ||X||^2 / wX - ||Y||^2 / wY} has a value: the invariant of gradient
   * flow for the step sizes, the imbalance for 1 and 1/gamma^2. NaN beyond the search range.
   */
  double rho(double value, double wX, double wY) {
    double low = 1 / WIDEST;
    double high = WIDEST;
    for (int k = 0; k < HALVINGS; k++) {
      double middle = Math.sqrt(low * high);
      if (difference(middle, wX, wY) < value) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low > 2 / WIDEST && low < WIDEST / 2 ? low : Double.NaN;
  }
}
