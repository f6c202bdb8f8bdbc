// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.precision;

import java.util.List;
import org.noisygd.descent.experiment.Experiment;
import org.noisygd.number.format.ArithmeticName;

/**
 * About what coupled runs cost, counted and not timed, so that what follows from it does not depend
 * on a clock. Measured on a virtual processor (AMD EPYC, family 26), for Fig. 4, rank1, rank10 and
 * a matrix of 200 x 300; within a factor of three elsewhere.
 */
final class RunCost {
  /** The seconds of an update in binary64: its own, and for each product of three numbers. */
  private static final double UPDATE = 400e-9;

  private static final double PRODUCT = 20e-9;

  /** The same where updates are made in batches ({@code JointUpdate}). */
  private static final double BATCHED = 2e-9;

  /** From so many pairs of an entry of X and one of Y on. */
  private static final int LEAST_OF_BATCH = 500;

  private static final String BINARY64 = "binary64";

  private RunCost() {}

  /** The seconds of one core of an update of the twin and of each subject. */
  static double seconds(Experiment setting, String twin, List<ArithmeticName> subjects) {
    double cost = twin.equals(BINARY64) ? 1 : 5; // in double-double or in fixed point
    for (ArithmeticName subject : subjects) {
      cost += cost(subject);
    }
    double products = (double) setting.d1() * setting.d2() * setting.r();
    boolean isBatched = products * setting.r() >= LEAST_OF_BATCH;
    return cost * (UPDATE + products * (isBatched ? BATCHED : PRODUCT));
  }

  /** The cost of an update, in updates of binary64. */
  private static int cost(ArithmeticName name) {
    boolean plain = name.roundsStores() || name.name().equals(BINARY64);
    return plain ? 1 : name.name().startsWith("decimal") ? 200 : 4;
  }
}
