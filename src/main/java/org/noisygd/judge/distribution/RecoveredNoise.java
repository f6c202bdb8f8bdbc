// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.distribution;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.util.MathArrays;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Request;
import org.noisygd.number.matrix.Entries;
import org.noisygd.theory.error.RoundingModel;

/**
 * The noise of every result at X = Y = 0, recovered in one of two ways. For M = 0 and r = 1, with A
 * = -X'/etaX = z |w|^2 and B = -Y'/etaY = w |z|^2,
 *
 * <pre>  z = A |A|^(-4/3) |B|^(2/3),   w = B |B|^(-4/3) |A|^(2/3).</pre>
 *
 * <p>Every sum in A and B has terms of one sign. So in any admissible evaluation order each entry
 * of A and B has the right sign, and a size within a factor (1 + u)^(+-k); z and w then lie within
 * a factor exp(+-{@link #slack}) of the candidate's own numbers (the slack is 3 |ln| of the first
 * factor, since 7/3 + 2/3 = 3). For M = m I with m large and sigma small (any r), X' = etaX m W and
 * Y' = etaY m Z, up to terms below sigma 2^-100: the noise itself, with a slack of one |ln|. In
 * this case a factor whose sigma is 0 has no numbers.
 *
 * <p>The numbers here are divided by sigma: under the null hypothesis they are independent and
 * standard normal.
 */
public final class RecoveredNoise {
  /** Upper bound on numbers that underflow, far below squares and cubes of the noise. */
  static final double FAR_BELOW = 1e-30;

  /**
   * Number of roundings outside sums: 2 of the generator, 2 of products, those of M, eta, X and
   * printing, and 4 if the residual is multiplied by norm/norm.
   */
  private static final int OTHER_ROUNDINGS = 12;

  /** Bound on the products of the other numbers, which remain in a result if the noise is zero. */
  private static final double VANISHING = 0x1p-70;

  private static final double BINARY64 = 0x1p-53; // unit roundoff

  final int count;

  /** Number of entries of X's noise: d1 r, or 0 if its sigma is 0. */
  final int inX;

  final int inY;
  final int r;

  /** The numbers of the noise. Row k is sample k: X's noise, row by row, then Y's. */
  private final double[][] numbers;

  private final double[] sigmas;

  /** True if a result shows the noise itself, and the numbers are it up to a few roundings. */
  final boolean linear;

  /** True if magnitudes are known well enough to be tested; signs always are. */
  final boolean decided;

  /** The largest |ln| of the ratio of a recovered number to the original. */
  final double slack;

  /** Number of results without noise in a factor whose sigma is not 0. */
  int silent;

  /** Number of results with noise in a factor whose sigma is 0. */
  int unasked;

  RecoveredNoise(Request q, List<ReadMatrix> x, List<ReadMatrix> y, RoundingModel model) {
    count = x.size();
    r = q.r();
    sigmas = new double[] {q.sigma1().roundToDouble(), q.sigma2().roundToDouble()};
    inX = sigmas[0] > 0 ? q.d1() * r : 0;
    inY = sigmas[1] > 0 ? q.d2() * r : 0;
    numbers = new double[count][];
    linear = q.m().get(0, 0).signum() != 0;
    double etaX = q.etaX().roundToDouble();
    double etaY = q.etaY().roundToDouble();
    double m = q.m().get(0, 0).roundToDouble();
    for (int k = 0; k < count; k++) {
      if (linear) {
        double[] z = direct(y.get(k), etaY * m, sigmas[0]);
        numbers[k] = MathArrays.concatenate(z, direct(x.get(k), etaX * m, sigmas[1]));
      } else {
        numbers[k] = cubeRoots(read(x.get(k), -etaX), read(y.get(k), -etaY));
      }
    }
    int k = Math.max(q.d1(), q.d2()) + OTHER_ROUNDINGS + 3 * model.conversionsPerProduct();
    double ku = k * (model.unitRoundoff().doubleValue() + BINARY64);
    // -ln(1 - k u) bounds |ln| of a factor (1 + u)^(+-k) from both sides.
    slack = ku < 0.25 ? (linear ? -1 : -3) * StrictMath.log1p(-ku) : Double.POSITIVE_INFINITY;
    decided = slack < 1 && model.underflow().roundToDouble() < FAR_BELOW;
  }

  private double[] direct(ReadMatrix result, double divisor, double sigma) {
    double[] read = read(result, divisor);
    double norm = norm(read);
    if (sigma == 0) {
      unasked += norm > 0 ? 1 : 0;
      return new double[0];
    }
    silent += norm < VANISHING * sigma ? 1 : 0;
    return Arrays.stream(scaled(read, 1 / sigma))
        .map(v -> Math.abs(v) < VANISHING ? 0 : v)
        .toArray();
  }

