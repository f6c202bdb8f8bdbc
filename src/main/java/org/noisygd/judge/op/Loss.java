// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.op;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.noisygd.judge.cases.SubnormalCase;
import org.noisygd.judge.request.ExactPlans;
import org.noisygd.judge.request.Inputs;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Quantities;
import org.noisygd.judge.request.ReplyField;
import org.noisygd.judge.request.Request;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.ErrorBound;
import org.noisygd.theory.rounding.OpBounds;

/** 1/2 ||X Y^T - M||_F^2. */
final class Loss extends JudgedOp {
  Loss() {
    super(
        "loss",
        Set.of(Part.RESIDUAL, Part.LOSS),
        List.of("M", "X", "Y"),
        List.of(new ReplyField("loss", ReplyField.Form.NUMBER)));
  }

  @Override
  public <T> Map<String, Matrix<T>> image(Quantities<T> q) {
    return number("loss", q.inputs().arithmetic(), q.loss());
  }

  @Override
  public <T> Map<String, ErrorBound> bounds(OpBounds bounds, Inputs<T> q, OpBounds.LossForm form) {
    return Map.of("loss", bounds.loss(q.m(), q.at(), form));
  }

  @Override
  public boolean isExact(ExactPlans plans) {
    return plans.loss();
  }

  @Override
  public int degree() {
    return 4;
  }

  @Override
  protected Optional<Request> subnormal(SubnormalCase.Tiny tiny) {
    return Optional.of(Request.of(this, tiny.rootTarget(), tiny.none()));
  }
}
