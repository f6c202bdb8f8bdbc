// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.judgement;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.CaseBounds.Rule;
import org.noisygd.judge.judgement.Deviation.Printing;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.TraceReader.TraceState;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.ExactEntries;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Place;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.ErrorBound;
import org.noisygd.theory.error.OpBounds;
import org.noisygd.theory.error.RoundingModel;

/**
 * Judges numbers: compares a candidate's answer with the exact one, by a proved bound. {@link
 * UpdateJudge} judges the states of a run.
 */
public final class Judge {
  private final CaseBounds bounds;
  private final Printing printing;
  private final UpdateJudge updates;
  private @Nullable UpdateFilter filter;

  /** The smallest nonzero expected result of a subnormal case; see {@link Case#isSubnormal}. */
  private final BigDecimal smallestExpected;

  /** Judges under the rounding model of the declared arithmetic. */
  public Judge(RoundingModel model) {
    this(model, Rule.EXACT);
  }

  public Judge(RoundingModel model, Rule rule) {
    this(new CaseBounds(model, rule), Printing.IN_FULL);
  }

  /** Judges right numbers that lost digits when they were printed. */
  public Judge(RoundingModel model, Printing printing) {
    this(new CaseBounds(model), printing);
  }

  private Judge(CaseBounds bounds, Printing printing) {
    this.bounds = bounds;
    this.printing = printing;
    this.updates = new UpdateJudge(bounds, printing);
    this.smallestExpected =
        bounds.model().underflow().scaleByPowerOfTwo(-Case.BELOW_NORMAL).toBigDecimal();
  }

  /** Judges an update of a trace; without a bound, only the factors with a step size of zero. */
  public Deviation judge(TracedUpdate update) {
    return updates.judge(update);
  }

  /**
   * Returns a function of the state after an update of a trace: its largest ratio of error to bound
   * if all numbers are clearly within their bounds, else -1. Much faster than {@link
   * #judge(TracedUpdate)}. All updates must be of one trace.
   */
  public ToDoubleFunction<TraceState> ifClear(TracedUpdate update) {
    if (update.header().hasZeroStep() || !update.isFromDoubles()) {
      return state -> -1;
    }
    UpdateFilter made = filter;
    if (made == null) {
      made = new UpdateFilter(update, bounds);
      filter = made;
    }
    return made.of(update);
  }

  /** Judges the answer to a case. */
  public CaseResult judge(Case tested, Answer answer) {
    if (!answer.isFinite()) {
      Deviation deviation = new Deviation(printing, bounds.unit());
      answer.places().forEach(deviation::requireFinite);
      return deviation.result(tested);
    }
    return tested.op().has(Part.RUN) ? updates.judge(tested, answer) : judgeResult(tested, answer);
  }

  private CaseResult judgeResult(Case tested, Answer answer) {
    Map<String, Matrix<Dyadic>> exact = tested.expected();
    CaseResult first = compare(tested, answer, exact, OpBounds.LossForm.RESIDUAL);
    boolean loss = tested.op().has(Part.LOSS);
    if (!loss || !first.hasFailed() || tested.exact()) {
      return first;
    }
    CaseResult expanded = compare(tested, answer, exact, OpBounds.LossForm.EXPANDED);
    return expanded.hasPassed() ? expanded.warning(CaseResult.EXPANDED_LOSS) : first;
  }

  /**
   * Compares an answer. A loss whose terms are all exact has a bound of its own: a sum of squares
   * is exact, and a scaled norm is within d1 d2 + 12 roundings of the loss itself.
   */
  private CaseResult compare(
      Case tested, Answer answer, Map<String, Matrix<Dyadic>> exact, OpBounds.LossForm form) {
    Request q = tested.request();
    boolean norm = q.op().has(Part.LOSS) && tested.exact() && !tested.hasFullDigits();
    boolean bitwise = tested.exact() && !norm;
    Map<String, ErrorBound> limits =
        norm ? Map.of("loss", bounds.scaledNorm(get(exact, "loss"), q)) : bounds.of(q, form);
    Map<String, ExactEntries.Entries> exactEntries =
        tested.exact() ? Map.of() : bounds.exact(q).map(ExactEntries::fields).orElse(Map.of());
    ExactEntries.Entries others = bitwise ? ExactEntries.Entries.ALL : ExactEntries.Entries.NONE;
    Deviation deviation = new Deviation(printing, bounds.unit());
    boolean decides = true;
    for (Map.Entry<String, ReadMatrix> field : answer.fields().entrySet()) {
      ErrorBound allowed = get(limits, field.getKey());
      ErrorBound limit = tested.isSubnormal() ? allowed.whereOnlyFlushed() : allowed;
      decides &= bitwise || limit.decides();
      deviation.compare(
          Place.of(field.getKey()),
          get(exact, field.getKey()),
          field.getValue(),
          limit,
          exactEntries.getOrDefault(field.getKey(), others));
    }
    if (!decides && !deviation.failed()) {
      return CaseResult.undecided(tested);
    }
    CaseResult found = deviation.result(tested);
    return tested.isSubnormal() ? flushed(found, answer, exact) : found;
  }

  /**
   * Returns the result of a subnormal case. It shows if the candidate flushes to zero, but not its
   * precision.
   */
  private CaseResult flushed(CaseResult found, Answer answer, Map<String, Matrix<Dyadic>> exact) {
    boolean flushed =
        answer.fields().entrySet().stream()
            .anyMatch(f -> flushes(get(exact, f.getKey()), f.getValue()));
    double worst = found.hasPassed() ? 0 : found.worst();
    CaseResult result =
        new CaseResult(found.tested(), found.outcome(), worst, 0, found.failure(), List.of());
    return flushed ? result.warning("flushed-subnormals") : result;
  }

  private boolean flushes(Matrix<Dyadic> exact, ReadMatrix actual) {
    return IntStream.range(0, actual.entries().size())
        .filter(n -> actual.entries().get(n).decimal().signum() == 0)
        .mapToObj(n -> exact.entries().get(n).toBigDecimal().abs())
        .anyMatch(expected -> expected.compareTo(smallestExpected) >= 0);
  }

  private static <V> V get(Map<String, V> map, String key) {
    return Optional.ofNullable(map.get(key))
        .orElseThrow(() -> new IllegalStateException("no field " + key));
  }
}
