// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.judgement;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.Deviation.Printing;
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
 * Judges states along perturbed updates, each from the last recorded state as the candidate printed
 * it, or from the start: errors do not accumulate over recorded states. A run is judged from the
 * requested start to its first wrong state, which is reported. A trace is judged as it is read,
 * update by update, each from the state printed before it.
 *
 * <p><b>Method.</b> As long as no admissible evaluation order has rounded anything in a run, the
 * state is known however the program stores it. Entries that no admissible evaluation order rounds
 * in the next update must then be exact, and so must a factor whose step size is zero. Otherwise a
 * state one update after a known one is compared with the exact result, by the bound of one update.
 * A later state is compared, by {@link RunBound}, with a run in double-double, or in enough decimal
 * digits to make their rounding negligible.
 */
final class UpdateJudge {
  private final CaseBounds bounds;
  private final Printing printing;

  UpdateJudge(CaseBounds bounds, Printing printing) {
    this.bounds = bounds;
    this.printing = printing;
  }

  /** Implements {@link Judge#judge(TracedUpdate)}. */
  Deviation judge(TracedUpdate update) {
    Deviation found = new Deviation(printing, bounds.unit());
    update.places().forEach(found::requireFinite);
    if (found.failed()) {
      return found;
    }
    ExactEntries.Pair exact =
        new ExactEntries.Pair(
            fixed(update.header().etaX(), update.from().x()),
            fixed(update.header().etaY(), update.from().y()));
    Update<?> exactly = update.in(exact(update.isFromDoubles()));
    List<ReadMatrix> state = List.of(update.to().x(), update.to().y());
    boolean decides = compare(found, exactly, update.to().t(), state, exact);
    return found.failed() || decides ? found : new Deviation(printing, bounds.unit());
  }

  /**
   * The entries that must stay unchanged: the entries of a factor with step size zero. A program
   * may store any other factor with more digits.
   */
  private ExactEntries.Entries fixed(ReadNumber eta, ReadMatrix factor) {
    return bounds.isByBoundAlone() || eta.decimal().signum() != 0
        ? ExactEntries.Entries.NONE
        : ExactEntries.unchanged(bounds.model(), factor.roundTo(DecimalArithmetic.EXACT));
  }

  /** Judges the recorded states of a run. */
  CaseResult judge(Case tested, Answer answer) {
    Deviation deviation = new Deviation(printing, bounds.unit());
    Request q = tested.request();
    Exact expected = new Exact(q.at(), ExactEntries.Pair.ALL, true);
    Known known = new Known(q, 0, Optional.empty());
    boolean decides = true;
    for (int t = 0; t <= q.noises().size() && !deviation.failed(); t++) {
      expected = t == 0 ? expected : after(expected, tested, t - 1);
      List<ReadMatrix> state = answer.states().get(t);
      if (state == null) {
        continue;
      }
      if (t == 0) {
        OpBounds.Pair limits = new OpBounds.Pair(ofStart(q.at().x()), ofStart(q.at().y()));
        deviation.compare(q.at(), t, state, limits, ExactEntries.Pair.NONE);
      } else if (expected.whole()) {
        Factors<Dyadic> result = expected.state();
        ErrorBound x = ErrorBound.zero(result.x());
        OpBounds.Pair none = new OpBounds.Pair(x, ErrorBound.zero(result.y()));
        deviation.compare(result, t, state, none, ExactEntries.Pair.ALL);
      } else {
        decides &=
            (t > known.t + 1 || !printing.isInFull())
                ? compareFurther(deviation, known, t, state, expected)
                : compare(deviation, known.update(), t, state, expected.entries());
      }
      known = new Known(q, t, Optional.of(state));
    }
    return decides || deviation.failed() ? deviation.result(tested) : CaseResult.undecided(tested);
  }

