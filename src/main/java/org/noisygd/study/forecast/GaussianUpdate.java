// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.forecast;

import org.apache.commons.math3.special.Erf;

/**
 * The normal distribution of w + u, where u has a mean and a standard deviation. The three numbers
 * are kept apart, so that the distance from w to a number near it is exact.
 *
 * @param weight w
 * @param mean the mean of u
 * @param deviation the standard deviation of u, above 0
 */
record GaussianUpdate(double weight, double mean, double deviation) {
  private double standard(double v) {
    return (v - weight - mean) / deviation;
  }

  /** The probability of the numbers between two bounds. */
  double probability(double from, double to) {
    return Erf.erf(standard(from) / Math.sqrt(2), standard(to) / Math.sqrt(2)) / 2;
  }

  /** The density at v. */
  double density(double v) {
    double z = standard(v);
    return StrictMath.exp(-z * z / 2) / (deviation * Math.sqrt(2 * Math.PI));
  }

  /** The integral of (v - about) times the density at v, over the numbers v between two bounds. */
  double moment(double from, double to, double about) {
    return (weight - about + mean) * probability(from, to)
        - deviation * deviation * (density(to) - density(from));
  }
}
