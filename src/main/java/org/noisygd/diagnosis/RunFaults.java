// SPDX-License-Identifier: Apache-2.0
package org.noisygd.diagnosis;

import java.math.BigDecimal;
import java.util.ArrayList;
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

  /** So many of them are the first of the run, the others begin with the first wrong one. */
  private static final int FIRST_UPDATES = 2;

  static final DecimalArithmetic DECIMALS = DecimalArithmetic.ofDigits(20);

  private RunFaults() {}

  /**
   * Whether the mistake reproduces the first updates of a run and those from its first wrong one
   * on.
   *
   * @param wrong the first wrong update; 0 in a run that passed
   * @param withoutImage what to answer where the shapes do not allow the mistake
   */
  public static boolean fits(
      CaseBounds bounds,
      Set<Fault> faults,
      Request q,
      Answer answer,
      int wrong,
      BigDecimal room,
      boolean withoutImage) {
    if (!startFits(bounds, faults, q, answer, room)) {
      return false;
    }
    int compared = 0;
    for (int t = 0; t < q.noises().size() && compared < UPDATES; t++) {
      if (compared >= FIRST_UPDATES && t < wrong) {
        continue;
      }
      List<ReadMatrix> from = answer.states().get(t);
      List<ReadMatrix> to = answer.states().get(t + 1);
      if (from == null || to == null) {
        continue;
      }
      List<ReadMatrix> before = answer.states().get(t - 1);
      List<Factors<BigFraction>> images =
          images(faults, q, before == null ? null : exactly(before), t, exactly(from));
      if (images.isEmpty()) {
        return withoutImage;
      }
      Factors<BigDecimal> rounded = exactly(from).roundTo(DECIMALS);
      OpBounds.Pair limits = bounds.update(q, rounded, q.noises().get(t));
      if (images.stream().noneMatch(image -> near(image, to, limits, room))) {
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

  /** The state recorded for t = 0 is the start; late by one, it is the first image. */
  private static boolean startFits(
      CaseBounds bounds, Set<Fault> faults, Request q, Answer answer, BigDecimal room) {
    List<ReadMatrix> start = answer.states().get(0);
    if (start == null) {
      return true;
    }
    Factors<BigFraction> at = q.at().toExactly(RationalArithmetic.INSTANCE);
    if (!faults.contains(Fault.STATES_LATE)) {
      return at.minus(exactly(start)).toVariables().stream().allMatch(d -> d.signum() == 0);
    }
    Factors<BigFraction> expected = states(faults, q, 1).get(0);
    OpBounds.Pair limits = bounds.update(q, at.roundTo(DECIMALS), q.noises().get(0));
    return expected != null && near(expected, start, limits, room);
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
        List<Factors<BigFraction>> next = images(others, q, before, t, state);
        if (next.isEmpty()) {
          return Map.of();
        }
        before = state;
        state = next.get(0);
      }
    }
    return states;
  }

  private static boolean near(
      Factors<BigFraction> image, List<ReadMatrix> actual, OpBounds.Pair limits, BigDecimal room) {
    return Deviation.near(image.x(), actual.get(0), limits.x(), room)
        && Deviation.near(image.y(), actual.get(1), limits.y(), room);
  }

  /** The images that the mistakes may lead to; none where the shapes do not allow them. */
  private static List<Factors<BigFraction>> images(
      Set<Fault> faults,
      Request q,
      @Nullable Factors<BigFraction> before,
      int t,
      Factors<BigFraction> from) {
    Arithmetic<BigFraction> exact = RationalArithmetic.INSTANCE;
    BigFraction etaX = Request.exactly(exact, q.etaX());
    BigFraction etaY = Request.exactly(exact, q.etaY());
    if (faults.contains(Fault.STEP_DECAYED)) {
      etaX = etaX.divide(t + 1);
      etaY = etaY.divide(t + 1);
    }
    Optional<Factors<BigFraction>> drift = Optional.empty();
    if (faults.contains(Fault.MOMENTUM) && t > 0) {
      if (before == null) {
        return List.of();
      }
      drift = Optional.of(from.minus(before).scale(BigFraction.of(9, 10)));
    }
    FaultyUpdate<BigFraction> update =
        new FaultyUpdate<>(exact, q.m().toExactly(exact), etaX, etaY, faults);
    List<Factors<BigFraction>> images = new ArrayList<>();
    for (Factors<BigFraction> noise : noises(faults, q, t)) {
      try {
        Factors<BigFraction> image = update.step(from, noise);
        images.add(drift.isPresent() ? image.plus(drift.get()) : image);
        if (faults.contains(Fault.STATES_LATE)) {
          images.add(t + 1 < q.noises().size() ? image : from); // the last state comes twice
        }
      } catch (IllegalArgumentException e) {
        return List.of(); // shapes that do not fit
      }
    }
    return images;
  }

  /**
   * The noise that step t may use. Where a neighbour is beyond the run's ends a program may take
   * the last there is, the one at the other end, or none.
   */
  private static List<Factors<BigFraction>> noises(Set<Fault> faults, Request q, int t) {
    int shift = 0;
    if (faults.contains(Fault.NOISE_NEXT) || faults.contains(Fault.STATES_LATE)) {
      shift = 1;
    } else if (faults.contains(Fault.NOISE_PREVIOUS)) {
      shift = -1;
    }
    int used = faults.contains(Fault.NOISE_REUSED) ? 0 : t + shift;
    int last = q.noises().size() - 1;
    if (used < 0 || used > last) {
      Factors<BigFraction> near = noise(q, used < 0 ? 0 : last);
      return List.of(near, noise(q, used < 0 ? last : 0), near.scale(BigFraction.ZERO));
    }
    Factors<BigFraction> noise = noise(q, used);
    if (faults.contains(Fault.NOISE_ACCUMULATED)) {
      for (int s = 0; s < t; s++) {
        noise = noise.plus(noise(q, s));
      }
    }
    return List.of(noise);
  }

  private static Factors<BigFraction> noise(Request q, int t) {
    return q.noises().get(t).toExactly(RationalArithmetic.INSTANCE);
  }
}
