// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.statistics;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.noisygd.number.Require;

/**
 * The power law y = c x_1^p_1 ... x_n^p_n nearest to some points: least squares of log y over the
 * logarithms of the x, so exact for points that lie on one.
 *
 * @param exponents p_1 to p_n
 * @param errors their standard errors, from the residuals: those of the model, not of sampling
 *     alone; NaN where the points are too few for residuals
 */
public record PowerLaw(List<Double> exponents, List<Double> errors) {
  /** Below this a column of logarithms counts as a combination of others. */
  private static final double SINGULAR = 0x1p-40;

  /** Keeps its own copies. */
  public PowerLaw {
    exponents = List.copyOf(exponents);
    errors = List.copyOf(errors);
  }

  /**
   * One point.
   *
   * @param y what is fitted, positive
   * @param x what it depends on, positive
   */
  public record Point(double y, List<Double> x) {
    /** Keeps its own copy. */
    public Point {
      Require.finitePositive("y", y);
      x = List.copyOf(x);
      x.forEach(value -> Require.finitePositive("x", value));
    }
  }

  /**
   * The fit.
   *
   * @throws IllegalArgumentException if the points do not determine the exponents
   */
  public static PowerLaw fit(List<Point> points) {
    double[] y = points.stream().mapToDouble(point -> StrictMath.log(point.y())).toArray();
    double[][] x =
        points.stream()
            .map(point -> point.x().stream().mapToDouble(StrictMath::log).toArray())
            .toArray(double[][]::new);
    OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression(SINGULAR);
    regression.newSampleData(y, x);
    return new PowerLaw(
        withoutConstant(regression.estimateRegressionParameters()),
        withoutConstant(regression.estimateRegressionParametersStandardErrors()));
  }

  private static List<Double> withoutConstant(double[] parameters) {
    return Arrays.stream(parameters).skip(1).boxed().toList();
  }

  /** The exponent of x_k, k from 0 on. */
  public double exponent(int k) {
    return exponents.get(k);
  }

  /** Its standard error. */
  public double error(int k) {
    return errors.get(k);
  }
}
