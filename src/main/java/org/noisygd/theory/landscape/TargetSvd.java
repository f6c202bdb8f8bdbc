// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.objective.Target;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Entries;
import org.noisygd.number.matrix.Matrix;

/**
 * The singular values and vectors of a target. The result for the last target is cached, since
 * studies use it repeatedly.
 *
 * <p>For M = A B^T by its factors, in binary64: one-sided Jacobi rotations make the columns of B
 * orthogonal, U S; then the columns of A B^T U, with U rotated along. So M is never formed, and the
 * time is proportional to (d1 + d2) r^2. Accuracy: not rigorous; errors are at most max(d1, d2)
 * 2^-52 times the product of the factors' largest singular values (<b>measured</b> by {@code
 * TargetSvdTest}).
 */
public final class TargetSvd {
  private static volatile @Nullable TargetSvd last;

  private final Target<Double> m;
  private final SingularValues values;
  private final IntFunction<SingularVectors> find;
  private final Map<Integer, SingularVectors> found = new ConcurrentHashMap<>();

  private TargetSvd(Target<Double> m, SingularValues values, IntFunction<SingularVectors> find) {
    this.m = m;
    this.values = values;
    this.find = find;
  }

  /** The singular values and vectors of a target. */
  public static TargetSvd of(Target<Double> m) {
    TargetSvd known = last;
    if (known == null || known.m != m) {
      known = m instanceof Target.Product<Double> product ? ofProduct(product) : ofWhole(m);
      last = known;
    }
    return known;
  }

  /** The singular values. */
  public SingularValues values() {
    return values;
  }

  /**
   * The r largest singular values with their vectors.
   *
   * @throws IllegalArgumentException unless M has the rank r or more
   */
  public SingularVectors largest(int r) {
    return found.computeIfAbsent(r, find::apply);
  }

  private static TargetSvd ofWhole(Target<Double> m) {
    SingularValues values = SingularValues.of(m.matrix());
    return new TargetSvd(m, values, r -> SingularVectors.of(m.matrix(), values, r, true));
  }

  /** The singular values and vectors of a product, without caching. */
  @SuppressWarnings("shape") // one vector per singular value, on either side
  public static TargetSvd ofProduct(Target.Product<Double> m) {
    Matrix<Double> a = m.factors().x();
    Matrix<Double> b = m.factors().y();
    int exponent = SingularValues.exponent(a) + SingularValues.exponent(b);
    Matrix<Double> bScaled = SingularValues.scaled(b);
    double[][] columns = columns(bScaled);
    SingularValues.orthogonalise(columns, new double[columns.length][0], m.columns());
    double[][] basis = new Lengths(columns, m.columns()).units(columns);
    double[][] right = basis.clone();
    double[][] left =
        basis.length == 0
            ? basis
            : columns(
                SingularValues.scaled(a)
                    .times(bScaled.transpose().times(matrix(basis, basis.length))));
    SingularValues.orthogonalise(left, right, m.rows());
    Lengths lengths = new Lengths(left, Math.max(m.rows(), m.columns()));
    double[][] p = lengths.units(left);
    double[][] q = lengths.kept(right);
    double[] sigma =
        Arrays.stream(lengths.order)
            .mapToDouble(k -> Math.scalb(lengths.lengths[k], exponent))
            .toArray();
    int least = Math.min(m.rows(), m.columns());
    SingularValues values =
        new SingularValues(Math.max(m.rows(), m.columns()), least, least, sigma, q, 0);
    return new TargetSvd(
        m,
        values,
        r -> {
          SingularVectors.requireRank(sigma.length >= r, r, true, values.largest(sigma.length));
          return new SingularVectors(matrix(p, r), values.largest(r), matrix(q, r));
        });
  }

  private static double[][] columns(Matrix<Double> m) {
    return m.transpose().roundToDoubles();
  }

  /** The matrix of the first columns. */
  private static Matrix<Double> matrix(double[][] columns, int count) {
    return Matrix.of(Binary64.INSTANCE, columns[0].length, count, (i, k) -> columns[k][i]);
  }

  /** The lengths of vectors, and the indices of those above rounding errors, longest first. */
  private static final class Lengths {
    final double[] lengths;
    final int[] order;

    Lengths(double[][] vectors, int n) {
      double[] all =
          Arrays.stream(vectors).mapToDouble(v -> Math.sqrt(Entries.normSquared(v))).toArray();
      double least = n * SingularValues.EPS * Entries.largest(all);
      this.lengths = all;
      this.order = SingularValues.descending(all, least);
    }

    double[][] kept(double[][] vectors) {
      return Arrays.stream(order).mapToObj(k -> vectors[k]).toArray(double[][]::new);
    }

    double[][] units(double[][] vectors) {
      return Arrays.stream(order)
          .mapToObj(k -> Arrays.stream(vectors[k]).map(v -> v / lengths[k]).toArray())
          .toArray(double[][]::new);
    }
  }
}
