// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.rule;

import org.noisygd.number.Require;

/**
 * How steps and noise decay: at the update from t both step sizes are multiplied by (1 + t/t0)^-a
 * and the standard deviations of perturbations by (1 + t/t0)^-b. Powers by StrictMath; exactly 1
 * where the exponent is 0.
 *
 * @param stepExponent a
 * @param noiseExponent b
 * @param timeScale t0, in updates
 */
public record Schedule(double stepExponent, double noiseExponent, double timeScale) {
  /** No decay. */
  public static final Schedule CONSTANT = new Schedule(0, 0, 1);

  /** Checks the numbers. */
  public Schedule {
    Require.finiteNonNegative("step exponent", stepExponent);
    Require.finiteNonNegative("noise exponent", noiseExponent);
    Require.finitePositive("time scale", timeScale);
  }

  /** The factor of the step sizes. */
  public double step(long t) {
    return power(t, stepExponent);
  }

  /** The factor of the standard deviations. */
  public double noise(long t) {
    return power(t, noiseExponent);
  }

  private double power(long t, double exponent) {
    return exponent == 0 ? 1 : StrictMath.pow(1 + t / timeScale, -exponent);
  }
}
