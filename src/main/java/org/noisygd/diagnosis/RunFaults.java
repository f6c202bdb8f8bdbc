// SPDX-License-Identifier: Apache-2.0
package org.noisygd.diagnosis;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.numbers.fraction.BigFraction;
import org.checkerframework.checker.nullness.qual.Nullable;
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

  static final DecimalArithmetic DECIMALS = DecimalArithmetic.ofDigits(20);

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
    if (!startsRight(bounds, faults, q, answer, room)) {
      return false;
    }
    int compared = 0;
    for (int t = 0; t < q.noises().size() && compared < UPDATES; t++) {
      List<ReadMatrix> from = answer.states().get(t);
      List<ReadMatrix> to = answer.states().get(t + 1);
      if (from == null || to == null) {
        continue;
      }
      List<ReadMatrix> before = answer.states().get(t - 1);
      Optional<Factors<BigFraction>> image =
          image(faults, q, before == null ? null : exactly(before), t, exactly(from));
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

  /** The state at t = 0 is the start; where states are recorded too late, the first update's. */
  private static boolean startsRight(
      CaseBounds bounds, Set<Fault> faults, Request q, Answer answer, BigDecimal room) {
    List<ReadMatrix> first = answer.states().get(0);
    if (first == null) {
      return true;
    }
    Factors<BigFraction> start = q.at().toExactly(RationalArithmetic.INSTANCE);
    if (!faults.contains(Fault.STATES_LATE)) {
      return exactly(first).equals(start);
    }
    Factors<BigFraction> expected = states(faults, q, 1).get(0);
    OpBounds.Pair limits = bounds.update(q, start.roundTo(DECIMALS), q.noises().get(0));
    return expected != null
        && Deviation.near(expected.x(), first.get(0), limits.x(), room)
        && Deviation.near(expected.y(), first.get(1), limits.y(), room);
  }

  /**
   * The states that a program with the mistakes records, up to a step; none where shapes differ.
   */
  static Map<Integer, Factors<BigFraction>> states(Set<Fault> faults, Request q, int last) {
    int late = faults.contains(Fault.STATES_LATE) ? 1 : 0;
    Map<Integer, Factors<BigFraction>> states = new TreeMap<>();
    Factors<BigFraction> state = q.at().toExactly(RationalArithmetic.INSTANCE);
    Factors<BigFraction> before = state;
    // The state before the first recorded one is made with the noise of its own step.
    Set<Fault> others = EnumSet.copyOf(faults);
    others.remove(Fault.STATES_LATE);
    for (int t = 0; t <= Math.min(last, q.noises().size()); t++) {
      if (t >= late) {
        states.put(t - late, state);
      }
      if (t < q.noises().size()) {
        Optional<Factors<BigFraction>> next = image(others, q, before, t, state);
        if (next.isEmpty()) {
          return Map.of();
        }
        before = state;
        state = next.get();
      }
    }
    return states;
  }

  private static Factors<BigFraction> exactly(List<ReadMatrix> state) {
    return new Factors<>(
        state.get(0).in(RationalArithmetic.INSTANCE), state.get(1).in(RationalArithmetic.INSTANCE));
  }

  private static Optional<Factors<BigFraction>> image(
      Set<Fault> faults,
      Request q,
      @Nullable Factors<BigFraction> before,
      int t,
      Factors<BigFraction> from) {
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
        if (before == null) {
          return Optional.empty();
        }
        image = image.plus(from.minus(before).scale(BigFraction.of(9, 10)));
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
