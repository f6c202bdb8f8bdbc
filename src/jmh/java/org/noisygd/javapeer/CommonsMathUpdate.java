// SPDX-License-Identifier: Apache-2.0
package org.noisygd.javapeer;

import java.math.BigInteger;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/** Commons Math's matrices, residual form. */
final class CommonsMathUpdate implements PeerUpdate {
  private final double eta;
  private final RealMatrix m;
  private final RealMatrix[] noiseX;
  private final RealMatrix[] noiseY;
  private RealMatrix x;
  private RealMatrix y;

  CommonsMathUpdate(PeerProblem p) {
    eta = p.toDouble(p.eta);
    m = MatrixUtils.createRealMatrix(p.toRows(p.m, p.d2));
    x = MatrixUtils.createRealMatrix(p.toRows(p.x, p.r));
    y = MatrixUtils.createRealMatrix(p.toRows(p.y, p.r));
    noiseX = matrices(p, p.noiseX);
    noiseY = matrices(p, p.noiseY);
  }

  private static RealMatrix[] matrices(PeerProblem p, BigInteger[][] slots) {
    RealMatrix[] all = new RealMatrix[slots.length];
    for (int slot = 0; slot < all.length; slot++) {
      all[slot] = MatrixUtils.createRealMatrix(p.toRows(slots[slot], p.r));
    }
    return all;
  }

  @Override
  public void step(int slot) {
    RealMatrix xt = x.add(noiseX[slot]);
    RealMatrix yt = y.add(noiseY[slot]);
    RealMatrix residual = xt.multiply(yt.transpose()).subtract(m);
    x = x.subtract(residual.multiply(yt).scalarMultiply(eta));
    y = y.subtract(residual.transpose().multiply(xt).scalarMultiply(eta));
  }

  @Override
  public void print(StringBuilder out) {
    for (RealMatrix factor : new RealMatrix[] {x, y}) {
      for (double[] row : factor.getData()) {
        for (double entry : row) {
          out.append(Double.toHexString(entry)).append(' ');
        }
      }
    }
  }
}
