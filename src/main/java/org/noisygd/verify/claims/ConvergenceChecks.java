// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.claims;

import static org.noisygd.verify.claims.RationalProblem.q;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.objective.NoiseMoments;
import org.noisygd.descent.objective.SmoothedFactorization;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.Rationals;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.landscape.Lemma3;
import org.noisygd.theory.landscape.Lemma4;
import org.noisygd.theory.landscape.Scalar;
import org.noisygd.theory.landscape.Theorem1;
import org.noisygd.verify.check.Check;
import org.noisygd.verify.check.Tally;

/**
 * Checks Theorem 1 from an excess of at most 1/4: each inequality, by exact means over finite laws.
 */
final class ConvergenceChecks {
  private static final RationalArithmetic Q = RationalArithmetic.INSTANCE;

  /** sigma^2; it makes noise of random signs rational for d = 1 and d = 4. */
  private static final BigFraction S = q(1, 16);

  private ConvergenceChecks() {}

  static List<Check> all() {
    return List.of(
        Check.exact(
            "T1.probability",
            "The recursion for a run's probability is the count of its noise sequences, and Ville bounds it",
            ConvergenceChecks::probability),
        Check.exact(
            "L4.perpendicular",
            "The mean of what is perpendicular has its closed form and is below Lemma 4's bound",
            ConvergenceChecks::perpendicular),
        Check.exact(
            "T1.domination",
            "Where x^T M y >= 1/4, |grad Fs|^2 >= (s/5) (Fs - min Fs)",
            ConvergenceChecks::domination),
        Check.exact(
            "T1.descent",
            "One noisy update lowers the smoothed objective in the mean, up to second order",
            ConvergenceChecks::descent),
        Check.exact(
            "L6.contraction",
            "While it is at most 4/9 the excess contracts in the mean of one update",
            ConvergenceChecks::contraction),
        Check.exact(
            "L7.convergence",
            "From an excess of at most 1/4 the bounds on a run's mean and probability hold",
            ConvergenceChecks::convergence));
  }

  /** Rank one, random signs with E||xi1||^2 = E||xi2||^2 = S. */
  private record Signs(Theorem1<BigFraction> theorem) {
    /** d1 and d2 are 1 or 4. */
    static Signs of(int d1, int d2, BigFraction eta) {
      return new Signs(new Theorem1<>(RationalProblem.lemma3(d1, d2, q(1), S), Scalar.of(Q, eta)));
    }

    BigFraction excess(Factors<BigFraction> at) {
      return theorem.excess(at).value();
    }

    /** a u + p, b v + q, where p is along e_1 - <u, e_1> u, and so on. */
    Factors<BigFraction> point(BigFraction a, BigFraction b, BigFraction p, BigFraction q) {
      return new Factors<>(along(theorem.problem().u(), a, p), along(theorem.problem().v(), b, q));
    }

    private static Matrix<BigFraction> along(Matrix<BigFraction> u, BigFraction a, BigFraction p) {
      Matrix<BigFraction> first =
          Matrix.of(Q, u.rows(), 1, (i, j) -> i == 0 ? BigFraction.ONE : BigFraction.ZERO);
      return u.scale(a).plus(first.minus(u.scale(u.inner(first))).scale(p));
    }

    /** The states after one update, all equally likely. */
    List<Factors<BigFraction>> next(Factors<BigFraction> at) {
      List<Factors<BigFraction>> states = new ArrayList<>();
      BigFraction eta = theorem.eta().value();
      MatrixFactorization<BigFraction> f = new MatrixFactorization<>(theorem.problem().target());
      FiniteLaw.signs(q(1, 4))
          .means(
              at,
              noise -> {
                Factors<BigFraction> scaled =
                    new Factors<>(
                        noise.x().scale(q(1, at.d1() == 4 ? 2 : 1)),
                        noise.y().scale(q(1, at.d2() == 4 ? 2 : 1)));
                states.add(at.minus(f.gradient(at.plus(scaled)).scale(eta)));
                return List.of();
              });
      return states;
    }

    BigFraction mean(Factors<BigFraction> at, Function<Factors<BigFraction>, BigFraction> f) {
      List<Factors<BigFraction>> states = next(at);
      return states.stream()
          .map(f)
          .reduce(BigFraction.ZERO, BigFraction::add)
          .divide(states.size());
    }

    /** The probability by recursion: 1 if above the level, else the mean one step later. */
    BigFraction probability(int n, Factors<BigFraction> at, BigFraction level) {
      if (Rationals.compare(excess(at), level) > 0) {
        return BigFraction.ONE;
      }
      return n == 0 ? BigFraction.ZERO : mean(at, next -> probability(n - 1, next, level));
    }

    /** The runs of n steps from a state, each as a list of its excesses; all are equally likely. */
    List<List<BigFraction>> runs(int n, Factors<BigFraction> at) {
      List<List<BigFraction>> runs = new ArrayList<>();
      if (n == 0) {
        runs.add(List.of(excess(at)));
        return runs;
      }
      for (Factors<BigFraction> next : next(at)) {
        for (List<BigFraction> rest : runs(n - 1, next)) {
          List<BigFraction> run = new ArrayList<>(List.of(excess(at)));
          run.addAll(rest);
          runs.add(run);
        }
      }
      return runs;
    }

