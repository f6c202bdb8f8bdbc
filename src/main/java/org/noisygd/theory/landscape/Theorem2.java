// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.NoiseMoments;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/**
 * Theorem 2: the landscape of the smoothed objective for M = A Sigma B^T of rank r, under
 * gamma-balanced noise, E||xi2||_F^2 = r sigma^2 and E||xi1||_F^2 = r gamma^2 sigma^2.
 *
 * <p>Hypotheses: A^T A = B^T B = I, gamma > 0, sigma^2 > 0 and c := gamma sigma^2 < min Sigma_k,
 * the smallest non-zero singular value of M. With s_k = Sigma_k - c:
 *
 * <ul>
 *   <li>the global optima are (U, V) R for orthogonal R, with U = sqrt(gamma) A diag(sqrt(s_k)) and
 *       V = B diag(sqrt(s_k)) / sqrt(gamma); the value there is c (Sigma_1 + ... + Sigma_r);
 *   <li>every other stationary point keeps a proper subset S of the singular values (for repeated
 *       ones with some choice of A and B) and is a strict saddle; its value is the optimal value
 *       plus 1/2 the sum of s_k^2 over the dropped k;
 *   <li>every stationary point has U^T U = gamma^2 V^T V;
 *   <li>{@link #spectrum(Set)} gives the whole Hessian at each of them; at the optima r (r - 1) / 2
 *       eigenvalues are 0 (the rotations) and all others are positive.
 * </ul>
 *
 * <p>Claims: T2.hypotheses, T2.balanced, T2.optimum, T2.orbit, T2.saddles, T2.spectrum. Exact in an
 * exact arithmetic; only points need roots, and missing roots are refused.
 *
 * @param a A, orthonormal columns, d1 x r
 * @param sigma the singular values Sigma_k, positive, in any order, possibly repeated
 * @param b B, orthonormal columns, d2 x r
 * @param gamma the balance, finite and positive
 * @param sigmaSquared sigma^2 = E||xi2||_F^2 / r
 * @param <T> the type of the numbers
 */
public record Theorem2<T>(
    @Shape({"d1", "r"}) Matrix<T> a,
    List<T> sigma,
    @Shape({"d2", "r"}) Matrix<T> b,
    T gamma,
    T sigmaSquared) {
  /**
   * Checks the hypotheses.
   *
   * @throws IllegalArgumentException naming the violated hypothesis
   */
  public Theorem2 {
    sigma = List.copyOf(sigma);
    Require.that(
        a.columns() == sigma.size() && b.columns() == sigma.size(),
        "A of shape " + a.shape() + " and B of shape " + b.shape(),
        "have a column for each singular value",
        sigma.size());
    Orthonormal.require("A", a);
    Orthonormal.require("B", b);
    Arithmetic<T> arithmetic = a.arithmetic();
    Scalar<T> g = Scalar.of(arithmetic, gamma).requirePositive("gamma");
    Scalar<T> s = Scalar.of(arithmetic, sigmaSquared).requirePositive("sigmaSquared");
    for (int k = 0; k < sigma.size(); k++) {
      Scalar<T> value = Scalar.of(arithmetic, sigma.get(k)).requirePositive("Sigma[" + k + "]");
      Require.that(
          g.times(s).isLessThan(value),
          "gamma sigmaSquared",
          "be below the singular value Sigma[" + k + "] = " + value,
          g.times(s));
    }
  }

  /**
   * The problem of an experiment, with gamma the balance of its noise, not the required gamma. As
   * accurate as {@link SingularVectors}.
   *
   * @throws IllegalArgumentException if a factor has no noise, or M does not have rank r
   */
  public static Theorem2<Double> of(Experiment e) {
    SingularVectors m = SingularVectors.of(e.target(), e.r());
    Require.finitePositive("sigmaX", e.sigmaX());
    Require.finitePositive("sigmaY", e.sigmaY());
    return new Theorem2<>(
        m.left(),
        m.values(),
        m.right(),
        Experiment.balancedGamma(e.d1(), e.d2(), e.sigmaX(), e.sigmaY()),
        e.d2() * e.sigmaY() * e.sigmaY());
  }

  /** The rank r. */
  public int r() {
    return sigma.size();
  }

  /** M = A Sigma B^T. */
  public @Shape({"d1", "d2"}) Matrix<T> target() {
    return a.times(diagonal(this::big)).times(b.transpose());
  }

  /** C1 = gamma^2 sigma^2 I and C2 = sigma^2 I. */
  public NoiseMoments<T> noise() {
    return NoiseMoments.scalar(a.arithmetic(), r(), g().squared().times(s()).value(), sigmaSquared);
  }

  /** Sigma_k - gamma sigma^2 > 0: the k-th singular value after smoothing. */
  public T shrunk(int k) {
    return small(k).value();
  }

  /** All indices: the subset that the global optima keep. */
  public Set<Integer> all() {
    return IntStream.range(0, r()).boxed().collect(Collectors.toCollection(TreeSet::new));
  }

  /** The optimum (U, V) of the theorem; all others are (U R, V R) for orthogonal R. */
  public Factors<T> optimum() {
    return stationaryPoint(all());
  }

  /**
   * The stationary point that keeps the singular values in {@code kept} and drops the others.
   *
   * @throws ArithmeticException if the arithmetic is exact and lacks a root
   */
  public Factors<T> stationaryPoint(Set<Integer> kept) {
    IntFunction<Scalar<T>> x = k -> kept.contains(k) ? g().times(small(k)).sqrt() : number(0);
    return new Factors<>(a.times(diagonal(x)), b.times(diagonal(k -> x.apply(k).over(g()))));
  }

  /** The value of the smoothed objective at the optima, gamma sigma^2 ||M||_* . */
  public T optimalValue() {
    return c().times(sum(all(), this::big)).value();
  }

  /** The value at {@link #stationaryPoint}: optimalValue + 1/2 sum of s_k^2 over the dropped k. */
  public T value(Set<Integer> kept) {
    Set<Integer> dropped = all();
    dropped.removeAll(kept);
    return number(optimalValue()).plus(sum(dropped, k -> small(k).squared()).over(2)).value();
  }

  /**
   * The smoothed objective at any (X, Y) minus its optimal value, as a sum of squares; so no value
   * is below the optimal one, and at the optima all four squares vanish:
   *
   * <pre>
   *   1/2 ||X Y^T - U V^T||^2
   *     + sigma^2/2 ( ||X - A A^T X||^2 + gamma^2 ||Y - B B^T Y||^2 + ||A^T X - gamma B^T Y||^2 )
   * </pre>
   */
  public T excess(Factors<T> at) {
    var optimal = a.times(diagonal(this::small)).times(b.transpose());
    T data = at.x().times(at.y().transpose()).minus(optimal).normSquared();
    var ax = a.transpose().times(at.x());
    var by = b.transpose().times(at.y());
    Scalar<T> outsideA = number(at.x().minus(a.times(ax)).normSquared());
    Scalar<T> outsideB = number(at.y().minus(b.times(by)).normSquared());
    Scalar<T> unbalanced = number(ax.minus(by.scale(gamma)).normSquared());
    Scalar<T> penalty = outsideA.plus(g().squared().times(outsideB)).plus(unbalanced);
    return number(data).plus(s().times(penalty)).over(2).value();
  }

  /**
   * A direction of negative curvature at the stationary point that drops k: column k of X along
   * gamma a_k and of Y along b_k. The Hessian's quadratic form on it is {@link #curvature}.
   */
  public Factors<T> descentDirection(int dropped) {
    return new Factors<>(
        a.times(diagonal(k -> k == dropped ? g() : number(0))),
        b.times(diagonal(k -> number(k == dropped ? 1 : 0))));
  }

  /** The quadratic form of the Hessian on {@link #descentDirection}, -2 gamma s_k < 0. */
  public T curvature(int dropped) {
    return g().times(small(dropped)).times(-2).value();
  }

  /** All (d1 + d2) r eigenvalues of the Hessian at the optima. */
  public Spectrum<T> spectrum() {
    return spectrum(all());
  }

  /**
   * All (d1 + d2) r eigenvalues of the Hessian at {@link #stationaryPoint}. In the coordinates P_ij
   * = a_i^T dX e_j, R_ij = b_i^T dY e_j, where a_i, b_i run over orthonormal bases, it falls into
   * the blocks
   *
   * <pre>
   *   P_ij, i > r         Sigma_j/gamma if j is kept, else sigma^2
   *   R_ij, i > r         gamma Sigma_j if j is kept, else gamma^2 sigma^2
   *   P_ii, R_ii          [[Sigma_i/gamma, Sigma_i - 2 c], [same, gamma Sigma_i]]        i kept
   *   P_ij, R_ij, P_ji, R_ji   the 4 x 4 block of {@link #rotationBlock}             i, j kept, i < j
   *   P_ij, R_ij          [[sigma^2, -c], [-c, gamma^2 sigma^2]]        i kept, j dropped
   *   P_ji, R_ji          [[Sigma_i/gamma, -Sigma_j], [-Sigma_j, gamma Sigma_i]]    the same
   *   P_ij, R_ij          [[sigma^2, -Sigma_i], [-Sigma_i, gamma^2 sigma^2]]   i, j dropped
   * </pre>
   */
  public Spectrum<T> spectrum(Set<Integer> kept) {
    for (int k : kept) {
      Require.index("kept index", k, r());
    }
    int dropped = r() - kept.size();
    List<EigenPolynomial<T>> factors = new ArrayList<>();
    for (int i = 0; i < r(); i++) {
      boolean keptI = kept.contains(i);
      factors.add(root(keptI ? big(i).over(g()) : s(), a.rows() - r()));
      factors.add(root(keptI ? g().times(big(i)) : g().squared().times(s()), b.rows() - r()));
      if (!keptI) {
        factors.add(droppedPair(i).polynomial(dropped));
        continue;
      }
      factors.add(valleyPair(i).polynomial(1));
      factors.add(root(number(0), dropped));
      factors.add(root(s().times(number(1).plus(g().squared())), dropped));
      for (int j = 0; j < r(); j++) {
        if (!kept.contains(j)) {
          factors.add(mixedPair(i, j).polynomial(1));
        } else if (i < j) {
          factors.add(root(number(0), 1));
          factors.add(rotationCubic(i, j));
        }
      }
    }
    return new Spectrum<>(factors);
  }

  /** The eigenvalues on P_ii, R_ii at an optimum: the scaling of the i-th singular pair. */
  public EigenPair<T> valleyPair(int i) {
    return EigenPair.ofSymmetric(
        big(i).over(g()),
        big(i).minus(c().times(2)),
        g().times(big(i)),
        c().times(4).times(small(i)));
  }

  /** The eigenvalues on P_ij, R_ij for dropped i and j; the smaller is negative. */
  public EigenPair<T> droppedPair(int i) {
    Scalar<T> determinant = small(i).times(big(i).plus(c())).negated();
    return EigenPair.ofSymmetric(s(), big(i).negated(), g().squared().times(s()), determinant);
  }

  /** The eigenvalues on P_ji, R_ji for kept i and dropped j; negative if Sigma_j > Sigma_i. */
  public EigenPair<T> mixedPair(int i, int j) {
    Scalar<T> determinant = big(i).minus(big(j)).times(big(i).plus(big(j)));
    return EigenPair.ofSymmetric(
        big(i).over(g()), big(j).negated(), g().times(big(i)), determinant);
  }

  /**
   * The block on P_ij, R_ij, P_ji, R_ji at an optimum, i != j, with q = sqrt(s_i s_j):
   *
   * <pre>
   *   Sigma_j/gamma   -c              0               q
   *   -c              gamma Sigma_j   q               0
   *   0               q               Sigma_i/gamma   -c
   *   q               0               -c              gamma Sigma_i
   * </pre>
   *
   * @throws ArithmeticException if the arithmetic is exact and lacks q
   */
  public Matrix<T> rotationBlock(int i, int j) {
    Require.that(i != j, "j", "differ from i", j);
    T zero = a.arithmetic().zero();
    T q = small(i).times(small(j)).sqrt().value();
    T coupling = c().negated().value();
    List<List<T>> rows =
        List.of(
            List.of(big(j).over(g()).value(), coupling, zero, q),
            List.of(coupling, g().times(big(j)).value(), q, zero),
            List.of(zero, q, big(i).over(g()).value(), coupling),
            List.of(q, zero, coupling, g().times(big(i)).value()));
    return Matrix.of(a.arithmetic(), 4, 4, (m, n) -> rows.get(m).get(n));
  }

  /**
   * The characteristic polynomial of {@link #rotationBlock} without its factor lambda, which
   * belongs to the rotation in the plane (i, j). With t = gamma + 1/gamma, S = Sigma_i + Sigma_j, P
   * = Sigma_i Sigma_j and w = c (s_i + s_j) it is
   *
   * <pre>
   *   lambda^3 - t S lambda^2 + (S^2 + P (gamma - 1/gamma)^2 + 2 w) lambda - t S w,
   * </pre>
   *
   * <p>whose roots are positive, since the coefficients alternate and the matrix is symmetric.
   */
  public EigenPolynomial<T> rotationCubic(int i, int j) {
    Scalar<T> sum = big(i).plus(big(j));
    Scalar<T> product = big(i).times(big(j));
    Scalar<T> w = c().times(small(i).plus(small(j)));
    Scalar<T> t = g().plus(g().inverse());
    Scalar<T> skew = g().minus(g().inverse());
    Scalar<T> linear = sum.squared().plus(product.times(skew.squared())).plus(w.times(2));
    return new EigenPolynomial<>(
        a.arithmetic(),
        List.of(
            t.times(sum).times(w).negated().value(),
            linear.value(),
            t.times(sum).negated().value(),
            a.arithmetic().one()),
        1);
  }

  private EigenPolynomial<T> root(Scalar<T> root, int multiplicity) {
    return EigenPolynomial.ofRoot(a.arithmetic(), root.value(), multiplicity);
  }

  @SuppressWarnings("shape") // r weights, one for each singular value
  private @Shape({"r", "r"}) Matrix<T> diagonal(IntFunction<Scalar<T>> weight) {
    return Matrix.diagonal(
        a.arithmetic(), all().stream().map(k -> weight.apply(k).value()).toList());
  }

  /** A sum over singular values, from 0 on in ascending order. */
  private Scalar<T> sum(Set<Integer> over, IntFunction<Scalar<T>> term) {
    Scalar<T> sum = number(0);
    for (int k : over) {
      sum = sum.plus(term.apply(k));
    }
    return sum;
  }

  private Scalar<T> g() {
    return number(gamma);
  }

  private Scalar<T> s() {
    return number(sigmaSquared);
  }

  private Scalar<T> c() {
    return g().times(s());
  }

  private Scalar<T> big(int k) {
    return number(sigma.get(k));
  }

  private Scalar<T> small(int k) {
    return big(k).minus(c());
  }

  private Scalar<T> number(T value) {
    return Scalar.of(a.arithmetic(), value);
  }

  private Scalar<T> number(int value) {
    return Scalar.of(a.arithmetic(), value);
  }
}
