// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.distribution;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.util.MathArrays;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.objective.UpdateMoments;
import org.noisygd.descent.update.DoubleUpdate;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.judge.distribution.TestResult.Strongest;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Entries;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.RoundingModel;

/**
 * Tests results of a generic update (M, X and Y not zero) against their closed-form mean and
 * covariance.
 *
 * <p>Results are cubic in Gaussians, so their tails are heavy; Catoni's influence function psi(x) =
 * ln(1 + x + x^2/2), odd, gives rigorous bounds from a variance alone: for independent T of mean 0
 * and variance at most v, P(sum psi(a T) > n a^2 v / 2 + L) is at most exp(-L) (Catoni 2012), with
 * a = sqrt(2 L / (n v)). For a mean, v is the closed-form variance; for a covariance, the variance
 * of a product of two centred entries, from their fourth moment by Gauss-Hermite quadrature with
 * five nodes (exact up to degree 9; the fourth power of a result has degree 8 in each noise entry).
 */
public final class MomentStatistics {
  private static final double INNER = StrictMath.sqrt(5 - StrictMath.sqrt(10));
  private static final double OUTER = StrictMath.sqrt(5 + StrictMath.sqrt(10));

  /** Roots of He_5 = x^5 - 10 x^3 + 15 x. */
  private static final double[] NODES = {-OUTER, -INNER, 0, INNER, OUTER};

  /** 4! / (5 He_4(x)^2), where He_4 = x^4 - 6 x^2 + 3. */
  private static final double[] WEIGHTS =
      Arrays.stream(NODES)
          .map(x -> x * x)
          .map(s -> s * s - 6 * s + 3)
          .map(he4 -> 24 / (5 * he4 * he4))
          .toArray();

  /** Number of standard errors that refute a mean: for the name of a fault, never a verdict. */
  private static final double ERRORS = 6;

  /** The unit roundoff of binary64, in which the statistics are computed. */
  private static final double OWN_DOUBLES = 0x1p-53;

  private final Request q;
  private final RoundingModel model;
  private final double[][] results;
  private final PerturbedUpdate<Double> update;
  private final Factors<Double> at;

  /** The result without noise. */
  private final Factors<Double> still;

  final int p; // entries of a result
  private final long shortest; // numbers with at least four digits fewer

  MomentStatistics(Request q, List<ReadMatrix> x, List<ReadMatrix> y, RoundingModel model) {
    this.q = q;
    this.model = model;
    this.update = q.in(Binary64.INSTANCE).update();
    this.at = q.at().roundTo(Binary64.INSTANCE);
    this.still = result(update, at, at.scale(0.0));
    this.p = (q.d1() + q.d2()) * q.r();
    results = new double[x.size()][];
    // One number in ten thousand has four digits fewer by chance.
    double few = -StrictMath.log10(model.unitRoundoff().doubleValue()) - 4;
    shortest =
        Stream.concat(x.stream(), y.stream())
            .flatMap(a -> a.entries().stream())
            .filter(n -> n.printed().stripTrailingZeros().precision() <= few)
            .count();
    for (int k = 0; k < results.length; k++) {
      results[k] = MathArrays.concatenate(x.get(k).nearestDoubles(), y.get(k).nearestDoubles());
    }
  }

  /** Returns true if nearly all numbers have fewer digits than the arithmetic requires. */
  boolean isPrintedShort() {
    return 10 * shortest > 9L * results.length * p;
  }

  /** Returns true if the first result equals an update without noise. */
  boolean isUnperturbed() {
    List<Double> expected = still.toVariables();
    List<Double> rounding = rounding(model, update, at, 0, 0).toVariables();
    return IntStream.range(0, p)
        .allMatch(i -> Math.abs(results[0][i] - expected.get(i)) <= rounding.get(i));
  }

  /**
   * Returns true if the means agree with a correct update: for centred noise of any standard
   * deviation they differ from the result without noise by a multiple of each factor (closed form
   * 3).
   */
  boolean isOfRightUpdate() {
    return isAlong(at.x(), still.x(), 0) && isAlong(at.y(), still.y(), q.d1() * q.r());
  }

  private boolean isAlong(Matrix<Double> factor, Matrix<Double> still, int from) {
    double[] a = factor.roundToRows();
    double[] off = new double[a.length];
    double error = 0;
    for (int e = 0; e < a.length; e++) {
      int i = from + e;
      double expected = still.entries().get(e);
      double[] t = Arrays.stream(results).mapToDouble(result -> result[i] - expected).toArray();
      off[e] = Entries.mean(t);
      error = Math.max(error, StrictMath.sqrt(Entries.normSquared(t)) / t.length);
    }
    double along = Entries.inner(off, a) / Entries.normSquared(a);
    double allowed = ERRORS * error;
    return IntStream.range(0, a.length).allMatch(e -> Math.abs(off[e] - along * a[e]) <= allowed);
  }

