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

/** The Hessian, X row by row, then Y row by row. */
final class Hessian extends JudgedOp {
  Hessian() {
    super(
        "hessian",
        Set.of(Part.RESIDUAL, Part.HESSIAN),
        List.of("M", "X", "Y"),
        List.of(new ReplyField("hessian", ReplyField.Form.HESSIAN)));
  }

  @Override
  public <T> Map<String, Matrix<T>> image(Quantities<T> q) {
    return Map.of("hessian", q.hessian());
  }

  @Override
  public <T> Map<String, ErrorBound> bounds(OpBounds bounds, Inputs<T> q, OpBounds.LossForm form) {
    return Map.of("hessian", bounds.hessian(q.m(), q.at()));
  }

  @Override
  public boolean isExact(ExactPlans plans) {
    return plans.hessian();
  }

  @Override
  public Map<String, ExactEntries.Entries> exact(ExactEntries entries) {
    return Map.of("hessian", entries.hessian());
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
