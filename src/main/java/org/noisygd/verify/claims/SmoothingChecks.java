// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.claims;

import static org.noisygd.verify.claims.RationalProblem.Q;
import static org.noisygd.verify.claims.RationalProblem.q;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.objective.NoiseMoments;
import org.noisygd.descent.objective.SmoothedFactorization;
import org.noisygd.descent.objective.UpdateMoments;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.landscape.GramChange;
import org.noisygd.theory.landscape.TraceIdentity;
import org.noisygd.verify.check.Check;
import org.noisygd.verify.check.Tally;

/**
 * Checks of the smoothed objective and of the moments of one update. They are compared with means
 * over finite distributions with the required moments: every outcome is enumerated, without
 * sampling or rounding.
 */
final class SmoothingChecks {
  private static final BigFraction ETA_X = q(1, 10);
  private static final BigFraction ETA_Y = q(1, 7);

  private SmoothingChecks() {}

  static List<Check> all() {
    return List.of(
        Check.exact(
            "S.smoothing",
            "E F(X + Z1, Y + Z2) is the closed form, for scalar and for general covariances",
            SmoothingChecks::smoothing),
        Check.exact(
            "S.gradient",
            "The smoothed gradient and Hessian are the derivatives of the smoothed objective",
            SmoothingChecks::gradient),
        Check.exact(
            "S.row-anisotropy",
            "Unequal variances across rows do not change the smoothed objective",
            SmoothingChecks::rowAnisotropy),
        Check.exact(
            "S.mean-step",
            "The mean of one update is a step along the smoothed gradient",
            SmoothingChecks::meanStep),
        Check.exact(
            "S.covariance",
            "The covariance of one update is the closed form",
            SmoothingChecks::covariance),
        Check.exact(
            "S.mean-gram",
            "The mean change of X^T X and Y^T Y in one update is the closed form",
            SmoothingChecks::meanGram),
        Check.exact(
            "S.trace",
            "Smoothing adds half the variances times the traces of the Hessian's blocks",
            SmoothingChecks::trace));
  }

  private static void smoothing(Tally tally) {
    ThreePointDistribution signs = ThreePointDistribution.signs(q(1, 3));
    int[][] sizes = {{1, 1, 1}, {2, 1, 1}, {2, 3, 1}, {2, 1, 2}, {2, 2, 2}, {1, 1, 3}};
    for (int[] size : sizes) {
      int d1 = size[0];
      int d2 = size[1];
      int r = size[2];
      Random random = new Random(d1 + 10 * d2 + 100 * r);
      MatrixFactorization<BigFraction> f =
          new MatrixFactorization<>(RationalProblem.matrix(d1, d2, random));
      Factors<BigFraction> at = RationalProblem.point(d1, d2, r, 3);
      Matrix<BigFraction> w1 = RationalProblem.matrix(r, r, random);
      Matrix<BigFraction> w2 = RationalProblem.matrix(r, r, random);
      BigFraction v = signs.variance();
      var isotropic = NoiseMoments.isotropic(Q, d1, d2, r, v, v.multiply(4));
      // Rows eps W with independent signs eps: E Z^T Z = d v W^T W.
      var general =
          new NoiseMoments<>(w1.gram().scale(v.multiply(d1)), w2.gram().scale(v.multiply(d2)));
      for (boolean scalar : new boolean[] {true, false}) {
        BigFraction mean =
            signs.mean(
                at,
                z -> {
                  var mixed =
                      scalar ? doubledY(z) : new Factors<>(z.x().times(w1), z.y().times(w2));
                  return Differences.loss(f.target(), at.plus(mixed));
                });
        BigFraction closed =
            new SmoothedFactorization<>(f.target(), scalar ? isotropic : general).loss(at);
        String name = RationalProblem.name(size);
        tally.equal(name + (scalar ? ", scalar" : ", general"), mean, closed);
      }
    }
  }

