// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.noisygd.descent.objective.Factors;
import org.noisygd.explain.mistake.Mistake;
import org.noisygd.explain.model.ExactImage;
import org.noisygd.judge.judgement.CaseBounds;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.theory.error.ErrorBound;
import org.noisygd.theory.error.OpBounds;

/**
 * Compares the updates of a run with those of a program that makes given mistakes. Each span
 * between two recorded states starts from the candidate's own printed state.
 */
final class RunMistakes {
  /** Spans of more updates than this are not carried out. */
  private static final int MOST_UPDATES = 12;

  /** After so many updates the numbers are still short enough to be left unrounded. */
  private static final int QUICK_UPDATES = 2;

  /** Decimals that hold every double and products of several. */
  private static final DecimalArithmetic EXACT = DecimalArithmetic.ofDigits(1100);

  private final Request q;
  private final Answer answer;
  private final DecimalArithmetic rounded;
  private final List<Span> spans = new ArrayList<>();

  /** The updates between two recorded states, or from the start to the first. */
  private record Span(int start, int updates, List<ReadMatrix> to, OpBounds.Pair limits) {}

  /**
   * The spans of a run. Even right spans are kept: they refute mistakes that do not show in all.
   */
  RunMistakes(CaseBounds bounds, Request q, Answer answer) {
    this.q = q;
    this.answer = answer;
    this.rounded = DecimalArithmetic.ofDigits(bounds.digitsBeyond());
    int start = 0;
    for (int end : new TreeSet<>(answer.states().keySet())) {
      if (end > start && end - start <= MOST_UPDATES) {
        var limits = bounds.update(q, state(ErrorBound.MAGNITUDES, start), q.noises().get(start));
        spans.add(new Span(start, end - start, answer.state(end), limits));
      }
      start = end;
    }
  }

  /** Whether there is a span that can be compared. */
  boolean isCompared() {
    return !spans.isEmpty();
  }

  /**
   * Whether mistakes reproduce the spans.
   *
   * @param coarsely as {@link Compared#agrees}
   * @param withoutImage the result if nothing can be compared: the shapes do not allow a mistake,
   *     or no span is short enough
   */
  <T> boolean fit(
      Arithmetic<T> arithmetic, Set<Mistake> mistakes, boolean coarsely, boolean withoutImage) {
    ExactImage<T> run = Mistake.image(arithmetic, q, mistakes);
    if (!startFits(arithmetic)) {
      return false;
    }
    for (Span span : spans) {
      List<Factors<T>> images = images(run, arithmetic, span);
      if (images.isEmpty()) {
        return withoutImage;
      }
      if (images.stream().noneMatch(image -> agrees(image, span, coarsely))) {
        return false;
      }
    }
    return isCompared() || withoutImage;
  }

  /** As {@link #fit} in exact numbers, or in rounded ones if a state is no dyadic number. */
  boolean fitExactly(Set<Mistake> mistakes, boolean withoutImage) {
    if (spans.stream().allMatch(span -> span.updates() <= QUICK_UPDATES)) {
      try {
        return fit(DyadicArithmetic.INSTANCE, mistakes, false, withoutImage);
      } catch (ArithmeticException e) {
        return fit(rounded, mistakes, false, withoutImage);
      }
    }
    return fit(EXACT, mistakes, false, withoutImage);
  }

  private static <T> boolean agrees(Factors<T> image, Span span, boolean coarsely) {
    Compared<T> x = new Compared<>("X", image.x(), span.to().get(0), span.limits().x());
    Compared<T> y = new Compared<>("Y", image.y(), span.to().get(1), span.limits().y());
    return x.agrees(coarsely, span.updates()) && y.agrees(coarsely, span.updates());
  }

  private <T> boolean startFits(Arithmetic<T> arithmetic) {
    return q.at().roundTo(arithmetic).minus(state(arithmetic, 0)).toVariables().stream()
        .allMatch(d -> arithmetic.compare(d, arithmetic.zero()) == 0);
  }

  /** The states that may be recorded at the end of a span; empty if the shapes forbid a mistake. */
  private <T> List<Factors<T>> images(ExactImage<T> run, Arithmetic<T> arithmetic, Span span) {
    List<Factors<T>> images = run.applies() ? List.of(state(arithmetic, span.start())) : List.of();
    for (int n = 0; n < span.updates(); n++) {
      List<Factors<T>> next = new ArrayList<>();
      for (Factors<T> image : images) {
        for (Factors<T> noise : noises(run, span.start() + n)) {
          next.add(run.update.step(image, noise));
        }
      }
      images = next; // more than one only after the noise of a step beyond the run's ends
    }
    return images;
  }

  /** The noises that step t may use: of X and of Y, several beyond the run's ends. */
  private <T> List<Factors<T>> noises(ExactImage<T> run, int t) {
    int last = q.noises().size() - 1;
    List<Factors<T>> noises = new ArrayList<>();
    for (Factors<T> ofX : noisesOf(run.objective.arithmetic, run.x.noiseStep.of(t, last))) {
      for (Factors<T> ofY : noisesOf(run.objective.arithmetic, run.y.noiseStep.of(t, last))) {
        noises.add(new Factors<>(ofX.x(), ofY.y()));
      }
    }
    return noises;
  }

  /**
   * The noise of a step. Beyond the run's ends a program may take the nearest noise, that of the
   * other end, or none.
   */
  private <T> List<Factors<T>> noisesOf(Arithmetic<T> arithmetic, int step) {
    int last = q.noises().size() - 1;
    Factors<T> near = q.noises().get(Math.max(0, Math.min(last, step))).roundTo(arithmetic);
    Factors<T> far = q.noises().get(step < 0 ? last : 0).roundTo(arithmetic);
    return step >= 0 && step <= last
        ? List.of(near)
        : List.of(near, far, near.scale(arithmetic.zero()));
  }

  /** A recorded state, or the start. */
  private <T> Factors<T> state(Arithmetic<T> arithmetic, int t) {
    return t == 0 && !answer.states().containsKey(0)
        ? q.at().roundTo(arithmetic)
        : new Factors<>(
            answer.state(t).get(0).roundTo(arithmetic), answer.state(t).get(1).roundTo(arithmetic));
  }
}
