// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

import java.util.List;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.shape.qual.Shape;

/**
 * The inputs of one op. Every number is dyadic: it is exactly a double and exactly a value of the
 * candidate's arithmetic. Fields that the op does not have are zero or empty.
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
    long seed) {

  /** An op on (M, X, Y) alone. */
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
        0);
  }

  /** The same with a direction, or with the noise of one update. */
  public Request withDirection(Factors<Dyadic> d) {
    return new Request(op, m, at, d, noises, etaX, etaY, sigma1, sigma2, record, count, seed);
  }

  /** The same with step sizes. */
  public Request withSteps(Dyadic x, Dyadic y) {
    return new Request(op, m, at, direction, noises, x, y, sigma1, sigma2, record, count, seed);
  }

  /** The same with standard deviations. */
  public Request withSigmas(Dyadic s1, Dyadic s2) {
    return new Request(op, m, at, direction, noises, etaX, etaY, s1, s2, record, count, seed);
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
        seed);
  }

  /** The same with the size and seed of a sample. */
  public Request withSample(int images, long sampleSeed) {
    return new Request(
        op, m, at, direction, noises, etaX, etaY, sigma1, sigma2, record, images, sampleSeed);
  }

  /** The same with another target M. */
  public Request withTarget(Matrix<Dyadic> target) {
    return new Request(
        op, target, at, direction, noises, etaX, etaY, sigma1, sigma2, record, count, seed);
  }

  /** The same from another iterate. */
  public Request from(Factors<Dyadic> iterate) {
    return new Request(
        op, m, iterate, direction, noises, etaX, etaY, sigma1, sigma2, record, count, seed);
  }

  /** d1. */
  public int d1() {
    return m.rows();
  }

  /** d2. */
  public int d2() {
    return m.columns();
  }

  /** r. */
  public int r() {
    return at.r();
  }

  /** A dyadic number as a value of an exact arithmetic. */
  public static <T extends Object> T exactly(Arithmetic<T> arithmetic, Dyadic value) {
    return arithmetic.fromRational(value.toRational());
  }
}
