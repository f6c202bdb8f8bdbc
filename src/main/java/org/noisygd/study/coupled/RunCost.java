// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.coupled;

import java.util.List;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.number.format.ArithmeticName;

/**
 * The estimated time of coupled runs, from counts of operations, so that results do not depend on a
 * clock. The constants were measured on a virtual processor (AMD EPYC, family 26), for Fig. 4,
 * rank1, rank10 and a matrix of 200 x 300; elsewhere the estimate is within a factor of three.
 */
public final class RunCost {
  /** Seconds per update in binary64, besides its products. */
  private static final double UPDATE_SECONDS = 400e-9;

  private static final double PRODUCT_SECONDS = 20e-9; // per product of three numbers

  /** Seconds per product of three numbers in a batch ({@link JointUpdate}). */
  private static final double BATCHED_PRODUCT_SECONDS = 2e-9;

  /** The cost of an update in double-double or in fixed point, in updates of binary64. */
  private static final int REFERENCE_COST = 5;

  /** The cost of an update in decimals, in updates of binary64. */
  private static final int DECIMAL_COST = 200;

  private static final int OPERATIONS_COST = 4; // if each operation is rounded to a format

  private RunCost() {}

  /** The seconds of one core for an update of the reference run and of each compared run. */
  public static double seconds(
      Experiment setting, ArithmeticName reference, List<ArithmeticName> subjects) {
    int cost = reference.equals(ArithmeticName.BINARY64) ? 1 : REFERENCE_COST;
    return (cost + subjects.stream().mapToInt(RunCost::cost).sum()) * seconds(setting);
  }

  /** The seconds of one core for an update in binary64. */
  static double seconds(Experiment setting) {
    double products = (double) setting.d1() * setting.d2() * setting.r();
    boolean isBatched =
        JointUpdate.isBatchFaster(setting.d1() * setting.r(), setting.d2() * setting.r());
    return UPDATE_SECONDS + products * (isBatched ? BATCHED_PRODUCT_SECONDS : PRODUCT_SECONDS);
  }

  /** The cost of an update, in updates of binary64. */
  private static int cost(ArithmeticName name) {
    boolean isDouble = name.roundsStores() || name.equals(ArithmeticName.BINARY64);
    return isDouble ? 1 : name.name().startsWith("decimal") ? DECIMAL_COST : OPERATIONS_COST;
  }
}
