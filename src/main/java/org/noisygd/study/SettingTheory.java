// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study;

import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.Target;
import org.noisygd.number.Binary64;
import org.noisygd.number.Text;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.landscape.SingularValues;
import org.noisygd.theory.landscape.TargetSvd;
import org.noisygd.theory.landscape.Theorem2;
import org.noisygd.theory.settling.PhaseThree;

/**
 * The theory of a setting, in the letters of {@link Theorem2}: c = sqrt(d1 d2) sigmaX sigmaY is the
 * level of the noise, Sigma_k the singular values of M.
 *
 * <p>Noise: the smoothed optimum keeps the singular values above c. Steps: an update multiplies a
 * small deviation by I - diag(etaX, etaY) H, and at most
 *
 * <pre>
 *   q = etaX ||Y||^2 + etaY ||X||^2 + sqrt(etaX etaY) ||X Y^T - M||    (spectral norms)
 * </pre>
 *
 * <p>bounds the largest eigenvalue of diag(etaX, etaY) H, by the triangle inequality; the update is
 * stable if q < 2. The norms include those of the noise, sigmaX (sqrt(d1) + sqrt(r)) and likewise
 * for Y. Time: {@link PhaseThree} has the rate at which the imbalance falls.
 *
 * @param setting the setting
 * @param values the singular values of its M
 */
public record SettingTheory(Experiment setting, SingularValues values) {
  /** The default level of noise, as a fraction of the least singular value, as in Fig. 2. */
  static final double LEVEL = 0.075;

  /** q at the default step sizes: an eighth of the limit. */
  static final double CHOSEN_Q = 0.25;

  /** The q beyond which updates are unstable. */
  static final double STABLE_Q = 2;

  /** The usual root mean square update in training, as a fraction of the weights. */
  static final double TRAINED_STEP = 1e-3;

  /** The fall of the imbalance at which a drift ratio is complete, as in DriftTracker. */
  static final double FALL = 10;

  /** Maximum number of updates for which a fall to a tenth is the default: seconds of runs. */
  static final double FEW = 5000;

  private static final int POWER_STEPS = 40; // of the power iteration

  /** The theory of a setting. */
  public static SettingTheory of(Experiment setting) {
    return new SettingTheory(setting, TargetSvd.of(setting.m()).values());
  }

  /** The number of columns with something to fit. */
  int fitted() {
    return Math.min(setting.r(), values.rank());
  }

  /** The largest singular value; 1 if M is 0. */
  double largest() {
    return fitted() == 0 ? 1 : values.value(1);
  }

  /** The least singular value that is fitted; 1 if M is 0. */
  double least() {
    return fitted() == 0 ? 1 : values.value(fitted());
  }

  private double gamma() {
    return setting.noiseGamma();
  }

  /** The level c of the noise. */
  double level() {
    return Math.sqrt((double) setting.d1() * setting.d2()) * setting.sigmaX() * setting.sigmaY();
  }

  /** The number of singular values that the smoothed optimum keeps. */
  int kept() {
    return (int) values.largest(fitted()).stream().filter(sigma -> sigma > level()).count();
  }

  /** The setting with noise of the level {@link #LEVEL} that balances a gamma. */
  Experiment withNoise(double balanced) {
    double sigmaY = Math.sqrt(LEVEL * least() / balanced / setting.d2());
    double sigmaX = balanced * Math.sqrt((double) setting.d2() / setting.d1()) * sigmaY;
    return setting.withNoise(sigmaX, sigmaY);
  }

  /** The rate of balancing per update; 0 if the noise balances nothing. */
  double rate() {
    int kept = kept();
    if (kept == 0 || level() == 0) {
      return 0;
    }
    // The rates depend on the singular values alone, so any orthonormal vectors serve.
    Matrix<Double> vectors = Matrix.identity(Binary64.INSTANCE, kept);
    Theorem2<Double> problem =
        new Theorem2<>(vectors, values.largest(kept), vectors, gamma(), level() / gamma());
    return PhaseThree.slowest(problem, setting.etaX(), setting.etaY());
  }

  /** The estimated number of updates of Phases I and II. */
  double settling() {
    double kept = kept() == 0 ? 0 : values.value(kept()) - level();
    double rate = Math.sqrt(setting.etaX() * setting.etaY()) * kept;
    double size = setting.start().sigma();
    // Small factors grow as exp(rate t), first to sqrt(least).
    return (size == 0 ? 2 : 2 * Math.max(1, StrictMath.log(Math.sqrt(least()) / size))) / rate;
  }

  /** The number of updates in which the imbalance falls by a factor; infinite if it does not. */
  double needed(double fall) {
    return settling() + StrictMath.log(fall) / rate();
  }