  /** The bound on the start, one rounding, since its literals may have been read as decimals. */
  private ErrorBound ofStart(Matrix<Dyadic> start) {
    Matrix<BigDecimal> size = start.abs().roundTo(ErrorBound.MAGNITUDES);
    return new ErrorBound(size, size.scale(BigDecimal.ZERO), 1, bounds.model());
  }

  /**
   * A state of a run that is known.
   *
   * @param printed the state as the candidate printed it, or empty for the start
   */
  private record Known(Request q, int t, Optional<List<ReadMatrix>> printed) {
    /** The exact update from this state. */
    Update<?> update() {
      boolean doubles = printed.stream().flatMap(List::stream).allMatch(ReadMatrix::areDoubles);
      return Update.of(q, state(exact(doubles)), q.noises().get(t));
    }

    private <T> Factors<T> state(Arithmetic<T> exact) {
      return printed
          .map(s -> new Factors<>(s.get(0).roundTo(exact), s.get(1).roundTo(exact)))
          .orElseGet(() -> q.at().roundTo(exact));
    }

    /** The largest errors of the printed state relative to the computed one. */
    Factors<BigDecimal> errors(Printing printing) {
      return printed
          .map(s -> new Factors<>(printing.errors(s.get(0)), printing.errors(s.get(1))))
          .orElseGet(() -> state(ErrorBound.MAGNITUDES).scale(BigDecimal.ZERO));
    }
  }

  /** The arithmetic of exact results: dyadic numbers, or decimals, which hold every literal. */
  private static Arithmetic<?> exact(boolean doubles) {
    return doubles ? DyadicArithmetic.INSTANCE : DecimalArithmetic.EXACT;
  }

  /**
   * The entries of a state that no admissible evaluation order has rounded.
   *
   * @param state the last state that is exact as a whole; its exact entries stay as they are
   * @param entries the entries that are exact
   * @param whole true if all entries are exact
   */
  private record Exact(Factors<Dyadic> state, ExactEntries.Pair entries, boolean whole) {}

  private Exact after(Exact expected, Case tested, int t) {
    Factors<Dyadic> noise = tested.request().noises().get(t);
    Request q = tested.request().from(expected.state()).withDirection(noise);
    ExactEntries.Pair entries =
        tested.exact()
            ? ExactEntries.Pair.ALL
            : bounds
                .exact(q)
                .map(e -> expected.whole() ? e.update() : e.fixed())
                .orElse(ExactEntries.Pair.NONE);
    if (!expected.whole()) {
      return new Exact(expected.state(), entries, false);
    }
    boolean whole = entries.x().containAll(q.d1(), q.r()) && entries.y().containAll(q.d2(), q.r());
    return new Exact(Update.of(q, q.at(), noise).result(), entries, whole);
  }

  /**
   * Compares the state after one update with the exact result, by the bound outside exact entries.
   *
   * @return true if there is a bound
   */
  private <T> boolean compare(
      Deviation deviation,
      Update<T> update,
      long t,
      List<ReadMatrix> state,
      ExactEntries.Pair exact) {
    OpBounds.Pair limits = limits(update);
    deviation.compare(update.result(), t, state, limits, exact);
    return decide(limits);
  }

  /** The bounds of an exact update, from magnitudes whose last bits do not matter. */
  private OpBounds.Pair limits(Update<?> update) {
    if (update.arithmetic() instanceof DyadicArithmetic) {
      Update<Double> doubles = update.roundTo(Binary64.INSTANCE);
      if (isInside(doubles.from(), -200)) {
        return bounds.update(doubles);
      }
    }
    return bounds.update(update.roundTo(ErrorBound.MAGNITUDES));
  }

  /** Returns true if both factors have bounds. */
  private static boolean decide(OpBounds.Pair limits) {
    return limits.x().decides() && limits.y().decides();
  }

