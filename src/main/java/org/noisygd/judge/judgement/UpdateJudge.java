// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.judgement;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.ExactEntries;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Binary64;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.DoubleDouble;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.ErrorBound;
import org.noisygd.theory.error.OpBounds;
import org.noisygd.theory.error.RunBound;

/**
 * Judges states along perturbed updates, each from the last known one before it, as the candidate
 * printed it, or from the start: errors never accumulate over the states that are known. A run is
 * judged from the start that was asked to its first wrong state, which is the one that is named. A
 * trace is judged as it is read, update by update, each from the state printed before it.
 *
 * <p>As long as no legal plan has rounded anything in a run, the state is known, however it was
 * held: what no legal plan rounds in the next update must be exact, and so must a factor whose step
 * size is zero. Otherwise a state one update after a known one is compared with the exact image, by
 * the bound of one update. A state further on is compared with a run in double-double, or in
 * decimals, with so many digits that their rounding vanishes beside the bound, that of {@link
 * RunBound}.
 */
final class UpdateJudge {
  /** More roundings than any arithmetic has a bound for. */
  private static final int NEVER = Integer.MAX_VALUE / 2;

  private final CaseBounds bounds;
  private final Printing printing;
  private @Nullable UpdateFilter filter;

  UpdateJudge(CaseBounds bounds, Printing printing) {
    this.bounds = bounds;
    this.printing = printing;
  }

  /** As {@link Judge#ifClear}, by {@link UpdateFilter}. */
  double ifClear(TracedUpdate update) {
    if (update.header().hasZeroStep() || !update.areDoubles()) {
      return -1;
    }
    UpdateFilter made = filter;
    if (made == null) {
      made = new UpdateFilter(update, bounds.model());
      filter = made;
    }
    return made.ratio(update);
  }

  /** As {@link Judge#judge(TracedUpdate)}. */
  Deviation judge(TracedUpdate update) {
    Deviation found = new Deviation(printing, bounds.unit());
    update.places().forEach(found::requireFinite);
    if (found.failed()) {
      return found;
    }
    ExactEntries.Pair exact =
        new ExactEntries.Pair(
            frozen(update.header().etaX(), update.from().x()),
            frozen(update.header().etaY(), update.from().y()));
    Known known = new Known(update, update.from().t(), Optional.empty());
    List<ReadMatrix> state = List.of(update.to().x(), update.to().y());
    boolean decides = compare(found, known, update.to().t(), state, exact);
    return found.failed() || decides ? found : new Deviation(printing, bounds.unit());
  }

  /** The entries that must stay unchanged; a factor that moves may be held with more digits. */
  private ExactEntries.Entries frozen(ReadNumber eta, ReadMatrix factor) {
    return bounds.isByBoundAlone() || eta.decimal().signum() != 0
        ? ExactEntries.Entries.NONE
        : ExactEntries.unchanged(bounds.model(), factor.roundTo(DecimalArithmetic.EXACT));
  }

  /** Judges the recorded states of a run. */
  CaseResult judge(Case tested, Answer answer) {
    Deviation deviation = new Deviation(printing, bounds.unit());
    Request q = tested.request();
    Update.Sequence run = new Asked(q);
    Due expected = new Due(q.at(), ExactEntries.Pair.ALL, true, false);
    Known known = new Known(run, 0, Optional.empty());
    boolean decides = true;
    for (int t = 0; t <= q.noises().size() && !deviation.failed(); t++) {
      boolean fromExact = expected.whole();
      expected = t == 0 ? expected : after(expected, tested, t - 1);
      List<ReadMatrix> state = answer.states().get(t);
      if (state == null) {
        continue;
      }
      if (expected.whole()) {
        Factors<Dyadic> image = expected.state();
        ErrorBound x = ErrorBound.zero(image.x());
        OpBounds.Pair none = new OpBounds.Pair(x, ErrorBound.zero(image.y()));
        deviation.compare(image, t, state, none, ExactEntries.Pair.ALL);
      } else if (fromExact && t == known.t + 1 && printing.isInFull()) {
        OpBounds.Pair limits = limits(known, known.areDoubles());
        deviation.compare(expected.state(), t, state, limits, expected.entries());
        decides &= decide(limits);
      } else {
        decides &=
            (t > known.t + 1 || !printing.isInFull())
                ? compareFurther(deviation, known, t, state, expected)
                : compare(deviation, known, t, state, expected.entries());
      }
      known = new Known(run, t, Optional.of(state));
    }
    return decides || deviation.failed() ? deviation.result(tested) : CaseResult.undecided(tested);
  }

