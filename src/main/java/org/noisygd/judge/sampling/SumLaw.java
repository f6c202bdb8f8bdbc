// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.number.matrix.Entries;

/**
 * Tests of recovered noise by sums that are normal or chi-square exactly, both ways: too large, and
 * nearer to their expectation than chance allows (noise centred, standardised or whitened). Every
 * sum is moved by as much as rounding may have moved it, towards what passes.
 */
final class SumLaw {
  /** Enough draws that the columns of a sample are nearly orthogonal. */
  private static final int MANY = 1000;

  /** Sums with a smaller mean square, over what chance gives, were made zero. */
  private static final double ZERO = 1e-9;

  private final List<RecoveredNoise> samples;
  private final LawFinding.Strongest sums = new LawFinding.Strongest(LawFamily.SUMS);
  private final LawFinding.Strongest pairs = new LawFinding.Strongest(LawFamily.COVARIANCES);
  private final LawFinding.Strongest sizes = new LawFinding.Strongest(LawFamily.SIZES);

  private SumLaw(List<RecoveredNoise> samples) {
    this.samples = samples;
  }

  /** Every test. */
  static List<LawFinding> of(List<RecoveredNoise> samples) {
    SumLaw law = new SumLaw(samples);
    law.sums();
    law.covariances();
    law.sizes();
    return List.of(law.sums.finding(), law.pairs.finding(), law.sizes.finding());
  }

  /** Squares of independent standard normal numbers, and their sum moved by rounding. */
  private static final class Squares {
    private double count;
    private double least;
    private double most;

    /** A sum of n numbers that rounding may have moved. */
    void add(double sum, double moved, double n) {
      double off = Math.max(0, Math.abs(sum) - moved);
      double at = Math.abs(sum) + moved;
      count++;
      least += off * off / n;
      most += at * at / n;
    }

    void test(LawFinding.Strongest best, String what, String zero, String tooLarge) {
      if (count == 0) {
        return;
      }
      String tooSmall = zero.equals(CENTRED) && least / count >= ZERO ? "draws-quasi-random" : zero;
      boolean small = most < count;
      double ratio = small ? most / count : Math.max(1, least / count);
      best.add(
          LawTail.chiSquare(count, Math.max(ratio, Double.MIN_NORMAL)),
          small ? tooSmall : tooLarge,
          "%s have a mean square of %.3g times what chance gives (%.0f of them)",
          what,
          small ? most / count : least / count,
          count);
    }
  }

  private void sums() {
    Squares entries = new Squares();
    Squares draws = new Squares();
    Squares requests = new Squares();
    Squares both = new Squares();
    Squares rows = new Squares();
    Squares columns = new Squares();
    for (RecoveredNoise s : samples) {
      double grow = StrictMath.expm1(s.slack());
      double all = 0;
      double allSize = 0;
      for (int f = 0; f < 2; f++) {
        double[][] a = s.factor(f);
        int n = a[0].length;
        if (n == 0) {
          continue;
        }
        double sum = 0;
        double size = 0;
        for (int i = 0; i < n; i++) {
          double entry = 0;
          double itsSize = 0;
          for (double[] row : a) {
            entry += row[i];
            itsSize += Math.abs(row[i]);
          }
          entries.add(entry, itsSize * grow, a.length);
          sum += entry;
          size += itsSize;
        }
        requests.add(sum, size * grow, (double) n * a.length);
        all += sum;
        allSize += size;
        for (double[] row : a) {
          strided(draws, row, 0, 1, n, grow);
          for (int i = 0; i < n / s.r && s.r > 1; i++) {
            strided(rows, row, i * s.r, 1, s.r, grow);
          }
          for (int c = 0; c < s.r && s.r > 1; c++) {
            strided(columns, row, c, s.r, n / s.r, grow);
          }
        }
      }
      both.add(all, allSize * grow, (double) s.draws * (s.inX + s.inY));
    }
    entries.test(sums, "the sums of each entry's noise over a request", CENTRED, "noise-mean");
    draws.test(sums, "the sums of the noise of each draw", CENTRED, "noise-dependent");
    requests.test(sums, "the sums of all noise of a factor in a request", CENTRED, "noise-mean");
    both.test(sums, "the sums of all noise in a request", CENTRED, "noise-mean");
    rows.test(sums, "the sums of the noise of each row", CENTRED, "noise-row-shared");
    columns.test(sums, "the sums of the noise of each column", CENTRED, "noise-row-shared");
  }

  private static final String CENTRED = "draws-centred";

