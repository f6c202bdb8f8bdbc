// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.request;

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
 * at most P bits on that grid, each intermediate is a value of the arithmetic. With the entry's own
 * grid and sum this is the condition of {@link ExactPlans}. An entry of an update whose step size
 * is zero, or whose monomials all are, is that of the iterate. See {@code proofs-notes/bounds.md}.
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

    /** Whether all entries of a matrix of such a shape are. */
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
  public record Pair(Entries x, Entries y) {}

  /**
   * Sums of no more bits than these are exact in binary64, in which sizes are added up: what is
   * above the limit is then seen to be.
   */
  private static final int MOST_BITS = 53;

  /** The same of decimals. */
  private static final int MOST_DIGITS = 15;

  /** Grids above this neither underflow in binary64 nor, to it, hide a number. */
  private static final int FINEST = 1000;

  /** The grid of a number that a plan may have rounded. */
  private static final int ROUNDED = 1 << 20;

  private final Inputs<Dyadic> q;
  private final boolean zerosAlone;
  private final RoundingModel model;
  private final boolean decimal;
  private final double limit;
  private final int finest;

  /**
   * The entries of a request's answer.
   *
   * @param zerosAlone whether a plan may round each sum that has a term other than zero, as where
   *     the residual is multiplied by norm/norm
   */
  public ExactEntries(RoundingModel model, boolean zerosAlone, Inputs<Dyadic> q) {
    this.q = q;
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

  /** The sizes of numbers, and the exponents of grids 2^-g, g &gt;= 0, that they lie on. */
  private static final class Sizes {
    private final double[][] size;
    private final int[][] grid;

    Sizes(double[][] size, int[][] grid) {
      this.size = size;
      this.grid = grid;
    }

    static Sizes of(Matrix<Dyadic> m) {
      double[][] size = new double[m.rows()][m.columns()];
      int[][] grid = new int[m.rows()][m.columns()];
      for (int i = 0; i < m.rows(); i++) {
        for (int j = 0; j < m.columns(); j++) {
          Dyadic d = m.get(i, j);
          double rounded = Math.abs(d.roundToDouble());
          size[i][j] = d.isDouble() ? rounded : Math.nextUp(rounded);
          grid[i][j] = Math.max(0, -d.exponent());
        }
      }
      return new Sizes(size, grid);
    }

    int rows() {
      return size.length;
    }

    boolean isZero(int i, int j) {
      return size[i][j] == 0;
    }
  }

  /** Monomials that are added up. */
  private static final class Sum {
    private double size;
    private int grid;

    /** Adds a monomial that is a product of entries; each is given by a matrix and its place. */
    void add(Sizes a, int i, int j, Sizes b, int k, int l, Sizes c, int m, int n) {
      if (!a.isZero(i, j) && !b.isZero(k, l) && !c.isZero(m, n)) {
        add(a.size[i][j] * b.size[k][l] * c.size[m][n], a.grid[i][j] + b.grid[k][l] + c.grid[m][n]);
      }
    }

    /** Adds a monomial that is not zero, though its size may be lost to underflow. */
    void add(double monomial, int itsGrid) {
      size += Math.max(monomial, Double.MIN_VALUE);
      grid = Math.max(grid, itsGrid);
    }
  }

  /** Whether no plan rounds a part of a sum, or loses one to underflow. */
  private boolean fits(double size, int grid) {
    if (size == 0) {
      return true;
    }
    double cells = decimal ? size * StrictMath.pow(10, grid) : Math.scalb(size, grid);
    return !zerosAlone && grid <= finest && cells < limit;
  }

  private boolean fits(Sum sum) {
    return fits(sum.size, sum.grid);
  }

  /** One factor's side of the problem: its own numbers, the other factor's, and M or M^T. */
  private record Side(Sizes own, Sizes other, Sizes target) {
    static Side ofX(Matrix<Dyadic> m, Factors<Dyadic> at) {
      return new Side(Sizes.of(at.x()), Sizes.of(at.y()), Sizes.of(m));
    }

    Side ofY(Matrix<Dyadic> m) {
      return new Side(/* own= */ other, /* other= */ own, Sizes.of(m.transpose()));
    }
  }

  private static final Sizes ONE = new Sizes(new double[][] {{1}}, new int[1][1]);

  private static final Sizes NOTHING = new Sizes(new double[1][1], new int[1][1]);

  /** The residual's monomials at (i, j) times an entry of a matrix. */
  private static void addResidual(Sum sum, Side at, int i, int j, Sizes times, int m, int n) {
    if (!times.isZero(m, n)) {
      sum.add(at.target, i, j, ONE, 0, 0, times, m, n);
      for (int l = 0; l < at.own.size[i].length; l++) {
        sum.add(at.own, i, l, at.other, j, l, times, m, n);
      }
    }
  }

  /**
   * The monomials of an entry of the gradient, or of the Hessian applied to a direction; fewer
   * where they do not fit already.
   *
   * @param direction the direction; the iterate itself for the gradient
   */
  private Sum gradient(Side at, Side direction, int i, int k) {
    Sum sum = new Sum();
    for (int j = 0; j < at.other.rows() && fits(sum); j++) {
      for (int l = 0; l < at.own.size[i].length && direction != at; l++) {
        sum.add(direction.own, i, l, at.other, j, l, at.other, j, k);
        sum.add(at.own, i, l, direction.other, j, l, at.other, j, k);
      }
      addResidual(sum, at, i, j, direction.other, j, k);
    }
    return sum;
  }

  private Entries gradient(Side at, Side direction, Sizes weight) {
    return (i, k) -> {
      Sum sum = gradient(at, direction, i, k);
      sum.add(weight, 0, 0, at.own, i, k, ONE, 0, 0);
      return fits(sum);
    };
  }

  private Side ofX() {
    return Side.ofX(q.m(), q.at());
  }

  /** Those of the gradient, or of the smoothed gradient. */
  public Pair gradient(boolean smoothed) {
    Side x = ofX();
    Side y = x.ofY(q.m());
    return new Pair(
        gradient(x, x, weight(smoothed, q.d2(), q.sigma2())),
        gradient(y, y, weight(smoothed, q.d1(), q.sigma1())));
  }

  /** Those of the Hessian applied to the direction. */
  public Pair hessianVectorProduct() {
    Side at = ofX();
    Side direction = Side.ofX(q.m(), q.direction());
    return new Pair(
        gradient(at, direction, NOTHING), gradient(at.ofY(q.m()), direction.ofY(q.m()), NOTHING));
  }

  /** d sigma^2, on the grid of sigma^2; nothing where nothing is smoothed. */
  private static Sizes weight(boolean smoothed, int d, Dyadic sigma) {
    double size = Math.abs(sigma.roundToDouble());
    return !smoothed || sigma.signum() == 0
        ? NOTHING
        : new Sizes(
            new double[][] {{Math.max(d * size * size, Double.MIN_VALUE)}},
            new int[][] {{2 * Math.max(0, -sigma.exponent())}});
  }

  /** Those of the Hessian, or of the smoothed Hessian. */
  public Entries hessian(boolean smoothed) {
    Sizes ofX = weight(smoothed, q.d2(), q.sigma2());
    Sizes ofY = weight(smoothed, q.d1(), q.sigma1());
    Side x = ofX();
    Side y = x.ofY(q.m());
    int r = q.r();
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
  private Sum block(Side at, int i, int k, int j, int l, Sizes weight) {
    Sum sum = new Sum();
    for (int n = 0; i == j && n < at.other.rows() && fits(sum); n++) {
      sum.add(at.other, n, k, at.other, n, l, ONE, 0, 0);
    }
    if (i == j && k == l) {
      sum.add(weight, 0, 0, ONE, 0, 0, ONE, 0, 0);
    }
    return sum;
  }

  /** The monomials of the entry of X_ik and Y_jl. */
  private static Sum beside(Side at, int i, int k, int j, int l) {
    Sum sum = new Sum();
    sum.add(at.own, i, l, at.other, j, k, ONE, 0, 0);
    if (k == l) {
      addResidual(sum, at, i, j, ONE, 0, 0);
    }
    return sum;
  }

  /** Those of an update. */
  public Pair update() {
    Matrix<Dyadic> m = q.m();
    Side x =
        new Side(
            perturbed(q.at().x(), q.direction().x()),
            perturbed(q.at().y(), q.direction().y()),
            Sizes.of(m));
    return new Pair(moved(q.at().x(), x, q.etaX()), moved(q.at().y(), x.ofY(m), q.etaY()));
  }

  /** Where the sum of an iterate and its noise may be rounded, what is made of it is no value. */
  private Sizes perturbed(Matrix<Dyadic> iterate, Matrix<Dyadic> noise) {
    Sizes sum = Sizes.of(iterate.plus(noise));
    Sizes a = Sizes.of(iterate);
    Sizes z = Sizes.of(noise);
    for (int i = 0; i < sum.rows(); i++) {
      for (int k = 0; k < sum.grid[i].length; k++) {
        boolean exact = fits(a.size[i][k] + z.size[i][k], Math.max(a.grid[i][k], z.grid[i][k]));
        sum.grid[i][k] = exact ? sum.grid[i][k] : ROUNDED;
      }
    }
    return sum;
  }

  private Entries moved(Matrix<Dyadic> iterate, Side at, Dyadic eta) {
    double step = eta.roundToDouble();
    Sizes start = Sizes.of(iterate);
    Entries unchanged = unchanged(model, iterate);
    return (i, k) -> {
      Sum sum = eta.signum() == 0 ? new Sum() : gradient(at, at, i, k);
      return sum.size == 0
          ? unchanged.contain(i, k)
          : fits(
              start.size[i][k] + Math.max(1, step) * sum.size,
              Math.max(start.grid[i][k], sum.grid + Math.max(0, -eta.exponent())));
    };
  }

  /** Those of an update of which no more is known than which factor has a step size of zero. */
  public Pair frozen() {
    return new Pair(
        q.etaX().signum() == 0 ? unchanged(model, q.at().x()) : Entries.NONE,
        q.etaY().signum() == 0 ? unchanged(model, q.at().y()) : Entries.NONE);
  }

  /** Those that no plan changes without moving them: a number that is subnormal may be flushed. */
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