    /** The most that the mean excess grows in one step, from any state within n steps. */
    BigFraction drift(int n, Factors<BigFraction> at) {
      BigFraction here = mean(at, this::excess).subtract(excess(at));
      BigFraction most = Rationals.max(here, BigFraction.ZERO);
      if (n > 1) {
        for (Factors<BigFraction> next : next(at)) {
          most = Rationals.max(drift(n - 1, next), most);
        }
      }
      return most;
    }
  }

  private static void probability(Tally tally) {
    int n = 3;
    Signs signs = Signs.of(1, 1, q(1, 20));
    for (BigFraction x : List.of(q(1), q(5, 4), q(3, 4))) {
      Factors<BigFraction> at = signs.point(x, q(1), q(0), q(0));
      List<List<BigFraction>> runs = signs.runs(n, at);
      for (BigFraction level : List.of(q(1, 100), q(1, 20), q(1, 10), q(1, 5))) {
        String name = "x = " + x + ", level = " + level;
        long above =
            runs.stream()
                .filter(run -> run.stream().anyMatch(e -> Rationals.compare(e, level) > 0))
                .count();
        BigFraction share = q(above, runs.size());
        tally.equal(name, signs.probability(n, at, level), share);
        BigFraction ville = signs.excess(at).add(signs.drift(n, at).multiply(n)).divide(level);
        tally.atMost(name + ", Ville", share, ville);
      }
    }
  }

  private static void perpendicular(Tally tally) {
    FiniteLaw law = FiniteLaw.likeGaussian(q(1, 2));
    BigFraction v = law.variance();
    BigFraction eta = q(1, 100);
    for (int[] size : new int[][] {{2, 2}, {3, 1}, {1, 3}}) {
      Matrix<BigFraction> u = RationalProblem.orthonormal(size[0], 1, 0);
      Matrix<BigFraction> w = RationalProblem.orthonormal(size[1], 1, 1);
      MatrixFactorization<BigFraction> f = new MatrixFactorization<>(u.times(w.transpose()));
      for (long seed = 1; seed <= 2; seed++) {
        Factors<BigFraction> at = RationalProblem.point(size[0], size[1], 1, seed).scale(q(1, 2));
        BigFraction mean =
            law.mean(
                at,
                noise -> {
                  Factors<BigFraction> next = at.minus(f.gradient(at.plus(noise)).scale(eta));
                  return off(u, next.x()).add(off(w, next.y()));
                });
        BigFraction closed =
            meanOff(off(u, at.x()), at.y(), size[0], v, eta)
                .add(meanOff(off(w, at.y()), at.x(), size[1], v, eta));
        String name = size[0] + " x " + size[1] + ", seed " + seed;
        tally.equal(name, mean, closed);
        BigFraction s1 = v.multiply(size[0]);
        BigFraction s2 = v.multiply(size[1]);
        BigFraction bound = at.x().normSquared().add(at.y().normSquared()).add(s1).add(s2);
        Lemma4<BigFraction> lemma =
            new Lemma4<>(
                Scalar.of(Q, s1), Scalar.of(Q, s2), Scalar.of(Q, eta), Scalar.of(Q, bound));
        BigFraction off = off(u, at.x()).add(off(w, at.y()));
        BigFraction most = lemma.contraction().value().multiply(off).add(lemma.stepNoise().value());
        tally.atMost(name + ", bound", mean, most);
      }
    }
  }

  /** ||x - <u, x> u||^2. */
  private static BigFraction off(Matrix<BigFraction> u, Matrix<BigFraction> x) {
    BigFraction along = u.inner(x);
    return x.normSquared().subtract(along.multiply(along));
  }

  /** |p|^2 (1 - 2 eta a + eta^2 f) + eta^2 f v (d - 1), a = |y|^2 + s2, f = E|y + Z2|^4. */
  private static BigFraction meanOff(
      BigFraction off, Matrix<BigFraction> y, int d, BigFraction v, BigFraction eta) {
    BigFraction s2 = v.multiply(y.rows());
    BigFraction norm = y.normSquared();
    BigFraction a = norm.add(s2);
    BigFraction f = a.multiply(a).add(v.multiply(norm).multiply(4)).add(s2.multiply(v).multiply(2));
    BigFraction second = eta.multiply(eta).multiply(f);
    return off.multiply(BigFraction.ONE.subtract(eta.multiply(a).multiply(2)).add(second))
        .add(second.multiply(v).multiply(d - 1));
  }

