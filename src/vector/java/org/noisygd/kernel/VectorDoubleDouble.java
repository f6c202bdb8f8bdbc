// SPDX-License-Identifier: Apache-2.0
package org.noisygd.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.noisygd.descent.UpdateForm;

/**
 * {@link BatchUpdate} in double-double over the incubator's vectors, one vector of lanes at a time.
 * Where {@link DoubleDoubleProducts} cannot vouch for the bits of a group of lanes (numbers beyond
 * 2^300, products whose low part is zero or below 2^-960), {@link PortableDoubleDouble} computes
 * that group instead, so the bits are always its bits.
 *
 * <p>Working arrays are (high, low), flat, entry n at n L, factors column by column.
 */
final class VectorDoubleDouble implements BatchUpdate.Maker {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** No sum of products of numbers up to this overflows or is too large to be split. */
  private static final double LARGE = 0x1.0p300;

  @Override
  public BatchUpdate make(UpdateData data) {
    return new Update(data);
  }

  private static final class Update implements BatchUpdate {
    private final UpdateData data;
    private final DoubleDoubleProducts products = new DoubleDoubleProducts();
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
      boolean small = true;
      for (double[] row : data.m[0]) {
        for (double m : row) {
          small &= Math.abs(m) < LARGE;
        }
      }
      bounded = small && data.etaX[0] < LARGE && data.etaY[0] < LARGE;
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
      products.clear();
      load(x, xt, batch.x(), noiseX, lane);
      load(y, yt, batch.y(), noiseY, lane);
      DoubleDoubleProducts.add(xt, 0, x, 0, xt, 0, data.d1 * data.r, false);
      DoubleDoubleProducts.add(yt, 0, y, 0, yt, 0, data.d2 * data.r, false);
      if (!bounded || !isBounded(xt[0], used) || !isBounded(yt[0], used)) {
        return false;
      }
      if (data.form == UpdateForm.GRAM) {
        gramForm(gx, xt, data.d1, yt, data.d2, data.mt);
        gramForm(gy, yt, data.d2, xt, data.d1, data.m);
      } else {
        residualForm();
      }
      descend(x, gx, data.etaX, data.d1);
      descend(y, gy, data.etaY, data.d2);
      if (!products.exact(used)) {
        return false;
      }
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

    private static boolean isBounded(double[] high, int used) {
      DoubleVector largest = DoubleVector.zero(S);
      for (int n = 0; n < high.length; n += L) {
        largest = largest.max(DoubleVector.fromArray(S, high, n).abs());
      }
      boolean small = true;
      for (int l = 0; l < Math.min(used, L); l++) {
        small &= largest.lane(l) < LARGE; // false of NaN, which max keeps
      }
      return small;
    }

    private void descend(double[][] iterate, double[][] g, double[] eta, int d) {
      double[][] factor = {new double[L], new double[L]};
      DoubleVector.broadcast(S, eta[0]).intoArray(factor[0], 0);
      DoubleVector.broadcast(S, eta[1]).intoArray(factor[1], 0);
      for (int k = 0; k < data.r; k++) {
        products.first(term, 0, g, k * d, 1, factor, 0, d);
        DoubleDoubleProducts.add(iterate, k * d, iterate, k * d, term, 0, d, true);
      }
    }

    private void residualForm() {
      int d1 = data.d1;
      int d2 = data.d2;
      int r = data.r;
      for (int i = 0; i < d1; i++) {
        products.first(residual, i * d2, yt, 0, 1, xt, i, d2);
        for (int k = 1; k < r; k++) {
          products.next(residual, i * d2, yt, k * d2, 1, xt, k * d1 + i, d2);
        }
        for (int j = 0; j < d2; j++) {
          DoubleVector.broadcast(S, data.m[0][i][j]).intoArray(term[0], j * L);
          DoubleVector.broadcast(S, data.m[1][i][j]).intoArray(term[1], j * L);
        }
        DoubleDoubleProducts.add(residual, i * d2, residual, i * d2, term, 0, d2, true);
      }
      for (int k = 0; k < r; k++) {
        products.first(gx, k * d1, residual, 0, d2, yt, k * d2, d1);
        for (int j = 1; j < d2; j++) {
          products.next(gx, k * d1, residual, j, d2, yt, k * d2 + j, d1);
        }
        products.first(gy, k * d2, residual, 0, 1, xt, k * d1, d2);
        for (int i = 1; i < d1; i++) {
          products.next(gy, k * d2, residual, i * d2, 1, xt, k * d1 + i, d2);
        }
      }
    }

    /** g = own (other^T other) - A other; own has d rows, other terms rows; A by columns. */
    private void gramForm(
        double[][] g, double[][] own, int d, double[][] other, int terms, double[][][] a) {
      int r = data.r;
      for (int p = 0; p < r; p++) {
        // A product's bits do not depend on the order of its factors while it can be vouched for.
        products.first(gram, p * r, other, 0, terms, other, p * terms, p + 1);
        for (int j = 1; j < terms; j++) {
          products.next(gram, p * r, other, j, terms, other, p * terms + j, p + 1);
        }
        for (int q = 0; q < p; q++) {
          for (int part = 0; part < 2; part++) {
            System.arraycopy(gram[part], (p * r + q) * L, gram[part], (q * r + p) * L, L);
          }
        }
      }
      for (int k = 0; k < r; k++) {
        products.first(g, k * d, own, 0, 1, gram, k, d);
        for (int b = 1; b < r; b++) {
          products.next(g, k * d, own, b * d, 1, gram, b * r + k, d);
        }
        products.firstScaled(term, 0, a[0][0], a[1][0], other, k * terms);
        for (int j = 1; j < terms; j++) {
          products.nextScaled(term, 0, a[0][j], a[1][j], other, k * terms + j);
        }
        DoubleDoubleProducts.add(g, k * d, g, k * d, term, 0, d, true);
      }
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
