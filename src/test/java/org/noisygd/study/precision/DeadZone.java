// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.List;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.descent.objective.UpdateMoments;
import org.noisygd.number.Binary64;
import org.noisygd.number.format.BinaryFormat;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.study.measure.Phases;

/**
 * Where rounding to nearest loses an update, for d1 = d2 = r = 1: a, the standard deviation of one
 * update of a factor, exact by {@link UpdateMoments}, over the spacing of the format's numbers at
 * that factor. Below {@link #STAGNATED} a half spacing is six standard deviations, and next to no
 * update reaches the next number (it is a product, with heavier tails than a Gaussian's: up to 2.4%
 * of the drift was seen at a = 0.066); from {@link #FREE} on a Gaussian update is rounded without a
 * bias of more than 1% of its mean ({@code proofs-notes/precision.md}).
 *
 * @param ofX a of X
 * @param ofY a of Y
 */
record DeadZone(double ofX, double ofY) {
  /** The stagnated zone ends here. */
  static final double STAGNATED = 1.0 / 12;

  /** 1 - 2 exp(-2 pi^2 a^2) is 0.99 here. */
  static final double FREE = 0.52;

  /** The variances of one update of x and of y from (x, y). */
  static List<Double> variances(Experiment setting, double x, double y) {
    Binary64 arithmetic = Binary64.INSTANCE;
    UpdateMoments<Double> moments =
        new UpdateMoments<>(
            new MatrixFactorization<>(setting.target()),
            new Factors<>(
                Matrix.of(arithmetic, new double[][] {{x}}),
                Matrix.of(arithmetic, new double[][] {{y}})),
            setting.etaX(),
            setting.etaY(),
            setting.sigmaX() * setting.sigmaX(),
            setting.sigmaY() * setting.sigmaY());
    return List.of(moments.covariance(0, 0), moments.covariance(1, 1));
  }

  /** a of both factors at (x, y). */
  static DeadZone at(Experiment setting, BinaryFormat format, double x, double y) {
    List<Double> variances = variances(setting, x, y);
    return new DeadZone(
        Math.sqrt(variances.get(0)) / format.spacing(x),
        Math.sqrt(variances.get(1)) / format.spacing(y));
  }

  /** The first point of Phase III. */
  static DriftResult.Point start(List<DriftResult.Point> trajectory, Phases phases) {
    return trajectory.stream()
        .filter(point -> point.step() >= phases.endOfTwo())
        .findFirst()
        .orElseThrow();
  }
}
