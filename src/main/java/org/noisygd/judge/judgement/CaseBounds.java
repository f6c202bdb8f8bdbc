// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.judgement;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.update.StepSizes;
import org.noisygd.judge.request.ExactEntries;
import org.noisygd.judge.request.Inputs;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Binary64;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Rationals;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.ErrorBound;
import org.noisygd.theory.error.OpBounds;
import org.noisygd.theory.error.RoundingModel;
import org.noisygd.theory.error.RunBound;

/**
 * The error bounds of a request's answer, field by field. Magnitudes are evaluated in binary64 if
 * all inputs are far inside its range, else in 20 decimal digits.
 */
public final class CaseBounds {
  /**
   * Inputs within 2^-100..2^100 have monomials of degree 6 at most, within 2^-600..2^600; a step
   * size may multiply them once.
   */
  private static final int SAFE_EXPONENT = 100;

  private static final int SAFE_EXPONENT_OF_STEPS = 300; // 600 + 300 < 1022

  private final OpBounds bounds;

  private final Rule rule;

  /** The choice of the entries that are judged bitwise, and of the bounds of the others. */
  public enum Rule {
    /** The entries that no admissible evaluation order rounds. */
    EXACT(0),
    /** The entries whose monomials are all zero, as a program may store more digits of a state. */
    TRACE(0),
    /** The entries whose monomials are all zero, for a residual that is multiplied by norm/norm. */
    SCALED_RESIDUAL(OpBounds.OF_SCALED_RESIDUAL),
    /** No entry: the bounds alone decide. */
    BOUNDS(0),
    /** The bounds of a scaled residual alone. */
    WIDEST_BOUNDS(OpBounds.OF_SCALED_RESIDUAL);

    /** Number of further roundings that are allowed. */
    private final int more;

    Rule(int more) {
      this.more = more;
    }
  }

  public CaseBounds(RoundingModel model) {
    this(model, Rule.EXACT);
  }

  CaseBounds(RoundingModel model, Rule rule) {
    this.bounds = new OpBounds(model);
    this.rule = rule;
  }

  /** The entries of a request's answer that are judged bitwise, if there are any. */
  Optional<ExactEntries> exact(Request q) {
    return isByBoundAlone()
        ? Optional.empty()
        : Optional.of(new ExactEntries(model(), rule != Rule.EXACT, q));
  }

  /** The bounds of a request other than a run or a sample. */
  public Map<String, ErrorBound> of(Request q, OpBounds.LossForm form) {
    Inputs<?> inputs = safe(q) ? q.in(Binary64.INSTANCE) : q.in(ErrorBound.MAGNITUDES);
    Map<String, ErrorBound> found = new LinkedHashMap<>(q.op().bounds(bounds, inputs, form));
    found.replaceAll((field, bound) -> bound.withMore(rule.more));
    return found;
  }

  /** The bound on half the square of a scaled norm whose residual is exact. */
  <T> ErrorBound scaledNorm(Matrix<T> loss, Request q) {
    return bounds.scaledNorm(loss.roundTo(ErrorBound.MAGNITUDES), q.d1() * q.d2());
  }

  /**
   * The bounds of one update of a run, from a candidate's own printed state.
   *
   * @param iterate the state, rounded to the arithmetic of the magnitudes: its last bits do not
   *     matter
   */
  public <T> OpBounds.Pair update(Request q, Factors<T> iterate, Factors<Dyadic> noise) {
    return update(Update.of(q, iterate, noise));
  }

  <T> OpBounds.Pair update(Update<T> update) {
    StepSizes<T> eta = update.rule().steps();
    return bounds
        .step(update.rule().target(), update.from(), update.noise(), eta.etaX(), eta.etaY(), true)
        .withMore(rule.more);
  }

  /** Returns true if no entry is judged bitwise. */
  boolean isByBoundAlone() {
    return rule == Rule.BOUNDS || rule == Rule.WIDEST_BOUNDS;
  }

  /**
   * The bound on the states after a state with known error bounds, update by update.
   *
   * @param first the first update, in the arithmetic of the magnitudes
   */
  <T> RunBound<T> after(Update<T> first, Factors<T> errors) {
    StepSizes<T> steps = first.rule().steps();
    return new RunBound<>(
        bounds, rule.more, first.rule().target(), steps.etaX(), steps.etaY(), errors);
  }

  RoundingModel model() {
    return bounds.model();
  }

  BigDecimal unit() {
    return new BigDecimal(model().unitRoundoff().doubleValue());
  }

  /**
   * Returns true if double-double may replace these digits: its error in a sum or a product is at
   * most 2^-100 of the operands, 2^-36 of u.
   */
  boolean isBeyondByDoubleDouble() {
    return model().unitRoundoff().doubleValue() >= 0x1p-64;
  }

  /** The number of decimal digits whose rounding errors are below the margin of the bounds. */
  public int digitsBeyond() {
    int bits = Rationals.denominator(model().unitRoundoff()).bitLength();
    return bits * 31 / 100 + 30; // log10(2) is below 0.31
  }

  private static boolean safe(Request q) {
    return Stream.of(
                q.m().entries(),
                q.at().toVariables(),
                q.direction().toVariables(),
                List.of(q.sigma1(), q.sigma2()))
            .allMatch(inputs -> areWithin(SAFE_EXPONENT, inputs))
        && areWithin(SAFE_EXPONENT_OF_STEPS, List.of(q.etaX(), q.etaY()));
  }

  private static boolean areWithin(int exponent, List<Dyadic> inputs) {
    return inputs.stream()
        .allMatch(d -> d.signum() == 0 || Math.abs(d.leadingExponent()) <= exponent);
  }
}
