// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.op;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.CaseKind;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.cases.ChangedCases;
import org.noisygd.judge.cases.FullDigitsCase;
import org.noisygd.judge.cases.MetamorphicCases;
import org.noisygd.judge.cases.NumberSource;
import org.noisygd.judge.cases.Shape;
import org.noisygd.judge.cases.StandardCases;
import org.noisygd.judge.cases.SubnormalCase;
import org.noisygd.judge.request.ExactPlans;
import org.noisygd.judge.request.Inputs;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Quantities;
import org.noisygd.judge.request.ReplyField;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.ErrorBound;
import org.noisygd.theory.rounding.OpBounds;

/** One perturbed update. */
final class Step extends JudgedOp {
  private static final Shape SHAPE = new Shape(5, 5, 2);

  Step() {
    super(
        "step",
        Set.of(Part.RESIDUAL, Part.UPDATE),
        List.of("M", "X", "Y", "etaX", "etaY", "noiseX", "noiseY"),
        List.of(
            new ReplyField("X", ReplyField.Form.LIKE_X),
            new ReplyField("Y", ReplyField.Form.LIKE_Y)));
  }

  @Override
  public <T extends Object> Map<String, Matrix<T>> image(Quantities<T> q) {
    return pair("X", "Y", q.update());
  }

  @Override
  public <T extends Object> Map<String, ErrorBound> bounds(
      OpBounds bounds, Inputs<T> q, OpBounds.LossForm form) {
    return pair("X", "Y", bounds.step(q.m(), q.at(), q.direction(), q.etaX(), q.etaY(), false));
  }

  @Override
  public boolean isExact(ExactPlans plans) {
    return plans.update();
  }

  @Override
  public int degree() {
    return 1;
  }

  @Override
  public boolean suffices() {
    return true;
  }

  @Override
  protected List<CaseKind> kinds() {
    return StandardCases.and(
        Step::addNoiseCases,
        new MetamorphicCases(),
        new ChangedCases("M", "X", "Y", "noiseX", "noiseY", "etaX", "etaY"),
        new SubnormalCase(
            (op, tiny) ->
                Request.of(op, tiny.noTarget(), tiny.xAlone())
                    .withSteps(NumberSource.power(-2), NumberSource.power(-1))),
        new FullDigitsCase(false));
  }

  /** Noise that is zero, of one factor alone, or larger than the iterate. */
  private static void addNoiseCases(CaseSuite suite, Op op) {
    Factors<Dyadic> noise = suite.source("noise-shape").factors(SHAPE, 0);
    Factors<Dyadic> none = noise.scale(Dyadic.ZERO);
    Factors<Dyadic> huge = noise.scale(NumberSource.power(3));
    Factors<Dyadic> onX = new Factors<>(noise.x(), none.y());
    Factors<Dyadic> onY = new Factors<>(none.x(), noise.y());
    addNoiseCase(suite, op, "no-noise", none, "noise that is zero");
    addNoiseCase(suite, op, "noise-on-x", onX, "noise of Y taken for that of X");
    addNoiseCase(suite, op, "noise-on-y", onY, "noise of X taken for that of Y");
    addNoiseCase(suite, op, "huge-noise", huge, "noise larger than the iterate");
  }

  private static void addNoiseCase(
      CaseSuite suite, Op op, String group, Factors<Dyadic> noise, String sees) {
    String name = CaseSuite.name(op, group, SHAPE);
    NumberSource numbers = suite.source(name);
    Request request =
        Request.of(op, numbers.matrix(SHAPE.d1(), SHAPE.d2(), 0), numbers.factors(SHAPE, 0))
            .withDirection(noise)
            .withSteps(numbers.positive(-7), numbers.positive(-6));
    suite.keep(name, request, false, sees);
  }
}
