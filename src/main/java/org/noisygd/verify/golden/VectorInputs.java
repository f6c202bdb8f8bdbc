// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Binary64;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.number.random.FactorId;
import org.noisygd.number.random.GaussianStream;

/**
 * The inputs of the test vectors: normal numbers from the reference's stream, scaled, or rounded to
 * small integers. Each kind of matrix has a step of the stream, and each set of inputs a replicate.
 */
public final class VectorInputs {
  /** The seed of every vector's inputs. */
  public static final long SEED = 20210224;

  private static final Binary64 DOUBLES = Binary64.INSTANCE;
  private static final DyadicArithmetic EXACT = DyadicArithmetic.INSTANCE;

  /**
   * The description of a set of inputs.
   *
   * @param group the group of its vectors
   * @param comment the purpose
   * @param d1 the rows of X
   * @param d2 the rows of Y
   * @param r the columns of both
   * @param replicate the replicate of its normal numbers
   * @param rule the rule for its numbers
   */
  public record Kind(
      String group, String comment, int d1, int d2, int r, long replicate, Rule rule) {
    /** The sizes d1, d2 and r, such as {@code 4x3r2}. */
    public String shape() {
      return d1 + "x" + d2 + "r" + r;
    }
  }

  /**
   * The rule for numbers: normal numbers times powers of two, or integers up to a limit.
   *
   * @param limit the largest integer, or 0 for normal numbers
   * @param exponentX the exponent of X, dX, noiseX and sigma1
   * @param exponentY the exponent of Y, dY, noiseY and sigma2
   * @param wideTarget true if M's entries range over 2^-480 to 2^480
   * @param optimal true if M is X Y^T, rounded
   */
  public record Rule(int limit, int exponentX, int exponentY, boolean wideTarget, boolean optimal) {
    public static final Rule ORDINARY = new Rule(0, 0, 0, false, false);
    public static final Rule OPTIMAL = new Rule(0, 0, 0, false, true);
    public static final Rule WIDE_TARGET = new Rule(0, 0, 0, true, false);

    public static Rule integers(int limit) {
      return new Rule(limit, 0, 0, false, false);
    }

    public static Rule scaled(int exponentX, int exponentY) {
      return new Rule(0, exponentX, exponentY, false, false);
    }

    public boolean isExact() {
      return limit > 0;
    }

    public boolean isExtreme() {
      return wideTarget || exponentX != 0;
    }
  }

  /** The matrices, in the order of their steps of the stream. */
  private enum Role {
    M,
    X,
    Y,
    DX,
    DY,
    NOISE_X,
    NOISE_Y
  }

  /** The distance of steps between updates; it exceeds the number of roles. */
  private static final int NOISE_STRIDE = 10;

  private final Op op;
  private final Kind kind;
  private final Rule rule;

  private VectorInputs(Op op, Kind kind) {
    this.op = op;
    this.kind = kind;
    this.rule = kind.rule();
  }

  /** The request for an op with a kind of inputs. */
  public static Request of(Op op, Kind kind) {
    return new VectorInputs(op, kind).request();
  }

  /** The recorded steps of a run's vector. */
  static List<Integer> recorded(Op op, Kind kind) {
    return op != Ops.RUN ? List.of() : kind.rule().isExact() ? List.of(0, 1, 2) : List.of(1, 3);
  }

