// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.update;

import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;

/**
 * A whole run: updates from a start, each with the noise of its step. A {@link Recorder} receives
 * every state, also the start.
 *
 * @param update the update that is repeated
 * @param noise the perturbations
 * @param <T> the type of the entries
 */
public record PerturbedRun<T>(Update<T> update, Noise<T> noise) {

  /**
   * Receives each state of a run, in order.
   *
   * @param <T> the type of the entries
   */
  @FunctionalInterface
  public interface Recorder<T> {
    /** Receives the iterate at step t. */
    void state(long t, Factors<T> iterate);
  }

  /**
   * Runs from step {@code from} to step {@code to} and returns the last iterate.
   *
   * @throws IllegalArgumentException if {@code to < from}
   * @throws NonFiniteIterateException if an iterate is not finite, or, in an arithmetic without
   *     infinities, if an exponent overflows; the recorder does not receive such an iterate
   */
  public Factors<T> run(Factors<T> start, long from, long to, Recorder<T> recorder) {
    Require.that(to >= from, "last step", "be at least the first, " + from, to);
    Factors<T> iterate = start;
    requireFinite(iterate, from);
    recorder.state(from, iterate);
    for (long t = from; t < to; t++) {
      Factors<T> perturbation = noise.at(t);
      iterate = next(iterate, perturbation, t + 1);
      requireFinite(iterate, t + 1);
      recorder.state(t + 1, iterate);
    }
    return iterate;
  }

  private Factors<T> next(Factors<T> iterate, @Nullable Factors<T> perturbation, long step) {
    try {
      return update.next(iterate, perturbation);
    } catch (ArithmeticException e) {
      // Arithmetics of unlimited exponent have no infinity: the exponent itself overflows.
      throw NonFiniteIterateException.ofOverflow(step, iterate, e);
    }
  }

  private static <T> void requireFinite(Factors<T> iterate, long step) {
    requireFinite("X", iterate.x(), step);
    requireFinite("Y", iterate.y(), step);
  }

  private static <T> void requireFinite(String name, Matrix<T> matrix, long step) {
    Arithmetic<T> arithmetic = matrix.arithmetic();
    for (int i = 0; i < matrix.rows(); i++) {
      for (int k = 0; k < matrix.columns(); k++) {
        T value = matrix.get(i, k);
        if (!arithmetic.isFinite(value)) {
          throw new NonFiniteIterateException(
              step, name + "[" + i + "][" + k + "]", String.valueOf(value));
        }
      }
    }
  }
}
