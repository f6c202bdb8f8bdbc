// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.mistake;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.exact.ExactImage;
import org.noisygd.judge.exact.ExactObjective;
import org.noisygd.judge.exact.ExactUpdate;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * Mistakes as requests: those to which, field by field, a program with the mistakes gives the right
 * answer. Noise that is exchanged is the right noise of another request, and a residual that is
 * wrong is that of another M.
 */
@SuppressWarnings("shape") // mistakes confuse shapes; that is their nature
public final class OtherRequests {
  private static final DyadicArithmetic EXACT = DyadicArithmetic.INSTANCE;

  private final Request asked;
  private final ExactImage<Dyadic> image;
  private final Factors<Dyadic> at;

  private OtherRequests(Request asked, Set<Mistake> mistakes) {
    this.asked = asked;
    this.image = Mistake.image(EXACT, asked, mistakes);
    this.at = asked.at();
  }

  /**
   * The requests, one for each field of the answer; none where the mistakes are more than other
   * inputs.
   *
   * @param asked the request, no run
   * @param printed the answer: a mistake may use the part of it that was computed first
   */
  public static Optional<List<Request>> of(
      Request asked, Set<Mistake> mistakes, List<Matrix<Dyadic>> printed) {
    try {
      OtherRequests found = new OtherRequests(asked, mistakes);
      List<Matrix<Dyadic>> made = List.copyOf(found.image.fields().orElse(Map.of()).values());
      return isRight(found.requests(made), made)
          ? Optional.of(found.requests(printed))
          : Optional.empty();
    } catch (ArithmeticException | IllegalArgumentException e) {
      return Optional.empty(); // a root or a quotient that is not dyadic, shapes that do not fit
    }
  }

  /** Whether each field is exactly that of the right answer to its request. */
  private static boolean isRight(List<Request> requests, List<Matrix<Dyadic>> made) {
    for (int n = 0; n < made.size(); n++) {
      Iterator<Matrix<Dyadic>> right =
          ExactImage.right(EXACT, requests.get(n)).values().stream().skip(n).iterator();
      if (!right.hasNext() || !right.next().equals(made.get(n))) {
        return false;
      }
    }
    return !made.isEmpty();
  }

  private List<Request> requests(List<Matrix<Dyadic>> answer) {
    if (asked.op().has(Part.UPDATE)) {
      return updates(new Factors<>(answer.get(0), answer.get(1)));
    }
    if (asked.op().has(Part.GRADIENT)) {
      return gradients();
    }
    Matrix<Dyadic> residual = image.residual();
    if (asked.op().has(Part.HESSIAN_TIMES)) {
      Request other = asked.withTarget(target(at.x(), at.y(), weighted(residual)));
      return List.of(
          other.withDirection(times(asked.direction(), ofHessian() * image.objective.sizeX)),
          other.withDirection(times(asked.direction(), ofHessian() * image.objective.sizeY)));
    }
    return List.of(asked.op().has(Part.LOSS) ? loss(residual) : hessian(residual));
  }

  /**
   * The noise is what each factor was off by, the step size what the gradient was multiplied by.
   */
  private List<Request> updates(Factors<Dyadic> answer) {
    List<ExactUpdate.Terms<Dyadic>> terms = image.update.terms(at, asked.direction(), answer);
    ExactUpdate.Terms<Dyadic> x = terms.get(0);
    ExactUpdate.Terms<Dyadic> y = terms.get(1);
    Matrix<Dyadic> otherY = image.objective.summedByX.apply(x.other());
    Matrix<Dyadic> otherX = image.objective.summedByY.apply(y.other());
    double ofX = image.objective.scaleX();
    double ofY = image.objective.scaleY();
    return List.of(
        asked
            .from(new Factors<>(x.start(), at.y()))
            .withDirection(new Factors<>(x.own().minus(x.start()), otherY.minus(at.y())))
            .withTarget(target(x.own(), otherY, residualByX(x.residual(), Math.signum(ofX))))
            .withSteps(step(image.update.updatesX, image.update.etaX, ofX), asked.etaY()),
        asked
            .from(new Factors<>(at.x(), y.start()))
            .withDirection(new Factors<>(otherX.minus(at.x()), y.own().minus(y.start())))
            .withTarget(target(otherX, y.own(), residualByY(y.residual(), Math.signum(ofY))))
            .withSteps(asked.etaX(), step(image.update.updatesY, image.update.etaY, ofY)));
  }

