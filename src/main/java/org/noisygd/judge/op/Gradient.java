// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.op;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.noisygd.judge.cases.SubnormalCase;
import org.noisygd.judge.request.ExactEntries;
import org.noisygd.judge.request.ExactPlans;
import org.noisygd.judge.request.Inputs;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Quantities;
import org.noisygd.judge.request.ReplyField;
import org.noisygd.judge.request.Request;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.ErrorBound;
import org.noisygd.theory.rounding.OpBounds;

/** The gradient by X and by Y. */
final class Gradient extends JudgedOp {
  Gradient() {
    super(
        "gradient",
        Set.of(Part.RESIDUAL, Part.GRADIENT),
        List.of("M", "X", "Y"),
        List.of(
            new ReplyField("gradX", ReplyField.Form.LIKE_X),
            new ReplyField("gradY", ReplyField.Form.LIKE_Y)));
  }

  @Override
  public <T> Map<String, Matrix<T>> image(Quantities<T> q) {
    return pair("gradX", "gradY", q.gradient());
  }

  @Override
  public <T> Map<String, ErrorBound> bounds(OpBounds bounds, Inputs<T> q, OpBounds.LossForm form) {
    return pair("gradX", "gradY", bounds.gradient(q.m(), q.at()));
  }

  @Override
  public boolean isExact(ExactPlans plans) {
    return plans.gradient();
  }

  @Override
  public Map<String, ExactEntries.Entries> exact(ExactEntries entries) {
    return pair("gradX", "gradY", entries.gradient());
  }

  @Override
  public int degree() {
    return 3;
  }

  @Override
  protected Optional<Request> subnormal(SubnormalCase.Tiny tiny) {
    return Optional.of(Request.of(this, tiny.noTarget(), tiny.both()));
  }
}
