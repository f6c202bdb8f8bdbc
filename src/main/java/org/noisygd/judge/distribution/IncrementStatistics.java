// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.distribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.UpdateMoments;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.distribution.RecoveredNoise.Side;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.protocol.TraceReader.TraceHeader;
import org.noisygd.judge.protocol.TraceReader.TraceState;
import org.noisygd.number.Binary64;
import org.noisygd.number.Text;
import org.noisygd.number.matrix.Entries;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.RoundingModel;

/**
 * Tests the mean and the variance of the increments of a trace that does not record its noise,
 * given the state that each starts from, for X and for Y: four tests, each with a quarter of the
 * probability of a false alarm ({@link TestFamily#FALSE_ALARM}). Steps may depend on each other in
 * any way. For a factor let a be its result minus the result without noise, b the mean of a and S
 * the mean of |a|^2, both in closed form given the state ({@link UpdateMoments}).
 *
 * <p><b>Mean.</b> Let u be the direction of the mean increment, of length 1. T = u^T (a - b) /
 * sqrt(S) has the mean 0 and a variance of at most 1 given all earlier steps, because the variance
 * of u^T a is at most the trace of the covariance, S - |b|^2. Catoni's bound holds for such
 * martingale differences ({@link MomentStatistics#evidence}).
 *
 * <p><b>Variance.</b> From each state a second result is computed here, with its own noise. Given
 * the state, the two are independent and identically distributed. So each has the larger |a| with
 * the same probability, for any earlier steps, and the number of steps with the larger |a| in the
 * trace is binomial with p = 1/2, for which {@link TailBounds#binomial} has a bound. A step in
 * which rounding could reverse the comparison is counted in favour of the null hypothesis.
 *
 * <p><b>Ratios.</b> These are estimates, without influence on the verdict: of |a|^2 to S, summed;
 * and the number c such that noise with c times the header's variance in X, in Y, or in both
 * explains the sums of |a|^2 of both factors. S is a polynomial of degree 1 in the variance of a
 * factor's own noise and of degree 2 in the other variance; its values at 0, 1 and 2 times both
 * variances determine it.
 */
public final class IncrementStatistics {
  /** Number of first steps with evaluated closed forms, which cost more than an update. */
  private static final int FIRST = 2000;

  /** Maximum relative error of an explanation: five standard errors of 1000 squares. */
  private static final double FIT = 0.2;

  /** Fraction of S that is added to the divisor of a relative difference, which may be 0. */
  private static final double LEAST = 0.02;

  /** Maximum ratio of variances in the search. */
  private static final double LARGEST = 0x1p20;

  private final RoundingModel model;
  private final PerturbedUpdate<Double> update;
  private final double sigma1;
  private final double sigma2;
  private final SplittableRandom random = new SplittableRandom(CaseSuite.DEFAULT_SEED);
  private final OfFactor ofX = new OfFactor();
  private final OfFactor ofY = new OfFactor();
  private String notFinite = "";

  public IncrementStatistics(TraceHeader header) {
    model = RoundingModel.named(header.arithmetic().name());
    sigma1 = value(header.sigma1());
    sigma2 = value(header.sigma2());
    Matrix<Double> m = header.target().roundTo(Binary64.INSTANCE);
    StepSizes<Double> eta = new StepSizes<>(value(header.etaX()), value(header.etaY()));
    update = new PerturbedUpdate<>(m, eta, UpdateForm.RESIDUAL);
  }

  private static Factors<Double> read(TraceState state) {
    return new Factors<>(
        state.x().roundTo(Binary64.INSTANCE), state.y().roundTo(Binary64.INSTANCE));
  }

  private static double value(@Nullable ReadNumber number) {
    return number == null ? Double.NaN : number.nearestDouble();
  }

  /** Adds an update, from a state to the next. Without a sigma in the header it is ignored. */
  public void add(TraceState state, TraceState next) {
    boolean begins = state.x().isFinite() && state.y().isFinite();
    if (!begins || !next.x().isFinite() || !next.y().isFinite()) {
      notFinite =
          notFinite.isEmpty() ? "not, from t=" + (begins ? next.t() : state.t()) : notFinite;
      return;
    }
    if (Double.isNaN(sigma1 + sigma2)) {
      return;
    }
    Factors<Double> from = read(state);
    Factors<Double> plain = MomentStatistics.result(update, from, from.scale(0.0));
    Factors<Double> noise =
        new Factors<>(
            from.x().map(v -> sigma1 * random.nextGaussian()),
            from.y().map(v -> sigma2 * random.nextGaussian()));
    Factors<Double> a = read(next).minus(plain);
    Factors<Double> fresh = MomentStatistics.result(update, from, noise).minus(plain);
    Factors<Double> rounding = MomentStatistics.rounding(model, update, from, sigma1, sigma2);
    double off = 2 * Collections.max(rounding.toVariables());
    for (int k = 0; k < 9 && ofX.trials < FIRST; k++) {
      compare(from, plain, a, off, k / 3, k % 3);
    }
    ofX.tryOnce(a.x(), fresh.x(), off);
    ofY.tryOnce(a.y(), fresh.y(), off);
  }

