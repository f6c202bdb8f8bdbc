// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.model;

import java.util.ArrayList;
import java.util.List;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;

/**
 * A run in exact arithmetic: the state after a given one.
 *
 * @param <T> the type of the entries
 */
public final class ExactRun<T> {
  private final ExactImage<T> image;
  private final Request q;
  private final Arithmetic<T> arithmetic;

  /** The last step with noise. */
  private final int last;

  /** The run whose updates are those of an image. */
  public ExactRun(ExactImage<T> image) {
    this.image = image;
    q = image.request();
    arithmetic = image.objective.arithmetic;
    last = q.noises().size() - 1;
  }

  /**
   * The images of a state under step t; none if the shapes do not allow a mistake. If the step has
   * noise from beyond the run's ends, a program may take one of several.
   */
  public List<Factors<T>> next(int t, Factors<T> state) {
    return image.applies()
        ? noises(t).stream().map(noise -> image.update.step(state, noise)).toList()
        : List.of();
  }

  /** The noises that step t may use. */
  private List<Factors<T>> noises(int t) {
    List<Factors<T>> noises = new ArrayList<>();
    for (Factors<T> ofX : noisesOf(image.x.noiseStep.of(t, last))) {
      for (Factors<T> ofY : noisesOf(image.y.noiseStep.of(t, last))) {
        noises.add(crossed(ofX, ofY));
      }
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
