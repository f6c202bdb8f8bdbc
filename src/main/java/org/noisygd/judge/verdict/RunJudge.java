// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.verdict;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.mistake.ExactUpdate;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Inputs;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.RationalArithmetic;
import org.noisygd.theory.rounding.ErrorBound;
import org.noisygd.theory.rounding.OpBounds;
import org.noisygd.theory.rounding.RunBound;

/**
 * Judges the recorded states of a run, each from the last recorded one before it as the candidate
 * printed it, or from the start: errors never accumulate over the states that are known, and the
 * first wrong state is the one that is named.
 *
 * <p>Where every legal plan is exact, a state must be the exact one. Elsewhere a state one update
 * after a known one is compared with its exact image by the bound of one update; a state further on
 * with the run in decimals of so many digits that their rounding vanishes beside the bound, which
 * is that of {@link RunBound}.
 */
final class RunJudge {
  private static final CaseResult.Outcome PASS = CaseResult.Outcome.PASS;

  private final CaseBounds bounds;
  private final Printing printing;
  private final Case tested;
  private final Request q;
  private final Answer answer;
  private final Deviation deviation;

  RunJudge(CaseBounds bounds, Printing printing, Case tested, Answer answer) {
    this.bounds = bounds;
    this.printing = printing;
    this.tested = tested;
    this.q = tested.request();
    this.answer = answer;
    this.deviation = new Deviation(printing);
  }

  CaseResult judge() {
    Factors<Dyadic> due = q.at(); // of an exact run
    Known known = new Known(0, Optional.empty());
    for (int t = 0; t <= q.noises().size() && !deviation.failed(); t++) {
      if (t > 0 && tested.exact()) {
        due = image(DyadicArithmetic.INSTANCE, due, t - 1);
      }
      List<ReadMatrix> state = answer.states().get(t);
      if (state == null) {
        continue;
      }
      if (t == 0 || tested.exact()) {
        compare(t, due, state);
      } else if (!compare(known, t, state)) {
        return CaseResult.undecided(tested);
      }
      known = new Known(t, Optional.of(state));
    }
    return new CaseResult(
        tested,
        deviation.failed() ? CaseResult.Outcome.FAIL : PASS,
        deviation.worst(),
        deviation.relative(),
        deviation.failure(),
        List.of());
  }

  /**
   * A state that is known.
   *
   * @param t its step
   * @param printed as the candidate printed it; empty for the start as it was asked
   */
  private record Known(int t, Optional<List<ReadMatrix>> printed) {}

  private void compare(int t, Factors<Dyadic> due, List<ReadMatrix> state) {
    String suffix = " at t=" + t;
    ErrorBound x = ErrorBound.zero(due.x());
    ErrorBound y = ErrorBound.zero(due.y());
    deviation.compare("X", suffix, due.x(), state.get(0), x, true);
    deviation.compare("Y", suffix, due.y(), state.get(1), y, true);
  }

  /** Whether the bound decides; if so the state is compared. */
  private boolean compare(Known known, int t, List<ReadMatrix> state) {
    if (t > known.t() + 1 || !printing.isInFull()) {
      return compareFurther(known, t, state);
    }
    boolean doubles =
        known.printed().stream()
            .flatMap(List::stream)
            .flatMap(s -> s.entries().stream())
            .allMatch(e -> e.isDouble());
    OpBounds.Pair limits =
        isFarInsideDoubles(known)
            ? bounds.update(q, in(Binary64.INSTANCE, known), q.noises().get(known.t()))
            : bounds.update(q, in(ErrorBound.MAGNITUDES, known), q.noises().get(known.t()));
    if (!limits.x().decides() || !limits.y().decides()) {
      return false;
    }
    if (doubles) {
      compare(image(DyadicArithmetic.INSTANCE, known), t, state, limits);
    } else {
      compare(image(RationalArithmetic.INSTANCE, known), t, state, limits);
    }
    return true;
  }

  private boolean compareFurther(Known known, int t, List<ReadMatrix> state) {
    DecimalArithmetic digits = DecimalArithmetic.ofDigits(bounds.digitsBeyond());
    Factors<BigDecimal> now = in(digits, known);
    RunBound bound = bounds.after(q, errors(known));
    ExactUpdate<BigDecimal> update = update(digits);
    for (int k = known.t(); ; k++) {
      Factors<BigDecimal> noise = q.noises().get(k).roundTo(digits);
      OpBounds.Pair limits =
          bound.next(now.roundTo(ErrorBound.MAGNITUDES), noise.roundTo(ErrorBound.MAGNITUDES));
      if (!limits.x().decides() || !limits.y().decides()) {
        return false;
      }
      now = update.step(now, noise);
      if (k + 1 == t) {
        compare(now, t, state, limits);
        return true;
      }
    }
  }

  private <T extends Object> void compare(
      Factors<T> image, int t, List<ReadMatrix> state, OpBounds.Pair limits) {
    String suffix = " at t=" + t;
    deviation.compare("X", suffix, image.x(), state.get(0), limits.x(), false);
    deviation.compare("Y", suffix, image.y(), state.get(1), limits.y(), false);
  }

  /** How far a known state may be from the computed one. */
  private Factors<BigDecimal> errors(Known known) {
    return known
        .printed()
        .map(s -> new Factors<>(printing.errors(s.get(0)), printing.errors(s.get(1))))
        .orElseGet(() -> q.at().roundTo(ErrorBound.MAGNITUDES).scale(BigDecimal.ZERO));
  }

  private <T extends Object> Factors<T> image(Arithmetic<T> arithmetic, Known known) {
    Factors<T> from =
        known
            .printed()
            .map(s -> new Factors<>(s.get(0).in(arithmetic), s.get(1).in(arithmetic)))
            .orElseGet(() -> q.at().toExactly(arithmetic));
    return image(arithmetic, from, known.t());
  }

  private <T extends Object> Factors<T> image(Arithmetic<T> arithmetic, Factors<T> from, int t) {
    return update(arithmetic).step(from, q.noises().get(t).toExactly(arithmetic));
  }

  private <T extends Object> ExactUpdate<T> update(Arithmetic<T> arithmetic) {
    Inputs<T> in = q.in(arithmetic);
    return new ExactUpdate<>(in.m(), in.etaX(), in.etaY());
  }

  /** A known state rounded to an arithmetic. */
  private <T extends Object> Factors<T> in(Arithmetic<T> arithmetic, Known known) {
    return known
        .printed()
        .map(s -> new Factors<>(s.get(0).roundTo(arithmetic), s.get(1).roundTo(arithmetic)))
        .orElseGet(() -> q.at().roundTo(arithmetic));
  }

  private boolean isFarInsideDoubles(Known known) {
    return known
        .printed()
        .map(
            states ->
                states.stream()
                    .flatMap(s -> s.entries().stream())
                    .allMatch(e -> e.isDouble() && isFarInside(e.nearestDouble())))
        .orElseGet(
            () -> q.at().toVariables().stream().allMatch(d -> isFarInside(d.roundToDouble())));
  }

  private static boolean isFarInside(double d) {
    return d == 0 || (Math.abs(d) > 0x1p-200 && Math.abs(d) < 0x1p200);
  }
}
