// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.objective;

import org.noisygd.number.Arithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * A d x r Gaussian matrix W with independent entries of one variance v and mean matrix A, with the
 * moments of its Gram matrix K = W^T W (Isserlis); formulas in {@link UpdateMoments}.
 */
final class Gaussian<T> {
  private final Arithmetic<T> arithmetic;
  private final Matrix<T> mean;
  private final T variance;
  private final Matrix<T> gramOfMean;
  private final Matrix<T> meanOfGram;
  private final T pairs;

  @SuppressWarnings("shape") // serves X and Y, so the number of rows has no single name
  Gaussian(Matrix<T> mean, T variance) {
    this.arithmetic = mean.arithmetic();
    this.mean = mean;
    this.variance = variance;
    this.gramOfMean = mean.transpose().times(mean);
    T rowsTimesVariance = arithmetic.multiply(arithmetic.of(mean.rows()), variance);
    this.meanOfGram =
        gramOfMean.plus(Matrix.identity(arithmetic, mean.columns()).scale(rowsTimesVariance));
    this.pairs = arithmetic.multiply(rowsTimesVariance, variance);
  }

  /** The variance v. */
  T variance() {
    return variance;
  }

  /** The mean matrix A. */
  Matrix<T> mean() {
    return mean;
  }

  /** The Gram matrix A^T A of the mean. */
  Matrix<T> gramOfMean() {
    return gramOfMean;
  }

  /** The number d v^2. */
  T pairs() {
    return pairs;
  }

  /** The mean E K. */
  Matrix<T> meanOfGram() {
    return meanOfGram;
  }

  /** The entry A_ia of the mean. */
  T mean(int i, int a) {
    return mean.get(i, a);
  }

  /** The entry E K_ab. */
  T meanOfGram(int a, int b) {
    return meanOfGram.get(a, b);
  }

  /** The number r of columns. */
  int columns() {
    return mean.columns();
  }

  /** The covariance Cov(K_ab, K_cd). */
  T covariance(int a, int b, int c, int d) {
    T sum = arithmetic.zero();
    if (a == c) {
      sum = arithmetic.add(sum, gramOfMean.get(b, d));
    }
    if (a == d) {
      sum = arithmetic.add(sum, gramOfMean.get(b, c));
    }
    if (b == c) {
      sum = arithmetic.add(sum, gramOfMean.get(a, d));
    }
    if (b == d) {
      sum = arithmetic.add(sum, gramOfMean.get(a, c));
    }
    T total = arithmetic.multiply(variance, sum);
    if (a == c && b == d) {
      total = arithmetic.add(total, pairs);
    }
    if (a == d && b == c) {
      total = arithmetic.add(total, pairs);
    }
    return total;
  }

  /** The entry (E K^2)_ac. */
  T meanSquare(int a, int c) {
    T sum = arithmetic.zero();
    for (int b = 0; b < mean.columns(); b++) {
      T product = arithmetic.multiply(meanOfGram.get(a, b), meanOfGram.get(b, c));
      sum = arithmetic.add(sum, arithmetic.add(product, covariance(a, b, b, c)));
    }
    return sum;
  }

  /** The mean E W_ic K_ab = A_ic (E K)_ab + v (d_ca A_ib + d_cb A_ia). */
  T meanEntryTimesGram(int i, int c, int a, int b) {
    T sum = arithmetic.multiply(mean.get(i, c), meanOfGram.get(a, b));
    if (c == a) {
      sum = arithmetic.add(sum, arithmetic.multiply(variance, mean.get(i, b)));
    }
    if (c == b) {
      sum = arithmetic.add(sum, arithmetic.multiply(variance, mean.get(i, a)));
    }
    return sum;
  }
}
