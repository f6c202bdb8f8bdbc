// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.objective;

import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * The second route of these tests: problems with small integer entries, whose loss is summed entry
 * by entry in integers and differentiated by exact differences. Nothing here multiplies matrices.
 *
 * <p>The loss is of degree two at most in every single variable, so central differences of step one
 * are the derivatives themselves: f(s+1) - f(s-1) = 2 f', f(s+1) - 2 f(s) + f(s-1) = f'', and the
 * mixed difference over 4 of two variables, in which only the term of degree (1,1) survives.
 */
record Entrywise(int d1, int d2, int r, long[][] m, long[] variables) {

  /** A problem and an iterate with entries in -5..5, none of it symmetric. */
  static Entrywise random(int d1, int d2, int r, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[][] m = new long[d1][d2];
    for (long[] row : m) {
      for (int j = 0; j < d2; j++) {
        row[j] = random.nextInt(-5, 6);
      }
    }
    return new Entrywise(d1, d2, r, m, random.ints((d1 + d2) * r, -5, 6).asLongStream().toArray());
  }

  int size() {
    return (d1 + d2) * r;
  }

  /** Entry (i, k) of X among the variables. */
  int x(int i, int k) {
    return i * r + k;
  }

  /** Entry (j, k) of Y among the variables. */
  int y(int j, int k) {
    return d1 * r + j * r + k;
  }

  /** Twice the loss, an integer. */
  long twiceLoss(long[] at) {
    long sum = 0;
    for (int i = 0; i < d1; i++) {
      for (int j = 0; j < d2; j++) {
        long residual = -m[i][j];
        for (int k = 0; k < r; k++) {
          residual += at[x(i, k)] * at[y(j, k)];
        }
        sum += residual * residual;
      }
    }
    return sum;
  }

  /** The derivative of half of f by variable p. */
  BigFraction derivative(ToLongFunction<long[]> f, int p) {
    return BigFraction.of(f.applyAsLong(shifted(p, 1)) - f.applyAsLong(shifted(p, -1)), 4);
  }

  /** The second derivative of half of f by variables p and q. */
  BigFraction secondDerivative(ToLongFunction<long[]> f, int p, int q) {
    if (p == q) {
      long difference =
          f.applyAsLong(shifted(p, 1))
              - 2 * f.applyAsLong(variables)
              + f.applyAsLong(shifted(p, -1));
      return BigFraction.of(difference, 2);
    }
    long difference = 0;
    for (int a = -1; a <= 1; a += 2) {
      for (int b = -1; b <= 1; b += 2) {
        long[] at = shifted(p, a);
        at[q] += b;
        difference += a * b * f.applyAsLong(at);
      }
    }
    return BigFraction.of(difference, 8);
  }

  private long[] shifted(int p, int by) {
    long[] at = variables.clone();
    at[p] += by;
    return at;
  }

  Matrix<BigFraction> target() {
    return target(RationalArithmetic.INSTANCE);
  }

  <T> Matrix<T> target(Arithmetic<T> arithmetic) {
    return Matrix.of(arithmetic, d1, d2, (i, j) -> arithmetic.of((int) m[i][j]));
  }

  Factors<BigFraction> iterate() {
    return factors(variables);
  }

  <T> Factors<T> iterate(Arithmetic<T> arithmetic) {
    return new Factors<>(
        Matrix.of(arithmetic, d1, r, (i, k) -> arithmetic.of((int) variables[x(i, k)])),
        Matrix.of(arithmetic, d2, r, (j, k) -> arithmetic.of((int) variables[y(j, k)])));
  }

  Factors<BigFraction> factors(long[] values) {
    RationalArithmetic rational = RationalArithmetic.INSTANCE;
    return new Factors<>(
        Matrix.of(rational, d1, r, (i, k) -> BigFraction.of(values[x(i, k)])),
        Matrix.of(rational, d2, r, (j, k) -> BigFraction.of(values[y(j, k)])));
  }
}
