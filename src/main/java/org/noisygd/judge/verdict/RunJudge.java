// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.verdict;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.ExactEntries;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.ErrorBound;
import org.noisygd.theory.rounding.OpBounds;
import org.noisygd.theory.rounding.RunBound;

/**
 * Judges the recorded states of a run, each from the last recorded one before it as the candidate
 * printed it, or from the start: errors never accumulate over the states that are known, and the
 * first wrong state is the one that is named.
 *
 * <p>As long as no legal plan has rounded anything, the state is known, however it was held: what
 * no legal plan rounds in the next update must be exact, and so must a factor whose step size is
 * zero. Otherwise a state one update after a known one is compared with the exact image, by the
 * bound of one update. A state further on is compared with a run in decimals, with so many digits
 * that their rounding vanishes beside the bound, that of {@link RunBound}.
 */
final class RunJudge {
  /** More roundings than any arithmetic has a bound for. */
  private static final int NEVER = Integer.MAX_VALUE / 2;

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
    Due due = new Due(q.at(), ExactEntries.Pair.ALL, true);
    Known known = new Known(0, Optional.empty());
    boolean decides = true;
    for (int t = 0; t <= q.noises().size() && !deviation.failed(); t++) {
      due = t == 0 ? due : after(due, t - 1);
      List<ReadMatrix> state = answer.states().get(t);
      if (state == null) {
        continue;
      }
      if (due.whole()) {
        Factors<Dyadic> image = due.state();
        ErrorBound x = ErrorBound.zero(image.x());
        deviation.compare(
            image,
            t,
            state,
            new OpBounds.Pair(x, ErrorBound.zero(image.y())),
            ExactEntries.Pair.ALL);
      } else {
        decides &= compare(known, t, state, due);
      }
      known = new Known(t, Optional.of(state));
    }
    if (!decides && !deviation.failed()) {
      return CaseResult.undecided(tested);
    }
    return deviation.result(tested);
  }

  /** The update from a state that is known. */
  private final class Known implements Update.Numbers {
    private final int t;

    /** The state as the candidate printed it; empty for the start as it was asked. */
    private final Optional<List<ReadMatrix>> printed;

    Known(int t, Optional<List<ReadMatrix>> printed) {
      this.t = t;
      this.printed = printed;
    }

    @Override
    public boolean areDoubles() {
      return printed.stream().flatMap(List::stream).allMatch(ReadMatrix::areDoubles);
    }

    @Override
    public <T> Update<T> in(Arithmetic<T> arithmetic) {
      return Update.of(q, state(arithmetic), q.noises().get(t));
    }

    <T> Factors<T> state(Arithmetic<T> arithmetic) {
      return printed
          .map(s -> new Factors<>(s.get(0).roundTo(arithmetic), s.get(1).roundTo(arithmetic)))
          .orElseGet(() -> q.at().roundTo(arithmetic));
    }

    /** How far the printed state may be from the computed one. */
    Factors<BigDecimal> errors() {
      return printed
          .map(s -> new Factors<>(printing.errors(s.get(0)), printing.errors(s.get(1))))
          .orElseGet(() -> q.at().roundTo(ErrorBound.MAGNITUDES).scale(BigDecimal.ZERO));
    }
  }

  /**
   * What no legal plan has rounded.
   *
   * @param state the last state that is exact as a whole; its exact entries stay as they are
   * @param entries the entries that are exact
   * @param whole whether all entries are exact
   */
  private record Due(Factors<Dyadic> state, ExactEntries.Pair entries, boolean whole) {}

  private Due after(Due due, int t) {
    ExactEntries.Pair entries =
        tested.exact()
            ? ExactEntries.Pair.ALL
            : bounds
                .exact(q.from(due.state()).withDirection(q.noises().get(t)))
                .map(e -> due.whole() ? e.update() : e.frozen())
                .orElse(ExactEntries.Pair.NONE);
    boolean whole =
        due.whole()
            && entries.x().containAll(q.d1(), q.r())
            && entries.y().containAll(q.d2(), q.r());
    Factors<Dyadic> state =
        due.whole() ? Update.of(q, due.state(), q.noises().get(t)).image() : due.state();
    return new Due(state, entries, whole);
  }

  /** Compares a state and returns whether the bound decides; if not, only exact entries count. */
  private boolean compare(Known known, int t, List<ReadMatrix> state, Due due) {
    if (t > known.t + 1 || !printing.isInFull()) {
      return compareFurther(known, t, state, due);
    }
    return UpdateJudge.compare(deviation, bounds, known, t, state, due.entries());
  }

  private boolean compareFurther(Known known, int t, List<ReadMatrix> state, Due due) {
    DecimalArithmetic digits = DecimalArithmetic.ofDigits(bounds.digitsBeyond());
    Factors<BigDecimal> now = known.state(digits);
    RunBound bound = bounds.after(q, known.errors());
    for (int k = known.t; ; k++) {
      Factors<BigDecimal> noise = q.noises().get(k).roundTo(digits);
      OpBounds.Pair limits =
          bound.next(now.roundTo(ErrorBound.MAGNITUDES), noise.roundTo(ErrorBound.MAGNITUDES));
      if (!UpdateJudge.decide(limits)) {
        deviation.compare(due.state(), t, state, limits.withMore(NEVER), due.entries());
        return false;
      }
      now = Update.of(q, now, q.noises().get(k)).image();
      if (k + 1 == t) {
        Factors<BigDecimal> image =
            new Factors<>(
                with(now.x(), due.state().x(), due.entries().x()),
                with(now.y(), due.state().y(), due.entries().y()));
        deviation.compare(image, t, state, limits, due.entries());
        return true;
      }
    }
  }

  /** An image in decimals, but with all digits of its exact entries. */
  private static Matrix<BigDecimal> with(
      Matrix<BigDecimal> image, Matrix<Dyadic> due, ExactEntries.Entries exact) {
    return Matrix.of(
        image.arithmetic(),
        image.rows(),
        image.columns(),
        (i, j) -> exact.contain(i, j) ? due.get(i, j).toBigDecimal() : image.get(i, j));
  }
}
