// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.Arrays;
import org.noisygd.number.Text;

/**
 * Finds the change of an entry in a trace that needs the largest noise. With R = X Y^T - M and
 * noise Z in X and W in Y, the change of X is -etaX times
 *
 * <pre>  R W + X W^T Y + Z Y^T Y + Z W^T Y + X W^T W + Z Y^T W + Z W^T W.</pre>
 *
 * <p>Given the state, R_i W_a, W_b^T Y_a and Z_ib are normal, each beyond c deviations with
 * probability at most exp(-c^2/2), and so is |W_a| &gt; sigma2 (sqrt(d2) + c), because the norm has
 * the Lipschitz constant 1. If none of these events happens, the change of every entry is bounded
 * by a cubic in c; the same holds for Y. So a change beyond the cubic at c has a p-value of at most
 * K exp(-c^2/2), where K is the number of these events, and of N K exp(-c^2/2) in N steps.
 */
final class LargestChange {
  /** No c above this is looked for. */
  private static final double LARGEST = 0x1p11;

  private final double[][] m;
  private final double s1;
  private final double s2;
  private double c;
  private long steps;
  private double events;
  private String where = "";

  LargestChange(double[][] m, double s1, double s2) {
    this.m = m;
    this.s1 = s1;
    this.s2 = s2;
  }

  /**
   * Takes a step.
   *
   * @param change the image minus that of an update without noise
   * @param off how far rounding may have moved an entry
   */
  void add(
      long t, double[][] x, double[][] y, double etaX, double etaY, double[] change, double off) {
    int r = x[0].length;
    steps++;
    events = 2.0 * (x.length + y.length) * r + 2.0 * r * r + 2.0 * r;
    factor(t, "X", x, y, false, etaX, change, off);
    factor(t, "Y", y, x, true, etaY, change, off);
  }

  /** The sum of the absolute values. */
  static double l1(double[] all) {
    return Arrays.stream(all).map(Math::abs).sum();
  }

  /** The entries of one factor, {@code own}; {@code turned} if it is Y. */
  private void factor(
      long t,
      String name,
      double[][] own,
      double[][] other,
      boolean turned,
      double eta,
      double[] change,
      double off) {
    int r = own[0].length;
    double mine = turned ? s2 : s1;
    double its = turned ? s1 : s2;
    double[] lengths = new double[r];
    double[][] gram = new double[r][r];
    double allLengths = 0;
    for (int a = 0; a < r; a++) {
      for (int b = 0; b < r; b++) {
        for (double[] row : other) {
          gram[a][b] += row[a] * row[b];
        }
      }
      lengths[a] = StrictMath.sqrt(gram[a][a]);
      allLengths += lengths[a];
    }
    int from = turned ? other.length * r : 0;
    for (int i = 0; i < own.length; i++) {
      double residual = 0;
      for (int j = 0; j < other.length; j++) {
        double v = -(turned ? m[j][i] : m[i][j]);
        for (int b = 0; b < r; b++) {
          v += own[i][b] * other[j][b];
        }
        residual += v * v;
      }
      double sizes = l1(own[i]);
      for (int a = 0; a < r; a++) {
        double linear = its * (StrictMath.sqrt(residual) + sizes * lengths[a]) + mine * l1(gram[a]);
        double square = mine * its * (r * lengths[a] + allLengths);
        Bound bound =
            new Bound(
                eta * linear,
                eta * square,
                eta * its * its * sizes,
                eta * its * its * mine * r,
                StrictMath.sqrt(other.length),
                off);
        double size = Math.abs(change[from + i * r + a]);
        if (size > bound.at(c)) {
          c = bound.inverse(size, c);
          where = Text.format("%s[%d][%d] in the update from t=%d", name, i, a, t);
        }
      }
    }
  }

  /** The bound on a change, a cubic in c. */
  private record Bound(
      double linear, double square, double norms, double cubic, double root, double off) {
    double at(double c) {
      double norm = (root + c) * (root + c);
      // Rounding was bounded for noise of 8 sigma.
      double grow = Math.max(1, c / 8);
      return c * linear
          + c * c * square
          + norms * norm
          + cubic * c * norm
          + off * grow * grow * grow;
    }

    /** The largest c, rounded down a little, at which the bound is below a size. */
    double inverse(double size, double known) {
      double low = known;
      double high = LARGEST;
      while (high - low > 1e-6 * high) {
        double middle = (low + high) / 2;
        boolean below = at(middle) < size;
        low = below ? middle : low;
        high = below ? high : middle;
      }
      return low;
    }
  }

  double evidence() {
    return Math.max(0, c * c / 2 - StrictMath.log(events) - StrictMath.log((double) steps));
  }

  String words() {
    return where.isEmpty()
        ? Text.format("no change needs any noise, in %d steps", steps)
        : Text.format("%s needs noise of at least %.1f sigma (%d steps)", where, c, steps);
  }
}
