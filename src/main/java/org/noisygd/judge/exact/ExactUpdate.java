// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.exact;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.matrix.Matrix;

/**
 * One perturbed update, X' = X - etaX (gradient by X at (Xt, Yt)) with Xt = X + noiseX, and the
 * same for Y. What is not final is a stage that a mistake may change.
 *
 * @param <T> the type of the entries
 */
@SuppressWarnings("shape") // mistakes confuse shapes; that is their nature
public final class ExactUpdate<T> {
  private final Arithmetic<T> arithmetic;
  private final ExactObjective<T> objective;

  public T etaX;
  public T etaY;

  /** Which of the given noise perturbs X, and which Y. */
  public UnaryOperator<Factors<T>> given = z -> z;

  /** What becomes of it before it does. */
  public Function<Factors<T>, Factors<T>> noise = z -> z;

  /** Where the gradient by X is taken, and the one by Y. */
  public final Point byX = new Point();

  public final Point byY = new Point();

  /** How much of the iterate the gradient has, and what share of it X' lacks. */
  public double decay;

  public double shrinking;

  public boolean noiseOnGradient;
  public boolean noiseAfterStep;

  /** Whether X' starts from Xt in place of X. */
  public boolean keepsNoiseOfX;

  public boolean keepsNoiseOfY;

  /** Whether X' is other than X. */
  public boolean updatesX = true;

  public boolean updatesY = true;

  /** The right update. */
  public ExactUpdate(Matrix<T> m, T etaX, T etaY) {
    this(new ExactObjective<>(m), etaX, etaY);
  }

  ExactUpdate(ExactObjective<T> objective, T etaX, T etaY) {
    this.arithmetic = objective.target.arithmetic();
    this.objective = objective;
    this.etaX = etaX;
    this.etaY = etaY;
  }

  /**
   * Where a gradient is taken: the X and the Y of its residual, and the other factor that it has.
   */
  public static final class Point {
    /** Whether each is perturbed. */
    public boolean noisyX = true;

    public boolean noisyY = true;
    public boolean noisyFactor = true;

    /** Whether the other factor is its image already, in the residual and beside it. */
    public Image residual = Image.NONE;

    public Image factor = Image.NONE;

    /** Takes the gradient at (X, Y). */
    public void unperturbed() {
      noisyX = noisyY = noisyFactor = false;
    }

    private boolean hasResidualOf(Point other) {
      boolean same = noisyX == other.noisyX && noisyY == other.noisyY;
      return same && residual == Image.NONE && other.residual == Image.NONE;
    }

    private boolean waits() {
      return residual != Image.NONE || factor != Image.NONE;
    }
  }

  /** Whether a factor's image stands in its place: not, as it is, or perturbed. */
  public enum Image {
    NONE,
    PLAIN,
    NOISY
  }

  /** Takes the gradient at (X, Y). */
  public ExactUpdate<T> unperturbed() {
    byX.unperturbed();
    byY.unperturbed();
    return this;
  }

  public void steps(T ofX, T ofY) {
    etaX = ofX;
    etaY = ofY;
  }

  public void stepsToPower(int n) {
    steps(
        n == 0 ? arithmetic.one() : arithmetic.multiply(etaX, etaX),
        n == 0 ? arithmetic.one() : arithmetic.multiply(etaY, etaY));
  }

  /** Each factor's part times its step size. */
  public Factors<T> timesSteps(Factors<T> f) {
    return f.scale(etaX, etaY);
  }

  /** Multiplies both factors' noise. */
  public void noiseTimes(double factor) {
    noise(z -> ExactObjective.scaled(z, factor));
  }

  /** Changes what has become of X's noise. */
  public void noiseX(UnaryOperator<Matrix<T>> change) {
    noise = noise.andThen(z -> new Factors<>(change.apply(z.x()), z.y()));
  }

  /** Changes what has become of Y's noise. */
  public void noiseY(UnaryOperator<Matrix<T>> change) {
    noise = noise.andThen(z -> new Factors<>(z.x(), change.apply(z.y())));
  }

  /** Changes what has become of both. */
  public void noise(UnaryOperator<Matrix<T>> change) {
    noiseX(change);
    noiseY(change);
  }

  /**
   * The image of one update with the given noise.
   *
   * @throws IllegalArgumentException if the shapes do not allow a mistake
   */
  public Factors<T> step(Factors<T> iterate, Factors<T> noiseGiven) {
    Factors<T> z = noise.apply(given.apply(noiseGiven));
    Places<T> x = new Places<>(iterate.x(), z.x(), Optional.empty());
    Places<T> y = new Places<>(iterate.y(), z.y(), Optional.empty());
    Factors<T> image = descend(x, y, z);
    if (byX.waits() || byY.waits()) {
      Factors<T> later = descend(x.with(image.x()), y.with(image.y()), z);
      image =
          new Factors<>(byX.waits() ? later.x() : image.x(), byY.waits() ? later.y() : image.y());
    }
    image = noiseAfterStep ? image.plus(z) : image;
    return new Factors<>(updatesX ? image.x() : iterate.x(), updatesY ? image.y() : iterate.y());
  }

