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

/** The gradient of the smoothed objective. */
final class SmoothedGradient extends JudgedOp {
  SmoothedGradient() {
    super(
        "smoothed_gradient",
        Set.of(Part.RESIDUAL, Part.GRADIENT, Part.SMOOTHED),
        List.of("M", "X", "Y", "sigma1", "sigma2"),
        List.of(
            new ReplyField("gradX", ReplyField.Form.LIKE_X),
            new ReplyField("gradY", ReplyField.Form.LIKE_Y)));
  }

  @Override
  public <T> Map<String, Matrix<T>> image(Quantities<T> q) {
    return pair("gradX", "gradY", q.smoothedGradient());
  }

  @Override
  public <T> Map<String, ErrorBound> bounds(OpBounds bounds, Inputs<T> q, OpBounds.LossForm form) {
    return pair("gradX", "gradY", bounds.smoothedGradient(q.m(), q.at(), q.s1(), q.s2()));
  }

  @Override
  public boolean isExact(ExactPlans plans) {
    return plans.smoothedGradient();
  }

  @Override
  public Map<String, ExactEntries.Entries> exact(ExactEntries entries) {
    return pair("gradX", "gradY", entries.smoothedGradient());
  }

  @Override
  public int degree() {
    return 3;
  }

  @Override
  protected Optional<Request> subnormal(SubnormalCase.Tiny tiny) {
    return Optional.of(Request.of(this, tiny.noTarget(), tiny.xAlone()));
  }
}
