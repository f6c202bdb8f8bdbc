// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.objective.UpdateMoments;
import org.noisygd.descent.update.DoubleUpdate;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.protocol.TraceHeader;
import org.noisygd.judge.protocol.TraceState;
import org.noisygd.judge.sampling.RecoveredNoise.Side;
import org.noisygd.number.Binary64;
import org.noisygd.number.Text;
import org.noisygd.number.matrix.Entries;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * Tests the mean and the variance of the increments of a trace that does not record its noise,
 * given the state that each starts from, for X and for Y: four tests, each with a quarter of the
 * probability of a false alarm ({@link LawFamily#FALSE_ALARM}). Steps may depend on each other in
 * any way. For a factor let a be its image minus the image without noise, b the mean of a and S
 * that of |a|^2, both in closed form given the state ({@link UpdateMoments}).
 *
 * <p><b>Mean.</b> Let u be the direction of the mean increment, of length 1. T = u^T (a - b) /
 * sqrt(S) has the mean 0 and a variance of at most 1 given all earlier steps, because the variance
 * of u^T a is at most the trace of the covariance, S - |b|^2. Catoni's bound holds for such
 * martingale differences ({@link GenericLaw#evidence}).
 *
 * <p><b>Variance.</b> From each state a second image is drawn here, with noise of its own. Given
 * the state, the two are independent and have one distribution. So each has the larger |a| with the
 * same probability, whatever the earlier steps were, and the number of steps in which the trace's
 * is larger is binomial with p = 1/2, for which {@link LawTail#binomial} has a bound. A step in
 * which rounding could reverse the comparison is counted in favour of the trace.
 *
 * <p><b>Ratios.</b> They are estimates and decide nothing: of |a|^2 to S, summed; and the number c
 * such that noise with c times the header's variance in X, in Y, or in both explains the sums of
 * |a|^2 of both factors. S is a polynomial of degree 1 in the variance of a factor's own noise and
 * 2 in the other's, known from five points.
 */
public final class IncrementStatistics {
  private static final int TESTS = 4;

  /** The closed forms are taken in so many first steps; they cost more than an update. */
  private static final int FIRST = 2000;

  /** The points of the polynomial: the variances of a factor's own noise, and of the other's. */
  private static final double[][] POINTS = {{1, 1}, {1, 0}, {0, 1}, {0, 2}, {1, 2}};

  /** An explanation misses a sum by at most a fifth: five standard errors of 1000 squares. */
  private static final double FIT = 0.2;

  /** Sums below this fraction of S count as that much. */
  private static final double LEAST = 0.02;

  /** No larger variance is looked for. */
  private static final double LARGEST = 1e6;

  private static final int HALVINGS = 60;

  private final RoundingModel model;
  private final double[] sigma;
  private final double[] eta;
  private final Matrix<Double> m;
  private final SplittableRandom random = new SplittableRandom(CaseSuite.DEFAULT_SEED);
  private final List<OfFactor> factors = List.of(new OfFactor("X"), new OfFactor("Y"));
  private String notFinite = "";

  public IncrementStatistics(TraceHeader header) {
    model = RoundingModel.named(header.arithmetic().name());
    sigma = new double[] {value(header.sigma1()), value(header.sigma2())};
    eta = new double[] {value(header.etaX()), value(header.etaY())};
    m = Matrix.of(Binary64.INSTANCE, header.target().nearestDoubles());
  }

  private static double value(@Nullable ReadNumber number) {
    return number == null ? Double.NaN : number.nearestDouble();
  }

  /** Takes an update, from a state to the next; ignored if the header lacks a sigma. */
  public void add(TraceState state, TraceState next) {
    boolean begins = state.x().isFinite() && state.y().isFinite();
    if (!begins || !next.x().isFinite() || !next.y().isFinite()) {
      notFinite =
          notFinite.isEmpty() ? "not, from t=" + (begins ? next.t() : state.t()) : notFinite;
    } else if (!Double.isNaN(sigma[0] + sigma[1])) {
      add(rows(state), rows(next));
    }
  }

  private static double[][] rows(TraceState state) {
    return Stream.of(state.x(), state.y())
        .map(a -> a.entries().stream().mapToDouble(ReadNumber::nearestDouble).toArray())
        .toArray(double[][]::new);
  }

  private void add(double[][] from, double[][] to) {
    double[] noise = new double[from[0].length + from[1].length];
    double[] plain = image(from, noise);
    Arrays.setAll(noise, e -> sigma[e < from[0].length ? 0 : 1] * random.nextGaussian());
    double[] drawn = image(from, noise);
    double off = rounding(from);
    for (int f = 0; f < 2; f++) {
      OfFactor sums = factors.get(f);
      int first = f == 0 ? 0 : from[0].length;
      int n = from[f].length;
      double shift = shift(f, 1);
      double square = 0;
      double other = 0;
      double along = 0;
      double length = 0;
      for (int e = 0; e < n; e++) {
        double a = to[f][e] - plain[first + e];
        double fresh = drawn[first + e] - plain[first + e];
        double mean = -shift * from[f][e];
        double step = plain[first + e] + mean - from[f][e];
        square += a * a;
        other += fresh * fresh;
        along += (a - mean) * step;
        length += step * step;
      }
      // |a| is off by at most so much, and so is its projection.
      double offs = off * StrictMath.sqrt(n);
      if (sums.tosses < FIRST) {
        double[] s = new double[POINTS.length];
        for (int k = 0; k < s.length; k++) {
          s[k] = second(from, f, POINTS[k]);
        }
        sums.compare(square, along / StrictMath.sqrt(length), s, offs);
      }
      sums.toss(square, other, offs);
    }
  }

  /** The mean is the image without noise minus this multiple of the factor (closed form 3). */
  private double shift(int factor, double otherVariance) {
    double v = otherVariance * sigma[1 - factor] * sigma[1 - factor];
    return eta[factor] * v * (factor == 0 ? m.columns() : m.rows());
  }

  /** The image (X', Y') for some noise. */
  private double[] image(double[][] from, double[] noise) {
    int r = from[0].length / m.rows();
    return new DoubleUpdate(m.rows(), m.columns(), r, m.roundToRows(), eta[0], eta[1])
        .image(from[0], from[1], noise);
  }

  /** S of a factor, with the variances of its own noise and of the other's multiplied. */
  private double second(double[][] from, int factor, double[] ownAndOther) {
    int r = from[0].length / m.rows();
    Factors<Double> at =
        new Factors<>(
            Matrix.of(Binary64.INSTANCE, m.rows(), r, (i, a) -> from[0][i * r + a]),
            Matrix.of(
                Binary64.INSTANCE,
                /* rows= */ m.columns(),
                /* columns= */ r,
                (j, a) -> from[1][j * r + a]));
    double v1 = ownAndOther[factor] * sigma[0] * sigma[0];
    double v2 = ownAndOther[1 - factor] * sigma[1] * sigma[1];
    UpdateMoments<Double> moments =
        new UpdateMoments<>(new MatrixFactorization<>(m), at, eta[0], eta[1], v1, v2);
    double shift = shift(factor, ownAndOther[1]);
    double sum = shift * shift * Entries.normSquared(from[factor]);
    int first = factor == 0 ? 0 : from[0].length;
    for (int e = first; e < first + from[factor].length; e++) {
      sum += moments.covariance(e, e);
    }
    return sum;
  }

  /**
   * The largest error in an entry of a legal plan and of this class's own doubles; infinite if the
   * arithmetic is too coarse. Noise stays below 8 sigma, except with probability 1.3e-15.
   */
  private double rounding(double[][] from) {
    int r = from[0].length / m.rows();
    int k = Math.max(m.rows(), m.columns()) + r + 10 + 3 * model.conversionsPerProduct();
    double ku = k * (model.unitRoundoff().doubleValue() + 0x1p-53);
    double xt = Entries.largest(from[0]) + 8 * sigma[0];
    double yt = Entries.largest(from[1]) + 8 * sigma[1];
    double residual = r * xt * yt + Entries.largest(m.roundToRows());
    double image =
        Math.max(xt + eta[0] * m.columns() * residual * yt, yt + eta[1] * m.rows() * residual * xt);
    double underflow = model.underflow().roundToDouble() * k * (1 + image);
    return ku < 0.25 ? 2 * (ku / (1 - ku) * image + underflow) : Double.POSITIVE_INFINITY;
  }

  /** The sums of one factor. */
  private static final class OfFactor {
    private final String name;
    private final List<Double> along = new ArrayList<>();
    private final double[] second = new double[POINTS.length];
    private double alongOff;
    private double seen;
    private double tosses;
    private double larger;
    private double open;

    OfFactor(String name) {
      this.name = name;
    }

    /** Compares the trace's |a|^2 with that of an image drawn here. */
    void toss(double square, double other, double off) {
      boolean near = !(Math.abs(StrictMath.sqrt(square) - StrictMath.sqrt(other)) > 2 * off);
      tosses++;
      open += near ? 1 : 0;
      larger += !near && square > other ? 1 : 0;
    }

    /** Compares |a|^2, and a - b along the mean increment, with S at the points. */
    void compare(double square, double projection, double[] moments, double off) {
      double root = StrictMath.sqrt(moments[0]);
      boolean moves = root > 0 && Double.isFinite(projection);
      along.add(moves ? projection / root : 0.0);
      alongOff += moves ? off / root : 0;
      seen += square;
      Arrays.setAll(second, k -> second[k] + moments[k]);
    }

    LawResult mean(double limit) {
      double[] t = along.stream().mapToDouble(v -> v).toArray();
      return LawResult.of(
          "mean of increments of " + name,
          Text.format(
              "along its closed form, the mean of %d increments of %s is %.3f deviations off",
              t.length, name, Entries.mean(t)),
          Optional.empty(),
          GenericLaw.evidence(t, 1, alongOff / t.length, limit),
          limit);
    }

    LawResult variance(String noise, double limit) {
      // The count nearest to half that the undecided comparisons allow.
      double heads = larger > tosses / 2 ? larger : Math.min(tosses / 2, larger + open);
      return LawResult.of(
          "variance of increments of " + name,
          Text.format(
              "the mean square of what noise changes in %s is %.3f of its closed form%s (%.0f of"
                  + " %.0f changes are larger than by noise of the header's variance)",
              name, seen == second[0] ? 1 : seen / second[0], noise, larger, tosses),
          Optional.empty(),
          LawTail.binomial(tosses, heads, 0.5),
          limit);
    }

    /** The sum of S for some multiples of the variances, less that of |a|^2, relative to it. */
    double miss(double own, double other) {
      double square = (second[3] - 2 * second[2]) / 2;
      double one = second[0] - second[1] - second[2];
      double two = (second[4] - second[1] - second[3] - 2 * one) / 2;
      double both = (one - two) * other + two * other * other;
      double alone = (second[2] - square) * other + square * other * other;
      return (own * (second[1] + both) + alone - seen) / (seen + LEAST * second[0]);
    }
  }

  /**
   * The noise that explains the sums of both factors best, in words; empty if none does. It is
   * looked for by halving: more noise makes both larger.
   */
  private String noise() {
    String best = "";
    double least = FIT;
    for (Side noisy : Side.values()) {
      double low = 0;
      double high = LARGEST;
      for (int k = 0; k < HALVINGS; k++) {
        double c = (low + high) / 2;
        boolean above = miss(0, noisy, c) + miss(1, noisy, c) > 0;
        low = above ? low : c;
        high = above ? c : high;
      }
      double worst = Math.max(Math.abs(miss(0, noisy, low)), Math.abs(miss(1, noisy, low)));
      if (worst < least) {
        least = worst;
        best = Text.format(", as if the noise of %s had %.2f of the header's variance", noisy, low);
      }
    }
    return best;
  }

  private double miss(int factor, Side noisy, double c) {
    double x = noisy == Side.Y ? 1 : c;
    double y = noisy == Side.X ? 1 : c;
    return factors.get(factor).miss(factor == 0 ? x : y, factor == 0 ? y : x);
  }

  /** The results of the tests; empty where the header gives no sigmas. */
  public List<LawResult> results() {
    List<LawResult> results = new ArrayList<>();
    if (!notFinite.isEmpty()) {
      String detail = "X and Y must be finite, and are " + notFinite;
      results.add(LawResult.plainFailure("finite", detail, Optional.empty()));
    }
    if (factors.get(0).tosses > 0) {
      double limit = -StrictMath.log(LawFamily.FALSE_ALARM / TESTS);
      String noise = noise();
      factors.forEach(f -> results.add(f.mean(limit)));
      factors.forEach(f -> results.add(f.variance(noise, limit)));
    }
    return List.copyOf(results);
  }
}
