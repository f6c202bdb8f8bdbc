// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.op;

import java.util.Map;
import java.util.Optional;
import org.noisygd.judge.cases.SubnormalCase;
import org.noisygd.judge.request.Inputs;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Quantities;
import org.noisygd.judge.request.ReplyField;
import org.noisygd.judge.request.Request;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.ErrorBound;
import org.noisygd.theory.error.OpBounds;

/** The gradient of the loss, or of the smoothed loss. */
final class Gradient extends JudgedOp {
  Gradient(boolean smoothed) {
    super(
        "gradient",
        Part.GRADIENT,
        smoothed,
        new ReplyField("gradX", ReplyField.Form.LIKE_X),
        new ReplyField("gradY", ReplyField.Form.LIKE_Y));
  }

  @Override
  public <T> Map<String, Matrix<T>> result(Quantities<T> q) {
    return pair(q.gradient(has(Part.SMOOTHED)));
  }

  @Override
  public <T> Map<String, ErrorBound> bounds(OpBounds bounds, Inputs<T> q, OpBounds.LossForm form) {
    return pair(
        has(Part.SMOOTHED)
            ? bounds.smoothedGradient(q.m(), q.at(), q.s1(), q.s2())
            : bounds.gradient(q.m(), q.at()));
  }

  @Override
  protected Optional<Request> subnormal(SubnormalCase.Tiny tiny) {
    return Optional.of(
        Request.of(this, tiny.noTarget(), has(Part.SMOOTHED) ? tiny.xAlone() : tiny.both()));
  }
}