  /** Adds S for multiples i and j of the variances of X's and Y's noise; compares a with b. */
  private void compare(
      Factors<Double> from, Factors<Double> plain, Factors<Double> a, double off, int i, int j) {
    StepSizes<Double> eta = update.steps();
    double v1 = i * sigma1 * sigma1;
    double v2 = j * sigma2 * sigma2;
    UpdateMoments<Double> moments = MomentStatistics.moments(update, from, v1, v2);
    Factors<Double> b = // closed form 3
        from.scale(-eta.etaX() * v2 * from.d2(), -eta.etaY() * v1 * from.d1());
    double[] s = {b.x().normSquared(), b.y().normSquared()};
    for (int e = 0; e < from.variables(); e++) {
      s[e < from.d1() * from.r() ? 0 : 1] += moments.covariance(e, e);
    }
    ofX.second[i][j] += s[0];
    ofY.second[j][i] += s[1];
    if (i == 1 && j == 1) {
      ofX.compare(a.x(), b.x(), plain.plus(b).minus(from).x(), s[0], off);
      ofY.compare(a.y(), b.y(), plain.plus(b).minus(from).y(), s[1], off);
    }
  }

  /** The sums over the increments of one factor. */
  private static final class OfFactor {
    private final List<Double> along = new ArrayList<>();
    private final double[][] second = new double[3][3];
    private double alongOff;
    private double seen;
    private double trials;
    private double larger;
    private double open;

    /** Compares |a|, with an error of {@code off} per entry, with |a| of a result computed here. */
    void tryOnce(Matrix<Double> a, Matrix<Double> fresh, double off) {
      double more = StrictMath.sqrt(a.normSquared()) - StrictMath.sqrt(fresh.normSquared());
      boolean near = !(Math.abs(more) > 2 * off * StrictMath.sqrt(a.entries().size()));
      trials++;
      open += near ? 1 : 0;
      larger += !near && more > 0 ? 1 : 0;
    }

    /** Compares |a|^2 with S, and a with its mean b along the mean increment. */
    void compare(Matrix<Double> a, Matrix<Double> b, Matrix<Double> step, double s, double off) {
      double projection =
          a.minus(b).inner(step) / StrictMath.sqrt(step.normSquared()) / StrictMath.sqrt(s);
      along.add(Double.isFinite(projection) ? projection : 0.0);
      alongOff += Double.isFinite(projection) ? off * StrictMath.sqrt(a.entries().size() / s) : 0;
      seen += a.normSquared();
    }

    TestResult mean(String name, double limit) {
      double[] t = along.stream().mapToDouble(v -> v).toArray();
      return TestResult.of(
          "mean of increments of " + name,
          Text.format(
              "along its closed form, the mean of %d increments of %s is %.3f deviations off",
              t.length, name, Entries.mean(t)),
          Optional.empty(),
          MomentStatistics.evidence(t, 1, alongOff / t.length, limit),
          limit);
    }

    TestResult variance(String name, String noise, double limit) {
      // The count nearest to trials / 2 that the undecided comparisons allow.
      double heads = larger > trials / 2 ? larger : Math.min(trials / 2, larger + open);
      return TestResult.of(
          "variance of increments of " + name,
          Text.format(
              "the mean square of what noise changes in %s is %.3f of its closed form%s (%.0f of"
                  + " %.0f changes are larger than by noise of the header's variance)",
              name, seen == second[1][1] ? 1 : seen / second[1][1], noise, larger, trials),
          Optional.empty(),
          TailBounds.binomial(trials, heads, 0.5),
          limit);
    }

    /** The relative difference of the sums of S, with these multiples, and of |a|^2. */
    double miss(double own, double other) {
      double[] s = new double[3]; // for 0, 1 and 2 times the other's variance
      Arrays.setAll(s, v -> second[0][v] + own * (second[1][v] - second[0][v]));
      double bend = other * (other - 1) / 2 * (s[2] - 2 * s[1] + s[0]);
      return (s[0] + other * (s[1] - s[0]) + bend - seen) / (seen + LEAST * second[1][1]);
    }
  }

  /**
   * The noise that explains the sums of both factors best, in words, or an empty string. Bisection
   * finds it, since more noise makes both sums larger.
   */
  private String noise() {
    String best = "";
    double least = FIT;
    for (Side noisy : Side.values()) {
      double c = 0;
      for (double step = LARGEST / 2; c + step > c; step /= 2) {
        c += miss(noisy, c + step, Double::sum) > 0 ? 0 : step;
      }
      double worst = miss(noisy, c, (x, y) -> Math.max(Math.abs(x), Math.abs(y)));
      if (worst < least) {
        least = worst;
        best = Text.format(", as if the noise of %s had %.2f of the header's variance", noisy, c);
      }
    }
    return best;
  }

  private double miss(Side noisy, double c, DoubleBinaryOperator ofBoth) {
    double x = noisy == Side.Y ? 1 : c;
    double y = noisy == Side.X ? 1 : c;
    return ofBoth.applyAsDouble(ofX.miss(x, y), ofY.miss(y, x));
  }

  /** Returns the results of the tests, or an empty list if the header has no sigmas. */
  public List<TestResult> results() {
    List<TestResult> results = new ArrayList<>();
    if (!notFinite.isEmpty()) {
      String detail = "X and Y must be finite, and are " + notFinite;
      results.add(TestResult.plainFailure("finite", detail));
    }
    if (ofX.trials > 0) {
      double limit = -StrictMath.log(TestFamily.FALSE_ALARM / 4); // a quarter for each test
      String noise = noise();
      results.add(ofX.mean("X", limit));
      results.add(ofY.mean("Y", limit));
      results.add(ofX.variance("X", noise, limit));
      results.add(ofY.variance("Y", noise, limit));
    }
    return List.copyOf(results);
  }
}