  /** Adds this request's tests to two families, given each family's total number of tests. */
  void test(Strongest means, Strongest covariances, int meanTests, int pairTests) {
    double s1 = q.sigma1().roundToDouble();
    double s2 = q.sigma2().roundToDouble();
    List<Double> rounding = rounding(model, update, at, s1, s2).toVariables();
    if (!Double.isFinite(rounding.get(0))) {
      return;
    }
    UpdateMoments<Double> moments = moments(update, at, s1 * s1, s2 * s2);
    List<Double> mean = moments.mean().toVariables();
    Matrix<Double> covariance = moments.covariance();
    double[][] fourth = productSquares(mean);
    double[] t = new double[results.length];
    for (int i = 0; i < p; i++) {
      for (int k = 0; k < t.length; k++) {
        t[k] = results[k][i] - mean.get(i);
      }
      double sd = StrictMath.sqrt(covariance.get(i, i));
      means.add(
          evidence(t, covariance.get(i, i), rounding.get(i), TestFamily.limit(meanTests)),
          "the mean of %s' is %.3f standard deviations off",
          at.entryName(i),
          Entries.mean(t) / sd);
    }
    for (int i = 0; i < p; i++) {
      for (int j = i; j < p; j++) {
        double c = covariance.get(i, j);
        double moved = 0;
        for (int k = 0; k < t.length; k++) {
          double a = results[k][i] - mean.get(i);
          double b = results[k][j] - mean.get(j);
          t[k] = a * b - c;
          moved = rounding.get(i) * Math.abs(b) + rounding.get(j) * Math.abs(a) + moved;
        }
        double v = fourth[i][j] - c * c;
        covariances.add(
            evidence(t, v, moved / t.length, TestFamily.limit(pairTests)),
            "the covariance of %s' and %s' is %.3f times the product of their deviations off",
            at.entryName(i),
            at.entryName(j),
            Entries.mean(t) / StrictMath.sqrt(covariance.get(i, i) * covariance.get(j, j)));
      }
    }
  }

  /**
   * Catoni's evidence that independent values do not have mean 0 and variance at most v.
   *
   * @param moved upper bound on the mean change of a value by rounding
   * @param limit the evidence, in nats, for which the test is tuned
   */
  static double evidence(double[] t, double v, double moved, double limit) {
    double ln2 = StrictMath.log(2);
    double a = StrictMath.sqrt(2 * (limit + ln2) / (t.length * v));
    double sum = 0;
    for (double value : t) {
      sum += influence(a * value);
    }
    // |psi'| is at most 1.
    double nats = Math.abs(sum) - t.length * a * a * v / 2 - t.length * a * moved - ln2;
    return Double.isNaN(nats) ? Double.NaN : Math.max(0, nats);
  }

  static double influence(double x) {
    double y = Math.abs(x);
    return Math.copySign(StrictMath.log1p(y + y * y / 2), x);
  }

  /**
   * The largest rounding error of each entry of a result, in an admissible evaluation order and in
   * the binary64 statistics; infinite if the arithmetic is too coarse. Noise stays below 8 sigma,
   * except with probability 1.3e-15 per entry.
   */
  static Factors<Double> rounding(
      RoundingModel model,
      PerturbedUpdate<Double> update,
      Factors<Double> at,
      double sigma1,
      double sigma2) {
    int d = Math.max(at.d1(), at.d2());
    double unit = model.unitRoundoff().doubleValue() + OWN_DOUBLES;
    double ku = unit * (d + at.r() + 10 + 3 * model.conversionsPerProduct());
    double gamma = ku < 0.25 ? ku / (1 - ku) : Double.POSITIVE_INFINITY;
    double underflow = model.underflow().roundToDouble() * Math.max(4, d);
    Factors<Double> largest =
        new Factors<>(
            at.x().map(v -> Math.abs(v) + 8 * sigma1), at.y().map(v -> Math.abs(v) + 8 * sigma2));
    PerturbedUpdate<Double> added =
        new PerturbedUpdate<>(
            update.target().map(v -> -Math.abs(v)), new StepSizes<>(-1.0, -1.0), update.form());
    Factors<Double> sum = result(added, at.scale(0.0), largest);
    return at.abs()
        .plus(sum.scale(update.steps().etaX(), update.steps().etaY()))
        .map(size -> ku < 0.25 ? gamma * size : gamma)
        .plus(sum.map(size -> underflow * (1 + size)));
  }

  /** The closed-form moments of a result, given the variances of X's and Y's noise. */
  static UpdateMoments<Double> moments(
      PerturbedUpdate<Double> update, Factors<Double> at, double ofX, double ofY) {
    StepSizes<Double> eta = update.steps();
    return new UpdateMoments<>(
        new MatrixFactorization<>(update.target()), at, eta.etaX(), eta.etaY(), ofX, ofY);
  }

  /** The result of an iterate, computed on plain arrays. */
  static Factors<Double> result(
      PerturbedUpdate<Double> update, Factors<Double> from, Factors<Double> noise) {
    double[] x = from.x().roundToRows();
    double[] y = from.y().roundToRows();
    new DoubleUpdate(update, from.r())
        .apply(x, y, noise.x().roundToRows(), noise.y().roundToRows());
    return Factors.fromRows(Binary64.INSTANCE, x, y, from.r());
  }

  /** The means E (f_i - mean_i)^2 (f_j - mean_j)^2 of all pairs, by quadrature over the noise. */
  private double[][] productSquares(List<Double> mean) {
    double[][] sums = new double[p][p];
    double[] x = at.x().roundToRows();
    double[] y = at.y().roundToRows();
    DoubleUpdate update = new DoubleUpdate(this.update, q.r());
    double s1 = q.sigma1().roundToDouble();
    double s2 = q.sigma2().roundToDouble();
    double[] noise = new double[p];
    int[] node = new int[p];
    for (int e = 0; e < p; ) { // node counts in base 5; e = p after the last combination
      double weight = 1;
      for (int i = 0; i < p; i++) {
        weight *= WEIGHTS[node[i]];
        noise[i] = (i < q.d1() * q.r() ? s1 : s2) * NODES[node[i]];
      }
      double[] result = update.image(x, y, noise);
      for (int i = 0; i < p; i++) {
        result[i] -= mean.get(i);
        result[i] *= result[i];
      }
      for (int i = 0; i < p; i++) {
        for (int j = i; j < p; j++) {
          sums[i][j] += weight * result[i] * result[j];
        }
      }
      for (e = 0; e < p && ++node[e] == NODES.length; e++) {
        node[e] = 0;
      }
    }
    return sums;
  }
}
