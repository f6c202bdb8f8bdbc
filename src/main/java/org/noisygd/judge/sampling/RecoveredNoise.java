// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.sampling;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Request;
import org.noisygd.number.matrix.Entries;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * The noise of every image at X = Y = 0, recovered in one of two ways. For M = 0 and r = 1, with A
 * = -X'/etaX = z |w|^2 and B = -Y'/etaY = w |z|^2,
 *
 * <pre>  z = A |A|^(-4/3) |B|^(2/3),   w = B |B|^(-4/3) |A|^(2/3).</pre>
 *
 * <p>Every sum in A and B has terms of one sign, so that whatever the legal plan each entry of A
 * and B has its sign exactly and its size within a factor (1 + u)^(+-k); z and w then lie within a
 * factor exp(+-{@link #slack}) of the candidate's own draws (3 |ln| of that factor, since 7/3 + 2/3
 * = 3). For M = m I with m large and sigma small (any r), X' = etaX m W and Y' = etaY m Z, up to
 * terms below sigma 2^-100: the noise itself, within the same factor of one |ln|. There a factor
 * whose sigma is 0 has no numbers.
 *
 * <p>Here they are divided by sigma: standard normal, independent, if the law holds. Row k of
 * {@link #z} is draw k of X's noise, row by row, and {@link #w} that of Y's.
 */
public final class RecoveredNoise {
  /** Beyond this, underflow can be forgotten: no square or cube of a draw comes near it. */
  static final double FAR_BELOW = 1e-30;

  /**
   * Roundings beside those of a sum: the draw's own (2), two products, M, eta, X, printing, and
   * four where the residual is multiplied by norm/norm.
   */
  private static final int OTHER_ROUNDINGS = 12;

  /** Where the noise is zero, products of other numbers remain in an image; they lie below this. */
  private static final double VANISHING = 0x1p-70;

  private static final double BINARY64 = 0x1p-53;

  final int draws;

  /** The numbers of a draw in X's noise, d1 r, and in Y's, d2 r; none where sigma is 0. */
  final int inX;

  final int inY;
  final int r;
  final double[][] z;
  final double[][] w;

  /** The sigmas that were asked. */
  final double[] sigmas;

  private final boolean linear;
  private final boolean decided;
  private final double slack;
  private int silent;
  private int unasked;

  RecoveredNoise(Request q, List<ReadMatrix> x, List<ReadMatrix> y, RoundingModel model) {
    draws = x.size();
    r = q.r();
    sigmas = new double[] {q.sigma1().roundToDouble(), q.sigma2().roundToDouble()};
    inX = sigmas[0] > 0 ? q.d1() * r : 0;
    inY = sigmas[1] > 0 ? q.d2() * r : 0;
    z = new double[draws][inX];
    w = new double[draws][inY];
    linear = isLinear(q);
    double etaX = q.etaX().roundToDouble();
    double etaY = q.etaY().roundToDouble();
    for (int k = 0; k < draws; k++) {
      if (linear) {
        double m = q.m().get(0, 0).roundToDouble();
        direct(y.get(k), etaY * m, sigmas[0], z[k]);
        direct(x.get(k), etaX * m, sigmas[1], w[k]);
      } else {
        cubeRoot(read(x.get(k), -etaX, z[k]), read(y.get(k), -etaY, w[k]), k);
      }
    }
    int k = Math.max(q.d1(), q.d2()) + OTHER_ROUNDINGS + 3 * model.conversionsPerProduct();
    double ku = k * (model.unitRoundoff().doubleValue() + BINARY64);
    // -ln(1 - k u) bounds |ln| of a factor (1 + u)^(+-k) from both sides.
    slack = ku < 0.25 ? (linear ? -1 : -3) * StrictMath.log1p(-ku) : Double.POSITIVE_INFINITY;
    decided = slack < 1 && model.underflow().roundToDouble() < FAR_BELOW;
  }

  /** Whether a request at X = Y = 0 shows the noise itself. */
  private static boolean isLinear(Request q) {
    return q.m().get(0, 0).signum() != 0;
  }

  private void direct(ReadMatrix image, double divisor, double sigma, double[] into) {
    double norm = read(image, divisor, into.length > 0 ? into : new double[image.entries().size()]);
    if (sigma == 0) {
      unasked += norm > 0 ? 1 : 0;
      return;
    }
    silent += norm < VANISHING * sigma ? 1 : 0;
    scale(into, 1 / sigma);
    for (int i = 0; i < into.length; i++) {
      into[i] = Math.abs(into[i]) < VANISHING ? 0 : into[i];
    }
  }

  private void cubeRoot(double normX, double normY, int k) {
    if (normX == 0 && normY == 0) {
      silent++;
    }
    double a = StrictMath.cbrt(normX);
    double b = StrictMath.cbrt(normY);
    scale(z[k], b * b / (a * a * a * a * sigmas[0]));
    scale(w[k], a * a / (b * b * b * b * sigmas[1]));
  }

  private RecoveredNoise(RecoveredNoise other, double[][] z, double[][] w) {
    draws = z.length;
    inX = other.inX;
    inY = other.inY;
    r = other.r;
    sigmas = other.sigmas;
    linear = other.linear;
    this.z = z;
    this.w = w;
    decided = other.decided;
    slack = other.slack;
  }

  /** The same sample with other numbers. */
  RecoveredNoise with(double[][] otherZ, double[][] otherW) {
    return new RecoveredNoise(this, otherZ, otherW);
  }

  private static double read(ReadMatrix a, double divisor, double[] into) {
    double square = 0;
    int i = 0;
    for (ReadNumber n : a.entries()) {
      into[i] = n.nearestDouble() / divisor;
      square += into[i] * into[i];
      i++;
    }
    return StrictMath.sqrt(square);
  }

  private static void scale(double[] a, double factor) {
    double f = Double.isFinite(factor) ? factor : 0;
    for (int i = 0; i < a.length; i++) {
      a[i] *= f;
    }
  }

  /** Whether magnitudes are known well enough to be tested; signs always are. */
  boolean decided() {
    return decided;
  }

  /** The largest |ln| of the factor between a recovered and a drawn number. */
  double slack() {
    return slack;
  }

  /** Images without noise where both sigmas, or the one that is not 0, ask for some. */
  int silent() {
    return silent;
  }

  /** Images with noise of a factor whose sigma is 0. */
  int unasked() {
    return unasked;
  }

  /** Whether the signs are the noise's own: products may outweigh the smallest numbers. */
  boolean signs() {
    return !linear || decided;
  }

  /** Whether both factors have noise. */
  boolean both() {
    return inX > 0 && inY > 0;
  }

  /** Whether the numbers are the candidate's own, but for a few roundings. */
  boolean linear() {
    return linear;
  }

  /** An entry's name: of X's noise before {@link #inX}, of Y's after. */
  String entry(int i) {
    int at = i < inX ? i : i - inX;
    String row = (i < inX ? "X[" : "Y[") + at / r + "]";
    return r == 1 ? row : row + "[" + at % r + "]";
  }

  /** Whether some numbers of a factor's draw are zero, and others are not. */
  boolean hasSingleZeros() {
    return Stream.of(z, w)
        .flatMap(Arrays::stream)
        .anyMatch(
            row ->
                Arrays.stream(row).anyMatch(v -> v == 0)
                    && Arrays.stream(row).anyMatch(v -> v != 0));
  }

  /** Whether an entry is zero in every draw. */
  boolean hasSilentEntry() {
    return IntStream.range(0, inX + inY)
        .anyMatch(
            i -> IntStream.range(0, draws).allMatch(k -> (i < inX ? z[k][i] : w[k][i - inX]) == 0));
  }

  /**
   * Whether all draws of a factor have the same norm, to within what rounding may change, and not
   * since all its numbers have the same magnitude.
   */
  boolean hasEqualNorms() {
    return Stream.of(z, w)
        .anyMatch(
            a ->
                a[0].length > 1
                    && isOneNumber(Arrays.stream(a).mapToDouble(Entries::normSquared))
                    && !isOneNumber(
                        Arrays.stream(a).flatMapToDouble(Arrays::stream).map(x -> x * x)));
  }

  /** Whether all numbers are the first one, to within what rounding may change in a square. */
  private boolean isOneNumber(DoubleStream squares) {
    double[] all = squares.toArray();
    double most = StrictMath.expm1(4 * slack) * all[0];
    return Arrays.stream(all).allMatch(square -> Math.abs(square - all[0]) <= most);
  }

  /** All numbers of a factor, draw by draw. */
  double[] numbers(int f) {
    return Arrays.stream(factor(f)).flatMapToDouble(Arrays::stream).toArray();
  }

  /** All numbers of some factors, sample by sample. */
  static double[] numbers(List<RecoveredNoise> samples, List<Integer> factors) {
    return samples.stream()
        .flatMap(s -> factors.stream().map(s::numbers))
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  /** The draws of a factor, 0 for X and 1 for Y. */
  double[][] factor(int f) {
    return f == 0 ? z : w;
  }
}
