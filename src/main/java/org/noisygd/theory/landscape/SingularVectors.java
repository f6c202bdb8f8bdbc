// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.numbers.core.DD;
import org.noisygd.number.Binary64;
import org.noisygd.number.DoubleDouble;
import org.noisygd.number.Require;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.shape.Shape;

/**
 * The r largest singular values of M and their vectors: M = A Sigma B^T if M has the rank r. {@link
 * #of} computes them in double-double and rounds once, so A and B are orthonormal in binary64.
 *
 * <p>One-sided Jacobi rotations (Hestenes): the columns of M V are made orthogonal by rotations V,
 * so that M V = U diag(s). M is first divided by its largest entry, so that no square that matters
 * overflows or underflows. The singular values have the order of the columns of M V. Accuracy: not
 * rigorous; small singular values have high relative accuracy (Demmel and Veselic, SIAM J. Matrix
 * Anal. Appl. 13, 1992), and M - A Sigma B^T is within (r + 4) 2^-53 of the largest singular value,
 * entry by entry (<b>measured</b> by {@code SingularVectorsTest}).
 *
 * <p>If a side of M is above {@value #LARGE}, these rotations would take minutes. Then one step of
 * subspace iteration in double-double improves the vectors of {@link SingularValues}, followed by
 * rotations; the result is as accurate if the other singular values are only rounding errors, else
 * as accurate as binary64. The singular values are then in descending order.
 *
 * @param left A, d1 x r
 * @param values the diagonal of Sigma, positive
 * @param right B, d2 x r
 */
