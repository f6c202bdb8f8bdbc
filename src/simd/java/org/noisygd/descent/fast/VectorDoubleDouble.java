// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.noisygd.descent.fast.DoubleDoubleStage.Operands;
import org.noisygd.descent.update.UpdateForm;

/**
 * {@link BatchUpdate} in double-double over the incubator's vectors, one vector of lanes at a time,
 * by {@link DoubleDoubleStage}: the operations of its twin {@link PortableDoubleDouble} in the same
 * order, so the same bits ({@code DoubleDoubleBatchTest}).
 *
 * <p>Working arrays are (high, low), flat, entry n at n L, factors column by column.
 */
public final class VectorDoubleDouble implements BatchUpdate.Maker {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  @Override
  public BatchUpdate make(UpdateData data) {
    return new Update(data);
  }

  private static final class Update implements BatchUpdate {
    private final UpdateData data;
    private final Operands w = new Operands();
    private final DoubleDoubleStage fiveVectors = new DoubleDoubleProducts.Five(false);
    private final DoubleDoubleStage oneVector = new DoubleDoubleProducts.One(false);
    private final DoubleDoubleStage fiveNumbers = new DoubleDoubleProducts.Five(true);
    private final DoubleDoubleStage oneNumber = new DoubleDoubleProducts.One(true);
    private final DoubleDoubleStage add = new DoubleDoubleStage.Sums(1, false);
    private final DoubleDoubleStage subtract = new DoubleDoubleStage.Sums(-1, false);
    private final DoubleDoubleStage subtractNumbers = new DoubleDoubleStage.Sums(-1, true);
    private final double[][] x;
    private final double[][] y;
    private final double[][] xt;
    private final double[][] yt;
    private final double[][] gx;
    private final double[][] gy;
    private final double[][] residual;
    private final double[][] gram;
    private final double[][] term;
    private final double[][] etaX;
    private final double[][] etaY;
    private final double[][] m;
    private final double[][] mt;

    Update(UpdateData data) {
      this.data = data;
      int n1 = data.d1 * data.r * L;
      int n2 = data.d2 * data.r * L;
      boolean isGram = data.form == UpdateForm.GRAM;
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

    @Override
    public void apply(ReplicateBatch batch, double[][] noiseX, double[][] noiseY) {
      data.requireShapes(batch, noiseX, noiseY);
      for (int lane = 0; lane < batch.lanes(); lane += L) {
        load(x, xt, batch.x(), noiseX, lane);
        load(y, yt, batch.y(), noiseY, lane);
        sums(add, xt, 0, x, 0, data.d1 * data.r);
        sums(add, yt, 0, y, 0, data.d2 * data.r);
        if (data.form == UpdateForm.GRAM) {
          gramForm(gx, xt, data.d1, yt, data.d2, mt);
          gramForm(gy, yt, data.d2, xt, data.d1, m);
        } else {
          residualForm();
        }
        descend(x, gx, etaX, data.d1);
        descend(y, gy, etaY, data.d2);
        store(x, batch.x(), lane);
        store(y, batch.y(), lane);
      }
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
      sums(fiveVectors, oneVector, out, o, count, terms);
    }

    /** Sums, five at a time and then the rest. */
    private void sums(
        DoubleDoubleStage five,
        DoubleDoubleStage one,
        double[][] out,
        int o,
        int count,
        int terms) {
      w.terms = terms;
      int fives = count / 5 * 5;
      if (fives > 0) {
        run(five, out, o, fives);
        w.p += fives * w.aStep;
      }
      if (fives < count) {
        run(one, out, o + fives, count - fives);
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

    /** g = own (other^T other) - A other; own has d rows, other terms rows; A by columns. */
    private void gramForm(
        double[][] g, double[][] own, int d, double[][] other, int terms, double[][] a) {
      int r = data.r;
      for (int p = 0; p < r; p++) {
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
        sums(fiveNumbers, oneNumber, term, 0, d, terms);
        sums(subtract, g, k * d, term, 0, d);
      }
    }
  }
}
