// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.mistake;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.judge.request.Inputs;
import org.noisygd.judge.request.Quantities;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * The image of a request under the right formulas with a set of {@link Mistake}s built in, in exact
 * arithmetic. With no fault it is the right image.
 *
 * <p>A fault that the shapes do not allow (a transpose of a matrix that is not square) has no
 * image.
 *
 * @param <T> the type of the entries
 */
@SuppressWarnings("shape") // mistakes confuse shapes; that is their nature
public final class ExactImage<T extends Object> implements Quantities<T> {
  private final Arithmetic<T> arithmetic;
  private final Request request;
  private final Set<Mistake> faults;
  private final Matrix<T> m;
  private final Factors<T> at;
  private final ExactGradient<T> gradients;

  public ExactImage(Arithmetic<T> arithmetic, Request request, Set<Mistake> faults) {
    this.arithmetic = arithmetic;
    this.request = request;
    this.faults = faults;
    this.m = request.m().toExactly(arithmetic);
    this.at = request.at().toExactly(arithmetic);
    this.gradients = new ExactGradient<>(m, faults);
  }

  /** The right image of a request other than a run or a sample, field by field. */
  public static <T extends Object> Map<String, Matrix<T>> right(
      Arithmetic<T> arithmetic, Request request) {
    return new ExactImage<>(arithmetic, request, Set.of())
        .image()
        .orElseThrow(() -> new IllegalStateException("the right image always exists"));
  }

  /** The fields of the image; empty where the shapes do not allow the fault. */
  public Optional<Map<String, Matrix<T>>> image() {
    try {
      return Optional.of(request.op().image(this));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // shapes that do not fit
    }
  }

  @Override
  public Inputs<T> inputs() {
    return request.in(arithmetic);
  }

  @Override
  public Matrix<T> residual() {
    return gradients.residual(at);
  }

  @Override
  public T loss() {
    return loss(false);
  }

  @Override
  public Factors<T> gradient() {
    return gradients.at(at);
  }

  @Override
  public Matrix<T> hessian() {
    return hessian(false);
  }

  @Override
  public T smoothedLoss() {
    return loss(!has(Mistake.UNSMOOTHED));
  }

  @Override
  public Factors<T> smoothedGradient() {
    if (has(Mistake.UNSMOOTHED)) {
      return gradient();
    }
    List<T> s = noise();
    return gradient().plus(new Factors<>(at.x().scale(s.get(1)), at.y().scale(s.get(0))));
  }

  @Override
  public Matrix<T> smoothedHessian() {
    return hessian(!has(Mistake.UNSMOOTHED));
  }

  @Override
  public Factors<T> update() {
    return new ExactUpdate<>(arithmetic, request, faults)
        .step(at, request.direction().toExactly(arithmetic));
  }

  private boolean has(Mistake fault) {
    return faults.contains(fault);
  }

  private T number(double value) {
    return arithmetic.of(value);
  }

  /** (s1, s2) as the faults make them. */
  private List<T> noise() {
    T sigma1 = Request.exactly(arithmetic, request.sigma1());
    T sigma2 = Request.exactly(arithmetic, request.sigma2());
    T v1 = variance(has(Mistake.SIGMAS_SWAPPED) || has(Mistake.SIGMA2_SHARED) ? sigma2 : sigma1);
    T v2 = variance(has(Mistake.SIGMAS_SWAPPED) || has(Mistake.SIGMA1_SHARED) ? sigma1 : sigma2);
    if (has(Mistake.SIGMAS_MULTIPLIED)) {
      v1 = arithmetic.multiply(sigma1, sigma2);
      v2 = v1;
    }
    // s2 stands in X's term and s1 in Y's.
    boolean swapped = has(Mistake.DIMENSIONS_SWAPPED);
    boolean missing = has(Mistake.DIMENSIONS_MISSING);
    int d1 = swapped || has(Mistake.DIMENSION_OF_Y_WRONG) ? request.d2() : request.d1();
    int d2 = swapped || has(Mistake.DIMENSION_OF_X_WRONG) ? request.d1() : request.d2();
    d1 = missing || has(Mistake.DIMENSION_OF_Y_MISSING) ? 1 : d1;
    d2 = missing || has(Mistake.DIMENSION_OF_X_MISSING) ? 1 : d2;
    d1 = has(Mistake.NOISE_TERM_OF_Y_MISSING) ? 0 : d1;
    d2 = has(Mistake.NOISE_TERM_OF_X_MISSING) ? 0 : d2;
    if (has(Mistake.DIMENSIONS_TIMES_RANK)) {
      d1 *= request.r();
      d2 *= request.r();
    }
    if (has(Mistake.DIMENSIONS_ARE_RANK)) {
      d1 = request.r();
      d2 = d1;
    }
    if (has(Mistake.DIMENSIONS_SQUARED)) {
      d1 *= d1;
      d2 *= d2;
    }
    if (has(Mistake.DIMENSIONS_SUMMED)) {
      d1 += d2;
      d2 = d1;
    }
    T s1 = arithmetic.multiply(arithmetic.of(d1), v1);
    T s2 = arithmetic.multiply(arithmetic.of(d2), v2);
    double size = has(Mistake.NOISE_TERMS_DOUBLED) ? 2 : has(Mistake.NOISE_TERMS_HALVED) ? 0.5 : 1;
    T scale = number(has(Mistake.NOISE_TERMS_NEGATED) ? -size : size);
    s1 = arithmetic.multiply(scale, s1);
    s2 = arithmetic.multiply(scale, s2);
    return has(Mistake.TERMS_SWAPPED) ? List.of(s2, s1) : List.of(s1, s2);
  }

