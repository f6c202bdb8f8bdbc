// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.rule;

import java.util.Optional;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.objective.NoiseMoments;
import org.noisygd.descent.objective.Objective;
import org.noisygd.descent.objective.SmoothedFactorization;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/**
 * A rule that leads from an iterate to the next by a step against an estimate G of some gradient:
 *
 * <pre>
 *   X' = X - etaX GX,   Y' = Y - etaY GY
 * </pre>
 *
 * <p>Entry by entry, a product and a difference, each rounded once; G in the order that each rule
 * states. With R = X Y^T - M the rules are:
 *
 * <table>
 *   <caption>The estimates</caption>
 *   <tr><td>{@link #plain}</td><td>(R Y, R^T X)</td></tr>
 *   <tr><td>{@link #perturbed}</td><td>the same at (X + Z1, Y + Z2)</td></tr>
 *   <tr><td>{@link #smoothed}</td><td>(R Y + X C2, R^T X + Y C1), the mean of the one above</td></tr>
 *   <tr><td>{@link #regularised}</td><td>(R Y + mu/2 X D, R^T X - mu/2 Y D), D = X^T X - Y^T Y</td></tr>
 *   <tr><td>{@link #labelNoise}</td><td>plain descent's for M + E</td></tr>
 *   <tr><td>{@link #keptNoise}</td><td>plain descent's; Z is added to the new iterate</td></tr>
 *   <tr><td>{@link #entrySampled}</td><td>plain descent's for W o R, W of mean 1</td></tr>
 * </table>
 *
 * <p>This is the readable version. {@link RuleBatch} is the fast one, on doubles alone, held to the
 * same bits by {@code RuleBatchTest}.
 *
 * @param target M, d1 x d2
 * @param steps etaX and etaY
 * @param noise what an update draws, and where it enters
 * @param batch B where entries are sampled; else 0
 * @param smoothing C1 and C2, r x r, whose terms are added to G
 * @param halfMu mu/2 of the regulariser whose terms are added to G
 * @param <T> the type of the entries
 */
