// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.eigenvalue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.Rationals;
import org.noisygd.number.matrix.Matrix;

/**
 * Exact symmetric matrices whose eigenvalues were chosen first: the answers that tests build on.
 */
public final class ChosenSpectra {
  public static final RationalArithmetic RATIONAL = RationalArithmetic.INSTANCE;

  private ChosenSpectra() {}

  public static BigFraction q(long numerator, long denominator) {
    return BigFraction.of(numerator, denominator);
  }

  public static BigFraction q(long n) {
    return BigFraction.of(n);
  }

  /** 10^-digits. */
  public static BigFraction tenth(int digits) {
    return BigFraction.of(java.math.BigInteger.ONE, java.math.BigInteger.TEN.pow(digits));
  }

  public static Matrix<BigFraction> diagonal(List<BigFraction> values) {
    return Matrix.diagonal(RATIONAL, values);
  }

  public static Matrix<BigFraction> rational(long[]... rows) {
    return Matrix.of(RATIONAL, rows.length, rows[0].length, (i, j) -> q(rows[i][j]));
  }

  /** The block diagonal matrix of several square ones. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public static Matrix<BigFraction> blocks(Matrix<BigFraction>... blocks) {
    int side = Arrays.stream(blocks).mapToInt(Matrix::rows).sum();
    return Matrix.of(
        RATIONAL,
        side,
        side,
        (i, j) -> {
          int first = 0;
          for (Matrix<BigFraction> block : blocks) {
            int next = first + block.rows();
            if (i >= first && i < next && j >= first && j < next) {
              return block.get(i - first, j - first);
            }
            first = next;
          }
          return BigFraction.ZERO;
        });
  }

  /**
   * Q^T H Q with Q the product of {@code count} Householder reflections I - 2 v v^T / v^T v along
   * random vectors v of small integers: orthogonal and rational, so the spectrum is that of H
   * exactly.
   */
  public static Matrix<BigFraction> conjugate(Matrix<BigFraction> h, int count, Random random) {
    int n = h.rows();
    Matrix<BigFraction> image = h;
    for (int k = 0; k < count; k++) {
      Matrix<BigFraction> v = Matrix.of(RATIONAL, n, 1, (i, j) -> q(1 + random.nextInt(4)));
      Matrix<BigFraction> reflection =
          Matrix.identity(RATIONAL, n)
              .minus(v.times(v.transpose()).scale(q(2).divide(v.normSquared())));
      image = reflection.times(image).times(reflection);
    }
    return image;
  }

  /** The point enclosures that the spectrum of chosen rational eigenvalues must consist of. */
  public static List<Enclosure> expected(List<BigFraction> values) {
    Map<BigFraction, Integer> counts = new TreeMap<>(Rationals::compare);
    values.forEach(value -> counts.merge(value, 1, Integer::sum));
    List<Enclosure> enclosures = new ArrayList<>();
    counts.forEach((value, count) -> enclosures.add(new Enclosure(Interval.of(value), count)));
    return enclosures;
  }

  /**
   * How many eigenvalues of h are less than, equal to and greater than a number, by elimination.
   */
  public static <T> Inertia inertia(Matrix<T> h, BigFraction shift) {
    return Inertia.of(
        Matrix.of(
            RATIONAL,
            h.rows(),
            h.columns(),
            (i, j) -> {
              BigFraction entry = h.arithmetic().toRational(h.get(i, j));
              return i == j ? entry.subtract(shift) : entry;
            }));
  }

  public static Inertia expectedInertia(List<BigFraction> values, BigFraction shift) {
    int[] counts = new int[3];
    values.forEach(
        value -> counts[Rationals.compare(value, shift) < 0 ? 0 : value.equals(shift) ? 1 : 2]++);
    return new Inertia(counts[0], counts[1], counts[2]);
  }
}
