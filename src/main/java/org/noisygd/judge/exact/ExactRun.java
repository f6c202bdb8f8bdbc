// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.exact;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;

/**
 * A run with mistakes, in exact arithmetic: the states that it records, and what it records after a
 * given one.
 *
 * @param <T> the type of the entries
 */
public final class ExactRun<T> {
  private final RunStages plan;
  private final Function<RunStages.Step, ExactImage<T>> made;
  private final Request q;
  private final Arithmetic<T> arithmetic;
  private final T etaX;
  private final T etaY;

  /** The last step with noise. */
  private final int last;

  /**
   * The run of an image; some mistakes divide, which needs an arithmetic with quotients.
   *
   * @param made the image whose update is made in a step
   */
  public ExactRun(ExactImage<T> image, Function<RunStages.Step, ExactImage<T>> made) {
    this.made = made;
    plan = image.run;
    q = image.request();
    arithmetic = image.objective.arithmetic;
    etaX = image.x.eta;
    etaY = image.y.eta;
    last = q.noises().size() - 1;
  }

  /** The right run of a request. */
  public static <T> ExactRun<T> right(Arithmetic<T> arithmetic, Request q) {
    ExactImage<T> image = new ExactImage<>(arithmetic, q);
    return new ExactRun<>(image, step -> image);
  }

  /** Whether the state recorded for t = 0 is the start. */
  public boolean recordsStart() {
    return plan.ahead <= 0 && !plan.recordsPerturbed;
  }

  /** Whether a state also depends on the state two steps before it. */
  public boolean needsBefore() {
    return plan.momentum != 0 || plan.lookahead != 0;
  }

  /** The states recorded for steps up to an end; none if the shapes do not allow a mistake. */
  public Map<Integer, Factors<T>> states(int end) {
    Map<Integer, Factors<T>> states = new TreeMap<>();
    Factors<T> state = q.at().roundTo(arithmetic);
    Factors<T> before = state;
    if (plan.ahead < 0) {
      states.put(0, state); // the start comes twice
    }
    for (int s = 0; s <= Math.min(end, last + 1); s++) {
      if (s >= plan.ahead) {
        states.put(s - plan.ahead, perturbs(s) ? state.plus(noise(s)) : state);
      }
      if (s <= last) {
        List<Factors<T>> images = images(s, 0, 1, state, Optional.of(before));
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
   * The states that may be recorded after a state; none if the shapes do not allow a mistake. If a
   * step has noise from beyond the run's ends, a program may take one of several.
   *
   * @param t the step for which the state is recorded
   * @param k its number among the updates between two recorded states
   * @param n how many updates these are
   * @param before what is recorded for the step before it, if anything is
   */
  public List<Factors<T>> next(
      int t, int k, int n, Factors<T> recorded, Optional<Factors<T>> before) {
    int s = t + plan.ahead;
    if (s < 0) {
      return List.of(recorded); // the start comes twice
    }
    Factors<T> state = perturbs(s) ? recorded.minus(noise(s)) : recorded;
    List<Factors<T>> next = new ArrayList<>(images(s, k, n, state, before));
    if (perturbs(s + 1)) {
      next.replaceAll(image -> image.plus(noise(s + 1)));
    }
    if (s > last && !next.isEmpty()) {
      next.add(recorded); // the last state comes twice
    }
    return next;
  }

  /** Whether the state recorded for step s contains the noise of that step. */
  private boolean perturbs(int s) {
    return plan.recordsPerturbed && s <= last;
  }

  /** The images of a state under step s, the k-th of n, given the state before it. */
  private List<Factors<T>> images(
      int s, int k, int n, Factors<T> state, Optional<Factors<T>> before) {
    ExactImage<T> image = made.apply(new RunStages.Step(s, last, k, n));
    RunStages stages = image.run;
    boolean drifts = (stages.momentum != 0 || stages.lookahead != 0) && s > 0;
    if (!image.applies() || (drifts && before.isEmpty())) {
      return List.of();
    }
    double decay = stages.decay.applyAsDouble(s);
    if (decay != 1) {
      image.update.steps(
          arithmetic.multiply(etaX, number(decay)), arithmetic.multiply(etaY, number(decay)));
    }
    List<Factors<T>> images = new ArrayList<>();
    for (Factors<T> noise : noises(image, s)) {
      if (drifts) {
        Factors<T> increment = state.minus(before.get());
        Factors<T> start = state.plus(increment.scale(number(stages.lookahead)));
        images.add(image.update.step(start, noise).plus(increment.scale(number(stages.momentum))));
      } else {
        images.add(image.update.step(state, noise));
      }
    }
    return images;
  }

  private T number(double value) {
    return arithmetic.fromDyadic(Dyadic.of(value));
  }

  /** The noises that step s may use. */
  private List<Factors<T>> noises(ExactImage<T> image, int s) {
    List<Factors<T>> noises = new ArrayList<>();
    for (Factors<T> ofX : noisesOf(image.x.noiseStep.of(s, last))) {
      for (Factors<T> ofY : noisesOf(image.y.noiseStep.of(s, last))) {
        noises.add(crossed(ofX, ofY));
      }
    }
    for (int earlier = 0; image.run.accumulates && earlier < Math.min(s, last + 1); earlier++) {
      Factors<T> kept = noise(earlier);
      noises.replaceAll(noise -> noise.plus(kept));
    }
    return noises;
  }

  @SuppressWarnings("shape") // the noise of two steps has one shape
  private Factors<T> crossed(Factors<T> ofX, Factors<T> ofY) {
    return new Factors<>(ofX.x(), ofY.y());
  }

  /**
   * The noise of a step. Beyond the run's ends a program may take the nearest noise, that of the
   * other end, or none.
   */
  private List<Factors<T>> noisesOf(int step) {
    if (step >= 0 && step <= last) {
      return List.of(noise(step));
    }
    Factors<T> near = noise(step < 0 ? 0 : last);
    return List.of(near, noise(step < 0 ? last : 0), near.scale(arithmetic.zero()));
  }

  private Factors<T> noise(int step) {
    return q.noises().get(step).roundTo(arithmetic);
  }
}
