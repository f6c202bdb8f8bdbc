// SPDX-License-Identifier: Apache-2.0
package org.noisygd.kernel;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.noisygd.descent.UpdateForm;
import org.noisygd.kernel.DoubleDoubleStage.Operands;

/**
 * {@link BatchUpdate} in double-double over the incubator's vectors, one vector of lanes at a time,
 * by {@link DoubleDoubleStage}.
 *
 * <p>Its products take their low part by one fused multiply-add, where {@link DoubleDoubleLoops}
 * splits the factors. Both are exact, so the same number but for the sign of a zero, if no number
 * is too large to be split and no partial product underflows. So every number that is a factor must
 * be zero or at least {@link #SMALL} in absolute value; entries and step sizes must be below {@link
 * #LARGE}. Where that does not hold of a group of lanes, {@link PortableDoubleDouble} computes it.
 * The sign of a zero does not reach the result: no sum of finite double-doubles depends on the
 * signs of its zeros, or has a part -0; and the last operation of every entry is a sum.
 *
 * <p>Working arrays are (high, low), flat, entry n at n L, factors column by column.
 */
public final class VectorDoubleDouble implements BatchUpdate.Maker {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** No sum of products of numbers up to this overflows or is too large to be split. */
  private static final double LARGE = 0x1.0p300;

  /**
   * Of numbers x, y of this size ulp(x) ulp(y) &gt;= 2^-984, and every partial product of the
   * splitting is a multiple of that.
   */
  private static final double SMALL = 0x1.0p-440;

  @Override
  public BatchUpdate make(UpdateData data) {
    return new Update(data);
  }

  private static final class Update implements BatchUpdate {
    private final UpdateData data;
    private final Operands w = new Operands();
    private final DoubleDoubleStage first = new DoubleDoubleStage.FirstProducts();
    private final DoubleDoubleStage next = new DoubleDoubleStage.NextProducts();
    private final DoubleDoubleStage firstScaled = new DoubleDoubleStage.FirstScaled();
    private final DoubleDoubleStage nextScaled = new DoubleDoubleStage.NextScaled();
    private final DoubleDoubleStage add = new DoubleDoubleStage.Sums(1);
    private final DoubleDoubleStage subtract = new DoubleDoubleStage.Sums(-1);
    private final DoubleDoubleStage subtractNumbers = new DoubleDoubleStage.SubtractedNumbers();
    private final BatchUpdate portable;
    private final ReplicateBatch group;
    private final double[][] groupNoiseX;
    private final double[][] groupNoiseY;
    private final boolean bounded;
    private final double[][] x;
    private final double[][] y;
    private final double[][] xt;
    private final double[][] yt;
    private final double[][] gx;
    private final double[][] gy;
    private final double[][] residual;
    private final double[][] gram;
    private final double[][] term;
    private final double[] lanes = new double[L];
    private final double[][] etaX;
    private final double[][] etaY;
    private final double[][] m;
    private final double[][] mt;

    Update(UpdateData data) {
      this.data = data;
      int n1 = data.d1 * data.r * L;
      int n2 = data.d2 * data.r * L;
      boolean isGram = data.form == UpdateForm.GRAM;
      portable = new PortableDoubleDouble(data);
      group = new ReplicateBatch(data.d1, data.d2, data.r, 2, ReplicateBatch.LANE_GROUP);
      groupNoiseX = new double[data.d1 * data.r][ReplicateBatch.LANE_GROUP];
      groupNoiseY = new double[data.d2 * data.r][ReplicateBatch.LANE_GROUP];
      x = new double[2][n1];
      y = new double[2][n2];
      xt = new double[2][n1];
      yt = new double[2][n2];
      gx = new double[2][n1];
      gy = new double[2][n2];
      residual = new double[2][isGram ? 0 : data.d1 * data.d2 * L];
      gram = new double[2][isGram ? data.r * data.r * L : 0];
      term = new double[2][Math.max(data.d1, data.d2) * L];
      etaX = spread(data.etaX);
      etaY = spread(data.etaY);
      m = new double[][] {flat(data.m[0]), flat(data.m[1])};
      mt = new double[][] {flat(data.mt[0]), flat(data.mt[1])};
      boolean inside = isInside(data.etaX[0]) && isInside(data.etaY[0]);
      for (double entry : m[0]) {
        inside &= isInside(entry);
      }
      bounded = inside;
    }

