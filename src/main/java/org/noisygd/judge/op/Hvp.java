// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.op;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.noisygd.judge.cases.SubnormalCase;
import org.noisygd.judge.request.Inputs;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Quantities;
import org.noisygd.judge.request.ReplyField;
import org.noisygd.judge.request.Request;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.ErrorBound;
import org.noisygd.theory.error.OpBounds;

/** The Hessian applied to (dX, dY). */
final class Hvp extends JudgedOp {
  Hvp() {
    super(
        "hvp",
        Set.of(Part.RESIDUAL, Part.HESSIAN_TIMES),
        List.of("M", "X", "Y", "dX", "dY"),
        List.of(
            new ReplyField("hvpX", ReplyField.Form.LIKE_X),
            new ReplyField("hvpY", ReplyField.Form.LIKE_Y)));
  }

  @Override
  public <T> Map<String, Matrix<T>> result(Quantities<T> q) {
    return pair(q.hessianVectorProduct());
  }

  @Override
  public <T> Map<String, ErrorBound> bounds(OpBounds bounds, Inputs<T> q, OpBounds.LossForm form) {
    return pair(bounds.hessianVectorProduct(q.m(), q.at(), q.direction()));
  }

  @Override
  protected Optional<Request> subnormal(SubnormalCase.Tiny tiny) {
    return Optional.of(
        Request.of(this, tiny.noTarget(), tiny.yAlone()).withDirection(tiny.xAlone()));
  }
}