  private T variance(T sigma) {
    T square = arithmetic.multiply(sigma, sigma);
    return has(Mistake.VARIANCE_AS_DEVIATION)
        ? sigma
        : has(Mistake.DEVIATION_AS_VARIANCE) ? arithmetic.multiply(square, square) : square;
  }

  private T loss(boolean smoothed) {
    T sum = residual().normSquared();
    if (smoothed) {
      List<T> s = noise();
      T s1 = s.get(0);
      T s2 = s.get(1);
      T terms = arithmetic.multiply(s2, at.x().normSquared());
      terms = arithmetic.add(terms, arithmetic.multiply(s1, at.y().normSquared()));
      terms = arithmetic.add(terms, constant(s1, s2));
      sum =
          arithmetic.add(
              sum, arithmetic.multiply(number(has(Mistake.NOISE_TERMS_UNHALVED) ? 2 : 1), terms));
    }
    if (gradients.weightOfBalance() != 0) {
      // The sum is halved below, so that a weight w in the gradient is w / 2 here.
      T balance = gradients.imbalance(at.x(), at.y()).normSquared();
      sum =
          arithmetic.add(
              sum, arithmetic.multiply(number(gradients.weightOfBalance() / 2), balance));
    }
    double cells = (double) m.rows() * m.columns();
    double scale = has(Mistake.LOSS_HALVED) ? 0.25 : 0.5;
    scale = has(Mistake.LOSS_DOUBLED) || has(Mistake.LOSS_MEAN_UNHALVED) ? 1 : scale;
    scale = has(Mistake.LOSS_NEGATED) ? -scale : scale;
    T value = arithmetic.multiply(number(scale), sum);
    if (has(Mistake.LOSS_MEAN) || has(Mistake.LOSS_MEAN_UNHALVED)) {
      value = arithmetic.divide(value, number(cells));
    }
    return value;
  }

  /** r s1 s2, of which half is the smoothed loss's constant. */
  private T constant(T s1, T s2) {
    int r = request.r();
    double weight =
        has(Mistake.CONSTANT_MISSING)
            ? 0
            : has(Mistake.CONSTANT_WITHOUT_RANK)
                ? 1
                : has(Mistake.CONSTANT_RANK_SQUARED)
                    ? (double) r * r
                    : has(Mistake.CONSTANT_DOUBLED)
                        ? 2 * r
                        : has(Mistake.CONSTANT_NEGATED) ? -r : r;
    T product = arithmetic.multiply(s1, s2);
    T sigmas =
        arithmetic.multiply(
            Request.exactly(arithmetic, request.sigma1()),
            Request.exactly(arithmetic, request.sigma2()));
    if (has(Mistake.CONSTANT_UNSQUARED)) {
      product = arithmetic.multiply(number((double) request.d1() * request.d2()), sigmas);
    } else if (has(Mistake.CONSTANT_WITHOUT_DIMENSIONS)) {
      product = arithmetic.multiply(sigmas, sigmas);
    }
    return arithmetic.multiply(number(weight), product);
  }

  @Override
  public Factors<T> hessianTimes() {
    Factors<T> d = request.direction().toExactly(arithmetic);
    Matrix<T> r = hessianResidual();
    Matrix<T> dr = d.x().times(at.y().transpose());
    if (!has(Mistake.HESSIAN_CROSS_MISSING)) {
      dr = dr.plus(at.x().times(d.y().transpose()));
    }
    Matrix<T> dx = dr.times(at.y()).plus(r.times(d.y()));
    Matrix<T> dy = dr.transpose().times(at.x()).plus(r.transpose().times(d.x()));
    if (has(Mistake.HESSIAN_BLOCK_DIAGONAL)) {
      dx = d.x().times(at.y().gram());
      dy = d.y().times(at.x().gram());
    }
    Factors<T> image =
        new Factors<>(dx.scale(number(gradients.scaleX())), dy.scale(number(gradients.scaleY())))
            .scale(hessianScale());
    return has(Mistake.GRADIENTS_SWAPPED) ? new Factors<>(image.y(), image.x()) : image;
  }

  private T hessianScale() {
    double scale = has(Mistake.HESSIAN_DOUBLED) ? 2 : has(Mistake.HESSIAN_HALVED) ? 0.5 : 1;
    return number(has(Mistake.HESSIAN_SIGN) ? -scale : scale);
  }