  private static void strided(
      Squares squares, double[] row, int from, int step, int n, double grow) {
    double sum = 0;
    double size = 0;
    for (int i = 0; i < n; i++) {
      sum += row[from + i * step];
      size += Math.abs(row[from + i * step]);
    }
    squares.add(sum, size * grow, n);
  }

  /**
   * The triangle of the columns of a sample (Bartlett 1933): after the column of ones, by
   * orthogonalisation, the elements above the diagonal are independent standard normal numbers. The
   * triangle moves by at most sqrt(2) kappa |dA| (Sun 1991), kappa the condition number; with 1000
   * draws and 65 columns kappa exceeds 3.1 with probability below 1e-13 (Davidson and Szarek).
   */
  private void covariances() {
    Squares all = new Squares();
    for (RecoveredNoise s : samples) {
      if (s.draws < MANY) {
        continue;
      }
      int p = s.inX + s.inY;
      double moved = 8 * StrictMath.expm1(s.slack()) * StrictMath.sqrt((double) s.draws * p);
      double[][] q = new double[p + 1][s.draws];
      java.util.Arrays.fill(q[0], 1 / StrictMath.sqrt(s.draws));
      for (int j = 1; j <= p; j++) {
        for (int k = 0; k < s.draws; k++) {
          q[j][k] = j <= s.inX ? s.z[k][j - 1] : s.w[k][j - 1 - s.inX];
        }
        for (int i = 0; i < j; i++) {
          double r = Entries.inner(q[i], q[j]);
          for (int k = 0; k < s.draws; k++) {
            q[j][k] -= r * q[i][k];
          }
          if (i > 0) {
            all.add(r, moved, 1);
            pair(s, i - 1, j - 1, r, moved);
          }
        }
        normalise(q[j]);
      }
    }
    all.test(
        pairs,
        "the covariances of the noise of two entries over a request",
        "draws-whitened",
        "noise-dependent");
  }

  private void pair(RecoveredNoise s, int i, int j, double r, double moved) {
    double nats = LawTail.normal(Math.max(0, Math.abs(r) - moved));
    pairs.add(
        nats,
        i < s.inX && j >= s.inX ? "noise-correlated" : "noise-dependent",
        "the noises of %s and %s have the correlation %.3f",
        s.entry(i),
        s.entry(j),
        r / StrictMath.sqrt(s.draws));
  }

  private static void normalise(double[] column) {
    double norm = StrictMath.sqrt(Entries.normSquared(column));
    for (int k = 0; k < column.length && norm > 0; k++) {
      column[k] /= norm;
    }
  }

  /** How near sums of squares come to their expectations, by Fisher's combination. */
  private static final class Nearness {
    private double count;
    private double near;

    void add(double n, double distance) {
      count++;
      near += LawTail.nearChiSquare(n, distance);
    }

    void test(LawFinding.Strongest best, String what) {
      best.add(
          LawTail.fisher(count, near),
          "draws-standardised",
          "the nearness of %s to what was asked",
          what);
    }
  }

  private void sizes() {
    List<Nearness> found = new ArrayList<>();
    for (int n = 0; n < 6; n++) {
      found.add(new Nearness());
    }
    for (RecoveredNoise s : samples) {
      for (int f = 0; f < 2; f++) {
        double[][] a = s.factor(f);
        int n = a[0].length;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
          double entry = 0;
          double square = 0;
          for (double[] row : a) {
            entry += row[i];
            square += row[i] * row[i];
          }
          near(found.subList(0, 3), a.length, entry, square, s.slack());
          sum += entry;
          squares += square;
        }
        if (n > 0) {
          near(found.subList(3, 6), (double) a.length * n, sum, squares, s.slack());
        }
      }
    }
    for (int n = 0; n < 6; n++) {
      found.get(n).test(sizes, (n < 3 ? ENTRY_SIZES : REQUEST_SIZES) + ABOUT.get(n % 3));
    }
  }

  private static final String ENTRY_SIZES = "the variances of each entry's noise over a request";
  private static final String REQUEST_SIZES = "the variances of a factor's noise over a request";
  private static final List<String> ABOUT =
      List.of("", ", about their means", ", about their means and over n - 1,");

  /** Sums of squares about 0 near n, and about the mean near n and n - 1. */
  private static void near(
      List<Nearness> found, double n, double sum, double squares, double slack) {
    double about = squares - sum * sum / n;
    double moved = StrictMath.expm1(2 * slack) * squares;
    found.get(0).add(n, Math.abs(squares - n) + moved);
    found.get(1).add(n - 1, Math.abs(about - n) + moved);
    found.get(2).add(n - 1, Math.abs(about - (n - 1)) + moved);
  }
}
