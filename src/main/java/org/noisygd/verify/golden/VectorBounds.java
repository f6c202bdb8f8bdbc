// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.judgement.CaseBounds;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.ExactEntries;
import org.noisygd.judge.request.Inputs;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Literals;
import org.noisygd.number.Rationals;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.ErrorBound;
import org.noisygd.theory.error.OpBounds;
import org.noisygd.theory.error.RoundingModel;
import org.noisygd.theory.error.RunBound;

/**
 * Bounds on the error of a correct program's answer to a vector, entry by entry: the judge's
 * bounds, and 0 if no admissible evaluation order rounds. A loss has the larger of the bounds of
 * its two forms.
 *
 * <p>Inputs outside an arithmetic are rounded to it, each with a relative error of at most u. That
 * is one more rounding per factor of a monomial: as many as its degree. In an update a monomial has
 * four factors besides its constants (the step size and three of the perturbed iterate, or the step
 * size, one entry of M and one of the iterate), and X and noiseX are rounded before the addition.
 * So the bound is the bound for a state wider than printed, with four more roundings and |X| +
 * |noiseX| in place of |X + noiseX|. In a run the first state has the error of its rounding, and
 * each update the errors of M, its noise and its steps.
 */
final class VectorBounds {
  /** The arithmetics with bounds. */
  private static final List<String> ARITHMETICS =
      List.of("binary64", "binary32", "binary16", "bfloat16");

  /** Rounds up to three digits; the bound covers the error of reading a decimal as a double. */
  private static final MathContext PRINTED = new MathContext(3, RoundingMode.UP);

  /** The number of input roundings of a monomial of an update. */
  private static final int INPUTS_OF_UPDATE = 4;

  private final Request q;
  private final RoundingModel model;
  private final boolean holdsInputs;

  private VectorBounds(Request q, String arithmetic) {
    this.q = q;
    this.model = RoundingModel.named(arithmetic);
    Arithmetic<?> declared = Arithmetics.named(arithmetic);
    this.holdsInputs = asked(q).allMatch(d -> declared.holds(d.toRational()));
  }

  /**
   * The bounds by arithmetic, each a JSON object like the answer with a decimal per number.
   * Arithmetics are omitted if a bound is meaningless or a number may leave the range of normal
   * numbers.
   */
  static Map<String, String> of(Request q) {
    Map<String, String> found = new LinkedHashMap<>();
    ExactFormats exact = ExactFormats.of(q);
    for (String arithmetic : ARITHMETICS) {
      VectorBounds bounds = new VectorBounds(q, arithmetic);
      if (exact.names().contains(arithmetic)) {
        found.put(arithmetic, VectorAnswer.of(q.op(), q).json(d -> "0"));
      } else if (exact.stayBelow(arithmetic) && bounds.hasNormalInputs()) {
        (q.op() == Ops.RUN ? bounds.states() : bounds.entries())
            .ifPresent(answer -> found.put(arithmetic, answer.json(VectorBounds::print)));
      }
    }
    return found;
  }

  private static String print(BigDecimal bound) {
    return bound.signum() == 0 ? "0" : Literals.format(bound.round(PRINTED));
  }

  /** The input numbers of an op. */
  private static Stream<Dyadic> asked(Request q) {
    Stream<Factors<Dyadic>> noises =
        q.op() == Ops.RUN
            ? q.noises().stream()
            : Stream.of(q.direction()).filter(d -> q.op() == Ops.STEP);
    return Stream.concat(
        noises.flatMap(z -> z.toVariables().stream()),
        q.op().fields().stream()
            .flatMap(
                field ->
                    switch (field) {
                      case "M", "X", "Y", "dX", "dY" -> q.matrix(field).entries().stream();
                      case "etaX", "etaY", "sigma1", "sigma2" -> Stream.of(q.number(field));
                      default -> Stream.empty();
                    }));
  }

  private boolean hasNormalInputs() {
    BigFraction smallest = model.underflow().toRational();
    return asked(q)
        .allMatch(d -> d.signum() == 0 || Rationals.compare(d.toRational().abs(), smallest) >= 0);
  }

  private Optional<VectorAnswer<BigDecimal>> entries() {
    Map<String, ErrorBound> bounds = bounds(OpBounds.LossForm.EXPANDED);
    if (!bounds.values().stream().allMatch(ErrorBound::decides)) {
      return Optional.empty();
    }
    Map<String, ExactEntries.Entries> exact = new ExactEntries(model, false, q).fields();
    Map<String, Matrix<BigDecimal>> found = new LinkedHashMap<>();
    // A loss by a scaled norm has fewer roundings, but may have a larger underflow error.
    bounds(OpBounds.LossForm.RESIDUAL)
        .forEach(
            (field, bound) -> {
              ErrorBound other = bounds.getOrDefault(field, bound);
              ExactEntries.Entries none = exact.getOrDefault(field, ExactEntries.Entries.NONE);
              found.put(
                  field,
                  Matrix.of(
                      ErrorBound.MAGNITUDES,
                      bound.rows(),
                      bound.columns(),
                      (i, j) ->
                          none.contain(i, j)
                              ? BigDecimal.ZERO
                              : bound.at(i, j).max(other.at(i, j))));
            });
    return Optional.of(new VectorAnswer<>(found, Map.of()));
  }

  private Map<String, ErrorBound> bounds(OpBounds.LossForm form) {
    CaseBounds judge = new CaseBounds(model);
    Map<String, ErrorBound> bounds = new LinkedHashMap<>();
    if (q.op() == Ops.STEP && !holdsInputs) {
      OpBounds.Pair pair = judge.update(q, q.at().roundTo(ErrorBound.MAGNITUDES), q.direction());
      bounds.put("X", pair.x());
      bounds.put("Y", pair.y());
      return bounds;
    }
    judge
        .of(q, form)
        .forEach((name, b) -> bounds.put(name, holdsInputs ? b : b.withMore(q.op().degree())));
    return bounds;
  }

  /** The bounds of a run's recorded states, from its start on. */
  private Optional<VectorAnswer<BigDecimal>> states() {
    Inputs<BigDecimal> in = q.in(ErrorBound.MAGNITUDES);
    Factors<BigDecimal> zero = in.at().scale(BigDecimal.ZERO);
    BigDecimal u = ErrorBound.MAGNITUDES.fromRational(model.unitRoundoff());
    RunBound<BigDecimal> bound =
        new RunBound<>(
            new OpBounds(model),
            holdsInputs ? 0 : INPUTS_OF_UPDATE,
            in.m(),
            in.etaX(),
            in.etaY(),
            holdsInputs ? zero : in.at().abs().scale(u));
    List<Factors<BigDecimal>> errors = new ArrayList<>(List.of(bound.error()));
    Factors<Dyadic> state = q.at();
    for (Factors<Dyadic> noise : q.noises()) {
      OpBounds.Pair next =
          bound.next(state.roundTo(ErrorBound.MAGNITUDES), noise.roundTo(ErrorBound.MAGNITUDES));
      if (!next.x().decides() || !next.y().decides()) {
        return Optional.empty();
      }
      state = q.update().apply(state, noise);
      errors.add(bound.error());
    }
    return Optional.of(VectorAnswer.ofRun(q.record(), errors));
  }
}
