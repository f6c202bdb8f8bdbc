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

/** The Hessian of the loss, or of the smoothed loss, as a matrix. */
final class Hessian extends JudgedOp {
  Hessian(boolean smoothed) {
    super("hessian", Part.HESSIAN, smoothed, new ReplyField("hessian", ReplyField.Form.HESSIAN));
  }

  @Override
  public <T> Map<String, Matrix<T>> result(Quantities<T> q) {
    return Map.of("hessian", q.hessian(has(Part.SMOOTHED)));
  }

  @Override
  public <T> Map<String, ErrorBound> bounds(OpBounds bounds, Inputs<T> q, OpBounds.LossForm form) {
    return Map.of(
        "hessian",
        has(Part.SMOOTHED)
            ? bounds.smoothedHessian(q.m(), q.at(), q.s1(), q.s2())
            : bounds.hessian(q.m(), q.at()));
  }

  @Override
  protected Optional<Request> subnormal(SubnormalCase.Tiny tiny) {
    return Optional.of(Request.of(this, tiny.target(), tiny.none()));
  }
}
