// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.noisygd.descent.objective.Factors;
import org.noisygd.explain.fault.ExactAnswer;
import org.noisygd.explain.fault.Fault;
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
 * Compares the updates of a run with the updates of a program with given faults. Each span between
 * two recorded states starts from the candidate's own printed state.
 */
final class RunFaults {
  /** Spans of more updates than this are not compared. */
  private static final int MOST_UPDATES = 12;

  /** Maximum number of updates after which numbers are still short enough to be left unrounded. */
  private static final int QUICK_UPDATES = 2;

  /** Decimals that hold every double and products of several. */
  private static final DecimalArithmetic EXACT = DecimalArithmetic.ofDigits(1100);

  private final Request q;
  private final Answer answer;
  private final DecimalArithmetic rounded;
  private final List<Span> spans = new ArrayList<>();

  /** The updates between two recorded states, or from the start to the first. */
  private record Span(int start, int updates, List<ReadMatrix> to, OpBounds.Pair limits) {}

  /** The spans of a run. Right spans are kept too: they refute faults that would show in them. */
  RunFaults(CaseBounds bounds, Request q, Answer answer) {
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

  /** Returns true if there is a span that can be compared. */
  boolean isCompared() {
    return !spans.isEmpty();
  }

  /** Returns true if faults reproduce the spans in an arithmetic. */
  private <T> boolean fit(Arithmetic<T> arithmetic, Set<Fault> faults, boolean withoutResult) {
    ExactAnswer<T> run = Fault.answer(arithmetic, q, faults);
    if (!startFits(arithmetic)) {
      return false;
    }
    for (Span span : spans) {
      List<Factors<T>> results = results(run, arithmetic, span);
      if (results.isEmpty()) {
        return withoutResult;
      }
      if (results.stream().noneMatch(result -> agrees(result, span))) {
        return false;
      }
    }
    return isCompared() || withoutResult;
  }

  /**
   * Returns true if faults reproduce the spans, in exact numbers, or in rounded ones if a state is
   * not dyadic.
   *
   * @param withoutResult the value if nothing can be compared: the shapes do not allow a fault, or
   *     no span is short enough
   */
  boolean fits(Set<Fault> faults, boolean withoutResult) {
    if (spans.stream().allMatch(span -> span.updates() <= QUICK_UPDATES)) {
      try {
        return fit(DyadicArithmetic.INSTANCE, faults, withoutResult);
      } catch (ArithmeticException e) {
        return fit(rounded, faults, withoutResult);
      }
    }
    return fit(EXACT, faults, withoutResult);
  }

  private static <T> boolean agrees(Factors<T> result, Span span) {
    Compared<T> x = new Compared<>("X", result.x(), span.to().get(0), span.limits().x());
    Compared<T> y = new Compared<>("Y", result.y(), span.to().get(1), span.limits().y());
    return x.agrees(span.updates()) && y.agrees(span.updates());
  }

  private <T> boolean startFits(Arithmetic<T> arithmetic) {
    return q.at().roundTo(arithmetic).minus(state(arithmetic, 0)).toVariables().stream()
        .allMatch(d -> arithmetic.compare(d, arithmetic.zero()) == 0);
  }

  /** The possible states at the end of a span; empty if the shapes do not allow a fault. */
  private <T> List<Factors<T>> results(ExactAnswer<T> run, Arithmetic<T> arithmetic, Span span) {
    List<Factors<T>> results = run.applies() ? List.of(state(arithmetic, span.start())) : List.of();
    for (int n = 0; n < span.updates(); n++) {
      List<Factors<T>> next = new ArrayList<>();
      for (Factors<T> result : results) {
        for (Factors<T> noise : noises(run, arithmetic, span.start() + n)) {
          next.add(run.updated(result, noise));
        }
      }
      results = next; // several results only if the noise of a step beyond the run's ends was used
    }
    return results;
  }

  /** The possible noises of step t: of X and of Y, several beyond the run's ends. */
  private <T> List<Factors<T>> noises(ExactAnswer<T> run, Arithmetic<T> arithmetic, int t) {
    int last = q.noises().size() - 1;
    List<Factors<T>> noises = new ArrayList<>();
    for (Factors<T> ofX : noisesOf(arithmetic, run.noiseStep(true, t, last))) {
      for (Factors<T> ofY : noisesOf(arithmetic, run.noiseStep(false, t, last))) {
        noises.add(new Factors<>(ofX.x(), ofY.y()));
      }
    }
    return noises;
  }

  /**
   * The possible noises of a step. Beyond the run's ends a program may take the nearest noise, the
   * other end's, or none.
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
