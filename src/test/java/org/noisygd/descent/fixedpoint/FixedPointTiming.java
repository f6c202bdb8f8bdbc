// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fixedpoint;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * Times one fixed-point update, 20 x 30, eta = 1/100, perturbations made ready: thread CPU time,
 * the least and the median of {@value #MEASURED} runs after {@value #WARM} to warm up.
 *
 * <p>Arguments: rank, {@code fast} or {@code portable}, then digits.
 */
final class FixedPointTiming {
  private static final long SEED = 20210228;
  private static final int D1 = 20;
  private static final int D2 = 30;
  private static final int WARM = 60;
  private static final int MEASURED = 40;

  /** A run lasts at least this long, in ns, but for one update that alone takes longer. */
  private static final long RUN = 20_000_000;

  private FixedPointTiming() {}

  private static Factors<BigFraction> factors(Random random, int r, double scale) {
    Matrix<BigFraction> x = FixedPointUpdateTest.thirds(random, D1, r, scale);
    return new Factors<>(x, FixedPointUpdateTest.thirds(random, D2, r, scale));
  }

  public static void main(String[] arguments) {
    int r = Integer.parseInt(arguments[0]);
    boolean fast = arguments[1].equals("fast");
    for (String digits : Arrays.asList(arguments).subList(2, arguments.length)) {
      time(Integer.parseInt(digits), r, fast);
    }
  }

  private static void time(int digits, int r, boolean fast) {
    Random random = new Random(SEED);
    // M of thirds below 1/3 and entries below 1/3: the iterate stays below 1.
    Matrix<BigFraction> m = FixedPointUpdateTest.thirds(random, D1, D2, 1);
    StepSizes<BigFraction> steps =
        StepSizes.of(RationalArithmetic.INSTANCE, BigFraction.of(1, 100), BigFraction.of(1, 100));
    FixedPointUpdate update = FixedPointUpdate.of(FixedPoint.ofDigits(digits), m, steps, r);
    Factors<BigFraction> start = factors(random, r, 1);
    FixedPointTrajectory trajectory =
        fast
            ? FixedPointTrajectory.of(update, start)
            : FixedPointTrajectory.portable(update, start);
    FixedPointNoise[] noise = new FixedPointNoise[4];
    for (int n = 0; n < noise.length; n++) {
      noise[n] = FixedPointNoise.of(update, factors(random, r, 0.1));
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double[] micros = new double[MEASURED];
    int updates = 1;
    for (int run = 0; run < WARM + MEASURED; run++) {
      long begun = threads.getCurrentThreadCpuTime();
      for (int t = 0; t < updates; t++) {
        trajectory.apply(noise[t % noise.length]);
      }
      long taken = threads.getCurrentThreadCpuTime() - begun;
      if (run >= WARM) {
        micros[run - WARM] = taken * 1e-3 / updates;
      } else if (taken < RUN) {
        updates *= 2;
      }
    }
    Arrays.sort(micros);
    System.out.printf(
        Locale.ROOT,
        "rank %d, %d digits: least %.2f us, median %.2f us%n",
        r,
        digits,
        micros[0],
        micros[MEASURED / 2]);
  }
}
