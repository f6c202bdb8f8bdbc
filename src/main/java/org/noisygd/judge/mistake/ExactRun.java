// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.mistake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.request.Request;
import org.noisygd.number.RationalArithmetic;

/**
 * A run with mistakes, in exact arithmetic: the states that it records, and what it records after a
 * given one.
 */
public final class ExactRun {
  private static final BigFraction MOMENTUM = BigFraction.of(9, 10);

  private final Request q;
  private final RunPlan plan;
  private final ExactUpdate<BigFraction> update;
  private final BigFraction etaX;
  private final BigFraction etaY;

  /** The last step with noise. */
  private final int last;

  public ExactRun(Request run, Set<Mistake> mistakes) {
    ExactImage<BigFraction> image = Mistake.image(RationalArithmetic.INSTANCE, run, mistakes);
    q = run;
    plan = image.run;
    update = image.update;
    etaX = update.etaX;
    etaY = update.etaY;
    last = run.noises().size() - 1;
  }

  /** Whether the start is what is recorded for t = 0. */
  public boolean recordsStart() {
    return plan.ahead <= 0 && !plan.recordsPerturbed;
  }

  /** The states recorded for steps up to one; none where the shapes do not allow a mistake. */
  public Map<Integer, Factors<BigFraction>> states(int end) {
    Map<Integer, Factors<BigFraction>> states = new TreeMap<>();
    Factors<BigFraction> state = q.at().toExactly(RationalArithmetic.INSTANCE);
    Factors<BigFraction> before = state;
    if (plan.ahead < 0) {
      states.put(0, state); // the start comes twice
    }
    for (int s = 0; s <= Math.min(end, last + 1); s++) {
      if (s >= plan.ahead) {
        states.put(s - plan.ahead, perturbs(s) ? state.plus(noise(s)) : state);
      }
      if (s <= last) {
        List<Factors<BigFraction>> images = images(s, state, Optional.of(before));
        if (images.isEmpty()) {
          return Map.of();
        }
        before = state;
        state = images.get(0);
      }
    }
    return states;
  }

  /**
   * What may be recorded after a state; none where the shapes do not allow a mistake. Where a step
   * has noise from beyond the run's ends, a program may take one of several.
   *
   * @param t the step for which the state is recorded
   * @param before what is recorded for the step before it, if anything is
   */
  public List<Factors<BigFraction>> next(
      int t, Factors<BigFraction> recorded, Optional<Factors<BigFraction>> before) {
    int s = t + plan.ahead;
    if (s < 0) {
      return List.of(recorded); // the start comes twice
    }
    Factors<BigFraction> state = perturbs(s) ? recorded.minus(noise(s)) : recorded;
    List<Factors<BigFraction>> next = images(s, state, before);
    if (perturbs(s + 1)) {
      next.replaceAll(image -> image.plus(noise(s + 1)));
    }
    if (s > last && !next.isEmpty()) {
      next.add(recorded); // the last state comes twice
    }
    return next;
  }

  /** Whether what is recorded for step s has its noise. */
  private boolean perturbs(int s) {
    return plan.recordsPerturbed && s <= last;
  }

  /** The images of a state under step s; before it came another state. */
  private List<Factors<BigFraction>> images(
      int s, Factors<BigFraction> state, Optional<Factors<BigFraction>> before) {
    boolean drifts = plan.hasMomentum && s > 0;
    if (drifts && before.isEmpty()) {
      return List.of();
    }
    if (plan.decays) {
      update.steps(etaX.divide(s + 1), etaY.divide(s + 1));
    }
    List<Factors<BigFraction>> images = new ArrayList<>();
    for (Factors<BigFraction> noise : noises(s)) {
      try {
        Factors<BigFraction> image = update.step(state, noise);
        images.add(drifts ? image.plus(state.minus(before.get()).scale(MOMENTUM)) : image);
      } catch (IllegalArgumentException e) {
        return List.of(); // shapes that do not fit
      }
    }
    return images;
  }

  /** The noise that step s may use. */
  private List<Factors<BigFraction>> noises(int s) {
    if ((plan.firstIsQuiet && s == 0) || (plan.lastIsQuiet && s == last)) {
      return List.of(noise(s).scale(BigFraction.ZERO));
    }
    List<Factors<BigFraction>> noises = new ArrayList<>();
    for (Factors<BigFraction> x : noisesOf(plan.noiseOfX.of(s, last))) {
      for (Factors<BigFraction> y : noisesOf(plan.noiseOfY.of(s, last))) {
        noises.add(crossed(x, y));
      }
    }
    for (int earlier = 0; plan.accumulates && earlier < Math.min(s, last + 1); earlier++) {
      Factors<BigFraction> kept = noise(earlier);
      noises.replaceAll(noise -> noise.plus(kept));
    }
    return noises;
  }

  @SuppressWarnings("shape") // the noise of two steps has one shape
  private static Factors<BigFraction> crossed(Factors<BigFraction> x, Factors<BigFraction> y) {
    return new Factors<>(x.x(), y.y());
  }

  /**
   * The noise of a step. Beyond the run's ends a program may take the nearest there is, the one at
   * the other end, or none.
   */
  private List<Factors<BigFraction>> noisesOf(int step) {
    if (step >= 0 && step <= last) {
      return List.of(noise(step));
    }
    Factors<BigFraction> near = noise(step < 0 ? 0 : last);
    return List.of(near, noise(step < 0 ? last : 0), near.scale(BigFraction.ZERO));
  }

  private Factors<BigFraction> noise(int step) {
    return q.noises().get(step).toExactly(RationalArithmetic.INSTANCE);
  }
}
