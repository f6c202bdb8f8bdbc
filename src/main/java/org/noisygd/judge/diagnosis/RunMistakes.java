// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

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
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.mistake.ExactUpdate;
import org.noisygd.judge.mistake.Mistake;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.verdict.CaseBounds;
import org.noisygd.judge.verdict.Deviation;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.theory.rounding.OpBounds;

/** Whether a mistake explains a run, update by update from the candidate's own states. */
public final class RunMistakes {
  /** Updates of a run that a mistake must reproduce. */
  private static final int UPDATES = 5;

  /** So many of them are the first of the run, the others begin with the first wrong one. */
  private static final int FIRST_UPDATES = 2;

  static final DecimalArithmetic DECIMALS = DecimalArithmetic.ofDigits(20);

  private RunMistakes() {}

  /**
   * Whether the mistake reproduces the first updates of a run and those from its first wrong one
   * on.
   *
   * @param wrong the first wrong update; 0 in a run that passed
   * @param withoutImage what to answer where the shapes do not allow the mistake
   */
  public static boolean fits(
      CaseBounds bounds,
      Set<Mistake> faults,
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

  /**
   * The state recorded for t = 0 is the start, unless another state, or another point, is recorded.
   */
  private static boolean startFits(
      CaseBounds bounds, Set<Mistake> faults, Request q, Answer answer, BigDecimal room) {
    List<ReadMatrix> start = answer.states().get(0);
    if (start == null) {
      return true;
    }
    Factors<BigFraction> at = q.at().toExactly(RationalArithmetic.INSTANCE);
    if (!faults.contains(Mistake.STATES_LATE) && !faults.contains(Mistake.STATES_PERTURBED)) {
      return at.minus(exactly(start)).toVariables().stream().allMatch(d -> d.signum() == 0);
    }
    Factors<BigFraction> expected = states(faults, q, 1).get(0);
    OpBounds.Pair limits = bounds.update(q, at.roundTo(DECIMALS), q.noises().get(0));
    return expected != null && near(expected, start, limits, room);
  }

  /**
   * The states that a program with the mistakes records, up to a step; none where shapes differ.
   */
  static Map<Integer, Factors<BigFraction>> states(Set<Mistake> faults, Request q, int last) {
    int early =
        faults.contains(Mistake.STATES_EARLY) ? 1 : faults.contains(Mistake.STATES_LATE) ? -1 : 0;
    Map<Integer, Factors<BigFraction>> states = new TreeMap<>();
    Factors<BigFraction> state = q.at().toExactly(RationalArithmetic.INSTANCE);
    Factors<BigFraction> before = state;
    // What is recorded changes nothing of the states themselves.
    Set<Mistake> others = EnumSet.copyOf(faults);
    others.removeAll(
        EnumSet.of(Mistake.STATES_LATE, Mistake.STATES_EARLY, Mistake.STATES_PERTURBED));
    if (early > 0) {
      states.put(0, state);
    }
    for (int t = 0; t <= Math.min(last, q.noises().size()); t++) {
      if (t + early >= 0) {
        boolean perturbed = faults.contains(Mistake.STATES_PERTURBED) && t < q.noises().size();
        states.put(t + early, perturbed ? state.plus(noise(q, t)) : state);
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
      Set<Mistake> faults,
      Request q,
      @Nullable Factors<BigFraction> before,
      int t,
      Factors<BigFraction> from) {
    Arithmetic<BigFraction> exact = RationalArithmetic.INSTANCE;
    BigFraction etaX = Request.exactly(exact, q.etaX());
    BigFraction etaY = Request.exactly(exact, q.etaY());
    if (faults.contains(Mistake.STEP_DECAYED)) {
      etaX = etaX.divide(t + 1);
      etaY = etaY.divide(t + 1);
    }
    Optional<Factors<BigFraction>> drift = Optional.empty();
    if (faults.contains(Mistake.MOMENTUM) && t > 0) {
      if (before == null) {
        return List.of();
      }
      drift = Optional.of(from.minus(before).scale(BigFraction.of(9, 10)));
    }
    ExactUpdate<BigFraction> update =
        new ExactUpdate<>(exact, q.m().toExactly(exact), etaX, etaY, faults);
    List<Factors<BigFraction>> images = new ArrayList<>();
    if (faults.contains(Mistake.STATES_EARLY) && t == 0) {
      return List.of(from); // the start comes twice
    }
    boolean perturbed = faults.contains(Mistake.STATES_PERTURBED);
    Factors<BigFraction> state = perturbed ? from.minus(noise(q, t)) : from;
    for (Factors<BigFraction> noise : noises(faults, q, t)) {
      try {
        Factors<BigFraction> image = update.step(state, noise);
        if (perturbed && t + 1 < q.noises().size()) {
          image = image.plus(noise(q, t + 1));
        }
        images.add(drift.isPresent() ? image.plus(drift.get()) : image);
        if (faults.contains(Mistake.STATES_LATE)) {
          images.add(t + 1 < q.noises().size() ? image : from); // the last state comes twice
        }
      } catch (IllegalArgumentException e) {
        return List.of(); // shapes that do not fit
      }
    }
    return images;
  }

  /** The noise that step t may use. */
  private static List<Factors<BigFraction>> noises(Set<Mistake> faults, Request q, int t) {
    int last = q.noises().size() - 1;
    if ((faults.contains(Mistake.NOISE_MISSING_FIRST) && t == 0)
        || (faults.contains(Mistake.NOISE_MISSING_LAST) && t == last)) {
      return List.of(noise(q, t).scale(BigFraction.ZERO));
    }
    List<Factors<BigFraction>> noises = new ArrayList<>();
    for (Factors<BigFraction> x : noisesOfStep(q, stepOfNoise(faults, t, last, OF_X))) {
      for (Factors<BigFraction> y : noisesOfStep(q, stepOfNoise(faults, t, last, OF_Y))) {
        noises.add(new Factors<>(x.x(), y.y()));
      }
    }
    if (faults.contains(Mistake.NOISE_ACCUMULATED)) {
      for (int s = 0; s < t; s++) {
        Factors<BigFraction> earlier = noise(q, s);
        noises.replaceAll(noise -> noise.plus(earlier));
      }
    }
    return noises;
  }

  /** The mistakes in which one factor alone uses the next, the previous or the first noise. */
  private static final List<Mistake> OF_X =
      List.of(Mistake.NOISE_NEXT_X, Mistake.NOISE_PREVIOUS_X, Mistake.NOISE_REUSED_X);

  private static final List<Mistake> OF_Y =
      List.of(Mistake.NOISE_NEXT_Y, Mistake.NOISE_PREVIOUS_Y, Mistake.NOISE_REUSED_Y);

  /** The step whose noise a factor uses at step t; it may lie beyond the run's ends. */
  private static int stepOfNoise(Set<Mistake> faults, int t, int last, List<Mistake> ofFactor) {
    if (faults.contains(Mistake.NOISE_REVERSED)) {
      return last - t;
    }
    if (faults.contains(Mistake.NOISE_OF_LAST)) {
      return last;
    }
    if (faults.contains(Mistake.NOISE_REUSED) || faults.contains(ofFactor.get(2))) {
      return 0;
    }
    boolean next = faults.contains(Mistake.NOISE_NEXT) || faults.contains(Mistake.STATES_LATE);
    boolean previous =
        faults.contains(Mistake.NOISE_PREVIOUS) || faults.contains(Mistake.STATES_EARLY);
    return next || faults.contains(ofFactor.get(0))
        ? t + 1
        : previous || faults.contains(ofFactor.get(1)) ? t - 1 : t;
  }

  /**
   * The noise of a step. Beyond the run's ends a program may take the nearest there is, the one at
   * the other end, or none.
   */
  private static List<Factors<BigFraction>> noisesOfStep(Request q, int step) {
    int last = q.noises().size() - 1;
    if (step >= 0 && step <= last) {
      return List.of(noise(q, step));
    }
    Factors<BigFraction> near = noise(q, step < 0 ? 0 : last);
    return List.of(near, noise(q, step < 0 ? last : 0), near.scale(BigFraction.ZERO));
  }

  private static Factors<BigFraction> noise(Request q, int t) {
    return q.noises().get(t).toExactly(RationalArithmetic.INSTANCE);
  }
}
