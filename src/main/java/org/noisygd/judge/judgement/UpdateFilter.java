// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.judgement;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Binary64;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.OpBounds;
import org.noisygd.theory.error.RoundingModel;

/**
 * A quick test that an update's result is clearly within its bound, for numbers that are doubles:
 * the result is computed in double-double and the bound in double, both with a margin. A yes is
 * certain; all else is left to exact arithmetic.
 *
 * <p>Proof that a yes is certain: with every magnitude within 2^-200..2^200 nothing under- or
 * overflows. Each double-double operation here is within 2^-100 of |a| + |b| or |a b|; so the
 * result, n &lt; 2^20 operations deep, is within n 2^-100 S, hence within 2^-79 S of the exact one.
 * S, the sum of its terms' absolute values, is computed with a relative error below 2^-30. The test
 * asks for a deviation below (gamma_n (1 - 2^-20) - 2^-78) S.
 */
final class UpdateFilter {
  private static final double SMALL = 0x1p-200;
  private static final double BIG = 0x1p200;

  private final double[][] m;
  private final double etaX;
  private final double etaY;
  private final double limitX;
  private final double limitY;
  private final int r;

  /** Filters the updates of the trace that has this one. */
  UpdateFilter(TracedUpdate one, RoundingModel model) {
    this.m = one.header().target().nearestDoubles();
    this.etaX = one.header().etaX().nearestDouble();
    this.etaY = one.header().etaY().nearestDouble();
    this.r = one.from().x().columns();
    Matrix<Double> zero = Matrix.zeros(Binary64.INSTANCE, m.length, m[0].length);
    Factors<Double> none = Factors.zeros(Binary64.INSTANCE, m.length, m[0].length, r);
    OpBounds.Pair counts = new Update<>(zero, 1.0, 1.0, none, none).bounds(new OpBounds(model));
    this.limitX = limit(model, counts.x().roundings());
    this.limitY = limit(model, counts.y().roundings());
  }

  private static double limit(RoundingModel model, int n) {
    if (!model.bounds(n)) {
      return -1;
    }
    BigDecimal gamma = model.gamma(n);
    double below = gamma.setScale(40, RoundingMode.DOWN).doubleValue();
    return below * (1 - 0x1p-20) - 0x1p-78;
  }

  /** The largest error over its bound if the result is certainly within its bound, else -1. */
  double ratio(TracedUpdate update) {
    double[][] x = update.from().x().nearestDoubles();
    double[][] y = update.from().y().nearestDoubles();
    double[][] zx = update.from().judgedNoiseX().nearestDoubles();
    double[][] zy = update.from().judgedNoiseY().nearestDoubles();
    if (limitX <= 0 || limitY <= 0 || !inRange(x) || !inRange(y) || !inRange(zx) || !inRange(zy)) {
      return -1;
    }
    Numbers atX = perturbed(x, zx);
    Numbers atY = perturbed(y, zy);
    Numbers residual = residual(atX, atY);
    double ofX = largest(x, etaX, residual, false, atY, update.to().x().nearestDoubles(), limitX);
    double ofY =
        ofX < 0
            ? -1
            : largest(y, etaY, residual, true, atX, update.to().y().nearestDoubles(), limitY);
    return ofY < 0 ? -1 : Math.max(ofX, ofY);
  }

  /** |x - eta g - next| over the limit of |x| + eta s. */
  private static double ratio(
      double x, double eta, double[] g, double s, double next, double limit) {
    double[] sum = {x, 0};
    addProduct(sum, -eta, 0, g[0], g[1]);
    double difference = Math.abs((sum[0] - next) + sum[1]);
    double bound = eta == 0 ? 0 : limit * (Math.abs(x) + eta * s);
    return difference == 0 ? 0 : difference / bound;
  }

  /** Numbers in two doubles each, with the sum of the absolute values of each one's terms. */
  private static final class Numbers {
    private final double[][] high;
    private final double[][] low;
    private final double[][] size;

    Numbers(int rows, int columns) {
      high = new double[rows][columns];
      low = new double[rows][columns];
      size = new double[rows][columns];
    }
  }

  private static Numbers perturbed(double[][] a, double[][] z) {
    Numbers sum = new Numbers(a.length, a[0].length);
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < a[i].length; k++) {
        double s = a[i][k] + z[i][k];
        double t = s - a[i][k];
        sum.high[i][k] = s;
        sum.low[i][k] = (a[i][k] - (s - t)) + (z[i][k] - t);
        sum.size[i][k] = Math.abs(a[i][k]) + Math.abs(z[i][k]);
      }
    }
    return sum;
  }

  private Numbers residual(Numbers x, Numbers y) {
    Numbers residual = new Numbers(m.length, m[0].length);
    double[] sum = new double[2];
    for (int i = 0; i < m.length; i++) {
      for (int j = 0; j < m[i].length; j++) {
        sum[0] = -m[i][j];
        sum[1] = 0;
        double s = Math.abs(m[i][j]);
        for (int k = 0; k < r; k++) {
          addProduct(sum, x.high[i][k], x.low[i][k], y.high[j][k], y.low[j][k]);
          s += x.size[i][k] * y.size[j][k];
        }
        residual.high[i][j] = sum[0];
        residual.low[i][j] = sum[1];
        residual.size[i][j] = s;
      }
    }
    return residual;
  }

  /**
   * The largest error of one factor's entries over its bound, or -1 if one is above its bound.
   *
   * @param transposed true if the transposed residual multiplies the other factor
   */
  private double largest(
      double[][] own,
      double eta,
      Numbers residual,
      boolean transposed,
      Numbers other,
      double[][] next,
      double limit) {
    double worst = 0;
    double[] sum = new double[2];
    for (int i = 0; i < own.length; i++) {
      for (int k = 0; k < r; k++) {
        sum[0] = 0;
        sum[1] = 0;
        double s = 0;
        for (int j = 0; j < other.high.length; j++) {
          int a = transposed ? j : i;
          int b = transposed ? i : j;
          addProduct(
              sum, residual.high[a][b], residual.low[a][b], other.high[j][k], other.low[j][k]);
          s += residual.size[a][b] * other.size[j][k];
        }
        double ratio = ratio(own[i][k], eta, sum, s, next[i][k], limit);
        if (!(ratio <= 1)) {
          return -1;
        }
        worst = Math.max(worst, ratio);
      }
    }
    return worst;
  }

  /** sum += a b in double-double. */
  private static void addProduct(
      double[] sum, double aHigh, double aLow, double bHigh, double bLow) {
    double p = aHigh * bHigh;
    double e = Math.fma(aHigh, bHigh, -p) + (aHigh * bLow + aLow * bHigh);
    double s = sum[0] + p;
    double t = s - sum[0];
    double low = ((sum[0] - (s - t)) + (p - t)) + (sum[1] + e);
    double high = s + low;
    sum[0] = high;
    sum[1] = low - (high - s);
  }

  private static boolean inRange(double[][] a) {
    for (double[] row : a) {
      for (double v : row) {
        if (v != 0 && !(Math.abs(v) > SMALL && Math.abs(v) < BIG)) {
          return false;
        }
      }
    }
    return true;
  }
}
