// SPDX-License-Identifier: Apache-2.0
package org.noisygd.javapeer;

import java.math.BigInteger;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** EJML's procedural interface, every result written in place: residual form and Gram form. */
final class EjmlUpdate implements PeerUpdate {
  private final boolean gramForm;
  private final double eta;
  private final DMatrixRMaj m;
  private final DMatrixRMaj x;
  private final DMatrixRMaj y;
  private final DMatrixRMaj[] noiseX;
  private final DMatrixRMaj[] noiseY;
  private final DMatrixRMaj xt;
  private final DMatrixRMaj yt;
  private final DMatrixRMaj gx;
  private final DMatrixRMaj gy;
  private final DMatrixRMaj px;
  private final DMatrixRMaj py;
  private final DMatrixRMaj residual;
  private final DMatrixRMaj gram;

  EjmlUpdate(PeerProblem p, boolean gramForm) {
    this.gramForm = gramForm;
    this.eta = p.toDouble(p.eta);
    this.m = matrix(p, p.m, p.d2);
    this.x = matrix(p, p.x, p.r);
    this.y = matrix(p, p.y, p.r);
    this.noiseX = matrices(p, p.noiseX);
    this.noiseY = matrices(p, p.noiseY);
    this.xt = x.copy();
    this.yt = y.copy();
    this.gx = x.copy();
    this.gy = y.copy();
    this.px = x.copy();
    this.py = y.copy();
    this.residual = m.copy();
    this.gram = new DMatrixRMaj(p.r, p.r);
  }

  private static DMatrixRMaj matrix(PeerProblem p, BigInteger[] all, int columns) {
    return new DMatrixRMaj(all.length / columns, columns, true, p.toDoubles(all));
  }

  private static DMatrixRMaj[] matrices(PeerProblem p, BigInteger[][] slots) {
    DMatrixRMaj[] all = new DMatrixRMaj[slots.length];
    for (int slot = 0; slot < all.length; slot++) {
      all[slot] = matrix(p, slots[slot], p.r);
    }
    return all;
  }

  @Override
  public void step(int slot) {
    CommonOps_DDRM.add(x, noiseX[slot], xt);
    CommonOps_DDRM.add(y, noiseY[slot], yt);
    if (gramForm) {
      CommonOps_DDRM.multTransA(yt, yt, gram);
      CommonOps_DDRM.mult(xt, gram, gx);
      CommonOps_DDRM.mult(m, yt, px);
      CommonOps_DDRM.subtractEquals(gx, px);
      CommonOps_DDRM.multTransA(xt, xt, gram);
      CommonOps_DDRM.mult(yt, gram, gy);
      CommonOps_DDRM.multTransA(m, xt, py);
      CommonOps_DDRM.subtractEquals(gy, py);
    } else {
      CommonOps_DDRM.multTransB(xt, yt, residual);
      CommonOps_DDRM.subtractEquals(residual, m);
      CommonOps_DDRM.mult(residual, yt, gx);
      CommonOps_DDRM.multTransA(residual, xt, gy);
    }
    CommonOps_DDRM.addEquals(x, -eta, gx);
    CommonOps_DDRM.addEquals(y, -eta, gy);
  }

  @Override
  public void print(StringBuilder out) {
    for (DMatrixRMaj factor : new DMatrixRMaj[] {x, y}) {
      for (int n = 0; n < factor.getNumElements(); n++) {
        out.append(Double.toHexString(factor.get(n))).append(' ');
      }
    }
  }
}
