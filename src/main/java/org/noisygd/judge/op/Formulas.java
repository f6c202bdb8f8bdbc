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

/** The ops whose answer is one formula of M, X and Y. */
final class Formulas {
  private Formulas() {}

  /** 1/2 ||X Y^T - M||_F^2, or its mean over the noise of X and Y. */
  static final class Loss extends JudgedOp {
    Loss(boolean smoothed) {
      super("loss", Part.LOSS, smoothed, new ReplyField("loss", ReplyField.Form.NUMBER));
    }

    @Override
    public <T> Map<String, Matrix<T>> result(Quantities<T> q) {
      return number(q.inputs().arithmetic(), q.loss(has(Part.SMOOTHED)));
    }

    @Override
    public <T> Map<String, ErrorBound> bounds(
        OpBounds bounds, Inputs<T> q, OpBounds.LossForm form) {
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

  /** The gradient of the loss, or of the smoothed loss. */
  static final class Gradient extends JudgedOp {
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
    public <T> Map<String, ErrorBound> bounds(
        OpBounds bounds, Inputs<T> q, OpBounds.LossForm form) {
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

  /** The Hessian of the loss, or of the smoothed loss, as a matrix. */
  static final class Hessian extends JudgedOp {
    Hessian(boolean smoothed) {
      super("hessian", Part.HESSIAN, smoothed, new ReplyField("hessian", ReplyField.Form.HESSIAN));
    }

    @Override
    public <T> Map<String, Matrix<T>> result(Quantities<T> q) {
      return Map.of("hessian", q.hessian(has(Part.SMOOTHED)));
    }

    @Override
    public <T> Map<String, ErrorBound> bounds(
        OpBounds bounds, Inputs<T> q, OpBounds.LossForm form) {
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

  /** The Hessian applied to (dX, dY). */
  static final class Hvp extends JudgedOp {
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
    public <T> Map<String, ErrorBound> bounds(
        OpBounds bounds, Inputs<T> q, OpBounds.LossForm form) {
      return pair(bounds.hessianVectorProduct(q.m(), q.at(), q.direction()));
    }

    @Override
    protected Optional<Request> subnormal(SubnormalCase.Tiny tiny) {
      return Optional.of(
          Request.of(this, tiny.noTarget(), tiny.yAlone()).withDirection(tiny.xAlone()));
    }
  }

  /** One perturbed update. */
  static final class Step extends JudgedOp {
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
    public <T> Map<String, ErrorBound> bounds(
        OpBounds bounds, Inputs<T> q, OpBounds.LossForm form) {
      return pair(bounds.step(q.m(), q.at(), q.direction(), q.etaX(), q.etaY(), false));
    }

    @Override
    protected Optional<Request> subnormal(SubnormalCase.Tiny tiny) {
      return Optional.of(
          Request.of(this, tiny.noTarget(), tiny.xAlone())
              .withSteps(NumberSource.power(-2), NumberSource.power(-1)));
    }
  }
}