  /** Noise with four times the variance in Y. */
  private static Factors<BigFraction> doubledY(Factors<BigFraction> noise) {
    return new Factors<>(noise.x(), noise.y().scale(q(2)));
  }

  private static void gradient(Tally tally) {
    Random random = new Random(5);
    int[][] sizes = {{1, 1, 1}, {2, 3, 1}, {3, 2, 2}};
    for (int[] size : sizes) {
      Matrix<BigFraction> w1 = RationalProblem.matrix(size[2], size[2], random);
      Matrix<BigFraction> w2 = RationalProblem.matrix(size[2], size[2], random);
      var smoothed =
          new SmoothedFactorization<>(
              RationalProblem.matrix(size[0], size[1], random),
              new NoiseMoments<>(w1.gram(), w2.gram()));
      Factors<BigFraction> at = RationalProblem.point(size[0], size[1], size[2], 4);
      List<BigFraction> gradient = smoothed.gradient(at).toVariables();
      Matrix<BigFraction> hessian = smoothed.hessian(at);
      for (int p = 0; p < at.variables(); p++) {
        Factors<BigFraction> axis = Differences.axis(at, p);
        tally.holds(
            "derivative " + p,
            gradient.get(p).equals(Differences.first(smoothed::loss, at, axis)),
            "differs from the difference of values");
        List<BigFraction> product = smoothed.hessianVectorProduct(at, axis).toVariables();
        // The gradient is cubic along a line, so its difference is exact too.
        List<BigFraction> second =
            Differences.firstOfField(smoothed::gradient, at, axis).toVariables();
        for (int s = 0; s < at.variables(); s++) {
          tally.holds(
              "second derivative " + p + ", " + s,
              second.get(s).equals(hessian.get(p, s)) && second.get(s).equals(product.get(s)),
              "differs from the difference of gradients");
        }
      }
    }
  }

  private static void rowAnisotropy(Tally tally) {
    // Row scales (7, 1) and (5, 5) have the same sum of squares, and only traces matter.
    Factors<BigFraction> at = RationalProblem.point(2, 2, 2, 9);
    Matrix<BigFraction> m = RationalProblem.matrix(2, 2, new Random(9));
    ThreePointDistribution signs = ThreePointDistribution.signs(q(1, 5));
    BigFraction uneven = rowScaled(signs, m, at, q(7), q(1));
    BigFraction even = rowScaled(signs, m, at, q(5), q(5));
    tally.equal("2 x 2, r = 2", uneven, even);
    BigFraction different = rowScaled(signs, m, at, q(7), q(2));
    tally.holds("another trace, another value", !different.equals(even), "both are " + even);
  }

  private static BigFraction rowScaled(
      ThreePointDistribution signs,
      Matrix<BigFraction> m,
      Factors<BigFraction> at,
      BigFraction first,
      BigFraction second) {
    Matrix<BigFraction> scale = Matrix.diagonal(Q, List.of(first, second));
    return signs.mean(
        at,
        z -> Differences.loss(m, at.plus(new Factors<>(scale.times(z.x()), scale.times(z.y())))));
  }

  /** A problem with a point, and the moments of its update. */
  private record UpdateCase(RationalProblem.Point point, UpdateMoments<BigFraction> moments) {
    /** A distribution with the moments of a Gaussian up to the fifth. */
    static final ThreePointDistribution DISTRIBUTION = ThreePointDistribution.likeGaussian(q(1, 2));

    static final BigFraction V1 = DISTRIBUTION.variance();
    static final BigFraction V2 = V1.multiply(4);

    static List<UpdateCase> all() {
      int[][] sizes = {{1, 1, 1}, {2, 1, 1}, {2, 2, 1}, {1, 1, 2}, {2, 1, 2}};
      return RationalProblem.points(1, sizes).stream()
          .map(p -> new UpdateCase(p, new UpdateMoments<>(p.f(), p.at(), ETA_X, ETA_Y, V1, V2)))
          .toList();
    }