  private static Dyadic step(boolean updates, Dyadic eta, double factor) {
    return updates ? eta.multiply(Dyadic.of(Math.abs(factor))) : Dyadic.ZERO;
  }

  private List<Request> gradients() {
    Matrix<Dyadic> residual = image.residual();
    Matrix<Dyadic> otherY = image.objective.summedByX.apply(at.y());
    Matrix<Dyadic> otherX = image.objective.summedByY.apply(at.x());
    Request other = withSigmas(asked);
    return List.of(
        other
            .from(new Factors<>(at.x(), otherY))
            .withTarget(target(at.x(), otherY, residualByX(residual, image.objective.scaleX()))),
        other
            .from(new Factors<>(otherX, at.y()))
            .withTarget(target(otherX, at.y(), residualByY(residual, image.objective.scaleY()))));
  }

  /** Twice a sum of squares is that of every row twice. */
  private Request loss(Matrix<Dyadic> residual) {
    Dyadic ofSquares = Dyadic.of(2 * image.objective.half);
    boolean twice = Math.getExponent(image.objective.half) % 2 == 0;
    Dyadic factor = EXACT.sqrt(twice ? ofSquares.scaleByPowerOfTwo(-1) : ofSquares);
    Matrix<Dyadic> m = target(at.x(), at.y(), residual.scale(factor));
    return twice
        ? asked.from(new Factors<>(twice(at.x()), at.y())).withTarget(twice(m))
        : withSigmas(asked.withTarget(m));
  }

  private static Matrix<Dyadic> twice(Matrix<Dyadic> a) {
    return Matrix.of(EXACT, 2 * a.rows(), a.columns(), (i, j) -> a.get(i % a.rows(), j));
  }

  private Request hessian(Matrix<Dyadic> residual) {
    return withSigmas(asked.withTarget(target(at.x(), at.y(), weighted(residual))));
  }

  private double ofHessian() {
    return image.hessian.sign * image.hessian.size;
  }

  private Matrix<Dyadic> weighted(Matrix<Dyadic> residual) {
    return ExactObjective.scaled(residual, image.hessian.residual);
  }

  private Matrix<Dyadic> residualByX(Matrix<Dyadic> residual, double factor) {
    return ExactObjective.scaled(image.objective.residualByX.apply(residual), factor);
  }

  private Matrix<Dyadic> residualByY(Matrix<Dyadic> residual, double factor) {
    return ExactObjective.scaled(image.objective.residualByY.apply(residual), factor).transpose();
  }

  /** The M whose residual at (X, Y) is the given one. */
  private static Matrix<Dyadic> target(
      Matrix<Dyadic> x, Matrix<Dyadic> y, Matrix<Dyadic> residual) {
    return x.times(y.transpose()).minus(residual);
  }

  private static Factors<Dyadic> times(Factors<Dyadic> f, double factor) {
    return ExactObjective.scaled(f, factor);
  }

  /** The deviations whose noise terms are those of the image. */
  private Request withSigmas(Request q) {
    return q.op().has(Part.SMOOTHED)
        ? q.withSigmas(
            deviation(image.smoothing.ofY(), q.d1()), deviation(image.smoothing.ofX(), q.d2()))
        : q;
  }

  private static Dyadic deviation(Dyadic term, int rows) {
    return EXACT.sqrt(EXACT.fromRational(term.toRational().divide(BigFraction.of(rows))));
  }
}
