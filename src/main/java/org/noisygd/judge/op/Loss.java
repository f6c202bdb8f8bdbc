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

/** 1/2 ||X Y^T - M||_F^2, or its mean over the noise of X and Y. */
final class Loss extends JudgedOp {
  Loss(boolean smoothed) {
    super("loss", Part.LOSS, smoothed, new ReplyField("loss", ReplyField.Form.NUMBER));
  }

  @Override
  public <T> Map<String, Matrix<T>> result(Quantities<T> q) {
    return number(q.inputs().arithmetic(), q.loss(has(Part.SMOOTHED)));
  }

  @Override
  public <T> Map<String, ErrorBound> bounds(OpBounds bounds, Inputs<T> q, OpBounds.LossForm form) {
    return Map.of(
        "loss",
        has(Part.SMOOTHED)
            ? bounds.smoothedLoss(q.m(), q.at(), q.s1(), q.s2(), form)
            : bounds.loss(q.m(), q.at(), form));
  }

  @Override
  protected Optional<Request> subnormal(SubnormalCase.Tiny tiny) {
    return has(Part.SMOOTHED)
        ? Optional.empty()
        : Optional.of(Request.of(this, tiny.rootTarget(), tiny.none()));
  }
}
