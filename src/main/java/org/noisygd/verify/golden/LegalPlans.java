// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import java.util.List;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.judge.request.Inputs;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;
import org.noisygd.number.matrix.Matrix;

/**
 * The bits that suffice for every legal plan of a request: residual or Gram form, any order of
 * summation, fused or not, the step size applied last or folded in, the loss also in expanded form.
 * {@link BitSpan.Spans} follows each plan's intermediate results. Step sizes must be powers of two,
 * so that folding them in changes only exponents.
 *
 * @param bits the bits of significand that hold every intermediate result exactly
 * @param finestGrid the exponent of a unit that divides every intermediate result
 * @param highestExponent the leading exponent of a bound on all intermediate results
 */
@SuppressWarnings("shape") // the fields carry no shapes
public record LegalPlans(int bits, int finestGrid, int highestExponent) {

  /** A format's name, bits of significand and exponents of its normal numbers. */
  private record Format(String name, int bits, int minExponent, int maxExponent) {}

  private static final List<Format> FORMATS =
      List.of(
          new Format("binary64", 53, -1022, 1023),
          new Format("binary32", 24, -126, 127),
          new Format("tf32", 11, -126, 127),
          new Format("binary16", 11, -14, 15),
          new Format("bfloat16", 8, -126, 127));

  /** The plans of a request. */
  public static LegalPlans of(Request request) {
    BitSpan.Spans spans = new BitSpan.Spans();
    Inputs<BitSpan> q = request.in(spans);
    VectorAnswer.of(request.op(), q);
    follow(request.op(), q, spans);
    return new LegalPlans(spans.mostBits(), spans.finestGrid(), spans.highestExponent());
  }

  /** Follows the plans that the computation of the answer does not take. */
  private static void follow(Op op, Inputs<BitSpan> q, BitSpan.Spans spans) {
    switch (op.word()) {
      case "loss", "smoothed_loss" -> expanded(q, spans);
      case "step" -> update(q, q.at().plus(q.direction()), spans);
      case "run" -> {
        Factors<BitSpan> iterate = q.at();
        for (Factors<BitSpan> z : q.noises()) {
          update(q, iterate.plus(z), spans);
          iterate = VectorAnswer.update(q).apply(iterate, z);
        }
      }
      case "hvp" -> {
        gram(q, q.at());
        var y = q.at().y();
        var x = q.at().x();
        var dy = q.direction().y();
        var dx = q.direction().x();
        dx.times(y.gram()).plus(x.times(dy.transpose().times(y).plus(y.transpose().times(dy))));
        dy.times(x.gram()).plus(y.times(dx.transpose().times(x).plus(x.transpose().times(dx))));
        q.m().times(dy);
        q.m().transpose().times(dx);
      }
      default -> gram(q, q.at());
    }
  }

  private static void gram(Inputs<BitSpan> q, Factors<BitSpan> at) {
    new MatrixFactorization<>(q.m()).gradientInGramForm(at);
  }

  private static void update(Inputs<BitSpan> q, Factors<BitSpan> at, BitSpan.Spans spans) {
    gram(q, at);
    MatrixFactorization<BitSpan> plain = new MatrixFactorization<>(q.m());
    Matrix<BitSpan> residual = plain.residual(at);
    foldIn(q.etaX(), spans, List.of(residual, q.m(), at.x(), at.y(), at.y().gram()));
    foldIn(q.etaY(), spans, List.of(residual, q.m(), at.y(), at.x(), at.x().gram()));
  }

  /** Applies the step size to each of the factors whose product is one side's gradient. */
  private static void foldIn(BitSpan eta, BitSpan.Spans spans, List<Matrix<BitSpan>> factors) {
    if (eta.bits() != 0) {
      throw new IllegalArgumentException(
          "step size must be a power of two, got " + spans.print(eta));
    }
    factors.forEach(factor -> factor.scale(eta));
  }

  private static void expanded(Inputs<BitSpan> q, BitSpan.Spans spans) {
    Matrix<BitSpan> x = q.at().x();
    Matrix<BitSpan> y = q.at().y();
    BitSpan quartic = x.gram().inner(y.gram());
    BitSpan cross = x.inner(q.m().times(y));
    BitSpan doubled = spans.multiply(spans.of(2.0), cross);
    BitSpan sum = spans.add(spans.subtract(quartic, doubled), q.m().normSquared());
    spans.multiply(spans.of(0.5), sum);
  }

  /** The formats in which every intermediate result is exact and a normal number. */
  public List<String> exactFormats() {
    return FORMATS.stream()
        .filter(
            f ->
                bits <= f.bits()
                    && finestGrid >= f.minExponent()
                    && highestExponent < f.maxExponent())
        .map(Format::name)
        .toList();
  }

  /**
   * Whether every intermediate result stays below a format's largest number, also if it is rounded:
   * it is below 2^(highestExponent + 1) exactly, and below the largest number if that is no more
   * than half of it.
   */
  public boolean staysBelow(String format) {
    return FORMATS.stream()
        .anyMatch(f -> f.name().equals(format) && highestExponent + 1 < f.maxExponent());
  }
}