  /**
   * What may stand where a factor belongs.
   *
   * @param iterate the factor
   * @param noise its noise
   * @param image its image, once there is one
   */
  private record Places<T>(Matrix<T> iterate, Matrix<T> noise, Optional<Matrix<T>> image) {
    Places<T> with(Matrix<T> found) {
      return new Places<>(iterate, noise, Optional.of(found));
    }

    Matrix<T> at(boolean noisy) {
      return noisy ? iterate.plus(noise) : iterate;
    }

    Matrix<T> at(boolean noisy, Image which) {
      if (which == Image.NONE || image.isEmpty()) {
        return at(noisy);
      }
      return which == Image.PLAIN ? image.get() : image.get().plus(noise);
    }
  }

  /** The start less the step sizes times the gradient. */
  private Factors<T> descend(Places<T> x, Places<T> y, Factors<T> z) {
    Matrix<T> r = residualByX(x, y);
    Matrix<T> s = byX.hasResidualOf(byY) ? r : residualByY(x, y);
    Factors<T> p = new Factors<>(x.at(byX.noisyFactor), y.at(byX.noisyFactor, byX.factor));
    Factors<T> q = new Factors<>(x.at(byY.noisyFactor, byY.factor), y.at(byY.noisyFactor));
    Factors<T> g = objective.gradient(r, p, s, q);
    g = noiseOnGradient ? g.plus(z) : g;
    Factors<T> iterate = new Factors<>(x.iterate(), y.iterate());
    g = decay == 0 ? g : g.plus(ExactObjective.scaled(iterate, decay));
    Factors<T> start = new Factors<>(x.at(keepsNoiseOfX), y.at(keepsNoiseOfY));
    start = shrinking == 0 ? start : start.minus(ExactObjective.scaled(iterate, shrinking));
    return start.minus(timesSteps(g));
  }

  private Matrix<T> residualByX(Places<T> x, Places<T> y) {
    return objective.residual(x.at(byX.noisyX), y.at(byX.noisyY, byX.residual));
  }

  private Matrix<T> residualByY(Places<T> x, Places<T> y) {
    return objective.residual(x.at(byY.noisyX, byY.residual), y.at(byY.noisyY));
  }

  /**
   * What the image of one factor is made of.
   *
   * @param start what the step is subtracted from
   * @param own the factor itself, in the residual
   * @param other the other one, that the residual is multiplied by
   * @param residual the residual, d1 x d2
   */
  public record Terms<T>(Matrix<T> start, Matrix<T> own, Matrix<T> other, Matrix<T> residual) {}

  /**
   * What the images of X and of Y are made of.
   *
   * @param image what stands where the iterate's image does
   */
  public List<Terms<T>> terms(Factors<T> iterate, Factors<T> noiseGiven, Factors<T> image) {
    Factors<T> z = noise.apply(given.apply(noiseGiven));
    Places<T> x = new Places<>(iterate.x(), z.x(), Optional.of(image.x()));
    Places<T> y = new Places<>(iterate.y(), z.y(), Optional.of(image.y()));
    return List.of(
        new Terms<>(
            x.at(keepsNoiseOfX || noiseAfterStep),
            x.at(byX.noisyX),
            y.at(byX.noisyFactor, byX.factor),
            residualByX(x, y)),
        new Terms<>(
            y.at(keepsNoiseOfY || noiseAfterStep),
            y.at(byY.noisyY),
            x.at(byY.noisyFactor, byY.factor),
            residualByY(x, y)));
  }

  /** The smaller, or the larger, of the two step sizes. */
  public T step(boolean larger) {
    return arithmetic.compare(etaX, etaY) > 0 == larger ? etaX : etaY;
  }

  /** Their mean. */
  public T meanStep() {
    return arithmetic.multiply(arithmetic.of(0.5), arithmetic.add(etaX, etaY));
  }

  /** Each factor's noise times a factor that depends on its rows, columns and step size. */
  public void noiseTimes(NoiseFactor factor) {
    double x = arithmetic.roundToDouble(etaX);
    double y = arithmetic.roundToDouble(etaY);
    noiseX(z -> ExactObjective.scaled(z, factor.of(z.rows(), z.columns(), x)));
    noiseY(z -> ExactObjective.scaled(z, factor.of(z.rows(), z.columns(), y)));
  }

  /** What a factor's noise is multiplied by, by its rows, its columns and its step size. */
  public interface NoiseFactor {
    double of(int d, int r, double eta);
  }
}