    private static double[][] spread(double[] parts) {
      double[][] entry = new double[2][L];
      Arrays.fill(entry[0], parts[0]);
      Arrays.fill(entry[1], parts[1]);
      return entry;
    }

    private static double[] flat(double[][] rows) {
      return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    private static boolean isInside(double high) {
      return high == 0 || (Math.abs(high) >= SMALL && Math.abs(high) < LARGE);
    }

    @Override
    public void apply(ReplicateBatch batch, double[][] noiseX, double[][] noiseY) {
      data.requireShapes(batch, noiseX, noiseY);
      for (int lane = 0; lane < batch.lanes(); lane += L) {
        if (!fast(batch, noiseX, noiseY, lane)) {
          exact(batch, noiseX, noiseY, lane);
        }
      }
    }

    private boolean fast(ReplicateBatch batch, double[][] noiseX, double[][] noiseY, int lane) {
      int used = batch.size() - lane;
      if (used <= 0) {
        return true;
      }
      load(x, xt, batch.x(), noiseX, lane);
      load(y, yt, batch.y(), noiseY, lane);
      sums(add, xt, 0, x, 0, data.d1 * data.r);
      sums(add, yt, 0, y, 0, data.d2 * data.r);
      if (!bounded
          || !(isBelow(LARGE, xt[0], used) && isBelow(LARGE, yt[0], used))
          || !(isNormal(xt[0], used) && isNormal(yt[0], used))) {
        return false;
      }
      boolean normal = true;
      if (data.form == UpdateForm.GRAM) {
        normal &= gramForm(gx, xt, data.d1, yt, data.d2, mt, used);
        normal &= gramForm(gy, yt, data.d2, xt, data.d1, m, used);
      } else {
        residualForm();
        normal = isNormal(residual[0], used);
      }
      if (!normal || !isNormal(gx[0], used) || !isNormal(gy[0], used)) {
        return false;
      }
      descend(x, gx, etaX, data.d1);
      descend(y, gy, etaY, data.d2);
      store(x, batch.x(), lane);
      store(y, batch.y(), lane);
      return true;
    }

    /** The iterate column by column, and in {@code noise}'s place the perturbation. */
    private void load(
        double[][] to, double[][] toNoise, double[][][] from, double[][] noise, int lane) {
      int d = noise.length / data.r;
      DoubleVector zero = DoubleVector.zero(S);
      for (int n = 0; n < noise.length; n++) {
        int at = (n % data.r * d + n / data.r) * L;
        DoubleVector.fromArray(S, from[0][n], lane).intoArray(to[0], at);
        DoubleVector.fromArray(S, from[1][n], lane).intoArray(to[1], at);
        DoubleVector.fromArray(S, noise[n], lane).intoArray(toNoise[0], at);
        zero.intoArray(toNoise[1], at);
      }
    }

    private void store(double[][] from, double[][][] to, int lane) {
      int d = to[0].length / data.r;
      for (int n = 0; n < to[0].length; n++) {
        int at = (n % data.r * d + n / data.r) * L;
        DoubleVector.fromArray(S, from[0], at).intoArray(to[0][n], lane);
        DoubleVector.fromArray(S, from[1], at).intoArray(to[1][n], lane);
      }
    }

    private boolean isBelow(double limit, double[] high, int used) {
      DoubleVector largest = DoubleVector.zero(S);
      for (int n = 0; n < high.length; n += L) {
        largest = largest.max(DoubleVector.fromArray(S, high, n).abs());
      }
      largest.intoArray(lanes, 0);
      boolean below = true;
      for (int l = 0; l < Math.min(used, L); l++) {
        below &= lanes[l] < limit; // false of NaN, which max keeps
      }
      return below;
    }

    /** Whether all are zero or at least {@link #SMALL}. */
    private boolean isNormal(double[] high, int used) {
      DoubleVector most = DoubleVector.zero(S);
      for (int n = 0; n < high.length; n += L) {
        // s - s^2 is positive for 0 < s < 1 alone.
        DoubleVector scaled = DoubleVector.fromArray(S, high, n).abs().mul(1 / SMALL).min(1);
        most = most.max(scaled.sub(scaled.mul(scaled)));
      }
      most.intoArray(lanes, 0);
      boolean normal = true;
      for (int l = 0; l < Math.min(used, L); l++) {
        normal &= lanes[l] == 0;
      }
      return normal;
    }

    /** The only call of a stage. */
    private void run(DoubleDoubleStage stage, double[][] out, int o, int count) {
      w.out = out;
      w.o = o;
      w.count = count;
      stage.run(w);
    }

    private void sums(
        DoubleDoubleStage stage, double[][] out, int o, double[][] a, int p, int count) {
      w.a = a;
      w.p = p;
      run(stage, out, o, count);
    }

    private void left(double[][] a, int p, int step, int term) {
      w.a = a;
      w.p = p;
      w.aStep = step;
      w.aTerm = term;
    }

    private void right(double[][] b, int q, int term) {
      w.b = b;
      w.q = q;
      w.bTerm = term;
    }

    /** out[o + n] = the sum over the terms of left times right. */
    private void products(double[][] out, int o, int count, int terms) {
      run(first, out, o, count);
      if (terms > 1) {
        w.p += w.aTerm;
        w.q += w.bTerm;
        w.terms = terms - 1;
        run(next, out, o, count);
      }
    }

    private void descend(double[][] iterate, double[][] g, double[][] eta, int d) {
      for (int k = 0; k < data.r; k++) {
        left(g, k * d, 1, 0);
        right(eta, 0, 0);
        products(term, 0, d, 1);
        sums(subtract, iterate, k * d, term, 0, d);
      }
    }

    private void residualForm() {
      int d1 = data.d1;
      int d2 = data.d2;
      int r = data.r;
      for (int i = 0; i < d1; i++) {
        left(yt, 0, 1, d2);
        right(xt, i, d1);
        products(residual, i * d2, d2, r);
        sums(subtractNumbers, residual, i * d2, m, i * d2, d2);
      }
      for (int k = 0; k < r; k++) {
        left(residual, 0, d2, 1);
        right(yt, k * d2, 1);
        products(gx, k * d1, d1, d2);
        left(residual, 0, 1, d2);
        right(xt, k * d1, 1);
        products(gy, k * d2, d2, d1);
      }
    }

    /**
     * g = own (other^T other) - A other; own has d rows, other terms rows; A by columns. Returns
     * whether all factors met can be vouched for.
     */
    private boolean gramForm(
        double[][] g, double[][] own, int d, double[][] other, int terms, double[][] a, int used) {
      int r = data.r;
      for (int p = 0; p < r; p++) {
        // A product's value does not depend on the order of its factors while it is exact.
        left(other, 0, terms, 1);
        right(other, p * terms, 1);
        products(gram, p * r, p + 1, terms);
        for (int q = 0; q < p; q++) {
          for (int part = 0; part < 2; part++) {
            System.arraycopy(gram[part], (p * r + q) * L, gram[part], (q * r + p) * L, L);
          }
        }
      }
      for (int k = 0; k < r; k++) {
        left(own, 0, 1, d);
        right(gram, k, r);
        products(g, k * d, d, r);
        left(a, 0, 1, d);
        right(other, k * terms, 1);
        run(firstScaled, term, 0, d);
        w.p += d;
        w.q++;
        w.terms = terms - 1;
        run(nextScaled, term, 0, d);
        sums(subtract, g, k * d, term, 0, d);
      }
      return isNormal(gram[0], used);
    }

    private void exact(ReplicateBatch batch, double[][] noiseX, double[][] noiseY, int lane) {
      for (int part = 0; part < 2; part++) {
        copy(batch.x()[part], lane, group.x()[part], 0);
        copy(batch.y()[part], lane, group.y()[part], 0);
      }
      copy(noiseX, lane, groupNoiseX, 0);
      copy(noiseY, lane, groupNoiseY, 0);
      portable.apply(group, groupNoiseX, groupNoiseY);
      for (int part = 0; part < 2; part++) {
        copy(group.x()[part], 0, batch.x()[part], lane);
        copy(group.y()[part], 0, batch.y()[part], lane);
      }
    }

    private static void copy(double[][] from, int fromLane, double[][] to, int toLane) {
      for (int n = 0; n < from.length; n++) {
        System.arraycopy(from[n], fromLane, to[n], toLane, L);
      }
    }
  }
}
