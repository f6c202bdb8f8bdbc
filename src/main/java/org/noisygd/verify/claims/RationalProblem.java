// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.claims;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.objective.SmoothedFactorization;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.landscape.Lemma1;
import org.noisygd.theory.landscape.Lemma3;
import org.noisygd.theory.landscape.Theorem2;
import org.noisygd.verify.check.Tally;

/**
 * A problem of Theorem 2 in which all numbers are rational, including the optimum, so claims are
 * decided exactly. It is constructed from its solution: given c = gamma sigma^2, a root g and roots
 * t_k, set gamma = g^2 and Sigma_k = t_k^2 + c; then gamma s_k = (g t_k)^2. The factors A and B are
 * the first columns of the reflections I - 2 w w^T / w^T w with small integers w.
 *
 * @param name the description, for messages
 * @param theorem the data of the theorem
 */
public record RationalProblem(String name, Theorem2<BigFraction> theorem) {
  static final RationalArithmetic Q = RationalArithmetic.INSTANCE;

  /** The 1 x 1 matrix of 1. */
  static final Matrix<BigFraction> ONE = Matrix.identity(Q, 1);

  /**
   * The problem with the given sizes.
   *
   * @param gammaRoot g
   * @param c gamma sigma^2, positive
   * @param roots t_k, positive
   */
  public static RationalProblem of(
      int d1, int d2, BigFraction gammaRoot, BigFraction c, List<BigFraction> roots) {
    BigFraction gamma = gammaRoot.multiply(gammaRoot);
    List<BigFraction> sigma = new ArrayList<>();
    for (BigFraction root : roots) {
      sigma.add(root.multiply(root).add(c));
    }
    int r = roots.size();
    Theorem2<BigFraction> theorem = theorem2(d1, d2, sigma, gamma, c.divide(gamma));
    String name = d1 + " x " + d2 + ", r = " + r + ", gamma = " + gamma + ", c = " + c;
    return new RationalProblem(name, theorem);
  }

  /** The first r columns of a rational reflection of order d. */
  public static Matrix<BigFraction> orthonormal(int d, int r, int offset) {
    int squared = 0;
    for (int i = 0; i < d; i++) {
      squared += axis(i, offset) * axis(i, offset);
    }
    int norm = squared;
    return Matrix.of(
        Q,
        d,
        r,
        (i, j) ->
            BigFraction.of(i == j ? 1 : 0)
                .subtract(BigFraction.of(2 * axis(i, offset) * axis(j, offset), norm)));
  }

  private static int axis(int i, int offset) {
    return 1 + (i + offset) % 3;
  }

  /** The grid: dimension one, gamma near 1e-3 and 1e3, c at its limit, equal values, r up to 6. */
  static List<RationalProblem> grid() {
    List<RationalProblem> grid = new ArrayList<>(small());
    grid.add(of(4, 3, q(1, 32), q(1, 2), List.of(q(3), q(1), q(1))));
    grid.add(of(3, 3, q(32), q(1, 1_000_000_000), List.of(q(2), q(2), q(2))));
    grid.add(of(4, 4, q(3, 2), q(2), List.of(q(1), q(3), q(1), q(1, 2))));
    grid.add(of(5, 5, q(2, 3), q(1), List.of(q(1), q(2), q(2), q(3), q(1))));
    grid.add(of(6, 7, q(1), q(1, 4), List.of(q(1), q(2), q(1), q(3), q(2), q(1))));
    return grid;
  }

  /** The part of the grid with ranks one and two, for claims on every stationary point. */
  static List<RationalProblem> small() {
    // c / Sigma_min = 1 - 1e-12: 1e-12 of the smallest singular value remains after smoothing.
    BigFraction millionth = q(1, 1_000_000);
    BigFraction nearLimit = q(1).subtract(millionth.multiply(millionth));
    return List.of(
        of(1, 1, q(1), q(1, 2), List.of(q(1))),
        of(1, 3, q(32), q(1, 5), List.of(q(2))),
        of(3, 1, q(1, 32), q(3), List.of(q(1, 2))),
        of(2, 3, q(5, 4), nearLimit, List.of(millionth)),
        of(2, 2, q(2), q(1, 2), List.of(q(2), q(1))),
        of(2, 4, q(1, 2), q(1, 4), List.of(q(1), q(1))),
        of(3, 2, q(32), nearLimit, List.of(q(1), millionth)));
  }

  /** Lemma 1 for unit vectors without a zero entry. */
  static Lemma1<BigFraction> lemma1(int d1, int d2) {
    return new Lemma1<>(orthonormal(d1, 1, 0), orthonormal(d2, 1, 1));
  }

  /** Lemma 3 for the same unit vectors. */
  static Lemma3<BigFraction> lemma3(int d1, int d2, BigFraction gamma, BigFraction sigmaSquared) {
    return new Lemma3<>(orthonormal(d1, 1, 0), orthonormal(d2, 1, 1), gamma, sigmaSquared);
  }

  /** Theorem 2 for singular vectors without a zero entry. */
  static Theorem2<BigFraction> theorem2(
      int d1, int d2, List<BigFraction> sigma, BigFraction gamma, BigFraction sigmaSquared) {
    int r = sigma.size();
    return new Theorem2<>(orthonormal(d1, r, 0), sigma, orthonormal(d2, r, 1), gamma, sigmaSquared);
  }

