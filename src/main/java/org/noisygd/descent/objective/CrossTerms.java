// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.objective;

import org.noisygd.number.Arithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * Covariance of an entry of the gradient by X with one of the gradient by Y, at perturbed iterates
 * Xt, Yt that are independent Gaussian matrices with Gram matrices L and K:
 *
 * <pre>
 *   E (Xt K)_ia (Yt L)_jb     = sum_cd E[Xt_ic L_db] E[Yt_jd K_ca]
 *   E (Xt K)_ia (M^T Xt)_jb   = (X EK)_ia (M^T X)_jb + v1 M_ij (EK)_ba
 *   E (M Yt)_ia (Yt L)_jb     = (M Y)_ia (Y EL)_jb + v2 M_ij (EL)_ab
 *   E (M Yt)_ia (M^T Xt)_jb   = (M Y)_ia (M^T X)_jb
 * </pre>
 *
 * <p>The products of means cancel, which leaves the covariance that {@link #at} computes.
 */
final class CrossTerms<T> {
  private final Arithmetic<T> arithmetic;
  private final Matrix<T> m;
  private final Gaussian<T> ofX;
  private final Gaussian<T> ofY;

  CrossTerms(Matrix<T> m, Gaussian<T> ofX, Gaussian<T> ofY) {
    this.arithmetic = m.arithmetic();
    this.m = m;
    this.ofX = ofX;
    this.ofY = ofY;
  }

  /** The covariance of entry (i,a) of the gradient by X and entry (j,b) of that by Y. */
  T at(int i, int a, int j, int b) {
    int r = ofX.columns();
    // (X EK)_ia and (Y EL)_jb, the means of the cubic parts.
    T meanX = arithmetic.zero();
    T meanY = arithmetic.zero();
    T cubic = arithmetic.zero();
    for (int c = 0; c < r; c++) {
      meanX = arithmetic.add(meanX, arithmetic.multiply(ofX.mean(i, c), ofY.meanOfGram(c, a)));
      meanY = arithmetic.add(meanY, arithmetic.multiply(ofY.mean(j, c), ofX.meanOfGram(c, b)));
      for (int d = 0; d < r; d++) {
        cubic =
            arithmetic.add(
                cubic,
                arithmetic.multiply(
                    ofX.meanEntryTimesGram(i, c, d, b), ofY.meanEntryTimesGram(j, d, c, a)));
      }
    }
    T fromX = arithmetic.multiply(ofX.variance(), ofY.meanOfGram(b, a));
    T fromY = arithmetic.multiply(ofY.variance(), ofX.meanOfGram(a, b));
    T linear = arithmetic.multiply(m.get(i, j), arithmetic.add(fromX, fromY));
    return arithmetic.subtract(
        arithmetic.subtract(cubic, arithmetic.multiply(meanX, meanY)), linear);
  }
}
