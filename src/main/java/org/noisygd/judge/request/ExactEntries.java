// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

import java.util.function.BiFunction;
import org.apache.commons.numbers.fraction.BigFraction;
import org.noisygd.descent.objective.Factors;
import org.noisygd.number.Arithmetic;
import org.noisygd.number.DecimalArithmetic;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Rationals;
import org.noisygd.number.format.Arithmetics;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * Decides which entries of an answer no legal plan rounds, whatever it does in the others.
 *
 * <p>An entry is a sum of monomials, products of inputs. Those that are zero are left out: a
 * product with a zero is a zero in every plan, and adding it changes nothing. Every intermediate of
 * a plan is a part of that sum, or becomes one when it is multiplied by further factors that are
 * not zero. So if all monomials are multiples of 2^-g, and the sum S of their absolute values has
 * at most P bits on that grid, each intermediate is a value of the arithmetic. This is the
 * condition of {@link ExactPlans}, for the entry's own grid and sum. If the step size of an update
 * or all monomials of an entry are zero, the entry is that of the iterate. See {@code
 * proofs-notes/bounds.md}.
 */
public final class ExactEntries {
  /** Some entries of a matrix. */
  public interface Entries {
    /** None of them. */
    Entries NONE = (i, j) -> false;

    /** All of them. */
    Entries ALL = (i, j) -> true;

    /** Whether an entry is among them. */
    boolean contain(int i, int j);

