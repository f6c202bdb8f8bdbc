// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench.ours;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.noisygd.bench.workload.Problem;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.PerturbedUpdate;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.descent.update.UpdateForm;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Rationals;
import org.noisygd.number.matrix.Matrix;

/** Conversion of a problem's numbers to an arithmetic, and of results for comparison. */
final class ProblemNumbers {
  private ProblemNumbers() {}

  /** A part of the problem, each number rounded to the arithmetic. */
  static <T> Matrix<T> matrix(
      Problem problem, Arithmetic<T> arithmetic, Problem.Part part, int slot) {
    int columns = problem.columns(part);
    if (problem.isBinary64()) {
      double[] doubles = problem.doubles(part, slot);
      return Matrix.of(
          arithmetic,
          doubles.length / columns,
          columns,
          (i, j) -> arithmetic.of(doubles[i * columns + j]));
    }
    BigDecimal[] values = problem.decimals(part, slot);
    return Matrix.of(
        arithmetic,
        values.length / columns,
        columns,
        (i, j) -> arithmetic.fromDecimal(values[i * columns + j]));
  }

  /** The start of the problem. */
  static <T> Factors<T> start(Problem problem, Arithmetic<T> arithmetic) {
    return factors(problem, arithmetic, Problem.Part.X, Problem.Part.Y, 0);
  }

  /** The perturbations of a slot. */
  static <T> Factors<T> noise(Problem problem, Arithmetic<T> arithmetic, int slot) {
    return factors(problem, arithmetic, Problem.Part.NOISE_X, Problem.Part.NOISE_Y, slot);
  }

  @SuppressWarnings("shape") // the parts have the problem's shapes
  private static <T> Factors<T> factors(
      Problem problem, Arithmetic<T> arithmetic, Problem.Part x, Problem.Part y, int slot) {
    return new Factors<>(
        matrix(problem, arithmetic, x, slot), matrix(problem, arithmetic, y, slot));
  }

  /** The update in an arithmetic. */
  @SuppressWarnings("shape") // the parts have the problem's shapes
  static <T> PerturbedUpdate<T> update(Problem problem, Arithmetic<T> arithmetic, UpdateForm form) {
    T eta = arithmetic.fromDecimal(problem.eta());
    return new PerturbedUpdate<>(
        matrix(problem, arithmetic, Problem.Part.M, 0), StepSizes.of(arithmetic, eta, eta), form);
  }

  /** The values of all slots, made in advance and used cyclically by a replicate, step by step. */
  static <N> LongFunction<N> inTurn(Problem problem, int replicate, IntFunction<N> slot) {
    List<N> slots = IntStream.range(0, problem.slots()).mapToObj(slot).toList();
    return t -> slots.get((int) ((t + replicate) % slots.size()));
  }

  /** The perturbations of one factor of a replicate as arrays. */
  static LongFunction<double[]> arrays(Problem problem, Problem.Part part, int replicate) {
    return inTurn(problem, replicate, slot -> problem.doubles(part, slot));
  }

  /** The perturbations of a replicate, step by step. */
  static <T> LongFunction<Factors<T>> noises(
      Problem problem, Arithmetic<T> arithmetic, int replicate) {
    return inTurn(problem, replicate, slot -> noise(problem, arithmetic, slot));
  }

  /** X then Y, exactly: the denominators have no prime factors but 2 and 5. */
  static <T> BigDecimal[] exact(Factors<T> iterate) {
    Arithmetic<T> arithmetic = iterate.arithmetic();
    return iterate.toVariables().stream()
        .map(arithmetic::toRational)
        .map(
            q ->
                new BigDecimal(Rationals.numerator(q))
                    .divide(new BigDecimal(Rationals.denominator(q))))
        .toArray(BigDecimal[]::new);
  }

  /** X then Y, exactly; both finite. */
  static BigDecimal[] exact(double[] x, double[] y) {
    BigDecimal[] all = new BigDecimal[x.length + y.length];
    for (int n = 0; n < all.length; n++) {
      all[n] = new BigDecimal(n < x.length ? x[n] : y[n - x.length]);
    }
    return all;
  }
}
