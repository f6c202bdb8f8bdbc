// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.noisygd.judge.sampling.Grouping.Sums;
import org.noisygd.number.matrix.Entries;

/**
 * Tests recovered noise by sums whose law is exactly normal or chi-square. Sums may be too large,
 * or nearer to their expectation than chance allows (centred, standardised or whitened noise). Each
 * sum is moved towards passing by as much as rounding may have moved it.
 */
final class SumLaw {
  /** With this many draws the columns of a sample are nearly orthogonal. */
  private static final int MANY = 1000;

  /** Sums whose mean square, over what chance gives, is below this were made zero. */
  private static final double ZERO = 1e-9;

  private static final String CENTRED = "draws-centred";

  private SumLaw() {}

  /** All tests. */
  static List<LawResult> of(List<RecoveredNoise> samples) {
    return List.of(sums(samples), covariances(samples), sizes(samples));
  }

  /** Tests the sums of each group, each with the mistake that makes them too large. */
  private static LawResult sums(List<RecoveredNoise> samples) {
    Strongest best = new Strongest(LawFamily.SUMS);
    sums(samples, best, Grouping.ENTRY, "each entry's noise over a request", "noise-mean");
    sums(samples, best, Grouping.DRAW, "the noise of each draw", "noise-dependent");
    sums(samples, best, Grouping.FACTOR, "all noise of a factor in a request", "noise-mean");
    sums(samples, best, Grouping.REQUEST, "all noise in a request", "noise-mean");
    sums(samples, best, Grouping.ROW, "the noise of each row", "noise-row-shared");
    sums(samples, best, Grouping.COLUMN, "the noise of each column", "noise-row-shared");
    return best.result();
  }

  private static void sums(
      List<RecoveredNoise> samples, Strongest best, Grouping of, String words, String tooLarge) {
    Squares squares = new Squares();
    for (RecoveredNoise s : samples) {
      double grow = StrictMath.expm1(s.slack());
      of.sums(s).forEach(g -> squares.add(g.sum(), g.size() * grow, g.n()));
    }
    squares.test(best, "the sums of " + words, CENTRED, tooLarge);
  }

  /** Squares of independent standard normal numbers, and how far rounding may move their sum. */
  private static final class Squares {
    private double count;
    private double least;
    private double most;

    /** Adds a sum of n numbers, which rounding may have moved. */
    void add(double sum, double moved, double n) {
      double off = Math.max(0, Math.abs(sum) - moved);
      double at = Math.abs(sum) + moved;
      count++;
      least += off * off / n;
      most += at * at / n;
    }

    void test(Strongest best, String what, String zero, String tooLarge) {
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

  /**
   * Tests the triangular factor R of a sample's columns (Bartlett 1933): with a column of ones in
   * front, the elements of R above the diagonal are independent standard normal numbers. R moves by
   * at most sqrt(2) kappa |dA| (Sun 1991), where kappa is the condition number; with 1000 draws and
   * 65 columns kappa exceeds 3.1 with probability below 1e-13 (Davidson and Szarek).
   */
  private static LawResult covariances(List<RecoveredNoise> samples) {
    Strongest best = new Strongest(LawFamily.COVARIANCES);
    Squares all = new Squares();
    for (RecoveredNoise s : samples) {
      if (s.draws < MANY) {
        continue;
      }
      int p = s.inX + s.inY;
      double moved = 8 * StrictMath.expm1(s.slack()) * StrictMath.sqrt((double) s.draws * p);
      double[] ones = new double[s.draws];
      Arrays.fill(ones, 1 / StrictMath.sqrt(s.draws));
      double[][] q = Stream.concat(Stream.of(ones), Grouping.ENTRY.of(s)).toArray(double[][]::new);
      for (int j = 1; j <= p; j++) {
        for (int i = 0; i < j; i++) {
          double r = Entries.inner(q[i], q[j]);
          for (int k = 0; k < s.draws; k++) {
            q[j][k] -= r * q[i][k];
          }
          if (i > 0) {
            all.add(r, moved, 1);
            best.add(
                LawTail.normal(Math.max(0, Math.abs(r) - moved)),
                i <= s.inX && j > s.inX ? "noise-correlated" : "noise-dependent",
                "the noises of %s and %s have the correlation %.3f",
                s.entry(i - 1),
                s.entry(j - 1),
                r / StrictMath.sqrt(s.draws));
          }
        }
        normalise(q[j]);
      }
    }
    all.test(
        best,
        "the covariances of the noise of two entries over a request",
        "draws-whitened",
        "noise-dependent");
    return best.result();
  }

  private static void normalise(double[] column) {
    double norm = StrictMath.sqrt(Entries.normSquared(column));
    for (int k = 0; k < column.length && norm > 0; k++) {
      column[k] /= norm;
    }
  }

  private static LawResult sizes(List<RecoveredNoise> samples) {
    Strongest best = new Strongest(LawFamily.SIZES);
    sizes(samples, best, Grouping.ENTRY, "the variances of each entry's noise over a request");
    sizes(samples, best, Grouping.FACTOR, "the variances of a factor's noise over a request");
    return best.result();
  }

  /**
   * Tests, by Fisher's combination, how near sums of squares about 0 come to n, and those about the
   * mean to n and n - 1.
   */
  private static void sizes(
      List<RecoveredNoise> samples, Strongest best, Grouping of, String words) {
    double count = 0;
    double plain = 0;
    double centred = 0;
    double unbiased = 0;
    for (RecoveredNoise s : samples) {
      double grow = StrictMath.expm1(2 * s.slack());
      for (Sums g : of.sums(s).toList()) {
        double n = g.n();
        double about = g.squares() - g.sum() * g.sum() / n;
        double moved = grow * g.squares();
        count++;
        plain += LawTail.nearChiSquare(n, Math.abs(g.squares() - n) + moved);
        centred += LawTail.nearChiSquare(n - 1, Math.abs(about - n) + moved);
        unbiased += LawTail.nearChiSquare(n - 1, Math.abs(about - (n - 1)) + moved);
      }
    }
    String format = "how near %s come to what was asked for";
    String code = "draws-standardised";
    best.add(LawTail.fisher(count, plain), code, format, words);
    best.add(LawTail.fisher(count, centred), code, format, words + ", about their means,");
    best.add(
        LawTail.fisher(count, unbiased),
        code,
        format,
        words + ", about their means and over n - 1,");
  }
}