  private Matrix<T> hessianResidual() {
    Matrix<T> r = residual();
    double weight =
        has(Mistake.HESSIAN_NO_RESIDUAL)
            ? 0
            : has(Mistake.HESSIAN_RESIDUAL_NEGATED)
                ? -1
                : has(Mistake.HESSIAN_RESIDUAL_DOUBLED) ? 2 : 1;
    return r.scale(number(weight));
  }

  private Matrix<T> hessian(boolean smoothed) {
    List<T> s = smoothed ? noise() : List.of(arithmetic.zero(), arithmetic.zero());
    Matrix<T> plain = new MatrixFactorization<>(m).hessian(at);
    int ofX = at.d1() * at.r();
    Matrix<T> full =
        Matrix.of(
            arithmetic,
            plain.rows(),
            plain.columns(),
            (p, q) ->
                p == q ? arithmetic.add(plain.get(p, q), s.get(p < ofX ? 1 : 0)) : plain.get(p, q));
    // The residual as the faults have it, in place of the right one.
    Matrix<T> wrong = hessianResidual().minus(new MatrixFactorization<>(m).residual(at));
    int r = at.r();
    int split = at.d1() * r;
    Matrix<T> mended =
        Matrix.of(
            arithmetic,
            full.rows(),
            full.columns(),
            (p, q) -> {
              if (p < split == q < split) {
                return diagonalEntry(at, full, p, q, split);
              }
              if (has(Mistake.HESSIAN_BLOCK_DIAGONAL)) {
                return arithmetic.zero();
              }
              int x = Math.min(p, q);
              int y = Math.max(p, q) - split;
              T entry = full.get(p, q);
              if (x % r == y % r) {
                entry = arithmetic.add(entry, wrong.get(x / r, y / r));
              } else if (has(Mistake.HESSIAN_RESIDUAL_EVERYWHERE)) {
                entry = arithmetic.add(entry, gradients.residual(at).get(x / r, y / r));
              }
              T outer = arithmetic.multiply(at.x().get(x / r, y % r), at.y().get(y / r, x % r));
              if (has(Mistake.HESSIAN_OUTER_EXCHANGED)) {
                T other = arithmetic.multiply(at.x().get(x / r, x % r), at.y().get(y / r, y % r));
                entry = arithmetic.add(entry, arithmetic.subtract(other, outer));
              }
              return has(Mistake.HESSIAN_OUTER_MISSING) ? arithmetic.subtract(entry, outer) : entry;
            });
    return reorder(triangle(mended).scale(hessianScale()), at);
  }

  /** A Hessian of which a triangle or the diagonal alone is not as it should be. */
  private Matrix<T> triangle(Matrix<T> h) {
    boolean upper = has(Mistake.HESSIAN_UPPER);
    boolean lower = has(Mistake.HESSIAN_LOWER);
    if (!upper && !lower && !has(Mistake.HESSIAN_DIAGONAL_DOUBLED)) {
      return h;
    }
    return Matrix.of(
        arithmetic,
        h.rows(),
        h.columns(),
        (p, q) -> {
          boolean empty = (upper && p > q) || (lower && p < q);
          boolean doubled = has(Mistake.HESSIAN_DIAGONAL_DOUBLED) && p == q;
          T entry = empty ? arithmetic.zero() : h.get(p, q);
          return doubled ? arithmetic.add(entry, entry) : entry;
        });
  }

  private T diagonalEntry(Factors<T> at, Matrix<T> full, int p, int q, int split) {
    int r = at.r();
    if (has(Mistake.HESSIAN_GRAMS_DIAGONAL) && p / r == q / r && p != q) {
      return arithmetic.zero();
    }
    if (!has(Mistake.HESSIAN_GRAMS_SWAPPED) || p / r != q / r) {
      return full.get(p, q);
    }
    Matrix<T> own = p < split ? at.y() : at.x();
    Matrix<T> other = p < split ? at.x() : at.y();
    T change = arithmetic.subtract(other.gram().get(p % r, q % r), own.gram().get(p % r, q % r));
    return arithmetic.add(full.get(p, q), change);
  }

  private Matrix<T> reorder(Matrix<T> h, Factors<T> at) {
    int d1 = at.d1();
    int d2 = at.d2();
    int r = at.r();
    if (has(Mistake.HESSIAN_Y_FIRST)) {
      return permute(h, p -> p < d2 * r ? d1 * r + p : p - d2 * r);
    }
    if (has(Mistake.HESSIAN_COLUMN_MAJOR)) {
      return permute(
          h,
          p ->
              p < d1 * r
                  ? (p % d1) * r + p / d1
                  : d1 * r + ((p - d1 * r) % d2) * r + (p - d1 * r) / d2);
    }
    if (has(Mistake.HESSIAN_BY_COMPONENT)) {
      return permute(h, p -> (p % (d1 + d2)) * r + p / (d1 + d2));
    }
    return h;
  }

  private Matrix<T> permute(Matrix<T> h, java.util.function.IntUnaryOperator from) {
    return Matrix.of(
        arithmetic, h.rows(), h.columns(), (p, q) -> h.get(from.applyAsInt(p), from.applyAsInt(q)));
  }
}