  /** The updates of a run. */
  private record Asked(Request q) implements Update.Sequence {
    @Override
    public boolean areDoubles() {
      return true;
    }

    @Override
    public <T> Factors<T> start(Arithmetic<T> arithmetic) {
      return q.at().roundTo(arithmetic);
    }

    @Override
    public <T> Update<T> update(long t, Factors<T> from) {
      return Update.of(q, from, q.noises().get((int) t));
    }

    @Override
    public <T> Factors<T> noise(long t, Arithmetic<T> arithmetic) {
      return q.noises().get((int) t).roundTo(arithmetic);
    }
  }

  /**
   * A state that is known, and the updates from it.
   *
   * @param printed the state as the candidate printed it; empty for the start
   */
  private record Known(Update.Sequence updates, long t, Optional<List<ReadMatrix>> printed) {
    boolean areDoubles() {
      return updates.areDoubles()
          && printed.stream().flatMap(List::stream).allMatch(ReadMatrix::areDoubles);
    }

    <T> Factors<T> state(Arithmetic<T> arithmetic) {
      return printed
          .map(s -> new Factors<>(s.get(0).roundTo(arithmetic), s.get(1).roundTo(arithmetic)))
          .orElseGet(() -> updates.start(arithmetic));
    }

    <T> Update<T> update(Arithmetic<T> arithmetic) {
      return updates.update(t, state(arithmetic));
    }

    /** How far the printed state may be from the computed one. */
    Factors<BigDecimal> errors(Printing printing) {
      return printed
          .map(s -> new Factors<>(printing.errors(s.get(0)), printing.errors(s.get(1))))
          .orElseGet(() -> updates.start(ErrorBound.MAGNITUDES).scale(BigDecimal.ZERO));
    }
  }

  /**
   * What no legal plan has rounded.
   *
   * @param state the last state that is exact as a whole; its exact entries stay as they are
   * @param entries the entries that are exact
   * @param whole whether all entries are exact
   * @param settled whether the same is due after every further update
   */
  private record Due(
      Factors<Dyadic> state, ExactEntries.Pair entries, boolean whole, boolean settled) {}

  private Due after(Due expected, Case tested, int t) {
    if (expected.settled()) {
      return expected;
    }
    Request q = tested.request();
    ExactEntries.Pair entries =
        tested.exact()
            ? ExactEntries.Pair.ALL
            : bounds
                .exact(q.from(expected.state()).withDirection(q.noises().get(t)))
                .map(e -> expected.whole() ? e.update() : e.frozen())
                .orElse(ExactEntries.Pair.NONE);
    boolean whole =
        expected.whole()
            && entries.x().containAll(q.d1(), q.r())
            && entries.y().containAll(q.d2(), q.r());
    Factors<Dyadic> state =
        expected.whole()
            ? Update.of(q, expected.state(), q.noises().get(t)).image()
            : expected.state();
    return new Due(state, entries, whole, !expected.whole());
  }

  /**
   * Compares the state after one update with the exact image, by the bound outside exact entries.
   *
   * @return whether the bound says anything
   */
  private boolean compare(
      Deviation deviation, Known known, long t, List<ReadMatrix> state, ExactEntries.Pair exact) {
    boolean doubles = known.areDoubles();
    OpBounds.Pair limits = limits(known, doubles);
    if (doubles) {
      deviation.compare(known.update(DyadicArithmetic.INSTANCE).image(), t, state, limits, exact);
    } else {
      deviation.compare(known.update(DecimalArithmetic.EXACT).image(), t, state, limits, exact);
    }
    return decide(limits);
  }

  /** The bounds of an update, from magnitudes whose last bits do not matter. */
  private OpBounds.Pair limits(Known known, boolean areDoubles) {
    if (areDoubles) {
      Update<Double> update = known.update(Binary64.INSTANCE);
      if (isInside(update.from(), -200)) {
        return bounds.update(update);
      }
    }
    return bounds.update(known.update(ErrorBound.MAGNITUDES));
  }

  /** Whether bounds say anything about both factors. */
  private static boolean decide(OpBounds.Pair limits) {
    return limits.x().decides() && limits.y().decides();
  }

