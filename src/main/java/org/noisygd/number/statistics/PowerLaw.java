// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.statistics;

import java.util.List;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.noisygd.number.Require;

/**
 * A time fitted as t = constant eta^a (sigma^2)^b by least squares of its logarithm over a grid;
 * standard errors from the residuals, which are those of the model, not of sampling alone.
 *
 * @param etaExponent a; the theorem has -1, but for its logarithm
 * @param etaError its standard error
 * @param sigmaExponent b; the theorem has -1
 * @param sigmaError its standard error
 * @param points how many cells
 */
public record PowerLaw(
    double etaExponent, double etaError, double sigmaExponent, double sigmaError, int points) {
  /**
   * One point of the grid.
   *
   * @param eta the step
   * @param sigmaSquared the noise
   * @param time what is fitted, positive
   */
  public record Point(double eta, double sigmaSquared, double time) {}

  /** The fit of at least four points. */
  public static PowerLaw fit(List<Point> points) {
    Require.that(points.size() >= 4, "points", "be at least 4", points.size());
    double[] y = new double[points.size()];
    double[][] x = new double[points.size()][];
    for (int k = 0; k < y.length; k++) {
      Point point = points.get(k);
      y[k] = StrictMath.log(Require.finitePositive("time", point.time()));
      x[k] = new double[] {StrictMath.log(point.eta()), StrictMath.log(point.sigmaSquared())};
    }
    OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
    regression.newSampleData(y, x);
    double[] beta = regression.estimateRegressionParameters();
    double[] errors = regression.estimateRegressionParametersStandardErrors();
    return new PowerLaw(beta[1], errors[1], beta[2], errors[2], y.length);
  }
}
