// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.List;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Request;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * The noise z (d1), w (d2) of every image at X = Y = 0, M = 0, r = 1, where with A = -X'/etaX = z
 * |w|^2 and B = -Y'/etaY = w |z|^2
 *
 * <pre>  z = A |A|^(-4/3) |B|^(2/3),   w = B |B|^(-4/3) |A|^(2/3).</pre>
 *
 * <p>Every sum in A and B has terms of one sign, so that whatever the legal plan each entry of A
 * and B has its sign exactly and its size within a factor (1 + u)^(+-k); z and w then lie within a
 * factor exp(+-{@link #slack}) of the candidate's own draws (3 |ln| of that factor, since 7/3 + 2/3
 * = 3). Here they are divided by sigma: standard normal, independent, if the law holds.
 */
public final class RecoveredNoise {
  /** Beyond this, underflow can be forgotten: no square or cube of a draw comes near it. */
  private static final double FAR_BELOW = 1e-30;

  /** Roundings beside those of a sum: the draw's own (2), two products, M, eta, X, printing. */
  private static final int OTHER_ROUNDINGS = 8;

  private static final double BINARY64 = 0x1p-53;

  final int draws;
  final int d1;
  final int d2;
  final double[][] z;
  final double[][] w;
  private final boolean decided;
  private final double slack;
  private int silent;

  RecoveredNoise(Request q, List<ReadMatrix> x, List<ReadMatrix> y, RoundingModel model) {
    draws = x.size();
    d1 = q.d1();
    d2 = q.d2();
    z = new double[draws][d1];
    w = new double[draws][d2];
    double etaX = q.etaX().roundToDouble();
    double etaY = q.etaY().roundToDouble();
    double sigma1 = q.sigma1().roundToDouble();
    double sigma2 = q.sigma2().roundToDouble();
    for (int k = 0; k < draws; k++) {
      double normX = read(x.get(k), -etaX, z[k]);
      double normY = read(y.get(k), -etaY, w[k]);
      if (normX == 0 && normY == 0) {
        silent++;
      }
      double a = StrictMath.cbrt(normX);
      double b = StrictMath.cbrt(normY);
      scale(z[k], b * b / (a * a * a * a * sigma1));
      scale(w[k], a * a / (b * b * b * b * sigma2));
    }
    int k = Math.max(d1, d2) + OTHER_ROUNDINGS + 3 * model.conversionsPerProduct();
    double ku = k * (model.unitRoundoff().doubleValue() + BINARY64);
    // -ln(1 - k u) bounds |ln| of a factor (1 + u)^(+-k) from both sides.
    slack = ku < 0.25 ? -3 * StrictMath.log1p(-ku) : Double.POSITIVE_INFINITY;
    decided = slack < 1 && model.underflow().roundToDouble() < FAR_BELOW;
  }

  private RecoveredNoise(RecoveredNoise other) {
    draws = other.draws;
    d1 = other.d1;
    d2 = other.d2;
    z = standardised(other.z);
    w = standardised(other.w);
    decided = other.decided;
    slack = other.slack;
  }

  /** The same numbers with each factor's own mean taken off, over its own deviation. */
  RecoveredNoise standardised() {
    return new RecoveredNoise(this);
  }

  private static double[][] standardised(double[][] a) {
    double n = (double) a.length * a[0].length;
    double sum = 0;
    double squares = 0;
    for (double[] row : a) {
      for (double v : row) {
        sum += v;
        squares += v * v;
      }
    }
    double mean = sum / n;
    double deviation = StrictMath.sqrt(squares / n - mean * mean);
    double[][] b = new double[a.length][a[0].length];
    for (int k = 0; k < a.length; k++) {
      for (int i = 0; i < a[0].length; i++) {
        b[k][i] = (a[k][i] - mean) / deviation;
      }
    }
    return b;
  }

  private static double read(ReadMatrix a, double divisor, double[] into) {
    double square = 0;
    int i = 0;
    for (ReadNumber n : a.entries()) {
      into[i] = n.nearestDouble() / divisor;
      square += into[i] * into[i];
      i++;
    }
    return StrictMath.sqrt(square);
  }

  private static void scale(double[] a, double factor) {
    double f = Double.isFinite(factor) ? factor : 0;
    for (int i = 0; i < a.length; i++) {
      a[i] *= f;
    }
  }

  /** Whether magnitudes are known well enough to be tested; signs always are. */
  boolean decided() {
    return decided;
  }

  /** The largest |ln| of the factor between a recovered and a drawn number. */
  double slack() {
    return slack;
  }

  /** Images without any trace of noise. */
  int silent() {
    return silent;
  }

  /** Whether every image has the noise of the first, to within what rounding may have moved it. */
  boolean isOneDraw() {
    double width = 2 * slack;
    for (int f = 0; f < 2; f++) {
      for (double[] row : factor(f)) {
        for (int i = 0; i < row.length; i++) {
          double first = factor(f)[0][i];
          if (!(Math.abs(row[i] - first) <= StrictMath.expm1(width) * Math.abs(first))) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** The draws of a factor, 0 for X and 1 for Y. */
  double[][] factor(int f) {
    return f == 0 ? z : w;
  }
}