  /**
   * Whether numbers are so far inside the range of binary64 that products of a few of them neither
   * over- nor underflow; whether a literal can give those of other arithmetics.
   */
  private static <T> boolean isInside(Factors<T> numbers, int least) {
    return numbers.arithmetic() instanceof Binary64
        ? numbers.toVariables().stream()
            .mapToDouble(numbers.arithmetic()::roundToDouble)
            .allMatch(d -> d == 0 || (Math.getExponent(d) >= least && Math.getExponent(d) < 200))
        : numbers.toVariables().stream().noneMatch(ReadNumber::isBeyond);
  }

  /** Compares a state of a run after several updates; if no bound decides, only exact entries. */
  private boolean compareFurther(
      Deviation deviation, Known known, int t, List<ReadMatrix> state, Due expected) {
    Optional<Reached<Dyadic>> quickly =
        known.areDoubles() && bounds.isBeyondByDoubleDouble()
            ? reach(known, t, DoubleDouble.INSTANCE, Binary64.INSTANCE)
                .map(r -> new Reached<>(r.image().toExactly(DyadicArithmetic.INSTANCE), r.limits()))
            : Optional.empty();
    if (quickly.isPresent()) {
      return compare(deviation, quickly.get(), d -> d, t, state, expected);
    }
    Optional<Reached<BigDecimal>> reached = reach(known, t, digits(), ErrorBound.MAGNITUDES);
    if (reached.isEmpty()) {
      // No literal gives such numbers; comparing them with one would take all their digits.
      OpBounds.Pair never = limits(known, known.areDoubles()).withMore(NEVER);
      deviation.compare(expected.state(), t, state, never, expected.entries());
      return false;
    }
    return compare(deviation, reached.get(), Dyadic::toBigDecimal, t, state, expected);
  }

  private <T> boolean compare(
      Deviation deviation,
      Reached<T> reached,
      Function<Dyadic, T> exactly,
      int t,
      List<ReadMatrix> state,
      Due expected) {
    if (!decide(reached.limits())) {
      deviation.compare(
          expected.state(), t, state, reached.limits().withMore(NEVER), expected.entries());
      return false;
    }
    Factors<T> image =
        new Factors<>(
            with(reached.image().x(), expected.state().x(), expected.entries().x(), exactly),
            with(reached.image().y(), expected.state().y(), expected.entries().y(), exactly));
    deviation.compare(image, t, state, reached.limits(), expected.entries());
    return true;
  }

  private DecimalArithmetic digits() {
    return DecimalArithmetic.ofDigits(bounds.digitsBeyond());
  }

  /** A state and its bounds, which may say nothing; the state is then of no use. */
  private record Reached<T>(Factors<T> image, OpBounds.Pair limits) {}

  /**
   * The state of a run at step t, from one known before.
   *
   * @param fine an arithmetic in which the run is followed, its errors far below the bounds
   * @param magnitudes that of the bounds
   * @return empty if numbers leave the range in which these arithmetics are of use
   */
  private <S, B> Optional<Reached<S>> reach(
      Known known, int t, Arithmetic<S> fine, Arithmetic<B> magnitudes) {
    Update<S> update = known.update(fine);
    RunBound<B> bound =
        bounds.after(known.update(magnitudes), known.errors(printing).roundTo(magnitudes));
    for (long k = known.t; ; k++) {
      Factors<B> from = update.from().roundTo(magnitudes);
      Factors<B> noise = update.noise().roundTo(magnitudes);
      if (!isInside(from, -200) || !isInside(noise, -200) || !isInside(bound.error(), -400)) {
        return Optional.empty();
      }
      OpBounds.Pair limits = bound.next(from, noise);
      Factors<S> image = update.image();
      if (k + 1 == t || !decide(limits)) {
        return Optional.of(new Reached<>(image, limits));
      }
      update = update.with(image, known.updates.noise(k + 1, fine));
    }
  }

  /** An image, but with all digits of its exact entries. */
  private static <T> Matrix<T> with(
      Matrix<T> image,
      Matrix<Dyadic> expected,
      ExactEntries.Entries exact,
      Function<Dyadic, T> exactly) {
    return Matrix.of(
        image.arithmetic(),
        image.rows(),
        image.columns(),
        (i, j) -> exact.contain(i, j) ? exactly.apply(expected.get(i, j)) : image.get(i, j));
  }
}
