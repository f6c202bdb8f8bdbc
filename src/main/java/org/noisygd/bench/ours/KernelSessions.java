// SPDX-License-Identifier: Apache-2.0
package org.noisygd.bench.ours;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.noisygd.bench.workload.Problem;
import org.noisygd.bench.workload.Session;
import org.noisygd.descent.fixedpoint.FixedPoint;
import org.noisygd.descent.fixedpoint.FixedPointNoise;
import org.noisygd.descent.fixedpoint.FixedPointTrajectory;
import org.noisygd.descent.fixedpoint.FixedPointUpdate;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;

/** The kernels of {@code fixedpoint} at work. */
final class KernelSessions {
  private KernelSessions() {}

  /** {@link FixedPointUpdate} to the digits of a decimal problem. */
  static Session fixed(Problem problem, boolean portable) {
    return new Fixed(problem, portable);
  }

  private static final class Fixed implements Session {
    private final FixedPointTrajectory trajectory;
    private final LongFunction<FixedPointNoise> noise;
    private long t;

    Fixed(Problem problem, boolean portable) {
      DyadicArithmetic exact = DyadicArithmetic.INSTANCE;
      Dyadic eta = exact.fromDecimal(problem.eta());
      FixedPointUpdate update =
          FixedPointUpdate.of(
              FixedPoint.ofDigits(problem.digits()),
              OwnSessions.matrix(problem, exact, Problem.Part.M, 0),
              StepSizes.of(exact, eta, eta),
              problem.r());
      Factors<Dyadic> start =
          OwnSessions.factors(problem, exact, Problem.Part.X, Problem.Part.Y, 0);
      trajectory = portable ? update.startPortably(start) : update.start(start);
      noise = perturbations(problem, update);
    }

    private static LongFunction<FixedPointNoise> perturbations(
        Problem problem, FixedPointUpdate update) {
      if (problem.drawn()) {
        LongFunction<double[]> x = OwnSessions.arrays(problem, Problem.Part.NOISE_X, 0);
        LongFunction<double[]> y = OwnSessions.arrays(problem, Problem.Part.NOISE_Y, 0);
        return t -> update.noise(x.apply(t), y.apply(t));
      }
      List<FixedPointNoise> slots = new ArrayList<>();
      for (int slot = 0; slot < problem.slots(); slot++) {
        slots.add(
            update.noise(
                OwnSessions.factors(
                    problem,
                    DyadicArithmetic.INSTANCE,
                    Problem.Part.NOISE_X,
                    Problem.Part.NOISE_Y,
                    slot)));
      }
      return t -> slots.get((int) (t % slots.size()));
    }

    @Override
    public long run(long steps) {
      long begun = OwnSessions.cpu();
      for (long n = 0; n < steps; n++) {
        trajectory.apply(noise.apply(t++));
      }
      return OwnSessions.cpu() - begun;
    }

    @Override
    public BigDecimal[] iterate(int replicate) {
      return OwnSessions.exact(trajectory.iterate());
    }
  }
}
