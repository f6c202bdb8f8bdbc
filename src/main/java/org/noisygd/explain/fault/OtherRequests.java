// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.fault;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.explain.fault.ExactObjective.Side;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RightQuantities;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * Expresses faults as changed requests: each field of a wrong answer is right for a changed
 * request. For example, a wrong residual is the residual of another M.
 */
@SuppressWarnings("shape") // a fault may confuse shapes
public final class OtherRequests {
  private static final DyadicArithmetic EXACT = DyadicArithmetic.INSTANCE;

  private final Request asked;
  private final ExactAnswer<Dyadic> answer;
  private final Factors<Dyadic> at;

  private OtherRequests(Request asked, Fault fault) {
    this.asked = asked;
    this.answer = Fault.answer(EXACT, asked, Set.of(fault));
    this.at = asked.at();
  }

  /**
   * The requests, one per field, or empty if no change of the inputs has the fault's effect.
   *
   * @param asked the request, never a run
   * @param printed the program's answer, since a fault may use the factor that was updated first
   */
  public static Optional<List<Request>> of(
      Request asked, Fault fault, List<Matrix<Dyadic>> printed) {
    try {
      OtherRequests found = new OtherRequests(asked, fault);
      List<Matrix<Dyadic>> made = List.copyOf(found.answer.fields().orElse(Map.of()).values());
      return !made.isEmpty() && isRight(found.requests(made), made)
          ? Optional.of(found.requests(printed))
          : Optional.empty();
    } catch (ArithmeticException e) {
      return Optional.empty(); // a root or a quotient that is not dyadic
    }
  }

  /** Returns true if each field is exactly the right answer to its request. */
  private static boolean isRight(List<Request> requests, List<Matrix<Dyadic>> made) {
    for (int n = 0; n < made.size(); n++) {
      Iterator<Matrix<Dyadic>> right =
          RightQuantities.expected(requests.get(n)).values().stream().skip(n).iterator();
      if (!right.hasNext() || !right.next().equals(made.get(n))) {
        return false;
      }
    }
    return true;
  }

  private List<Request> requests(List<Matrix<Dyadic>> printed) {
    if (asked.op().has(Part.UPDATE)) {
      return updates(new Factors<>(printed.get(0), printed.get(1)));
    }
    Matrix<Dyadic> residual = answer.residual();
    if (asked.op().has(Part.GRADIENT)) {
      return List.of(
          withSigmas(ofX(at.x(), at.y(), times(residual, answer.x))),
          withSigmas(ofY(at.y(), at.x(), times(residual.transpose(), answer.y))));
    }
    if (asked.op().has(Part.HESSIAN_TIMES)) {
      Request other = asked.withTarget(target(at.x(), at.y(), weighted(residual)));
      Dyadic size = Dyadic.of(answer.hessian.size);
      Factors<Dyadic> direction = asked.direction().scale(size);
      return List.of(
          other.withDirection(direction.scale(Dyadic.of(answer.x.size))),
          other.withDirection(direction.scale(Dyadic.of(answer.y.size))));
    }
    return List.of(
        asked.op().has(Part.LOSS)
            ? loss(residual)
            : withSigmas(asked.withTarget(target(at.x(), at.y(), weighted(residual)))));
  }

  /** The requests whose noise is the gradient's point minus the iterate. */
  private List<Request> updates(Factors<Dyadic> printed) {
    List<ExactUpdate.Terms<Dyadic>> terms = answer.update.terms(at, asked.direction(), printed);
    ExactUpdate.Terms<Dyadic> x = terms.get(0);
    ExactUpdate.Terms<Dyadic> y = terms.get(1);
    return List.of(
        ofX(x.own(), x.other(), signed(x.residual(), answer.x))
            .from(new Factors<>(x.start(), at.y()))
            .withDirection(new Factors<>(x.own().minus(x.start()), x.other().minus(at.y())))
            .withSteps(step(answer.x), asked.etaY()),
        ofY(y.own(), y.other(), signed(y.residual(), answer.y))
            .from(new Factors<>(at.x(), y.start()))
            .withDirection(new Factors<>(y.other().minus(at.x()), y.own().minus(y.start())))
            .withSteps(asked.etaX(), step(answer.y)));
  }

  private Dyadic step(Side<Dyadic> side) {
    return side.eta.multiply(Dyadic.of(Math.abs(answer.objective.scale(side))));
  }

  private Matrix<Dyadic> signed(Matrix<Dyadic> residual, Side<Dyadic> side) {
    return ExactObjective.scaled(residual, Math.signum(answer.objective.scale(side)));
  }

  private Matrix<Dyadic> times(Matrix<Dyadic> residual, Side<Dyadic> side) {
    return ExactObjective.scaled(residual, answer.objective.scale(side));
  }

  /** A request with the X, Y and residual from which the gradient by X was computed. */
  private Request ofX(Matrix<Dyadic> own, Matrix<Dyadic> other, Matrix<Dyadic> residual) {
    return asked.from(new Factors<>(own, other)).withTarget(target(own, other, residual));
  }

  /** As {@link #ofX}, for the gradient by Y, which has the transposed residual. */
  private Request ofY(Matrix<Dyadic> own, Matrix<Dyadic> other, Matrix<Dyadic> residual) {
    return ofX(/* own= */ other, /* other= */ own, residual.transpose());
  }

  /** The request for the loss; rows are doubled if the factor is twice a dyadic square. */
  private Request loss(Matrix<Dyadic> residual) {
    Dyadic ofSquares = Dyadic.of(2 * answer.objective.half);
    boolean twice = Math.getExponent(answer.objective.half) % 2 == 0;
    Dyadic factor = EXACT.sqrt(twice ? ofSquares.scaleByPowerOfTwo(-1) : ofSquares);
    Matrix<Dyadic> m = target(at.x(), at.y(), residual.scale(factor));
    return twice
        ? asked.from(new Factors<>(twice(at.x()), at.y())).withTarget(twice(m))
        : withSigmas(asked.withTarget(m));
  }

  private static Matrix<Dyadic> twice(Matrix<Dyadic> a) {
    return Matrix.of(EXACT, 2 * a.rows(), a.columns(), (i, j) -> a.get(i % a.rows(), j));
  }

  private Matrix<Dyadic> weighted(Matrix<Dyadic> residual) {
    return ExactObjective.scaled(residual, answer.hessian.residual);
  }

  /** The M whose residual at (X, Y) is the given one. */
  private static Matrix<Dyadic> target(
      Matrix<Dyadic> x, Matrix<Dyadic> y, Matrix<Dyadic> residual) {
    return x.times(y.transpose()).minus(residual);
  }

  /** The request with the deviations that give the answer's noise terms. */
  private Request withSigmas(Request q) {
    return q.op().has(Part.SMOOTHED)
        ? q.withSigmas(
            deviation(answer.smoothing.ofY(), q.d1()), deviation(answer.smoothing.ofX(), q.d2()))
        : q;
  }

  private static Dyadic deviation(Dyadic term, int rows) {
    return EXACT.sqrt(EXACT.fromRational(term.toRational().divide(BigFraction.of(rows))));
  }
}
