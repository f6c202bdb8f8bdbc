// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.statistics;

import org.noisygd.number.Require;

/**
 * The power law y = c x^p nearest to some points: least squares of log y over log x, so exact for
 * points that lie on one.
 *
 * @param exponent p
 * @param factor c
 */
public record PowerFit(double exponent, double factor) {
  /**
   * The fit.
   *
   * @throws IllegalArgumentException unless there are two different x and everything is positive
   */
  public static PowerFit of(double[] x, double[] y) {
    Require.that(x.length == y.length, "points", "have as many y as x", y.length);
    double meanX = 0;
    double meanY = 0;
    for (int k = 0; k < x.length; k++) {
      Require.finitePositive("x", x[k]);
      Require.finitePositive("y", y[k]);
      meanX += StrictMath.log(x[k]) / x.length;
      meanY += StrictMath.log(y[k]) / x.length;
    }
    double square = 0;
    double mixed = 0;
    for (int k = 0; k < x.length; k++) {
      double dx = StrictMath.log(x[k]) - meanX;
      square += dx * dx;
      mixed += dx * (StrictMath.log(y[k]) - meanY);
    }
    Require.that(square > 0, "points", "have two different x", x.length);
    double exponent = mixed / square;
    return new PowerFit(exponent, StrictMath.exp(meanY - exponent * meanX));
  }

  /** c x^p. */
  public double at(double x) {
    return factor * StrictMath.pow(x, exponent);
  }
}