  private Request request() {
    Factors<Double> at =
        rule.isExact() && op.has(Part.LOSS)
            ? new Factors<>(squareNorm(kind.d1(), kind.r()), squareNorm(kind.d2(), kind.r()))
            : new Factors<>(x(Role.X, 0, 1), y(Role.Y, 0, 1));
    List<Factors<Double>> noise = new ArrayList<>();
    int updates = op == Ops.RUN ? (rule.isExact() ? 2 : 3) : op == Ops.STEP ? 1 : 0;
    for (int t = 0; t < updates; t++) {
      noise.add(new Factors<>(x(Role.NOISE_X, t, 0.5), y(Role.NOISE_Y, t, 0.5)));
    }
    double sigma1 = Math.scalb(rule.isExact() ? 0.5 : 0.3, exponentX());
    double sigma2 = Math.scalb(rule.isExact() ? 0.25 : 0.2, exponentY());
    double etaX = Math.scalb(powerOfTwoSteps() ? 0x1p-3 : 0.0625 / 3, -2 * exponentY());
    double etaY = Math.scalb(powerOfTwoSteps() ? 0x1p-2 : 0.0625 / 7, -2 * exponentX());
    if (rule.wideTarget()) {
      etaX = Math.scalb(etaX, -490);
      etaY = Math.scalb(etaY, -490);
    }
    Factors<Double> direction =
        op == Ops.STEP ? noise.get(0) : new Factors<>(x(Role.DX, 0, 1), y(Role.DY, 0, 1));
    return Request.of(op, target(at).toExactly(EXACT), at.toExactly(EXACT))
        .withDirection(direction.toExactly(EXACT))
        .withSteps(Dyadic.of(etaX), Dyadic.of(etaY))
        .withSigmas(Dyadic.of(sigma1), Dyadic.of(sigma2))
        .withRun(noise.stream().map(z -> z.toExactly(EXACT)).toList(), recorded(op, kind));
  }

  private boolean powerOfTwoSteps() {
    return rule.isExact() || rule.isExtreme();
  }

  /** Exponents are smaller with step sizes, which must not overflow if folded into a factor. */
  private int exponentX() {
    return op.fields().contains("etaX") ? rule.exponentX() * 2 / 3 : rule.exponentX();
  }

  private int exponentY() {
    return op.fields().contains("etaX") ? rule.exponentY() * 2 / 3 : rule.exponentY();
  }

  private Matrix<Double> x(Role role, int index, double size) {
    return draw(role, index, kind.d1(), kind.r(), size, n -> exponentX());
  }

  private Matrix<Double> y(Role role, int index, double size) {
    return draw(role, index, kind.d2(), kind.r(), size, n -> exponentY());
  }

  private Matrix<Double> target(Factors<Double> at) {
    if (rule.optimal()) {
      return at.x().times(at.y().transpose());
    }
    if (rule.isExact() && op.has(Part.LOSS)) {
      return at.x().times(at.y().transpose()).minus(squareNorm(kind.d1(), kind.d2()));
    }
    IntUnaryOperator exponent =
        rule.wideTarget() ? n -> 480 - 120 * (n % 9) : n -> exponentX() + exponentY();
    return draw(Role.M, 0, kind.d1(), kind.d2(), 1, exponent);
  }

  @SuppressWarnings("EnumOrdinal") // the steps of the stream are numbered as the roles are
  private Matrix<Double> draw(
      Role role, int index, int rows, int columns, double size, IntUnaryOperator exponent) {
    double[] z = new double[rows * columns];
    long step = role.ordinal() + (long) NOISE_STRIDE * index;
    new GaussianStream(SEED).fill(z, kind.replicate(), step, FactorId.NOISE_X);
    for (int n = 0; n < z.length; n++) {
      z[n] =
          rule.isExact() ? integer(z[n] * size) : Math.scalb(size * z[n], exponent.applyAsInt(n));
    }
    return Matrix.of(DOUBLES, rows, columns, (i, j) -> z[i * columns + j]);
  }

  /** The integer nearest to z times the limit, within the limit; 1 or -1 instead of 0. */
  private double integer(double z) {
    double n = Math.rint(z * rule.limit());
    double signed = n == 0 ? (z < 0 ? -1 : 1) : n;
    return Math.max(-rule.limit(), Math.min(rule.limit(), signed));
  }

  /**
   * A matrix of zeros, ones and twos with an integer Frobenius norm, so even a scaled norm is
   * exact: four ones give 2; two twos and a one give 3; a single one gives 1.
   */
  private static Matrix<Double> squareNorm(int rows, int columns) {
    double[] entries =
        rows * columns >= 4
            ? new double[] {1, -1, 1, 1}
            : rows * columns == 3 ? new double[] {2, -2, 1} : new double[] {1};
    return Matrix.of(
        DOUBLES,
        rows,
        columns,
        (i, j) -> i * columns + j < entries.length ? entries[i * columns + j] : 0.0);
  }
}