    /** The means of functions of the state after one update. */
    List<BigFraction> means(Function<Factors<BigFraction>, List<BigFraction>> of) {
      Factors<BigFraction> at = point.at();
      return DISTRIBUTION.means(
          at,
          z -> of.apply(RationalProblem.step(point.f(), at, at.plus(doubledY(z)), ETA_X, ETA_Y)));
    }
  }

  private static void meanStep(Tally tally) {
    for (UpdateCase update : UpdateCase.all()) {
      tally.equal(
          update.point().name(),
          update.means(Factors::toVariables),
          update.moments().mean().toVariables());
    }
  }

  private static void covariance(Tally tally) {
    for (UpdateCase update : UpdateCase.all()) {
      int n = update.point().at().variables();
      List<BigFraction> mean = update.moments().mean().toVariables();
      List<BigFraction> products =
          update.means(
              next -> {
                List<BigFraction> state = next.toVariables();
                List<BigFraction> all = new ArrayList<>();
                for (int p = 0; p < n; p++) {
                  BigFraction deviation = state.get(p).subtract(mean.get(p));
                  for (int s = 0; s <= p; s++) {
                    all.add(deviation.multiply(state.get(s).subtract(mean.get(s))));
                  }
                }
                return all;
              });
      Matrix<BigFraction> closed = update.moments().covariance();
      int index = 0;
      for (int p = 0; p < n; p++) {
        for (int s = 0; s <= p; s++) {
          BigFraction expected = products.get(index++);
          tally.holds(
              update.point().name() + ", entry " + p + ", " + s,
              expected.equals(closed.get(p, s)) && expected.equals(closed.get(s, p)),
              expected + " enumerated, " + closed.get(p, s) + " in closed form");
        }
      }
    }
  }

  private static void meanGram(Tally tally) {
    for (UpdateCase update : UpdateCase.all()) {
      Factors<BigFraction> at = update.point().at();
      List<BigFraction> mean =
          update.means(state -> new Factors<>(state.x().gram(), state.y().gram()).toVariables());
      GramChange<BigFraction> change = new GramChange<>(update.point().f(), at, ETA_X, ETA_Y);
      var closed =
          new Factors<>(
              at.x().gram().plus(change.meanChangeOfX(UpdateCase.V1, UpdateCase.V2)),
              at.y().gram().plus(change.meanChangeOfY(UpdateCase.V1, UpdateCase.V2)));
      tally.equal(update.point().name(), mean, closed.toVariables());
    }
  }

  private static void trace(Tally tally) {
    int[][] sizes = {{1, 1, 1}, {3, 2, 1}, {2, 4, 3}};
    BigFraction v1 = q(1, 4);
    BigFraction v2 = q(2, 5);
    for (int[] size : sizes) {
      Factors<BigFraction> at = RationalProblem.point(size[0], size[1], size[2], 6);
      MatrixFactorization<BigFraction> f =
          new MatrixFactorization<>(RationalProblem.matrix(size[0], size[1], new Random(6)));
      var noise = NoiseMoments.isotropic(Q, size[0], size[1], size[2], v1, v2);
      BigFraction difference =
          new SmoothedFactorization<>(f.target(), noise).loss(at).subtract(f.loss(at));
      TraceIdentity<BigFraction> identity = new TraceIdentity<>(at);
      String name = RationalProblem.name(size);
      tally.equal(name, difference, identity.smoothing(v1, v2));
      int split = size[0] * size[2];
      Matrix<BigFraction> hessian = f.hessian(at);
      int ofY = at.variables() - split;
      boolean traces =
          hessian.block(0, 0, split, split).trace().equals(identity.traceOfXBlock())
              && hessian.block(split, split, ofY, ofY).trace().equals(identity.traceOfYBlock());
      tally.holds(name + ", traces", traces, "the blocks' traces differ");
    }
  }
}