  /** Tests that a claim accepts its hypotheses if and only if they hold. */
  static void hypothesis(Tally tally, String name, boolean holds, Runnable construction) {
    boolean taken = true;
    try {
      construction.run();
    } catch (IllegalArgumentException refused) {
      taken = false;
    }
    tally.holds(name + ", hypothesis", taken == holds, taken ? "accepted" : "refused");
  }

  /** The smoothed objective of a rank-one problem. */
  static SmoothedFactorization<BigFraction> smoothed(Lemma3<BigFraction> lemma) {
    return new SmoothedFactorization<>(lemma.target(), lemma.noise());
  }

  /** Rank-one problems in Lemma 3's letters, with Sigma = 1 and sigma^2 = gamma (1 - t^2). */
  static List<Lemma3<BigFraction>> rankOne() {
    List<Lemma3<BigFraction>> grid = new ArrayList<>();
    BigFraction[] gammas = {q(1), q(1, 1024), q(1024), q(25, 16)};
    BigFraction[] roots = {q(3, 5), q(1, 1_000_000), q(999_999, 1_000_000)};
    int[][] sizes = {{1, 1}, {1, 3}, {3, 1}, {3, 4}};
    for (BigFraction gamma : gammas) {
      for (BigFraction root : roots) {
        for (int[] size : sizes) {
          BigFraction shrunk = gamma.multiply(root).multiply(root);
          grid.add(lemma3(size[0], size[1], gamma, gamma.subtract(shrunk)));
        }
      }
    }
    return grid;
  }

  /** The sizes d1, d2 and r, for messages. */
  static String name(int... size) {
    return size[0] + " x " + size[1] + ", r = " + size[2];
  }

  /** The description of a rank-one problem, for messages. */
  static String name(Lemma3<BigFraction> lemma) {
    return lemma.u().rows()
        + " x "
        + lemma.v().rows()
        + ", gamma = "
        + lemma.gamma()
        + ", sigma^2 = "
        + lemma.sigmaSquared();
  }

  /** The smoothed objective of this problem. */
  public SmoothedFactorization<BigFraction> smoothed() {
    return new SmoothedFactorization<>(theorem.target(), theorem.noise());
  }

  /** Subsets of the singular values kept by a stationary point: all if r <= 3, else some. */
  List<Set<Integer>> subsets() {
    int r = theorem.r();
    int step = r <= 3 ? 1 : (1 << r) / 5;
    List<Set<Integer>> subsets = new ArrayList<>();
    for (int bits = 0; bits < 1 << r; bits += step) {
      Set<Integer> subset = new TreeSet<>();
      for (int k = 0; k < r; k++) {
        if ((bits >> k & 1) == 1) {
          subset.add(k);
        }
      }
      subsets.add(subset);
    }
    return subsets;
  }

  /**
   * An objective of any rank, a target of any rank, and a point.
   *
   * @param name the sizes and the seed, for messages
   */
  record Point(String name, MatrixFactorization<BigFraction> f, Factors<BigFraction> at) {}

  /** Points with these sizes d1, d2 and r, for the seeds from 1 to {@code seeds}. */
  static List<Point> points(int seeds, int[]... sizes) {
    List<Point> points = new ArrayList<>();
    for (int[] size : sizes) {
      for (long seed = 1; seed <= seeds; seed++) {
        points.add(
            new Point(
                name(size) + ", seed " + seed,
                new MatrixFactorization<>(matrix(size[0], size[1], new Random(seed))),
                point(size[0], size[1], size[2], seed)));
      }
    }
    return points;
  }

  /** A pair of matrices of small rationals, determined by the seed. */
  static Factors<BigFraction> point(int d1, int d2, int r, long seed) {
    Random random = new Random(seed);
    return new Factors<>(matrix(d1, r, random), matrix(d2, r, random));
  }

  /** A matrix of rationals n / m, |n| <= 6, m <= 3. */
  static Matrix<BigFraction> matrix(int rows, int columns, Random random) {
    return Matrix.of(
        Q, rows, columns, (i, j) -> BigFraction.of(random.nextInt(13) - 6, 1 + random.nextInt(3)));
  }

  /** A quotient. */
  public static BigFraction q(long numerator, long denominator) {
    return BigFraction.of(numerator, denominator);
  }

  /** A whole number. */
  public static BigFraction q(long number) {
    return BigFraction.of(number);
  }

  /** One update from {@code at} with the gradient at {@code perturbed}. */
  static Factors<BigFraction> step(
      MatrixFactorization<BigFraction> f,
      Factors<BigFraction> at,
      Factors<BigFraction> perturbed,
      BigFraction etaX,
      BigFraction etaY) {
    Factors<BigFraction> g = f.gradient(perturbed);
    return at.minus(g.scale(etaX, etaY));
  }

  /** Returns true if all variables are 0. */
  static boolean vanishes(Factors<BigFraction> at) {
    return at.inner(at).signum() == 0;
  }

  /** The 1 x 1 factors X and Y. */
  static Factors<BigFraction> scalars(BigFraction x, BigFraction y) {
    return new Factors<>(ONE.scale(x), ONE.scale(y));
  }
}
