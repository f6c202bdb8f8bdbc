// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.objective.UpdateMoments;
import org.noisygd.descent.update.DoubleUpdate;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.protocol.TraceHeader;
import org.noisygd.judge.protocol.TraceState;
import org.noisygd.number.Binary64;
import org.noisygd.number.Text;
import org.noisygd.number.matrix.Entries;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * Judges the increments of a trace that does not record its noise by their law, given the state
 * that each starts from. There are four kinds of tests, all two-sided and rigorous for dependent
 * steps:
 *
 * <ul>
 *   <li>mean: Catoni's bound ({@link GenericLaw#evidence}) for the increments of each factor,
 *       summed over its entries and standardised by their closed-form mean and deviation; it holds
 *       for martingale differences;
 *   <li>spread and dependence: for each image the judge draws another from the same state. Under
 *       the law the two are exchangeable, so which one has the larger statistic is a fair coin,
 *       whatever the past, and the number of heads is exactly binomial. Comparisons that rounding
 *       could reverse count in favour of the law. How X' and Y' go together is tested by their
 *       entries in order, and by what the closed form of their covariance predicts;
 *   <li>change: the same coins in each stretch of 64, 128, 256 .. steps ({@link StretchedCoin});
 *   <li>size: no change may need noise larger than chance gives in all the steps ({@link
 *       LargestChange}).
 * </ul>
 */
public final class IncrementLaw {
  /** Statistics compared by coins, with the mistake that each points to. */
  private final List<StretchedCoin> coins =
      List.of(
          new StretchedCoin("the squared deviation of X' from its mean", "noise-law"),
          new StretchedCoin("the squared deviation of Y' from its mean", "noise-law"),
          new StretchedCoin(
              "the alignment of the deviations of X' in successive steps", "noise-autocorrelated"),
          new StretchedCoin(
              "the alignment of the deviations of Y' in successive steps", "noise-autocorrelated"),
          new StretchedCoin("the largest deviation of an entry of X'", "noise-law"),
          new StretchedCoin("the largest deviation of an entry of Y'", "noise-law"),
          new StretchedCoin(
              "the alignment of the deviations of X' and Y', entry by entry", "noise-correlated"),
          new StretchedCoin(
              "the alignment of the deviations of X' and Y' by their covariance", ""));

  /** How many steps' covariances are formed; each costs the square of the number of variables. */
  private static final int MEANS = 2000;

  private static final int MEAN_TESTS = 2;

  /** Means, coins over the run, coins over stretches and sizes share the budget evenly. */
  private static final int FAMILIES = 4;

  private final TraceHeader header;
  private final RoundingModel model;
  private final double s1;
  private final double s2;
  private final boolean given;
  private final SplittableRandom random = new SplittableRandom(CaseSuite.DEFAULT_SEED);
  private final double[][] m;
  private final double[] rounding = new double[2];
  private int meansTaken;
  private long notFinite;
  private long firstNotFinite;
  private final List<List<Double>> means = List.of(new ArrayList<>(), new ArrayList<>());
  private final LargestChange largest;
  private double @Nullable [] previous;