  private static void domination(Tally tally) {
    for (int[] size : new int[][] {{1, 1}, {4, 1}, {4, 4}}) {
      Signs signs = Signs.of(size[0], size[1], q(1, 20));
      Lemma3<BigFraction> problem = signs.theorem().problem();
      var smoothed = RationalProblem.smoothed(problem);
      for (BigFraction a : List.of(q(1, 8), q(1, 2), q(1), q(-3), q(40))) {
        for (BigFraction product : List.of(q(1, 4), q(15, 16), q(1), q(2))) {
          for (BigFraction p : List.of(q(0), q(1, 10), q(2))) {
            Factors<BigFraction> at = signs.point(a, product.divide(a), p, q(1, 3).multiply(p));
            Factors<BigFraction> gradient = smoothed.gradient(at);
            BigFraction excess = signs.excess(at).multiply(S);
            BigFraction most = gradient.inner(gradient).multiply(10);
            tally.atMost(
                size[0] + " x " + size[1] + ", a = " + a + ", a b = " + product + ", p = " + p,
                excess,
                most);
          }
        }
      }
    }
  }

  private static void descent(Tally tally) {
    FiniteLaw law = FiniteLaw.likeGaussian(q(1, 2));
    BigFraction v = law.variance();
    BigFraction etaX = q(1, 50);
    BigFraction etaY = q(3, 100);
    int[][] sizes = {{1, 1, 1}, {2, 1, 1}, {2, 2, 1}, {1, 1, 2}};
    for (RationalProblem.Point point : RationalProblem.points(2, sizes)) {
      MatrixFactorization<BigFraction> f = point.f();
      Factors<BigFraction> at = point.at();
      BigFraction b = v.multiply(at.d1());
      BigFraction a = v.multiply(at.d2());
      var smoothed = new SmoothedFactorization<>(f.target(), NoiseMoments.scalar(Q, at.r(), b, a));
      List<BigFraction> means =
          law.means(
              at,
              noise -> {
                var next = RationalProblem.step(f, at, at.plus(noise), etaX, etaY);
                BigFraction length = at.minus(next).inner(at.minus(next));
                return List.of(smoothed.loss(next), length, length.multiply(length));
              });
      Factors<BigFraction> g = smoothed.gradient(at);
      // (1 + |R|^2) / 2 is at least |R|.
      BigFraction rho = f.residual(at).normSquared().add(1).divide(2);
      BigFraction weight = Rationals.max(a, b).add(rho).divide(2).add(at.inner(at));
      BigFraction most =
          smoothed
              .loss(at)
              .subtract(g.x().normSquared().multiply(etaX))
              .subtract(g.y().normSquared().multiply(etaY))
              .add(weight.multiply(means.get(1)))
              .add(means.get(2).divide(4));
      tally.atMost(point.name(), means.get(0), most);
    }
  }

  /** Points with x^T M y > 0 and an excess of at most 4/9. */
  private static List<Factors<BigFraction>> below(Signs signs) {
    List<Factors<BigFraction>> points = new ArrayList<>();
    for (BigFraction a : List.of(q(1, 2), q(1), q(2))) {
      for (BigFraction product : List.of(q(1, 2), q(15, 16), q(5, 4))) {
        for (BigFraction p : List.of(q(0), q(1, 4))) {
          Factors<BigFraction> at = signs.point(a, product.divide(a), p, p);
          if (Rationals.compare(signs.excess(at), q(4, 9)) <= 0) {
            points.add(at);
          }
        }
      }
    }
    return points;
  }

  private static void contraction(Tally tally) {
    for (int[] size : new int[][] {{1, 1}, {4, 1}, {1, 4}}) {
      for (BigFraction eta : List.of(q(1, 20), q(1, 1000), q(1, 10_000_000))) {
        Signs signs = Signs.of(size[0], size[1], eta);
        Theorem1<BigFraction> theorem = signs.theorem();
        for (Factors<BigFraction> at : below(signs)) {
          BigFraction mean = signs.mean(at, signs::excess);
          BigFraction most =
              theorem
                  .contraction()
                  .value()
                  .multiply(signs.excess(at))
                  .add(theorem.stepNoise().value());
          tally.atMost(
              size[0] + " x " + size[1] + ", eta = " + eta + ", " + at.toVariables(), mean, most);
        }
      }
    }
  }

  /** Three steps from (3/4, 1), where the bounds are below one. */
  private static void convergence(Tally tally) {
    int n = 3;
    for (BigFraction eta : List.of(q(1, 1_000_000), q(1, 100_000_000))) {
      Signs signs = Signs.of(1, 1, eta);
      Theorem1<BigFraction> theorem = signs.theorem();
      Factors<BigFraction> at = signs.point(q(3, 4), q(1), q(0), q(0));
      Scalar<BigFraction> start = theorem.excess(at);
      List<List<BigFraction>> runs = signs.runs(n, at);
      BigFraction mean =
          runs.stream()
              .map(run -> run.get(n))
              .reduce(BigFraction.ZERO, BigFraction::add)
              .divide(runs.size());
      BigFraction most = theorem.mean(n, start).value();
      tally.atMost("eta = " + eta + ", mean", mean, most);
      BigFraction level = q(3, 10);
      BigFraction share = signs.probability(n, at, level);
      BigFraction bound = theorem.probability(0, n, start, Scalar.of(Q, level)).value();
      tally.holds(
          "eta = " + eta + ", probability",
          Rationals.compare(share, bound) <= 0 && Rationals.compare(bound, BigFraction.ONE) < 0,
          share + ", bound " + bound);
    }
  }
}
