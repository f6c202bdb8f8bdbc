// SPDX-License-Identifier: Apache-2.0
package org.noisygd.diagnosis;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.arithmetic.Arithmetic;
import org.noisygd.arithmetic.DecimalArithmetic;
import org.noisygd.arithmetic.RationalArithmetic;
import org.noisygd.bounds.OpBounds;
import org.noisygd.judge.CaseBounds;
import org.noisygd.judge.Deviation;
import org.noisygd.mistake.Fault;
import org.noisygd.mistake.FaultyUpdate;
import org.noisygd.problem.Factors;
import org.noisygd.protocol.Answer;
import org.noisygd.protocol.Request;
import org.noisygd.trace.ReadMatrix;

/** Whether a mistake explains a run, update by update from the candidate's own states. */
public final class RunFaults {
  /** Updates of a run that a mistake must reproduce. */
  private static final int UPDATES = 5;

  private static final DecimalArithmetic DECIMALS = DecimalArithmetic.ofDigits(20);

  private RunFaults() {}

  /**
   * Whether the mistake reproduces the first updates of a run.
   *
   * @param withoutImage what to answer where the shapes do not allow the mistake
   */
  public static boolean fits(
      CaseBounds bounds,
      Set<Fault> faults,
      Request q,
      Answer answer,
      BigDecimal room,
      boolean withoutImage) {
    int compared = 0;
    for (int t = 0; t < q.noises().size() && compared < UPDATES; t++) {
      List<ReadMatrix> from = answer.states().get(t);
      List<ReadMatrix> to = answer.states().get(t + 1);
      if (from == null || to == null) {
        continue;
      }
      Optional<Factors<BigFraction>> image = image(faults, q, answer, t, exactly(from));
      if (image.isEmpty()) {
        return withoutImage;
      }
      Factors<BigDecimal> rounded = exactly(from).roundTo(DECIMALS);
      OpBounds.Pair limits = bounds.update(q, rounded, q.noises().get(t));
      if (!Deviation.near(image.get().x(), to.get(0), limits.x(), room)
          || !Deviation.near(image.get().y(), to.get(1), limits.y(), room)) {
        return false;
      }
      compared++;
    }
    return compared > 0;
  }

  private static Factors<BigFraction> exactly(List<ReadMatrix> state) {
    return new Factors<>(
        state.get(0).in(RationalArithmetic.INSTANCE), state.get(1).in(RationalArithmetic.INSTANCE));
  }

  private static Optional<Factors<BigFraction>> image(
      Set<Fault> faults, Request q, Answer answer, int t, Factors<BigFraction> from) {
    Arithmetic<BigFraction> exact = RationalArithmetic.INSTANCE;
    Optional<Factors<BigFraction>> noise = noise(faults, q, t);
    if (noise.isEmpty()) {
      return Optional.empty();
    }
    BigFraction etaX = Request.exactly(exact, q.etaX());
    BigFraction etaY = Request.exactly(exact, q.etaY());
    if (faults.contains(Fault.STEP_DECAYED)) {
      etaX = etaX.divide(t + 1);
      etaY = etaY.divide(t + 1);
    }
    try {
      Factors<BigFraction> image =
          new FaultyUpdate<>(exact, q.m().toExactly(exact), etaX, etaY, faults)
              .step(from, noise.get());
      if (faults.contains(Fault.MOMENTUM) && t > 0) {
        List<ReadMatrix> before = answer.states().get(t - 1);
        if (before == null) {
          return Optional.empty();
        }
        image = image.plus(from.minus(exactly(before)).scale(BigFraction.of(9, 10)));
      }
      return Optional.of(image);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // shapes that do not fit
    }
  }

  private static Optional<Factors<BigFraction>> noise(Set<Fault> faults, Request q, int t) {
    int used = t;
    if (faults.contains(Fault.NOISE_NEXT)) {
      used = t + 1;
    } else if (faults.contains(Fault.NOISE_PREVIOUS)) {
      used = t - 1;
    } else if (faults.contains(Fault.NOISE_REUSED)) {
      used = 0;
    } else if (faults.contains(Fault.STATES_LATE)) {
      used = t + 1;
    }
    // At the ends of a run a program may take any noise: the first or the last, commonly.
    used = Math.max(0, Math.min(q.noises().size() - 1, used));
    Factors<BigFraction> noise = q.noises().get(used).toExactly(RationalArithmetic.INSTANCE);
    if (faults.contains(Fault.NOISE_ACCUMULATED)) {
      for (int s = 0; s < t; s++) {
        noise = noise.plus(q.noises().get(s).toExactly(RationalArithmetic.INSTANCE));
      }
    }
    return Optional.of(noise);
  }
}