  public IncrementLaw(TraceHeader header) {
    this.header = header;
    model = RoundingModel.named(header.arithmetic().name());
    ReadNumber sigma1 = header.sigma1();
    ReadNumber sigma2 = header.sigma2();
    given = sigma1 != null && sigma2 != null;
    s1 = sigma1 == null ? 0 : sigma1.nearestDouble();
    s2 = sigma2 == null ? 0 : sigma2.nearestDouble();
    m = header.target().nearestDoubles();
    largest = new LargestChange(m, s1, s2);
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  /** Takes an update, from a state to the next. */
  public void add(TraceState state, TraceState next) {
    if (!given) {
      return;
    }
    boolean begins = state.x().isFinite() && state.y().isFinite();
    if (!begins || !next.x().isFinite() || !next.y().isFinite()) {
      firstNotFinite = notFinite++ > 0 ? firstNotFinite : begins ? next.t() : state.t();
      previous = null;
      return;
    }
    double[][] x = state.x().nearestDoubles();
    double[][] y = state.y().nearestDoubles();
    int split = x.length * x[0].length;
    int p = split + y.length * x[0].length;
    double etaX = header.etaX().nearestDouble();
    double etaY = header.etaY().nearestDouble();
    DoubleUpdate update =
        new DoubleUpdate(x.length, y.length, x[0].length, flat(m), etaX, etaY, UpdateForm.RESIDUAL);
    double[] plain = update.image(flat(x), flat(y), new double[p]);
    double[] noise = new double[p];
    for (int e = 0; e < p; e++) {
      noise[e] = (e < split ? s1 : s2) * random.nextGaussian();
    }
    double[] drawn = update.image(flat(x), flat(y), noise);
    double[] actual = new double[p];
    double[] change = new double[p];
    for (int e = 0; e < p; e++) {
      int i = e < split ? e : e - split;
      actual[e] = (e < split ? next.x() : next.y()).entries().get(i).nearestDouble();
      change[e] = actual[e] - plain[e];
      // The mean is the image without noise minus eta d v times the factor (closed form 3).
      int r = x[0].length;
      double shrink = e < split ? etaX * y.length * s2 * s2 : etaY * x.length * s1 * s1;
      double mean = plain[e] - shrink * (e < split ? x : y)[i / r][i % r];
      actual[e] -= mean;
      drawn[e] -= mean;
    }
    double off = rounding(x, y, etaX, etaY);
    coins(state.t(), actual, drawn, split, off);
    largest.add(state.t(), x, y, etaX, etaY, change, off);
    if (meansTaken++ < MEANS) {
      Matrix<Double> covariance = covariance(x, y);
      mean(covariance, actual, split, off);
      together(state.t(), covariance, actual, drawn, split, off);
    }
    previous = actual;
  }

  /**
   * The largest error in an entry of a legal plan and of this class's own doubles; infinite if the
   * arithmetic is too coarse. Noise stays below 8 sigma, except with probability 1.3e-15.
   */
  private double rounding(double[][] x, double[][] y, double etaX, double etaY) {
    int r = x[0].length;
    int k = Math.max(x.length, y.length) + r + 10 + 3 * model.conversionsPerProduct();
    double ku = k * (model.unitRoundoff().doubleValue() + 0x1p-53);
    if (ku >= 0.25) {
      return Double.POSITIVE_INFINITY;
    }
    double xt = Entries.largest(flat(x)) + 8 * s1;
    double yt = Entries.largest(flat(y)) + 8 * s2;
    double residual = r * xt * yt + Entries.largest(flat(m));
    double image =
        Math.max(xt + etaX * y.length * residual * yt, yt + etaY * x.length * residual * xt);
    return 2 * (ku / (1 - ku) * image + model.underflow().roundToDouble() * k * (1 + image));
  }

  private void coins(long t, double[] actual, double[] drawn, int split, double off) {
    double[] before = previous;
    for (int f = 0; f < 2; f++) {
      double[] a = factor(actual, f, split);
      double[] b = factor(drawn, f, split);
      double moved = 2 * off * LargestChange.l1(a) + a.length * off * off;
      coins.get(f).toss(t, Entries.normSquared(a), Entries.normSquared(b), moved);
      if (before != null) {
        double[] c = factor(before, f, split);
        double movedAlong = off * LargestChange.l1(c);
        coins.get(2 + f).toss(t, Entries.inner(a, c), Entries.inner(b, c), movedAlong);
      }
      coins.get(4 + f).toss(t, Entries.largest(a), Entries.largest(b), off);
    }
    int shared = Math.min(split, actual.length - split);
    double[] x = Arrays.copyOf(actual, shared);
    double[] y = Arrays.copyOfRange(actual, split, split + shared);
    double[] drawnX = Arrays.copyOf(drawn, shared);
    double[] drawnY = Arrays.copyOfRange(drawn, split, split + shared);
    double moved = off * (LargestChange.l1(x) + LargestChange.l1(y)) + shared * off * off;
    coins.get(6).toss(t, Entries.inner(x, y), Entries.inner(drawnX, drawnY), moved);
  }

  /** The form x^T C y, with C the covariance of X' and Y', of the deviations x of X', y of Y'. */
  private void together(
      long t, Matrix<Double> covariance, double[] actual, double[] drawn, int split, double off) {
    double along = 0;
    double drawnAlong = 0;
    double moved = 0;
    for (int i = 0; i < split; i++) {
      for (int j = split; j < actual.length; j++) {
        double c = covariance.get(i, j);
        along += c * actual[i] * actual[j];
        drawnAlong += c * drawn[i] * drawn[j];
        moved += Math.abs(c) * off * (Math.abs(actual[i]) + Math.abs(actual[j]) + off);
      }
    }
    coins.get(7).toss(t, along, drawnAlong, moved);
  }

  /** The entries of X or of Y. */
  private static double[] factor(double[] all, int f, int split) {
    return Arrays.copyOfRange(all, f == 0 ? 0 : split, f == 0 ? split : all.length);
  }

  private Matrix<Double> covariance(double[][] x, double[][] y) {
    Binary64 doubles = Binary64.INSTANCE;
    return new UpdateMoments<>(
            new MatrixFactorization<>(Matrix.of(doubles, m)),
            new Factors<>(Matrix.of(doubles, x), Matrix.of(doubles, y)),
            header.etaX().nearestDouble(),
            header.etaY().nearestDouble(),
            s1 * s1,
            s2 * s2)
        .covariance();
  }

  private void mean(Matrix<Double> covariance, double[] deviation, int split, double off) {
    for (int f = 0; f < 2; f++) {
      int from = f == 0 ? 0 : split;
      int to = f == 0 ? split : deviation.length;
      double sum = 0;
      double variance = 0;
      for (int e = from; e < to; e++) {
        sum += deviation[e];
        for (int g = from; g < to; g++) {
          variance += covariance.get(e, g);
        }
      }
      if (variance > 0) {
        means.get(f).add(sum / StrictMath.sqrt(variance));
        rounding[f] += off * (to - from) / StrictMath.sqrt(variance);
      }
    }
  }

  /** What the tests found; empty where the header gives no sigmas. */
  public List<LawResult> results() {
    List<LawResult> results = new ArrayList<>();
    if (notFinite > 0) {
      String where = "X and Y must be finite, and are not from t=" + firstNotFinite;
      results.add(LawResult.plainFailure("finite", where + ", in " + notFinite + " updates", ""));
    }
    if (meansTaken == 0) {
      return List.copyOf(results);
    }
    for (int f = 0; f < 2; f++) {
      double[] t = means.get(f).stream().mapToDouble(d -> d).toArray();
      if (t.length == 0) {
        continue;
      }
      double limit = -StrictMath.log(LawFamily.FALSE_ALARM / FAMILIES / MEAN_TESTS);
      double nats = GenericLaw.evidence(t, 1, rounding[f] / t.length, limit);
      results.add(
          LawResult.of(
              "mean of increments of " + (f == 0 ? "X" : "Y"),
              Text.format("%d increments against their closed-form mean", t.length),
              "noise-law",
              nats,
              limit));
    }
    double share = LawFamily.FALSE_ALARM / FAMILIES / coins.size();
    coins.forEach(coin -> coin.addTo(results, share));
    results.add(
        LawResult.of(
            "largest change",
            largest.words(),
            "noise-outlier",
            largest.evidence(),
            -StrictMath.log(LawFamily.FALSE_ALARM / FAMILIES)));
    return List.copyOf(results);
  }
}
