// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.op;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.request.Inputs;
import org.noisygd.judge.request.Op.ReplyField;
import org.noisygd.judge.request.Op.ReplyField.Form;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Quantities;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.error.ErrorBound;
import org.noisygd.theory.error.OpBounds;

/**
 * An op whose answer is one formula of M, X and Y: the loss 1/2 ||X Y^T - M||_F^2, its gradient and
 * its Hessian, the same three of its mean over the noise of X and Y, the Hessian applied to (dX,
 * dY), or one perturbed update.
 */
final class Formula extends JudgedOp {
  private final Part part;
  private final boolean smoothed;

  /**
   * An op.
   *
   * @param part the part of its answer besides the residual
   * @param smoothed true for the smoothed objective
   * @param more the fields of its request besides M, X and Y
   */
  Formula(String word, Part part, boolean smoothed, List<String> more, List<ReplyField> reply) {
    super(
        word,
        smoothed ? Set.of(Part.RESIDUAL, part, Part.SMOOTHED) : Set.of(Part.RESIDUAL, part),
        Stream.concat(Stream.of("M", "X", "Y"), more.stream()).toList(),
        reply);
    this.part = part;
    this.smoothed = smoothed;
  }

  /** The loss, gradient or Hessian, or its mean over the noise. */
  static Formula of(Part part, boolean smoothed) {
    String word = part.name().toLowerCase(Locale.ROOT);
    List<ReplyField> reply =
        part == Part.GRADIENT
            ? ReplyField.pair("gradX", "gradY")
            : List.of(new ReplyField(word, part == Part.LOSS ? Form.NUMBER : Form.HESSIAN));
    return smoothed
        ? new Formula("smoothed_" + word, part, true, List.of("sigma1", "sigma2"), reply)
        : new Formula(word, part, false, List.of(), reply);
  }

  @Override
  public <T> Map<String, Matrix<T>> result(Quantities<T> q) {
    return switch (part) {
      case LOSS -> {
        T loss = q.loss(smoothed);
        yield Map.of("loss", Matrix.of(q.inputs().arithmetic(), 1, 1, (i, j) -> loss));
      }
      case GRADIENT -> pair(q.gradient(smoothed));
      case HESSIAN -> Map.of("hessian", q.hessian(smoothed));
      case HESSIAN_TIMES -> pair(q.hessianVectorProduct());
      case UPDATE -> pair(q.update());
      case RESIDUAL, SMOOTHED, RUN -> throw new IllegalStateException(part + " is no formula");
    };
  }

  @Override
  public <T> Map<String, ErrorBound> bounds(OpBounds of, Inputs<T> q, OpBounds.LossForm form) {
    Matrix<T> m = q.m();
    Factors<T> at = q.at();
    return switch (part) {
      case LOSS ->
          Map.of(
              "loss",
              smoothed ? of.smoothedLoss(m, at, q.s1(), q.s2(), form) : of.loss(m, at, form));
      case GRADIENT ->
          pair(smoothed ? of.smoothedGradient(m, at, q.s1(), q.s2()) : of.gradient(m, at));
      case HESSIAN ->
          Map.of(
              "hessian", smoothed ? of.smoothedHessian(m, at, q.s1(), q.s2()) : of.hessian(m, at));
      case HESSIAN_TIMES -> pair(of.hessianVectorProduct(m, at, q.direction()));
      case UPDATE -> pair(of.step(m, at, q.direction(), q.etaX(), q.etaY(), false));
      case RESIDUAL, SMOOTHED, RUN -> throw new IllegalStateException(part + " is no formula");
    };
  }
}
