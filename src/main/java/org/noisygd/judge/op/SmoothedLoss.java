// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.op;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.noisygd.judge.request.ExactPlans;
import org.noisygd.judge.request.Inputs;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Quantities;
import org.noisygd.judge.request.ReplyField;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.ErrorBound;
import org.noisygd.theory.rounding.OpBounds;

/** E F(X + Z1, Y + Z2), the smoothed objective. */
final class SmoothedLoss extends JudgedOp {
  SmoothedLoss() {
    super(
        "smoothed_loss",
        Set.of(Part.RESIDUAL, Part.LOSS, Part.SMOOTHED),
        List.of("M", "X", "Y", "sigma1", "sigma2"),
        List.of(new ReplyField("loss", ReplyField.Form.NUMBER)));
  }

  @Override
  public <T> Map<String, Matrix<T>> image(Quantities<T> q) {
    return number("loss", q.inputs().arithmetic(), q.smoothedLoss());
  }

  @Override
  public <T> Map<String, ErrorBound> bounds(OpBounds bounds, Inputs<T> q, OpBounds.LossForm form) {
    return Map.of("loss", bounds.smoothedLoss(q.m(), q.at(), q.s1(), q.s2(), form));
  }

  @Override
  public boolean isExact(ExactPlans plans) {
    return plans.smoothedLoss();
  }

  @Override
  public int degree() {
    return 4;
  }
}