  private double[] cubeRoots(double[] x, double[] y) {
    double a = StrictMath.cbrt(norm(x));
    double b = StrictMath.cbrt(norm(y));
    silent += a == 0 && b == 0 ? 1 : 0;
    return MathArrays.concatenate(
        scaled(x, b * b / (a * a * a * a * sigmas[0])),
        scaled(y, a * a / (b * b * b * b * sigmas[1])));
  }

  private static double[] read(ReadMatrix a, double divisor) {
    return Arrays.stream(a.nearestDoubles()).map(d -> d / divisor).toArray();
  }

  private static double norm(double[] a) {
    return StrictMath.sqrt(Entries.normSquared(a));
  }

  private static double[] scaled(double[] a, double factor) {
    return MathArrays.scale(Double.isFinite(factor) ? factor : 0, a);
  }

  private RecoveredNoise(RecoveredNoise other, double[][] numbers) {
    count = numbers.length;
    inX = other.inX;
    inY = other.inY;
    r = other.r;
    sigmas = other.sigmas;
    linear = other.linear;
    this.numbers = numbers;
    decided = other.decided;
    slack = other.slack;
  }

  /** Returns a copy with each factor's numbers divided by their own standard deviation. */
  RecoveredNoise standardised() {
    double x = deviation(Side.X);
    double y = deviation(Side.Y);
    double[][] divided = new double[count][inX + inY];
    for (int k = 0; k < count; k++) {
      for (int i = 0; i < inX + inY; i++) {
        divided[k][i] = numbers[k][i] / (i < inX ? x : y);
      }
    }
    return new RecoveredNoise(this, divided);
  }

  private double deviation(Side factor) {
    double[] of = numbers(factor);
    double squares = Entries.normSquared(of);
    return squares > 0 ? StrictMath.sqrt(squares / of.length) : 1;
  }

  /** Returns true if all signs are those of the noise, since no other product exceeds it. */
  boolean signs() {
    return !linear || decided;
  }

  /** Returns true if both factors have noise. */
  boolean both() {
    return inX > 0 && inY > 0;
  }

  /** The name of entry i: an entry of X if i is below {@link #inX}, else an entry of Y. */
  String entry(int i) {
    int at = i < inX ? i : i - inX;
    String row = (i < inX ? "X[" : "Y[") + at / r + "]";
    return r == 1 ? row : row + "[" + at % r + "]";
  }

  /** Returns true if a sample of a factor has both zero and nonzero numbers. */
  boolean hasSingleZeros() {
    return Side.BOTH.factors().stream()
        .flatMap(this::samples)
        .anyMatch(sample -> norm(sample) > 0 && Arrays.stream(sample).anyMatch(v -> v == 0));
  }

  /** The noise of one factor, or of both together. */
  enum Side {
    X,
    Y,
    BOTH;

    /** The factors that have this noise. */
    List<Side> factors() {
      return this == BOTH ? List.of(X, Y) : List.of(this);
    }

    @Override
    public String toString() {
      return this == BOTH ? "X and Y" : name();
    }
  }

  int size(Side side) {
    return side == Side.BOTH ? inX + inY : side == Side.X ? inX : inY;
  }

  double sigma(Side factor) {
    return sigmas[factor == Side.X ? 0 : 1];
  }

  /** The numbers of each entry over the samples, X's before Y's. */
  Stream<double[]> entries(Side side) {
    int from = side == Side.Y ? inX : 0;
    return IntStream.range(from, from + size(side))
        .mapToObj(i -> Arrays.stream(numbers).mapToDouble(sample -> sample[i]).toArray());
  }

  /** The samples of one side's noise, each an array. */
  Stream<double[]> samples(Side side) {
    int from = side == Side.Y ? inX : 0;
    return Arrays.stream(numbers)
        .map(sample -> Arrays.copyOfRange(sample, from, from + size(side)));
  }

  /** The numbers of one side's noise, in the order in which they were drawn. */
  double[] numbers(Side side) {
    return samples(side).flatMapToDouble(Arrays::stream).toArray();
  }

  /** The numbers of several requests, one after another. */
  static double[] numbers(List<RecoveredNoise> noises, Side side) {
    return noises.stream().flatMapToDouble(s -> Arrays.stream(s.numbers(side))).toArray();
  }

  /** The largest slack of several requests. */
  static double slack(List<RecoveredNoise> noises) {
    return noises.stream().mapToDouble(s -> s.slack).max().orElse(0);
  }
}
