// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/**
 * The inputs of one op. Every number is dyadic: it is exactly a double and exactly a value of the
 * candidate's arithmetic. What the op does not ask for may hold anything; most of it is zero or
 * empty.
 *
 * @param op the op
 * @param m M, d1 x d2
 * @param at (X, Y)
 * @param direction (dX, dY) of {@code hvp}; the noise of {@code step}; else zeros
 * @param noises the T perturbations of {@code run}
 * @param etaX step size of X
 * @param etaY step size of Y
 * @param sigma1 standard deviation of the noise of X
 * @param sigma2 standard deviation of the noise of Y
 * @param record the steps whose states {@code run} returns, ascending, in 0..T
 * @param count the images that {@code sample} returns
 * @param seed the seed of {@code sample}
 * @param own the fields that this op alone asks for: numbers (Dyadic), whole numbers (Long), texts,
 *     and lists of them
 * @param spelling how its numbers are spelled
 */
public record Request(
    Op op,
    @Shape({"d1", "d2"}) Matrix<Dyadic> m,
    Factors<Dyadic> at,
    Factors<Dyadic> direction,
    List<Factors<Dyadic>> noises,
    Dyadic etaX,
    Dyadic etaY,
    Dyadic sigma1,
    Dyadic sigma2,
    List<Integer> record,
    int count,
    long seed,
    Map<String, Object> own,
    Spelling spelling)
    implements Inputs<Dyadic> {

  /** The bits of a seed that count, unless a candidate says otherwise. */
  public static final int SEED_BITS = 32;

  /** The fewest that it may say. */
  public static final int FEWEST_SEED_BITS = 16;

  /** An op on (M, X, Y), with the first values of its own fields. */
  public static Request of(Op op, Matrix<Dyadic> m, Factors<Dyadic> at) {
    return new Request(
        op,
        m,
        at,
        at.scale(Dyadic.ZERO),
        List.of(),
        Dyadic.ZERO,
        Dyadic.ZERO,
        Dyadic.ZERO,
        Dyadic.ZERO,
        List.of(),
        0,
        0,
        op.own(),
        Spelling.SHORTEST);
  }

  /**
   * The same with a seed of so many bits, from {@link #FEWEST_SEED_BITS} on; empty if its seed has
   * more. Seeds of up to 31 bits are folded where that many are too many, so that two that are
   * neighbours stay so, and two that share their last digits or bits stay different.
   */
  public Optional<Request> withSeedOf(int bits) {
    long asked = askedSeed();
    long folded =
        bits < 31 && asked >>> 31 == 0 ? (asked + (asked >>> 16)) & (1L << bits) - 1 : asked;
    if (folded >>> bits != 0) {
      return Optional.empty();
    }
    return Optional.of(
        folded == asked
            ? this
            : own.containsKey("seed") ? with("seed", folded) : withSample(count, folded));
  }

  /** The seed, of {@code sample} or among the fields of the op's own. */
  public long askedSeed() {
    return own.get("seed") instanceof Long drawn ? drawn : seed;
  }

  /** The same with a direction, or with the noise of one update. */
  public Request withDirection(Factors<Dyadic> d) {
    return new Request(
        op, m, at, d, noises, etaX, etaY, sigma1, sigma2, record, count, seed, own, spelling);
  }

  /** The same with step sizes. */
  public Request withSteps(Dyadic x, Dyadic y) {
    return new Request(
        op, m, at, direction, noises, x, y, sigma1, sigma2, record, count, seed, own, spelling);
  }

  /** The same with standard deviations. */
  public Request withSigmas(Dyadic s1, Dyadic s2) {
    return new Request(
        op, m, at, direction, noises, etaX, etaY, s1, s2, record, count, seed, own, spelling);
  }

  /** The same with the noise of a run and the steps to record. */
  public Request withRun(List<Factors<Dyadic>> perturbations, List<Integer> recorded) {
    return new Request(
        op,
        m,
        at,
        direction,
        List.copyOf(perturbations),
        etaX,
        etaY,
        sigma1,
        sigma2,
        List.copyOf(recorded),
        count,
        seed,
        own,
        spelling);
  }

  /** The same with the size and seed of a sample. */
  public Request withSample(int images, long sampleSeed) {
    return new Request(
        op,
        m,
        at,
        direction,
        noises,
        etaX,
        etaY,
        sigma1,
        sigma2,
        record,
        images,
        sampleSeed,
        own,
        spelling);
  }

  /** The same with another target M. */
  public Request withTarget(Matrix<Dyadic> target) {
    return new Request(
        op, target, at, direction, noises, etaX, etaY, sigma1, sigma2, record, count, seed, own,
        spelling);
  }

  /** The same from another iterate. */
  public Request from(Factors<Dyadic> iterate) {
    return new Request(
        op, m, iterate, direction, noises, etaX, etaY, sigma1, sigma2, record, count, seed, own,
        spelling);
  }

  /** The same with a field that this op alone asks for. */
  public Request with(String field, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(own);
    more.put(field, value);
    return new Request(
        op, m, at, direction, noises, etaX, etaY, sigma1, sigma2, record, count, seed, more,
        spelling);
  }

  /**
   * The update of a run that leads to its state t + 1, as a request of its own.
   *
   * @param step the op of one update
   * @param state the state t
   */
  public Request update(Op step, int t, Factors<Dyadic> state) {
    return of(step, m, state).withDirection(noises.get(t)).withSteps(etaX, etaY);
  }

  /** The same with its numbers spelled in another way. */
  public Request spelled(Spelling way) {
    return new Request(
        op, m, at, direction, noises, etaX, etaY, sigma1, sigma2, record, count, seed, own, way);
  }

  /** The numbers in an arithmetic, each rounded; in an exact one they are what they are. */
  public <T> Inputs<T> in(Arithmetic<T> arithmetic) {
    return new RoundedInputs<>(arithmetic, this);
  }

  /** Whether no legal plan rounds on this request in an arithmetic. */
  public boolean isExactIn(Arithmetic<?> arithmetic) {
    return ExactPlans.possible(this) && op.isExact(new ExactPlans(arithmetic, this));
  }

  @Override
  public Dyadic number(String field) {
    if (own.get(field) instanceof Dyadic number) {
      return number;
    }
    throw new IllegalArgumentException(op + " must have the number " + field + ", got " + own);
  }
}
