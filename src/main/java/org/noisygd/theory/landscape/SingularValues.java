// SPDX-License-Identifier: Apache-2.0
package org.noisygd.theory.landscape;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.noisygd.number.Text;
import org.noisygd.number.matrix.Entries;
import org.noisygd.number.matrix.Matrix;

/**
 * The singular values of M in binary64, the largest first, for matrices so large that {@link
 * SingularVectors} would take minutes.
 *
 * <p>A QR factorisation with column pivoting (Householder) of M, or of its transpose if taller,
 * stops once the remainder is below rounding; then one-sided Jacobi rotations make the rows of R
 * orthogonal. So the time for a matrix of low rank is proportional to its rank. Accuracy: not
 * rigorous; errors are at most max(d1, d2) 2^-52 times the largest value (<b>measured</b> by {@code
 * SingularValuesTest}).
 */
public final class SingularValues {
  /** Maximum number of Jacobi sweeps: convergence is quadratic, six are usual. */
  private static final int MAX_SWEEPS = 60;

  /** Twice the unit roundoff of binary64. */
  static final double EPS = 0x1p-52;

  /** Squared norms are downdated until this fraction of them remains, then recomputed. */
  private static final double DOWNDATED = 1e-6;

  private final int largerSide;
  private final int smallerSide;
  private final int fullRank;

  /** The singular values above the remainder of the factorisation, largest first. */
  private final double[] values;

  /** The singular vectors on the smaller side, one per value. */
  private final double[][] vectors;

  /** The norm of the factorisation's remainder: no other singular value is larger. */
  private final double remainder;

  SingularValues(
      int largerSide,
      int smallerSide,
      int fullRank,
      double[] values,
      double[][] vectors,
      double remainder) {
    this.largerSide = largerSide;
    this.smallerSide = smallerSide;
    this.fullRank = fullRank;
    this.values = values;
    this.vectors = vectors;
    this.remainder = remainder;
  }

  /** The singular values of M. */
  public static SingularValues of(Matrix<Double> m) {
    boolean isTall = m.rows() >= m.columns();
    int n = Math.min(m.rows(), m.columns());
    int length = Math.max(m.rows(), m.columns());
    int exponent = exponent(m);
    PivotedQr qr = new PivotedQr((isTall ? scaled(m).transpose() : scaled(m)).roundToDoubles());
    double[][] rows = qr.rows(qr.factorise(length * EPS / 4));
    orthogonalise(rows, new double[rows.length][0], length);
    double[] norms = Arrays.stream(rows).mapToDouble(w -> Math.sqrt(dot(w, w, 0))).toArray();
    int[] order = descending(norms, -1);
    return new SingularValues(
        length,
        n,
        Math.min(distinctRows(m), distinctRows(m.transpose())),
        Arrays.stream(order).mapToDouble(k -> Math.scalb(norms[k], exponent)).toArray(),
        Arrays.stream(order)
            .mapToObj(k -> Arrays.stream(rows[k]).map(w -> w / norms[k]).toArray())
            .toArray(double[][]::new),
        Math.scalb(qr.remainder(rows.length), exponent));
  }

  /** The exponent of the largest entry; 0 if all entries are 0. */
  static int exponent(Matrix<Double> m) {
    double largest = Entries.largest(m.roundToRows());
    return largest == 0 ? 0 : Math.getExponent(largest);
  }

  /** The matrix over a power of two, so that no relevant square leaves the range of doubles. */
  static Matrix<Double> scaled(Matrix<Double> m) {
    int exponent = exponent(m);
    return m.map(entry -> Math.scalb(entry, -exponent));
  }

  /** The {@code count} largest singular values; 0 for values in the factorisation's remainder. */
  public List<Double> largest(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(this::value).toList();
  }

  /** The k-th largest singular value, from 1 on; 0 if in the factorisation's remainder. */
  public double value(int k) {
    return k <= values.length ? values[k - 1] : 0;
  }

  /** The threshold below which values count as 0: max(d1, d2) 2^-52 times the largest. */
  public double threshold() {
    return largerSide * EPS * value(1);
  }

  /** The numerical rank: the number of singular values above the threshold. */
  public int rank() {
    return (int) Arrays.stream(values).filter(value -> value > threshold()).count();
  }

  /** Half the sum of squares of the values above the threshold, without the r largest. */
  public double lossBeyond(int r) {
    return Arrays.stream(values, Math.min(r, rank()), rank()).map(v -> v * v).sum() / 2;
  }

  /** The k-th largest singular value with its name, to three digits, or an upper bound. */
  public String named(int k) {
    if (k <= values.length || remainder == 0) {
      return "sigma_" + k + " = " + Text.rounded(value(k), 3).replace('E', 'e');
    }
    return "sigma_" + k + " < " + Text.rounded(remainder, 2).replace('E', 'e');
  }

  /** The smaller side, min(d1, d2). */
  public int smallerSide() {
    return smallerSide;
  }

  /** The largest rank of matrices with M's pattern of zero and repeated rows and columns. */
  public int fullRank() {
    return fullRank;
  }

  /** The number of distinct non-zero rows. */
  private static int distinctRows(Matrix<Double> m) {
    double[][] rows = m.map(entry -> entry + 0.0).roundToDoubles(); // no negative zero
    List<Double> zeros = Collections.nCopies(m.columns(), 0.0);
    return (int)
        Arrays.stream(rows)
            .map(row -> Arrays.stream(row).boxed().toList())
            .filter(row -> !row.equals(zeros))
            .distinct()
            .count();
  }