  /**
   * Returns true if numbers are so far inside the range of binary64 that products of a few of them
   * neither over- nor underflow, or, in other arithmetics, if literals can represent them.
   */
  private static <T> boolean isInside(Factors<T> numbers, int least) {
    return numbers.arithmetic() instanceof Binary64
        ? numbers.toVariables().stream()
            .mapToDouble(numbers.arithmetic()::roundToDouble)
            .allMatch(d -> d == 0 || (Math.getExponent(d) >= least && Math.getExponent(d) < 200))
        : numbers.toVariables().stream().noneMatch(ReadNumber::isBeyond);
  }

  /** Compares a state of a run after several updates; without a bound, only exact entries. */
  private boolean compareFurther(
      Deviation deviation, Known known, int t, List<ReadMatrix> state, Exact expected) {
    Update<?> update = known.update();
    Optional<? extends Reached<?>> reached = Optional.empty();
    if (update.arithmetic() instanceof DyadicArithmetic && bounds.isBeyondByDoubleDouble()) {
      reached =
          reach(known, update, t, DoubleDouble.INSTANCE, Binary64.INSTANCE)
              .map(found -> found.in(DyadicArithmetic.INSTANCE));
    }
    if (reached.isEmpty()) {
      DecimalArithmetic digits = DecimalArithmetic.ofDigits(bounds.digitsBeyond());
      reached =
          reach(known, update, t, digits, ErrorBound.MAGNITUDES)
              .map(found -> found.in(DecimalArithmetic.EXACT));
    }
    if (reached.isEmpty()) {
      OpBounds.Pair never = limits(update).withMore(ErrorBound.UNBOUNDED);
      deviation.compare(expected.state(), t, state, never, expected.entries());
      return false;
    }
    OpBounds.Pair limits = reached.get().limits();
    deviation.compare(reached.get().with(expected), t, state, limits, expected.entries());
    return true;
  }

  /** A state, in an exact arithmetic if it is compared, and its bounds. */
  private record Reached<T>(Factors<T> result, OpBounds.Pair limits) {
    <S> Reached<S> in(Arithmetic<S> exact) {
      return new Reached<>(result.roundTo(exact), limits);
    }

    /** The state, in which the exact entries have all their digits. */
    Factors<T> with(Exact expected) {
      Factors<T> known = expected.state().roundTo(result.arithmetic());
      return new Factors<>(
          with(result.x(), known.x(), expected.entries().x()),
          with(result.y(), known.y(), expected.entries().y()));
    }

    private static <T> Matrix<T> with(
        Matrix<T> result, Matrix<T> known, ExactEntries.Entries exact) {
      return Matrix.of(
          result.arithmetic(),
          result.rows(),
          result.columns(),
          (i, j) -> exact.contain(i, j) ? known.get(i, j) : result.get(i, j));
    }
  }

  /**
   * The state of a run at step t, computed from an earlier known state.
   *
   * @param known the known state
   * @param first the update from it
   * @param fine the arithmetic in which the run is followed, with errors far below the bounds
   * @param magnitudes the arithmetic of the bounds
   * @return the state, or empty if it has no bound, or numbers leave the range of these arithmetics
   *     and so of literals, which would need all their digits
   */
  private <S, B> Optional<Reached<S>> reach(
      Known known, Update<?> first, int t, Arithmetic<S> fine, Arithmetic<B> magnitudes) {
    Update<S> update = first.roundTo(fine);
    RunBound<B> bound =
        bounds.after(first.roundTo(magnitudes), known.errors(printing).roundTo(magnitudes));
    for (int k = known.t; ; k++) {
      Factors<B> from = update.from().roundTo(magnitudes);
      Factors<B> noise = update.noise().roundTo(magnitudes);
      if (!isInside(from, -200) || !isInside(noise, -200) || !isInside(bound.error(), -400)) {
        return Optional.empty();
      }
      OpBounds.Pair limits = bound.next(from, noise);
      if (!decide(limits)) {
        return Optional.empty();
      }
      Factors<S> result = update.result();
      if (k + 1 == t) {
        return Optional.of(new Reached<>(result, limits));
      }
      update = new Update<>(update.rule(), result, known.q.noises().get(k + 1).roundTo(fine));
    }
  }
}
