// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

import java.util.List;
import java.util.stream.Stream;
import org.noisygd.descent.objective.Factors;
import org.noisygd.descent.objective.MatrixFactorization;
import org.noisygd.judge.conversion.SourceFormat;
import org.noisygd.judge.request.BitSpan;
import org.noisygd.judge.request.Inputs;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.Request;
import org.noisygd.number.format.BinaryFormat;

/**
 * The precision that suffices for every admissible evaluation order of a request, and the formats
 * that have it: residual or Gram form, any order of summation, fused or not, the step size applied
 * last or folded in, the loss also in expanded form. An intermediate result of another order, times
 * the remaining factors of its monomials, is a partial sum of a sum that is followed here, so it
 * needs no more bits than this sum.
 */
final class ExactFormats {
  private static final List<BinaryFormat> FORMATS =
      Stream.concat(
              Stream.of(SourceFormat.BINARY64.format()),
              Stream.of("binary32", "tf32", "binary16", "bfloat16").map(BinaryFormat::named))
          .toList();

  private int bits;
  private int finestGrid = Integer.MIN_VALUE;
  private double largest;

  /** The precision and the formats of a request. */
  static ExactFormats of(Request request) {
    ExactFormats found = new ExactFormats();
    Inputs<BitSpan> q = request.in(new BitSpan.Spans(found::with));
    VectorAnswer.of(request.op(), q);
    if (request.op().has(Part.UPDATE)) {
      Factors<BitSpan> iterate = q.at();
      for (Factors<BitSpan> z : request.op().has(Part.RUN) ? q.noises() : List.of(q.direction())) {
        update(q, iterate.plus(z));
        iterate = q.update().apply(iterate, z);
      }
    } else {
      new MatrixFactorization<>(q.m()).gradientInGramForm(q.at());
      if (request.op().has(Part.HESSIAN_TIMES)) {
        q.at().plus(q.direction()).x().gram();
        q.at().plus(q.direction()).y().gram();
      }
    }
    return found;
  }

  private BitSpan with(BitSpan span) {
    if (!span.isZero()) {
      bits = Math.max(bits, span.bits());
      finestGrid = Math.max(finestGrid, span.grid());
      largest = Math.max(largest, span.bound());
    }
    return span;
  }

  /** Follows the Gram form, and the step size folded into each factor of a gradient. */
  private static void update(Inputs<BitSpan> q, Factors<BitSpan> at) {
    MatrixFactorization<BitSpan> plain = new MatrixFactorization<>(q.m());
    plain.gradientInGramForm(at);
    List.of(plain.residual(at), q.m(), at.x(), at.y(), at.y().gram())
        .forEach(factor -> factor.scale(q.etaX()));
    List.of(plain.residual(at), q.m(), at.y(), at.x(), at.x().gram())
        .forEach(factor -> factor.scale(q.etaY()));
  }

  /** The precision in which every intermediate result is exact. */
  int bits() {
    return bits;
  }

  /** The formats in which every intermediate result is exact and a normal number. */
  List<String> names() {
    return FORMATS.stream()
        .filter(
            f ->
                bits <= f.precision()
                    && -finestGrid >= f.minExponent()
                    && Math.getExponent(largest) < Math.getExponent(f.largest()))
        .map(BinaryFormat::name)
        .toList();
  }

  /** Returns true if no intermediate result, even rounded, exceeds a format's largest number. */
  boolean stayBelow(String format) {
    return FORMATS.stream()
        .anyMatch(
            f ->
                f.name().equals(format)
                    && Math.getExponent(largest) + 1 < Math.getExponent(f.largest()));
  }
}
