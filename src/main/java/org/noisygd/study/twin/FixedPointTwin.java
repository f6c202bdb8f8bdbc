// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.fixedpoint.FixedPoint;
import org.noisygd.descent.fixedpoint.FixedPointNoise;
import org.noisygd.descent.fixedpoint.FixedPointTrajectory;
import org.noisygd.descent.fixedpoint.FixedPointUpdate;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Binary64;

/**
 * A twin of P decimal digits by the {@link FixedPointUpdate} of as many, which takes a small part
 * of the time that an update over decimals takes. M, the steps, the start and the noise are the
 * setting's doubles, rounded to multiples of 2^-F, F = ceil(P log2 10) + {@value
 * FixedPoint#GUARD_BITS}. With x and y the largest moduli of the perturbed iterate, an update is
 * within
 *
 * <pre>  2^-F / 2 (1 + d2 y + r x (1 + etaX + d2 y^2))</pre>
 *
 * <p>of the exact one in each entry of X, and alike in Y (proved: claim FP.fixed-point). Beyond
 * 2^{@value FixedPointTrajectory#MAX_INTEGER_BITS} it throws an ArithmeticException.
 */
final class FixedPointTwin implements Trajectory {
  private final FixedPointUpdate update;
  private final FixedPointTrajectory run;
  private final double[] x;
  private final double[] y;

  FixedPointTwin(int digits, Experiment setting, double[] x0, double[] y0) {
    this.update =
        FixedPointUpdate.of(
            FixedPoint.ofDigits(digits), setting.target(), setting.stepSizes(), setting.r());
    this.run =
        FixedPointTrajectory.of(update, Factors.fromRows(Binary64.INSTANCE, x0, y0, setting.r()));
    this.x = new double[x0.length];
    this.y = new double[y0.length];
    run.roundTo(x, y);
  }

  @Override
  public void advance(long t, double[] noiseX, double[] noiseY) {
    run.apply(FixedPointNoise.of(update, noiseX, noiseY));
    run.roundTo(x, y);
  }

  @Override
  public double[] x() {
    return x;
  }

  @Override
  public double[] y() {
    return y;
  }
}