  /** q at the start or at the smoothed optimum, whichever is larger. */
  double stiffness() {
    double x = Math.sqrt(gamma() * largest());
    double y = Math.sqrt(largest() / gamma());
    double optimum = stiffness(x, y, Math.min(level(), largest()));
    if (!setting.start().isPoint()) {
      double sigma = setting.start().sigma();
      double randomX = sigma * edge(setting.d1());
      double randomY = sigma * edge(setting.d2());
      return Math.max(optimum, stiffness(randomX, randomY, largest() + randomX * randomY));
    }
    Factors<Double> start = setting.starts(0).apply(0);
    double normX = SingularValues.of(start.x()).value(1);
    double normY = SingularValues.of(start.y()).value(1);
    return Math.max(optimum, stiffness(normX, normY, residual(start.x(), start.y())));
  }

  /** The approximate spectral norm of a d x r matrix of normal entries of deviation 1. */
  private double edge(int d) {
    return Math.sqrt(d) + Math.sqrt(setting.r());
  }

  private double stiffness(double x, double y, double residual) {
    double noisyX = x + setting.sigmaX() * edge(setting.d1());
    double noisyY = y + setting.sigmaY() * edge(setting.d2());
    return setting.etaX() * noisyY * noisyY
        + setting.etaY() * noisyX * noisyX
        + Math.sqrt(setting.etaX() * setting.etaY()) * residual;
  }

  /** The spectral norm of X Y^T - M. */
  private double residual(Matrix<Double> x, Matrix<Double> y) {
    if (!(setting.m() instanceof Target.Product<Double> m)) {
      return norm(x.times(y.transpose()).minus(setting.target()));
    }
    Factors<Double> minus = m.factors().scale(-1.0, 1.0);
    Factors<Double> both = new Factors<>(beside(x, minus.x()), beside(y, minus.y()));
    return TargetSvd.ofProduct(new Target.Product<>(both)).values().value(1);
  }

  /** The columns of a matrix followed by the columns of another. */
  @SuppressWarnings("shape") // serves X and Y
  private static Matrix<Double> beside(Matrix<Double> a, Matrix<Double> b) {
    int r = a.columns();
    return Matrix.of(
        Binary64.INSTANCE,
        a.rows(),
        r + b.columns(),
        (i, k) -> k < r ? a.get(i, k) : b.get(i, k - r));
  }

  /** The approximate largest singular value, by power iteration from the sums of the columns. */
  private static double norm(Matrix<Double> m) {
    Matrix<Double> transposed = m.transpose();
    Matrix<Double> v =
        transposed.abs().times(Matrix.of(Binary64.INSTANCE, m.rows(), 1, (i, j) -> 1.0));
    double norm = 0;
    for (int step = 0; step < POWER_STEPS; step++) {
      double size = v.norm();
      if (size == 0 || !Double.isFinite(size)) {
        return size;
      }
      v = transposed.times(m.times(v.scale(1 / size)));
      norm = Math.sqrt(v.norm());
    }
    return norm;
  }

  /** The step size of both factors with q = {@link #CHOSEN_Q}. */
  double stableEta() {
    Experiment one = setting.withStepSizes(1, 1);
    return CHOSEN_Q / new SettingTheory(one, values).stiffness();
  }

  /**
   * The step size of both factors with a root mean square update of {@link #TRAINED_STEP} of the
   * weights at the smoothed optimum, x_k^2 = gamma s_k and y_k^2 = s_k / gamma, where the noise in
   * the gradients of X and Y has the squared norms
   *
   * <pre>
   *   d1 sigmaX^2 sum y_k^4 + sigmaY^2 ||X||^2 ||Y||^2,   d2 sigmaY^2 sum x_k^4 + sigmaX^2 ||X||^2 ||Y||^2
   * </pre>
   *
   * <p>to first order in the noise.
   */
  double trainedEta() {
    double squareX = setting.sigmaX() * setting.sigmaX();
    double squareY = setting.sigmaY() * setting.sigmaY();
    double sum = 0;
    double squares = 0;
    for (double sigma : values.largest(kept())) {
      sum += sigma - level();
      squares += (sigma - level()) * (sigma - level());
    }
    double g = gamma();
    double noise =
        setting.d1() * squareX * squares / (g * g)
            + setting.d2() * squareY * squares * g * g
            + (squareX + squareY) * sum * sum;
    return TRAINED_STEP * Math.sqrt((g + 1 / g) * sum / noise);
  }

  /** Returns true if this many updates are too few to estimate the balancing rate. */
  public boolean isShort(long steps) {
    return rate() > 0 && steps < needed(Math.E);
  }

  /** A default step size, to three digits. */
  static double threeDigits(double eta) {
    return Double.parseDouble(Text.rounded(eta, 3));
  }

  /** A number of updates, rounded up to two digits. */
  static long twoDigits(double updates) {
    double unit = StrictMath.pow(10, Math.max(0, Math.floor(StrictMath.log10(updates)) - 1));
    return (long) (Math.ceil(updates / unit) * unit);
  }
}
