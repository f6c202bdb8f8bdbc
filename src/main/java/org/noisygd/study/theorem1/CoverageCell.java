// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.theorem1;

import java.util.Optional;
import org.noisygd.study.statistics.BinomialInterval;

/**
 * One cell of the grid: noise, step and epsilon.
 *
 * <p>t1(C) = C log(1/eta) log(1/delta) / (eta sigma^2) and T1 = 1/eta^2, the theorem's times with
 * the constants C and 1.
 *
 * @param sigmaSquared sigma^2 = E||xi_1||^2 = E||xi_2||^2
 * @param eta both steps
 * @param epsilon the distance allowed
 * @param floor 1 - sqrt(1 - sigma^2), the distance of the limit point
 * @param horizon T1
 * @param start t1 for the constant of the study
 * @param coverage how often the event held from t1 to T1; empty where t1 >= T1
 * @param medianHit the median over the runs of the first step inside; empty if half never came
 * @param predictedHit the first step inside for descent on the smoothed objective; empty for never
 * @param observedConstant the least C whose t1 leaves a share of at least 1 - delta of the runs
 *     inside from there to T1; empty where that t1 is not before T1/2
 * @param sureConstant the least C for which the lower end of the exact interval is at least 1 -
 *     delta
 * @param room the C at which t1 = T1
 */
public record CoverageCell(
    double sigmaSquared,
    double eta,
    double epsilon,
    double floor,
    long horizon,
    long start,
    Optional<BinomialInterval> coverage,
    Optional<Double> medianHit,
    Optional<Long> predictedHit,
    Optional<Double> observedConstant,
    Optional<Double> sureConstant,
    double room) {
  /** Whether the limit point itself is within epsilon. */
  public boolean isAboveFloor() {
    return epsilon > floor;
  }
}
