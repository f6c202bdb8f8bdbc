// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Rationals;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.RoundingModel;

/**
 * Decides for each entry of an answer by itself if no admissible evaluation order rounds it.
 *
 * <p>An entry is a sum of monomials, products of inputs. Zero monomials do not count: a product
 * with a zero is a zero in every order, and adding it changes nothing. Every intermediate is a
 * partial sum, or becomes one when it is multiplied by further nonzero factors. So if all monomials
 * are multiples of 2^-g, and the sum S of their absolute values has fewer than 2^P cells on that
 * grid, each intermediate is a value of the arithmetic. The reference's own formulas give S and g
 * in {@link BitSpan.Spans}. If the step size of an update is zero, or all monomials of an entry of
 * the gradient are, the entry of the iterate does not change. See {@code proofs-notes/bounds.md}.
 */
public final class ExactEntries {
  /** Some entries of a matrix. */
  public interface Entries {
    Entries NONE = (i, j) -> false;

    Entries ALL = (i, j) -> true;

    /** Returns true if the entry at row i, column j is among these entries. */
    boolean contain(int i, int j);

    /** Returns true if some entry of a matrix of this shape is among these entries. */
    default boolean containSome(int rows, int columns) {
      return IntStream.range(0, rows * columns).anyMatch(n -> contain(n / columns, n % columns));
    }

    /** Returns true if all entries of a matrix of this shape are among these entries. */
    default boolean containAll(int rows, int columns) {
      return IntStream.range(0, rows * columns).allMatch(n -> contain(n / columns, n % columns));
    }
  }

  /** Entries of two matrices of the shapes of X and Y. */
  public record Pair(Entries x, Entries y) {
    public static final Pair NONE = new Pair(Entries.NONE, Entries.NONE);

    public static final Pair ALL = new Pair(Entries.ALL, Entries.ALL);
  }

  /** Maximum number of digits of decimals, as integers, that are exact in binary64. */
  private static final int MOST_DIGITS = 15;

  /** The finest grid 2^-g that is considered, above binary64's smallest normal number, 2^-1022. */
  private static final int FINEST = 1000;

  private final Request q;
  private final RoundingModel model;
  private final BitSpan.Spans spans;

  /**
   * The decision for the answer to a request.
   *
   * @param zerosAlone true if each sum with a nonzero term may be rounded, as after multiplication
   *     of the residual by norm/norm
   */
  public ExactEntries(RoundingModel model, boolean zerosAlone, Request q) {
    this.q = q;
    this.model = model;
    Arithmetic<?> arithmetic = Arithmetics.named(model.name());
    Dyadic smallestNormal = model.underflow();
    int finest =
        smallestNormal.signum() == 0 ? FINEST : Math.min(FINEST, -smallestNormal.exponent());
    BitSpan.Holding all =
        arithmetic instanceof DecimalArithmetic
            ? BitSpan.Holding.in(arithmetic, 1e15, MOST_DIGITS)
            : BitSpan.Holding.in(arithmetic, 0x1p53, finest);
    this.spans = new BitSpan.Spans(zerosAlone ? a -> a.isZero() ? a : BitSpan.ROUNDED : all);
  }

  /** The exact entries, field by field: for a run, of its first update; for a loss, none. */
  public Map<String, Entries> fields() {
    if (q.op().has(Part.UPDATE)) {
      Pair update = update();
      return Map.of("X", update.x(), "Y", update.y());
    }
    if (Collections.disjoint(
        q.op().parts(), List.of(Part.GRADIENT, Part.HESSIAN, Part.HESSIAN_TIMES))) {
      return Map.of();
    }
    Map<String, Entries> exact = new LinkedHashMap<>();
    q.op()
        .result(new RightQuantities<>(q.in(spans)))
        .forEach((field, result) -> exact.put(field, (i, j) -> !result.get(i, j).isRounded()));
    return exact;
  }

  public Pair update() {
    Factors<BitSpan> perturbed =
        new Factors<>(sum(q.at().x(), q.direction().x()), sum(q.at().y(), q.direction().y()));
    Factors<BitSpan> gradient = new MatrixFactorization<>(q.m().roundTo(spans)).gradient(perturbed);
    return new Pair(
        moved(q.at().x(), gradient.x(), q.etaX()), moved(q.at().y(), gradient.y(), q.etaY()));
  }

  /** An iterate plus its noise. An exact sum is treated as a single number. */
  private Matrix<BitSpan> sum(Matrix<Dyadic> iterate, Matrix<Dyadic> noise) {
    Matrix<Dyadic> sum = iterate.plus(noise);
    Matrix<BitSpan> span = iterate.roundTo(spans).plus(noise.roundTo(spans));
    return Matrix.of(
        spans,
        sum.rows(),
        sum.columns(),
        (i, k) ->
            span.get(i, k).isRounded() && sum.get(i, k).signum() != 0
                ? BitSpan.ROUNDED
                : spans.fromDyadic(sum.get(i, k)));
  }

  private Entries moved(Matrix<Dyadic> iterate, Matrix<BitSpan> gradient, Dyadic eta) {
    // With a step size below 1 the gradient itself is an intermediate that must fit too.
    BitSpan step = new BitSpan(Math.max(1, eta.roundToDouble()), Math.max(0, -eta.exponent()));
    Entries unchanged = unchanged(model, iterate);
    return (i, k) ->
        (eta.signum() == 0 || gradient.get(i, k).isZero())
            ? unchanged.contain(i, k)
            : !spans
                .add(spans.fromDyadic(iterate.get(i, k)), spans.multiply(step, gradient.get(i, k)))
                .isRounded();
  }

  /** The exact entries of an update for which only a step size of zero guarantees exactness. */
  public Pair fixed() {
    return new Pair(
        q.etaX().signum() == 0 ? unchanged(model, q.at().x()) : Entries.NONE,
        q.etaY().signum() == 0 ? unchanged(model, q.at().y()) : Entries.NONE);
  }

  /** The entries that every evaluation order leaves unchanged in a factor with step size zero. */
  public static <T> Entries unchanged(RoundingModel model, Matrix<T> factor) {
    Arithmetic<?> arithmetic = Arithmetics.named(model.name());
    BigFraction smallestNormal = model.underflow().toRational();
    return (i, k) -> {
      BigFraction value = factor.arithmetic().toRational(factor.get(i, k));
      return value.signum() == 0
          || (Rationals.compare(value.abs(), smallestNormal) >= 0 && arithmetic.holds(value));
    };
  }
}