public record UpdateRule<T>(
    @Shape({"d1", "d2"}) Matrix<T> target,
    StepSizes<T> steps,
    Noise noise,
    int batch,
    Optional<NoiseMoments<T>> smoothing,
    Optional<T> halfMu) {

  /** The random numbers of an update. */
  public enum Noise {
    /** None. */
    NONE,
    /** {@link Draw#factors}, added to the iterate at which the gradient is taken. */
    PERTURBED,
    /** {@link Draw#factors}, added to the new iterate. */
    KEPT,
    /** {@link Draw#cells}, added to M. */
    LABELS,
    /** {@link Draw#cells}: how often each entry of M was drawn. */
    SAMPLED;

    /** Whether it is perturbations of the factors. */
    boolean isOfFactors() {
      return this == PERTURBED || this == KEPT;
    }

    /** Whether it is a number for each entry of M. */
    boolean isOfCells() {
      return this == LABELS || this == SAMPLED;
    }
  }

  private static <T> UpdateRule<T> of(
      @Shape({"d1", "d2"}) Matrix<T> target, StepSizes<T> steps, Noise noise) {
    return new UpdateRule<>(target, steps, noise, 0, Optional.empty(), Optional.empty());
  }

  /**
   * Gradient descent: G = (R Y, R^T X), as {@link MatrixFactorization#gradient} orders it.
   *
   * <p>Which optimum: the start decides. X^T X / etaX - Y^T Y / etaY changes only at second order
   * in the steps (Du, Hu, Lee 2018 for the flow; theory.GramChange exactly).
   */
  public static <T> UpdateRule<T> plain(@Shape({"d1", "d2"}) Matrix<T> target, StepSizes<T> steps) {
    return of(target, steps, Noise.NONE);
  }

  /**
   * The paper's Perturbed GD: G = (Rt Yt, Rt^T Xt) with Xt = X + Z1, Yt = Y + Z2, Rt = Xt Yt^T - M.
   * The twin of {@link org.noisygd.descent.update.PerturbedUpdate} in residual form: the same
   * operations, so the same bits ({@code RuleBatchTest}).
   *
   * <p>Which optimum: the smoothed one, ||X|| = gamma ||Y|| (Lemma 3, Theorem 2), wherever it
   * starts and whatever the steps.
   */
  public static <T> UpdateRule<T> perturbed(
      @Shape({"d1", "d2"}) Matrix<T> target, StepSizes<T> steps) {
    return of(target, steps, Noise.PERTURBED);
  }

  /**
   * Gradient descent on the smoothed objective itself: G = (R Y + X C2, R^T X + Y C1), as {@link
   * SmoothedFactorization#gradient} orders it: each product whole, then one sum an entry.
   *
   * <p>This is the mean of an update of Perturbed GD, and l2 regularisation of weights C2 and C1.
   * Which optimum: the smoothed one of Theorem 2, exactly in the limit.
   *
   * @param moments C1 and C2, r x r
   */
  public static <T> UpdateRule<T> smoothed(
      @Shape({"d1", "d2"}) Matrix<T> target, StepSizes<T> steps, NoiseMoments<T> moments) {
    return new UpdateRule<>(target, steps, Noise.NONE, 0, Optional.of(moments), Optional.empty());
  }

  /**
   * Gradient descent with the balancing regulariser of Tu et al. (2015) and Ge et al. (2017), on
   *
   * <pre>
   *   F(X,Y) + mu/8 ||D||_F^2,   D = X^T X - Y^T Y
   *   G = (R Y + (mu/2) X D,  R^T X - (mu/2) Y D)
   * </pre>
   *
   * <p>For rank one this is the paper's (||x||^2 - ||y||^2)^2. The matrix form is taken because the
   * difference of the squared norms alone would leave r(r+1)/2 - 1 directions of imbalance as they
   * are. Its weight differs from paper to paper; the optimum does not depend on it, since loss and
   * penalty vanish together. With mu = 1 both are of one size: at an optimum of singular value 1
   * the penalty's curvature along the scaling is 2 mu, the loss's across it 2.
   *
   * <p>Order: D = X^T X, less Y^T Y; the product with D, times mu/2; then one sum or difference an
   * entry. Which optimum: X^T X = Y^T Y exactly, whatever the steps.
   */
  public static <T> UpdateRule<T> regularised(
      @Shape({"d1", "d2"}) Matrix<T> target, StepSizes<T> steps, T halfMu) {
    return new UpdateRule<>(target, steps, Noise.NONE, 0, Optional.empty(), Optional.of(halfMu));
  }

  /**
   * Label noise, as in Blanc et al. (2020) and HaoChen et al. (2020): every entry of M is disturbed
   * anew at each step, the gradient is taken at the iterate itself,
   *
   * <pre>
   *   G = ((X Y^T - (M + E)) Y,  (X Y^T - (M + E))^T X).
   * </pre>
   *
   * <p>Order: M + E first, then plain descent. For centred E the estimate is unbiased.
   *
   * <p>Which optimum: with independent entries of variance tau^2 the mean update of the Gram
   * matrices is
   *
   * <pre>
   *   E X'^T X' = (X'^T X')_plain + etaX^2 tau^2 d1 Y^T Y,   E Y'^T Y' = ... + etaY^2 tau^2 d2 X^T X
   * </pre>
   *
   * <p>so that X^T X / etaX - Y^T Y / etaY stands still where etaY d2 X^T X = etaX d1 Y^T Y:
   * ||X||^2 / ||Y||^2 = etaX d1 / (etaY d2). With equal steps that is the optimum whose Hessian has
   * the least trace, d2 ||X||^2 + d1 ||Y||^2: the implicit regulariser is (eta tau^2 / 4) tr H. (To
   * leading order in eta: the residual left by the noise adds terms of the next order.)
   */
  public static <T> UpdateRule<T> labelNoise(
      @Shape({"d1", "d2"}) Matrix<T> target, StepSizes<T> steps) {
    return of(target, steps, Noise.LABELS);
  }

  /**
   * Noise that is kept in the iterate: the gradient is taken at the iterate, and the perturbation
   * stays,
   *
   * <pre>
   *   X' = (X - etaX R Y) + Z1,   Y' = (Y - etaY R^T X) + Z2.
   * </pre>
   *
   * <p>With entries of variance 2 etaX T and 2 etaY T it is the unadjusted Langevin algorithm at
   * temperature T. Order: the plain update, then one sum an entry.
   *
   * <p>Which optimum: none. With entries of variances v1 and v2 the mean of ||X||^2 - ||Y||^2
   * changes by d1 r v1 - d2 r v2 a step, besides the change by plain descent (of second order for
   * equal steps), and nothing pulls it back: it does a random walk whose variance grows by 4 (v1
   * ||X||^2 + v2 ||Y||^2) a step, to leading order. The density exp(-F/T) has no finite integral
   * along the optima.
   */
  public static <T> UpdateRule<T> keptNoise(
      @Shape({"d1", "d2"}) Matrix<T> target, StepSizes<T> steps) {
    return of(target, steps, Noise.KEPT);
  }

  /**
   * Minibatch SGD on entries of M: B of the N = d1 d2 entries, drawn uniformly with replacement,
   *
   * <pre>
   *   G = (S Y, S^T X),   S_ij = ((N/B) n_ij) R_ij,   n_ij how often (i, j) was drawn.
   * </pre>
   *
   * <p>E n_ij = B/N, so the estimate is unbiased. Order: N/B once, its product with n_ij, the
   * product with R_ij; then the products of plain descent over all entries, the zeros too.
   *
   * <p>Which optimum: where M can be fitted the noise vanishes with R, and the start decides, as in
   * plain descent, blurred by the steps on the way. Where it cannot, the noise stays and acts like
   * that of labels: to leading order the balance stands still where etaX sum_ij R_ij^2 ||Y_j||^2 =
   * etaY sum_ij R_ij^2 ||X_i||^2, R the residual of the best fit.
   *
   * @param batch B
   */
  public static <T> UpdateRule<T> entrySampled(
      @Shape({"d1", "d2"}) Matrix<T> target, StepSizes<T> steps, int batch) {
    Require.positive("batch", batch);
    return new UpdateRule<>(
        target, steps, Noise.SAMPLED, batch, Optional.empty(), Optional.empty());
  }

  /** N/B where entries are sampled. */
  T scale() {
    Arithmetic<T> arithmetic = target.arithmetic();
    return arithmetic.divide(arithmetic.of(target.rows() * target.columns()), arithmetic.of(batch));
  }

  /**
   * The estimate (GX, GY) at an iterate.
   *
   * @throws IllegalArgumentException if the shapes of iterate, draw and target do not fit
   */
  public Factors<T> gradient(Factors<T> at, Draw<T> draw) {
    Factors<T> gradient =
        switch (noise) {
          case NONE, KEPT -> objective().gradient(at);
          case PERTURBED -> new MatrixFactorization<>(target).gradient(at.plus(draw.factors()));
          case LABELS -> new MatrixFactorization<>(target.plus(draw.cells())).gradient(at);
          case SAMPLED -> ofSampledEntries(at, draw);
        };
    if (halfMu.isPresent()) {
      Matrix<T> d = imbalance(at);
      gradient =
          new Factors<>(
              gradient.x().plus(at.x().times(d).scale(halfMu.get())),
              gradient.y().minus(at.y().times(d).scale(halfMu.get())));
    }
    return gradient;
  }

  private Objective<T> objective() {
    return smoothing.isPresent()
        ? new SmoothedFactorization<>(target, smoothing.get())
        : new MatrixFactorization<>(target);
  }

  private static <T> @Shape({"r", "r"}) Matrix<T> imbalance(Factors<T> at) {
    return at.x().gram().minus(at.y().gram());
  }

  @SuppressWarnings("shape") // S has the shape of both
  private Factors<T> ofSampledEntries(Factors<T> at, Draw<T> draw) {
    Arithmetic<T> arithmetic = target.arithmetic();
    T scale = scale();
    Matrix<T> counts = draw.cells();
    Matrix<T> residual = new MatrixFactorization<>(target).residual(at);
    Require.that(counts.shape().equals(target.shape()), "counts", "fit M", counts.shape());
    Matrix<T> s =
        Matrix.of(
            arithmetic,
            counts.rows(),
            counts.columns(),
            (i, j) ->
                arithmetic.multiply(
                    arithmetic.multiply(scale, counts.get(i, j)), residual.get(i, j)));
    return new Factors<>(s.times(at.y()), s.transpose().times(at.x()));
  }

  /**
   * The next iterate.
   *
   * @throws IllegalArgumentException if the shapes of iterate, draw and target do not fit
   */
  public Factors<T> apply(Factors<T> iterate, Draw<T> draw) {
    Factors<T> next = steps.descend(iterate, gradient(iterate, draw));
    return noise == Noise.KEPT ? next.plus(draw.factors()) : next;
  }

  /**
   * The random numbers of one update; a rule asks for those that it uses.
   *
   * @param <T> the type of the numbers
   */
  public interface Draw<T> {
    /** One number for each entry of X and of Y: perturbations. */
    Factors<T> factors();

    /**
     * One number for each entry of M, d1 x d2: noise of labels, or how often an entry was drawn.
     */
    @Shape({"d1", "d2"})
    Matrix<T> cells();
  }
}
