// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.noisygd.descent.objective.Factors;
import org.noisygd.explain.diagnosis.FaultFit.Compared;
import org.noisygd.explain.fault.ExactAnswer;
import org.noisygd.explain.fault.Fault;
import org.noisygd.judge.judgement.CaseBounds;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.theory.error.ErrorBound;
import org.noisygd.theory.error.OpBounds;

/**
 * Compares the updates of a run with the updates of a program with given faults. Each span between
 * two recorded states starts from the candidate's own printed state.
 */
final class RunFaults {
  /** Spans of more updates than this are not compared. */
  private static final int MOST_UPDATES = 12;

  /** Number of digits that hold every double and products of several. */
  private static final int DIGITS = 1100;

  private final Request q;
  private final Answer answer;
  private final DecimalArithmetic arithmetic;
  private final List<Span> spans = new ArrayList<>();

  /** The updates from one recorded state, or the start, to the next. */
  private record Span(int start, int updates, List<ReadMatrix> to, OpBounds.Pair limits) {
    boolean agrees(Factors<BigDecimal> result) {
      return new Compared<>("X", result.x(), to.get(0), limits.x()).agrees(updates)
          && new Compared<>("Y", result.y(), to.get(1), limits.y()).agrees(updates);
    }
  }

  /** The spans of a run. Right spans are kept too, since they refute faults. */
  RunFaults(CaseBounds bounds, Request q, Answer answer) {
    this.q = q;
    this.answer = answer;
    this.arithmetic = DecimalArithmetic.ofDigits(Math.max(DIGITS, bounds.digitsBeyond()));
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

  /**
   * Returns true if faults reproduce the spans.
   *
   * @param withoutResult the value if no comparison is possible: the shapes do not allow a fault,
   *     or no span is short enough
   */
  boolean fits(Set<Fault> faults, boolean withoutResult) {
    ExactAnswer<BigDecimal> run = Fault.answer(arithmetic, q, faults);
    var fromStart = state(arithmetic, 0).minus(q.at().roundTo(arithmetic)).toVariables();
    if (fromStart.stream().anyMatch(d -> d.signum() != 0)) {
      return false;
    }
    if (!run.applies()) {
      return withoutResult;
    }
    return isCompared()
        ? spans.stream().allMatch(span -> results(run, span).stream().anyMatch(span::agrees))
        : withoutResult;
  }

  /**
   * The possible states at a span's end; several only if a fault uses noise beyond the run's ends.
   */
  private List<Factors<BigDecimal>> results(ExactAnswer<BigDecimal> run, Span span) {
    List<Factors<BigDecimal>> results = List.of(state(arithmetic, span.start()));
    for (int n = 0; n < span.updates(); n++) {
      List<Factors<BigDecimal>> noises = noises(run, span.start() + n);
      results =
          results.stream()
              .flatMap(result -> noises.stream().map(noise -> run.updated(result, noise)))
              .toList();
    }
    return results;
  }

  /** The possible noises of step t; several only if a fault uses noise beyond the run's ends. */
  private List<Factors<BigDecimal>> noises(ExactAnswer<BigDecimal> run, int t) {
    int last = q.noises().size() - 1;
    List<Factors<BigDecimal>> ofY = noisesOf(run.noiseStep(false, t, last), last);
    return noisesOf(run.noiseStep(true, t, last), last).stream()
        .flatMap(x -> ofY.stream().map(y -> new Factors<>(x.x(), y.y())))
        .toList();
  }

  /**
   * The possible noises of a step. Beyond the ends of the run, a program may take the nearest
   * noise, the noise of the other end, or none.
   */
  private List<Factors<BigDecimal>> noisesOf(int step, int last) {
    var near = q.noises().get(Math.max(0, Math.min(last, step))).roundTo(arithmetic);
    var far = q.noises().get(step < 0 ? last : 0).roundTo(arithmetic);
    return step >= 0 && step <= last
        ? List.of(near)
        : List.of(near, far, near.scale(arithmetic.zero()));
  }

  /** A recorded state, or the start. */
  private Factors<BigDecimal> state(DecimalArithmetic digits, int t) {
    return t == 0 && !answer.states().containsKey(0)
        ? q.at().roundTo(digits)
        : new Factors<>(
            answer.state(t).get(0).roundTo(digits), answer.state(t).get(1).roundTo(digits));
  }
}