public record SingularVectors(
    @Shape({"d1", "r"}) Matrix<Double> left,
    List<Double> values,
    @Shape({"d2", "r"}) Matrix<Double> right) {
  private static final int LARGE = 64;

  private static final DoubleDouble WIDE = DoubleDouble.INSTANCE;

  /** Maximum number of sweeps: convergence is quadratic, ten suffice for sizes in the hundreds. */
  private static final int MAX_SWEEPS = 100;

  /** Relative size that counts as 0: far above the rounding error of double-double. */
  private static final double NONE = 0x1p-80;

  /** A column with a squared norm below u^4 counts as 0, for a largest entry of 1. */
  private static final DD ZERO = WIDE.of(0x1p-408);

  /** u^2, u = 2^-102: n u is the rounding error of a computed cosine. */
  private static final double COSINE_SQUARED = 0x1p-204;

  /**
   * The singular values and vectors of M, of rank r.
   *
   * @throws IllegalArgumentException unless M has the rank r
   */
  static SingularVectors of(Matrix<Double> m, int r) {
    return of(m, SingularValues.of(m), r, false);
  }

  @SuppressWarnings("shape") // the columns whose singular values are kept
  static SingularVectors of(Matrix<Double> m, SingularValues of, int r, boolean largestAlone) {
    int least = Math.min(m.rows(), m.columns());
    Require.that(r <= least, "r", "be at most min(d1, d2) = " + least, r);
    if (Math.max(m.rows(), m.columns()) > LARGE) {
      return ofLarge(m, of, r, largestAlone);
    }
    double largest = m.entries().stream().mapToDouble(Math::abs).max().orElse(0);
    DD scale = WIDE.of(largest == 0 ? 1 : largest);
    DD[][] left = columns(m.rows(), m.columns(), (i, j) -> WIDE.of(m.get(i, j)).divide(scale));
    DD[][] right = columns(m.columns(), m.columns(), (i, j) -> i == j ? DD.ONE : DD.ZERO);
    orthogonalise(left, right, Math.max(m.rows(), m.columns()));
    DD[] norms = Arrays.stream(left).map(u -> WIDE.sqrt(dot(u, u))).toArray(DD[]::new);
    List<Double> values =
        Arrays.stream(norms).map(norm -> WIDE.roundToDouble(WIDE.multiply(norm, scale))).toList();
    double none = NONE * Collections.max(values);
    int[] kept =
        IntStream.range(0, left.length)
            .filter(k -> values.get(k) > none)
            .boxed()
            .sorted(Comparator.comparing(values::get, Comparator.reverseOrder()))
            .limit(largestAlone ? r : left.length)
            .sorted()
            .mapToInt(k -> k)
            .toArray();
    requireRank(kept.length == r, r, largestAlone, values);
    return new SingularVectors(
        rounded(m.rows(), r, (i, k) -> left[kept[k]][i].divide(norms[kept[k]])),
        Arrays.stream(kept).mapToObj(values::get).toList(),
        rounded(m.columns(), r, (j, k) -> right[kept[k]][j]));
  }

  static void requireRank(boolean holds, int r, boolean largestAlone, List<Double> values) {
    Require.that(
        holds,
        "M",
        "have the rank r = " + r + (largestAlone ? " or more" : ""),
        "singular values " + values);
  }

  /** The r largest singular values with their vectors, improved from binary64. */
  @SuppressWarnings("shape") // one vector per singular value, on either side
  static SingularVectors ofLarge(
      Matrix<Double> m, SingularValues values, int r, boolean largestAlone) {
    int rank = values.rank();
    requireRank(
        largestAlone ? rank >= r : rank == r, r, largestAlone, values.largest(Math.max(r, rank)));
    boolean isTall = m.rows() >= m.columns();
    int height = Math.max(m.rows(), m.columns());
    int width = Math.min(m.rows(), m.columns());
    double[][] tall = new double[height][width];
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < width; j++) {
        tall[i][j] = isTall ? m.get(i, j) : m.get(j, i);
      }
    }
    double size = Math.scalb(1.0, Math.getExponent(values.value(1)));
    DD[][] outer = new DD[r][height];
    DD[][] inner = new DD[r][width];
    for (int k = 0; k < r; k++) {
      double[] v = values.vector(k);
      for (int i = 0; i < height; i++) {
        DD sum = DD.ZERO;
        for (int j = 0; j < width; j++) {
          sum = sum.add(DD.ofProduct(tall[i][j] / size, v[j]));
        }
        outer[k][i] = sum;
      }
    }
    orthonormalise(outer);
    for (int k = 0; k < r; k++) {
      Arrays.fill(inner[k], DD.ZERO);
      for (int i = 0; i < height; i++) {
        for (int j = 0; j < width; j++) {
          inner[k][j] = inner[k][j].add(outer[k][i].multiply(tall[i][j] / size));
        }
      }
    }
    orthogonalise(inner, outer, height);
    DD[] norms = Arrays.stream(inner).map(w -> WIDE.sqrt(dot(w, w))).toArray(DD[]::new);
    double[] lengths = Arrays.stream(norms).mapToDouble(WIDE::roundToDouble).toArray();
    int[] order = SingularValues.descending(lengths, -1);
    Matrix.Entry<DD> high = (i, k) -> outer[order[k]][i];
    Matrix.Entry<DD> low = (j, k) -> inner[order[k]][j].divide(norms[order[k]]);
    return new SingularVectors(
        rounded(m.rows(), r, isTall ? high : low),
        Arrays.stream(order).mapToObj(k -> size * lengths[k]).toList(),
        rounded(m.columns(), r, isTall ? low : high));
  }

  /** Makes columns orthonormal, each against all earlier ones, twice. */
  private static void orthonormalise(DD[][] columns) {
    for (int k = 0; k < columns.length; k++) {
      DD[] column = columns[k];
      for (int twice = 0; twice < 2; twice++) {
        for (int j = 0; j < k; j++) {
          DD weight = dot(columns[j], column);
          for (int i = 0; i < column.length; i++) {
            column[i] = column[i].subtract(WIDE.multiply(weight, columns[j][i]));
          }
        }
        DD norm = WIDE.sqrt(dot(column, column));
        for (int i = 0; i < column.length; i++) {
          column[i] = column[i].divide(norm);
        }
      }
    }
  }

  private static DD[][] columns(int rows, int columns, Matrix.Entry<DD> entry) {
    DD[][] all = new DD[columns][rows];
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        all[j][i] = entry.at(i, j);
      }
    }
    return all;
  }

  private static Matrix<Double> rounded(int height, int width, Matrix.Entry<DD> entry) {
    return Matrix.of(
        Binary64.INSTANCE, height, width, (i, j) -> WIDE.roundToDouble(entry.at(i, j)));
  }

  /** Rotates pairs of columns of both matrices until {@code work} has no cosine above n u. */
  private static void orthogonalise(DD[][] work, DD[][] right, int n) {
    DD least = WIDE.of(COSINE_SQUARED * n * n);
    boolean rotated = true;
    for (int sweep = 0; rotated && sweep < MAX_SWEEPS; sweep++) {
      rotated = false;
      for (int p = 0; p < work.length; p++) {
        for (int q = p + 1; q < work.length; q++) {
          rotated |= orthogonalise(work, right, p, q, least);
        }
      }
    }
  }

  /**
   * Makes two columns orthogonal. A column that counts as 0 is left alone: columns of a matrix
   * without full rank would shrink for ever. Longer columns keep their directions: they are
   * orthogonal relative to their lengths.
   */
  private static boolean orthogonalise(DD[][] work, DD[][] right, int p, int q, DD least) {
    DD app = dot(work[p], work[p]);
    DD aqq = dot(work[q], work[q]);
    DD apq = dot(work[p], work[q]);
    if (WIDE.compare(app, ZERO) <= 0
        || WIDE.compare(aqq, ZERO) <= 0
        || WIDE.compare(WIDE.multiply(apq, apq), WIDE.multiply(least, WIDE.multiply(app, aqq)))
            <= 0) {
      return false;
    }
    // tan(2 theta) = 2 apq / (aqq - app), by the smaller root t of t^2 + 2 zeta t - 1 = 0.
    DD zeta = aqq.subtract(app).divide(WIDE.multiply(WIDE.of(2), apq));
    DD root = WIDE.sqrt(DD.ONE.add(WIDE.multiply(zeta, zeta)));
    DD t = WIDE.of(WIDE.signum(zeta) < 0 ? -1 : 1).divide(WIDE.abs(zeta).add(root));
    DD c = DD.ONE.divide(WIDE.sqrt(DD.ONE.add(WIDE.multiply(t, t))));
    DD s = WIDE.multiply(c, t);
    rotate(work[p], work[q], c, s);
    rotate(right[p], right[q], c, s);
    return true;
  }

  private static void rotate(DD[] x, DD[] y, DD c, DD s) {
    for (int i = 0; i < x.length; i++) {
      DD xi = x[i];
      x[i] = WIDE.multiply(c, xi).subtract(WIDE.multiply(s, y[i]));
      y[i] = WIDE.multiply(s, xi).add(WIDE.multiply(c, y[i]));
    }
  }

  private static DD dot(DD[] x, DD[] y) {
    DD sum = WIDE.multiply(x[0], y[0]);
    for (int i = 1; i < x.length; i++) {
      sum = sum.add(WIDE.multiply(x[i], y[i]));
    }
    return sum;
  }
}
