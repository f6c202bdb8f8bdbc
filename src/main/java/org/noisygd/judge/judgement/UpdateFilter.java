// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.judgement;

import java.math.RoundingMode;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.TraceReader.TraceState;
import org.noisygd.number.Binary64;
import org.noisygd.theory.error.OpBounds;
import org.noisygd.theory.error.RoundingModel;

/**
 * A quick test that an update's result is clearly within its bound, for numbers that are doubles:
 * the result is computed in double-double and the bound in double, both with a margin. A yes is
 * certain; every other case is left to exact arithmetic.
 *
 * <p>Proof that a yes is certain: with every magnitude within 2^-200..2^200 nothing under- or
 * overflows. Each double-double operation here is within 2^-100 of |a| + |b| or |a b|; so the
 * result, n &lt; 2^20 operations deep, is within n 2^-100 S, hence within 2^-79 S of the exact one.
 * S, the sum of its terms' absolute values, is computed with a relative error below 2^-30. The test
 * asks for a deviation below (gamma_n (1 - 2^-20) - 2^-78) S.
 */
final class UpdateFilter {
  private static final double SMALL = 0x1p-200;
  private static final double BIG = 0x1p200; // see the proof above

  private final double[] m;
  private final double etaX;
  private final double etaY;
  private final double limitX;
  private final double limitY;

  /** A filter of the updates of the trace that contains this one. */
  UpdateFilter(TracedUpdate one, CaseBounds bounds) {
    this.m = one.header().target().nearestDoubles();
    this.etaX = one.header().etaX().nearestDouble();
    this.etaY = one.header().etaY().nearestDouble();
    OpBounds.Pair counts = bounds.update(one.in(Binary64.INSTANCE));
    this.limitX = limit(bounds.model(), counts.x().roundings());
    this.limitY = limit(bounds.model(), counts.y().roundings());
  }

  private static double limit(RoundingModel model, int n) {
    if (!model.bounds(n)) {
      return -1;
    }
    double below = model.gamma(n).setScale(40, RoundingMode.DOWN).doubleValue();
    return below * (1 - 0x1p-20) - 0x1p-78;
  }

  /**
   * The function that gives the largest error of a state over its bound if the state is certainly
   * within the bound of this update, else -1.
   */
  ToDoubleFunction<TraceState> of(TracedUpdate update) {
    double[] x = update.from().x().nearestDoubles();
    double[] y = update.from().y().nearestDoubles();
    double[] zx = update.from().judgedNoiseX().nearestDoubles();
    double[] zy = update.from().judgedNoiseY().nearestDoubles();
    if (!inRange(x) || !inRange(y) || !inRange(zx) || !inRange(zy)) {
      return state -> -1;
    }
    int d1 = update.from().x().rows();
    int d2 = m.length / d1;
    int r = x.length / d1;
    Numbers atX = perturbed(x, zx);
    Numbers atY = perturbed(y, zy);
    Numbers residual = new Numbers(m.length);
    for (int n = 0; n < m.length; n++) {
      residual.high[n] = -m[n];
      residual.size[n] = Math.abs(m[n]);
    }
    addProducts(residual, d1, r, new Rows(atX, r, 1), new Rows(atY, r, 1));
    Numbers gx = new Numbers(x.length);
    addProducts(gx, d1, d2, new Rows(residual, d2, 1), new Rows(atY, 1, r));
    Numbers gy = new Numbers(y.length);
    addProducts(gy, d2, d1, new Rows(residual, 1, d2), new Rows(atX, 1, r));
    return state -> {
      double ofX = largest(x, etaX, gx, state.x(), limitX);
      double ofY = ofX < 0 ? ofX : largest(y, etaY, gy, state.y(), limitY);
      return ofY < 0 ? -1 : Math.max(ofX, ofY);
    };
  }

  /** Numbers of two doubles, each with the sum of the absolute values of its terms. */
  private static final class Numbers {
    private final double[] high;
    private final double[] low;
    private final double[] size;

    Numbers(int count) {
      high = new double[count];
      low = new double[count];
      size = new double[count];
    }
  }

  /** The rows of a matrix: entry (i, n) is number i * row + n * step. */
  private record Rows(Numbers of, int row, int step) {}

  private static Numbers perturbed(double[] a, double[] z) {
    Numbers sum = new Numbers(a.length);
    for (int n = 0; n < a.length; n++) {
      double s = a[n] + z[n];
      double t = s - a[n];
      sum.high[n] = s;
      sum.low[n] = (a[n] - (s - t)) + (z[n] - t);
      sum.size[n] = Math.abs(a[n]) + Math.abs(z[n]);
    }
    return sum;
  }

  /** Adds a b^T, with the given numbers of rows of a and of columns of both. */
  private static void addProducts(Numbers to, int rows, int terms, Rows a, Rows b) {
    int columns = to.high.length / rows;
    double[] sum = new double[2];
    for (int n = 0; n < to.high.length; n++) {
      sum[0] = to.high[n];
      sum[1] = to.low[n];
      double s = to.size[n];
      int i = n / columns * a.row;
      int j = n % columns * b.row;
      for (int k = 0; k < terms; k++, i += a.step, j += b.step) {
        addProduct(sum, a.of.high[i], a.of.low[i], b.of.high[j], b.of.low[j]);
        s += a.of.size[i] * b.of.size[j];
      }
      to.high[n] = sum[0];
      to.low[n] = sum[1];
      to.size[n] = s;
    }
  }

  /** The largest |x - eta g - next| over its limit, for |x| + eta size; -1 if it is above 1. */
  private static double largest(
      double[] x, double eta, Numbers g, ReadMatrix actual, double limit) {
    if (limit <= 0 || !actual.isFinite() || !actual.areDoubles()) {
      return -1;
    }
    double[] next = actual.nearestDoubles();
    double worst = 0;
    for (int n = 0; n < x.length; n++) {
      double[] sum = {x[n], 0};
      addProduct(sum, -eta, 0, g.high[n], g.low[n]);
      double difference = Math.abs((sum[0] - next[n]) + sum[1]);
      double bound = limit * (Math.abs(x[n]) + eta * g.size[n]);
      double ratio = difference == 0 ? 0 : difference / bound;
      if (!(ratio <= 1)) {
        return -1;
      }
      worst = Math.max(worst, ratio);
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

  private static boolean inRange(double[] a) {
    return Arrays.stream(a).allMatch(v -> v == 0 || (Math.abs(v) > SMALL && Math.abs(v) < BIG));
  }
}