    /** Whether all entries of a matrix of such a shape are among them. */
    default boolean containAll(int rows, int columns) {
      for (int n = 0; n < rows * columns; n++) {
        if (!contain(n / columns, n % columns)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Entries of two matrices of the shapes of X and Y. */
  public record Pair(Entries x, Entries y) {
    /** No entry. */
    public static final Pair NONE = new Pair(Entries.NONE, Entries.NONE);

    /** Every entry. */
    public static final Pair ALL = new Pair(Entries.ALL, Entries.ALL);
  }

  /**
   * Sizes are added up in binary64, where sums of at most this many bits are exact, so that a sum
   * above the limit is found to be above it.
   */
  private static final int MOST_BITS = 53;

  /** The same in decimal digits. */
  private static final int MOST_DIGITS = 15;

  /** Up to this g, numbers on a grid 2^-g do not underflow in binary64. */
  private static final int FINEST = 1000;

  /** The grid given to a number that a plan may have rounded: it never fits. */
  private static final int ROUNDED = 1 << 20;

  private final Inputs<Dyadic> q;
  private final int r;
  private final boolean zerosAlone;
  private final RoundingModel model;
  private final boolean decimal;
  private final double limit;
  private final int finest;

  /**
   * The entries of a request's answer.
   *
   * @param zerosAlone whether a plan may round each sum that has a nonzero term, as one does that
   *     multiplies the residual by norm/norm
   */
  public ExactEntries(RoundingModel model, boolean zerosAlone, Inputs<Dyadic> q) {
    this.q = q;
    this.r = q.r();
    this.zerosAlone = zerosAlone;
    this.model = model;
    Arithmetic<?> arithmetic = Arithmetics.named(model.name());
    Dyadic smallestNormal = model.underflow();
    this.decimal = arithmetic instanceof DecimalArithmetic;
    int precision =
        arithmetic instanceof DecimalArithmetic digits
            ? Math.min(digits.digits(), MOST_DIGITS)
            : Math.min(Rationals.denominator(arithmetic.unitRoundoff()).bitLength() - 1, MOST_BITS);
    this.limit = StrictMath.pow(decimal ? 10 : 2, precision);
    this.finest =
        decimal
            ? MOST_DIGITS
            : smallestNormal.signum() == 0 ? FINEST : Math.min(FINEST, -smallestNormal.exponent());
  }

  /**
   * A number, a product of numbers or a sum of absolute values.
   *
   * @param size its size; 0 only for zero
   * @param grid the exponent of a grid 2^-g, g &gt;= 0, that it lies on
   */
  private record Term(double size, int grid) {
    static final Term ZERO = new Term(0, 0);

    static Term of(Dyadic d) {
      double rounded = Math.abs(d.roundToDouble());
      return d.signum() == 0
          ? ZERO
          : new Term(d.isDouble() ? rounded : Math.nextUp(rounded), Math.max(0, -d.exponent()));
    }

    boolean isZero() {
      return size == 0;
    }

    /** The product; its size stays above 0 even if it underflows. */
    Term times(Term other) {
      return isZero() || other.isZero()
          ? ZERO
          : new Term(Math.max(size * other.size, Double.MIN_VALUE), grid + other.grid);
    }

    Term plus(Term other) {
      return new Term(size + other.size, Math.max(grid, other.grid));
    }
  }

  /** The terms of a matrix. */
  private static final class Terms {
    private final Term[][] rows;

    Terms(int rows, int columns, BiFunction<Integer, Integer, Term> entry) {
      this.rows = new Term[rows][columns];
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          this.rows[i][j] = entry.apply(i, j);
        }
      }
    }

    static Terms of(Matrix<Dyadic> m) {
      return new Terms(m.rows(), m.columns(), (i, j) -> Term.of(m.get(i, j)));
    }

    Term at(int i, int j) {
      return rows[i][j];
    }

    int rows() {
      return rows.length;
    }
  }

  /** Whether no plan rounds a part of a sum, or loses one to underflow. */
  private boolean fits(Term sum) {
    double cells =
        decimal ? sum.size * StrictMath.pow(10, sum.grid) : Math.scalb(sum.size, sum.grid);
    return sum.isZero() || (!zerosAlone && sum.grid <= finest && cells < limit);
  }

  /** One factor's side of the problem: its own numbers, the other factor's, and M or M^T. */
  private record Side(Terms own, Terms other, Terms target) {
    static Side ofX(Matrix<Dyadic> m, Factors<Dyadic> at) {
      return new Side(Terms.of(at.x()), Terms.of(at.y()), Terms.of(m));
    }

    Side ofY(Matrix<Dyadic> m) {
      return new Side(/* own= */ other, /* other= */ own, Terms.of(m.transpose()));
    }
  }

  /** The monomials of an entry of the residual. */
  private Term residual(Side at, int i, int j) {
    Term sum = at.target.at(i, j);
    for (int l = 0; l < r; l++) {
      sum = sum.plus(at.own.at(i, l).times(at.other.at(j, l)));
    }
    return sum;
  }

  /**
   * The monomials of an entry of the gradient, or of the Hessian applied to a direction; the sum
   * stops once it no longer fits.
   *
   * @param direction the direction; the iterate itself for the gradient
   */
  @SuppressWarnings("ReferenceEquality") // the iterate itself, not a direction that equals it
  private Term gradient(Side at, Side direction, int i, int k) {
    Term sum = Term.ZERO;
    for (int j = 0; j < at.other.rows() && fits(sum); j++) {
      for (int l = 0; l < r && direction != at; l++) {
        sum =
            sum.plus(direction.own.at(i, l).times(at.other.at(j, l)).times(at.other.at(j, k)))
                .plus(at.own.at(i, l).times(direction.other.at(j, l)).times(at.other.at(j, k)));
      }
      Term times = direction.other.at(j, k);
      if (!times.isZero()) {
        sum = sum.plus(residual(at, i, j).times(times));
      }
    }
    return sum;
  }

  private Entries gradient(Side at, Side direction, Term weight) {
    return (i, k) -> fits(gradient(at, direction, i, k).plus(weight.times(at.own.at(i, k))));
  }

  private Side ofX() {
    return Side.ofX(q.m(), q.at());
  }

  /** The exact entries of the gradient, or of the smoothed gradient. */
  public Pair gradient(boolean smoothed) {
    Side x = ofX();
    Side y = x.ofY(q.m());
    return new Pair(
        gradient(x, x, weight(smoothed, q.d2(), q.sigma2())),
        gradient(y, y, weight(smoothed, q.d1(), q.sigma1())));
  }

  /** The exact entries of the Hessian applied to the direction. */
  public Pair hessianVectorProduct() {
    Side at = ofX();
    Side direction = Side.ofX(q.m(), q.direction());
    return new Pair(
        gradient(at, direction, Term.ZERO),
        gradient(at.ofY(q.m()), direction.ofY(q.m()), Term.ZERO));
  }

  /** d sigma^2, on the grid of sigma^2; zero if nothing is smoothed. */
  private static Term weight(boolean smoothed, int d, Dyadic sigma) {
    double size = Math.abs(sigma.roundToDouble());
    return !smoothed || sigma.signum() == 0
        ? Term.ZERO
        : new Term(Math.max(d * size * size, Double.MIN_VALUE), 2 * Math.max(0, -sigma.exponent()));
  }

  /** The exact entries of the Hessian, or of the smoothed Hessian. */
  public Entries hessian(boolean smoothed) {
    Term ofX = weight(smoothed, q.d2(), q.sigma2());
    Term ofY = weight(smoothed, q.d1(), q.sigma1());
    Side x = ofX();
    Side y = x.ofY(q.m());
    int first = q.d1() * r;
    return (m, n) -> {
      if (m < first && n < first) {
        return fits(block(x, m / r, m % r, n / r, n % r, ofX));
      }
      if (m >= first && n >= first) {
        return fits(block(y, (m - first) / r, m % r, (n - first) / r, n % r, ofY));
      }
      int a = Math.min(m, n);
      int b = Math.max(m, n) - first;
      return fits(beside(x, a / r, a % r, b / r, b % r));
    };
  }

  /** The monomials of an entry of a diagonal block. */
  private Term block(Side at, int i, int k, int j, int l, Term weight) {
    Term sum = i == j && k == l ? weight : Term.ZERO;
    for (int n = 0; i == j && n < at.other.rows() && fits(sum); n++) {
      sum = sum.plus(at.other.at(n, k).times(at.other.at(n, l)));
    }
    return sum;
  }

  /** The monomials of the Hessian's entry of X_ik and Y_jl. */
  private Term beside(Side at, int i, int k, int j, int l) {
    Term sum = at.own.at(i, l).times(at.other.at(j, k));
    return k == l ? sum.plus(residual(at, i, j)) : sum;
  }

  /** The exact entries of an update. */
  public Pair update() {
    Side x =
        new Side(
            perturbed(q.at().x(), q.direction().x()),
            perturbed(q.at().y(), q.direction().y()),
            Terms.of(q.m()));
    return new Pair(moved(q.at().x(), x, q.etaX()), moved(q.at().y(), x.ofY(q.m()), q.etaY()));
  }

  /** An iterate plus its noise; nothing that is made of a sum that may be rounded fits. */
  private Terms perturbed(Matrix<Dyadic> iterate, Matrix<Dyadic> noise) {
    Matrix<Dyadic> sum = iterate.plus(noise);
    return new Terms(
        sum.rows(),
        sum.columns(),
        (i, k) -> {
          Term exact = Term.of(sum.get(i, k));
          return fits(Term.of(iterate.get(i, k)).plus(Term.of(noise.get(i, k))))
              ? exact
              : new Term(exact.size, ROUNDED);
        });
  }

  private Entries moved(Matrix<Dyadic> iterate, Side at, Dyadic eta) {
    // A step size below 1 multiplies an intermediate that must fit too.
    Term step = new Term(Math.max(1, eta.roundToDouble()), Math.max(0, -eta.exponent()));
    Entries unchanged = unchanged(model, iterate);
    return (i, k) -> {
      Term sum = eta.signum() == 0 ? Term.ZERO : gradient(at, at, i, k);
      return sum.isZero()
          ? unchanged.contain(i, k)
          : fits(Term.of(iterate.get(i, k)).plus(step.times(sum)));
    };
  }

  /** The exact entries of an update if only a step size of zero makes any exact. */
  public Pair frozen() {
    return new Pair(
        q.etaX().signum() == 0 ? unchanged(model, q.at().x()) : Entries.NONE,
        q.etaY().signum() == 0 ? unchanged(model, q.at().y()) : Entries.NONE);
  }

  /** The entries that every plan leaves as they are in a factor that does not move. */
  public static <T> Entries unchanged(RoundingModel model, Matrix<T> factor) {
    Arithmetic<?> arithmetic = Arithmetics.named(model.name());
    BigFraction smallestNormal = model.underflow().toRational();
    return (i, k) -> {
      BigFraction value = factor.arithmetic().toRational(factor.get(i, k));
      return value.signum() == 0
          || (Rationals.compare(value.abs(), smallestNormal) >= 0 && arithmetic.holds(value));
    };
  }
}
