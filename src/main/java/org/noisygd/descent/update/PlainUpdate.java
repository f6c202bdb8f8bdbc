// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.update;

/** One perturbed update on plain arrays: variables X row by row, then Y row by row. */
public final class PlainUpdate {
  private final double[][] m;
  private final double[][] x;
  private final double[][] y;
  private final double etaX;
  private final double etaY;
  private final int r;

  /** The update of M, d1 x d2, at X, d1 x r, and Y, d2 x r; the arrays are kept, not copied. */
  public PlainUpdate(double[][] m, double[][] x, double[][] y, double etaX, double etaY) {
    this.m = m;
    this.x = x;
    this.y = y;
    this.etaX = etaX;
    this.etaY = etaY;
    this.r = x[0].length;
  }

  /** Writes the image under the given noise. */
  public void image(double[] noise, double[] image) {
    int d1 = x.length;
    int d2 = y.length;
    int split = d1 * r;
    for (int i = 0; i < d1; i++) {
      for (int a = 0; a < r; a++) {
        image[i * r + a] = x[i][a];
      }
    }
    for (int j = 0; j < d2; j++) {
      for (int a = 0; a < r; a++) {
        image[split + j * r + a] = y[j][a];
      }
    }
    for (int i = 0; i < d1; i++) {
      for (int j = 0; j < d2; j++) {
        double residual = -m[i][j];
        for (int a = 0; a < r; a++) {
          residual += (x[i][a] + noise[i * r + a]) * (y[j][a] + noise[split + j * r + a]);
        }
        for (int a = 0; a < r; a++) {
          image[i * r + a] -= etaX * residual * (y[j][a] + noise[split + j * r + a]);
          image[split + j * r + a] -= etaY * residual * (x[i][a] + noise[i * r + a]);
        }
      }
    }
  }
}