  /** The indices of the values above a limit, that of the largest value first. */
  static int[] descending(double[] values, double limit) {
    return IntStream.range(0, values.length)
        .filter(k -> values[k] > limit)
        .boxed()
        .sorted(Comparator.comparingDouble(k -> -values[k]))
        .mapToInt(k -> k)
        .toArray();
  }

  /** The singular vector of the k-th largest value, from 0 on, on the smaller side of M. */
  double[] vector(int k) {
    return vectors[k].clone();
  }

  /**
   * Rotates pairs of rows until no two have a cosine above n 2^-53.
   *
   * @param along the rows to which the same rotations are applied
   */
  static void orthogonalise(double[][] rows, double[][] along, int n) {
    double limit = n * EPS / 2;
    boolean rotated = true;
    for (int sweep = 0; rotated && sweep < MAX_SWEEPS; sweep++) {
      rotated = false;
      double[] squares = Arrays.stream(rows).mapToDouble(w -> dot(w, w, 0)).toArray();
      for (int p = 0; p < rows.length; p++) {
        for (int q = p + 1; q < rows.length; q++) {
          double apq = dot(rows[p], rows[q], 0);
          if (Math.abs(apq) > limit * Math.sqrt(squares[p] * squares[q])) {
            double t = tangent((squares[q] - squares[p]) / (2 * apq));
            squares[p] -= t * apq;
            squares[q] += t * apq;
            rotate(rows[p], rows[q], t);
            rotate(along[p], along[q], t);
            rotated = true;
          }
        }
      }
    }
  }

  /** As in {@link SingularVectors}: tan(2 theta) = 1/zeta, by the smaller root. */
  private static double tangent(double zeta) {
    return Math.copySign(1 / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta)), zeta);
  }

  private static void rotate(double[] x, double[] y, double t) {
    double c = 1 / Math.sqrt(1 + t * t);
    double s = c * t;
    for (int i = 0; i < x.length; i++) {
      double xi = x[i];
      double yi = y[i];
      x[i] = c * xi - s * yi;
      y[i] = s * xi + c * yi;
    }
  }

  /** The inner product from an index on, in four sums. */
  private static double dot(double[] x, double[] y, int from) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = from;
    for (; i + 3 < x.length; i += 4) {
      s0 += x[i] * y[i];
      s1 += x[i + 1] * y[i + 1];
      s2 += x[i + 2] * y[i + 2];
      s3 += x[i + 3] * y[i + 3];
    }
    for (; i < x.length; i++) {
      s0 += x[i] * y[i];
    }
    return s0 + s1 + (s2 + s3);
  }

  /** Householder's factorisation with column pivoting by length; it overwrites the columns. */
  private static final class PivotedQr {
    private final double[][] columns;
    private final int[] order;
    private final double[] squares;
    private final double[] computed;

    PivotedQr(double[][] columns) {
      this.columns = columns;
      this.order = IntStream.range(0, columns.length).toArray();
      this.squares = Arrays.stream(columns).mapToDouble(c -> dot(c, c, 0)).toArray();
      this.computed = squares.clone();
    }

    /**
     * Factorises until the remainder is at most a fraction of the longest column.
     *
     * @return the rank reached
     */
    int factorise(double fraction) {
      double enough = fraction * Math.sqrt(Arrays.stream(squares).max().orElse(0));
      int rank = 0;
      for (; rank < columns.length && remainder(rank) > enough; rank++) {
        swap(rank, longest(rank));
        reflect(rank);
      }
      return rank;
    }

    /** The Frobenius norm of the remainder at a rank. */
    double remainder(int rank) {
      return Math.sqrt(Arrays.stream(squares, rank, squares.length).sum());
    }

    /** The rows of R, with one entry per column of the matrix, in the matrix's order. */
    double[][] rows(int rank) {
      double[][] rows = new double[rank][columns.length];
      for (int j = 0; j < columns.length; j++) {
        for (int i = 0; i < Math.min(rank, j + 1); i++) {
          rows[i][order[j]] = columns[j][i];
        }
      }
      return rows;
    }

    private int longest(int from) {
      int longest = from;
      for (int j = from + 1; j < squares.length; j++) {
        longest = squares[j] > squares[longest] ? j : longest;
      }
      return longest;
    }

    private void swap(int a, int b) {
      double[] column = columns[a];
      columns[a] = columns[b];
      columns[b] = column;
      int position = order[a];
      order[a] = order[b];
      order[b] = position;
      squares[b] = squares[a];
      computed[b] = computed[a];
    }

    /** Makes column k vanish below its entry k, by a reflection also applied to later columns. */
    private void reflect(int k) {
      double[] v = columns[k];
      double norm = Math.sqrt(dot(v, v, k));
      if (norm == 0) {
        return;
      }
      double diagonal = -Math.copySign(norm, v[k]);
      v[k] -= diagonal;
      double half = dot(v, v, k) / 2;
      for (int j = k + 1; j < columns.length; j++) {
        double[] c = columns[j];
        double weight = dot(v, c, k) / half;
        for (int i = k; i < c.length; i++) {
          c[i] -= weight * v[i];
        }
        squares[j] -= c[k] * c[k];
        if (squares[j] < DOWNDATED * computed[j]) {
          squares[j] = dot(c, c, k + 1);
          computed[j] = squares[j];
        }
      }
      v[k] = diagonal;
    }
  }
}
