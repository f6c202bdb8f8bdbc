// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.op;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.noisygd.judge.cases.NumberSource;
import org.noisygd.judge.cases.SubnormalCase;
import org.noisygd.judge.request.Inputs;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Quantities;
import org.noisygd.judge.request.ReplyField;
import org.noisygd.judge.request.Request;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.ErrorBound;
import org.noisygd.theory.error.OpBounds;

/** One perturbed update. */
final class Step extends JudgedOp {
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
  public <T> Map<String, Matrix<T>> result(Quantities<T> q) {
    return pair(q.update());
  }

  @Override
  public <T> Map<String, ErrorBound> bounds(OpBounds bounds, Inputs<T> q, OpBounds.LossForm form) {
    return pair(bounds.step(q.m(), q.at(), q.direction(), q.etaX(), q.etaY(), false));
  }

  @Override
  protected Optional<Request> subnormal(SubnormalCase.Tiny tiny) {
    return Optional.of(
        Request.of(this, tiny.noTarget(), tiny.xAlone())
            .withSteps(NumberSource.power(-2), NumberSource.power(-1)));
  }
}
