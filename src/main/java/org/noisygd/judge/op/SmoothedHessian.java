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

/** The Hessian of the smoothed objective. */
final class SmoothedHessian extends JudgedOp {
  SmoothedHessian() {
    super(
        "smoothed_hessian",
        Set.of(Part.RESIDUAL, Part.HESSIAN, Part.SMOOTHED),
        List.of("M", "X", "Y", "sigma1", "sigma2"),
        List.of(new ReplyField("hessian", ReplyField.Form.HESSIAN)));
  }

  @Override
  public <T> Map<String, Matrix<T>> image(Quantities<T> q) {
    return Map.of("hessian", q.smoothedHessian());
  }

  @Override
  public <T> Map<String, ErrorBound> bounds(OpBounds bounds, Inputs<T> q, OpBounds.LossForm form) {
    return Map.of("hessian", bounds.smoothedHessian(q.m(), q.at(), q.s1(), q.s2()));
  }

  @Override
  public boolean isExact(ExactPlans plans) {
    return plans.hessian();
  }

  @Override
  public Map<String, ExactEntries.Entries> exact(ExactEntries entries) {
    return Map.of("hessian", entries.smoothedHessian());
  }

  @Override
  public int degree() {
    return 2;
  }

  @Override
  protected Optional<Request> subnormal(SubnormalCase.Tiny tiny) {
    return Optional.of(Request.of(this, tiny.target(), tiny.none()));
  }
}
