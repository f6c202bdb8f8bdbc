// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.mistake.Code;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * What explains answers whose errors are roundings' in the large entries and too large in others:
 * numbers that are not read as they are written, or a product with bounds by norms alone.
 */
final class NormwiseErrors {
  /**
   * Reading a decimal carelessly is off by a unit in the last place or two, 2^-52 of the number.
   */
  private static final BigDecimal FEW_UNITS = BigDecimal.ONE.divide(BigDecimal.valueOf(1L << 50));

  /** A fast product fails one in this many cases at least. */
  private static final int WIDESPREAD_OF = 10;

  private NormwiseErrors() {}

  /** The diagnosis of failed cases in which every entry is within roundings of the largest. */
  static Optional<Diagnosis> diagnose(OpAnswers given) {
    MistakeFit fit = given.fit();
    List<Case> failed = given.failed();
    if (failed.stream().allMatch(c -> c.exact() && offByUnits(fit, c))) {
      return Optional.of(
          Diagnosis.of(
              given.op(),
              Code.MISREAD_INPUT.of(
                  "results that are numbers of the request are a unit in the last place off, others are"
                      + " right: decimals of 16 or 17 digits are not read as the nearest double, as by"
                      + " Octave's jsondecode (use str2double or sscanf), or they pass through an"
                      + " operation that rounds")));
    }
    // Errors that follow the entries are too large in the largest ones too.
    boolean products =
        failed.stream().allMatch(c -> hasProducts(c.request()) && fit.isRightInTheLarge(c));
    return products ? fastProduct(given) : Optional.empty();
  }

  /** Such a product shows wherever sizes differ, and that is in many cases. */
  private static Optional<Diagnosis> fastProduct(OpAnswers given) {
    return WIDESPREAD_OF * given.failed().size() < given.all().size()
        ? Optional.empty()
        : Optional.of(
            Diagnosis.of(
                given.op(),
                Code.FAST_PRODUCT.of(
                    "errors are as large in small entries as in large ones: those of a product that"
                        + " adds before it multiplies (Strassen's, Winograd's, Karatsuba's three"
                        + " products) or transforms (FFT)")));
  }

  /**
   * The same of gradients and updates whose errors are those of products that add the factors
   * themselves, as Winograd's do: within u n (|A| + |B|)^2 for a product of n terms, with the
   * largest entries of both, and what that error of the residual becomes in the gradient.
   */
  static Optional<Diagnosis> ofSums(OpAnswers given) {
    MistakeFit fit = given.fit();
    double u = RoundingModel.named(given.declared()).unitRoundoff().doubleValue();
    boolean near =
        given.op() != Ops.RUN
            && fit.pieces(given.failed()).stream().allMatch(p -> isOfSums(fit, p, u));
    return near ? fastProduct(given) : Optional.empty();
  }

  private static boolean isOfSums(MistakeFit fit, AnsweredRequest piece, double u) {
    Request q = piece.request();
    boolean update = q.op() == Ops.STEP;
    if (!update && q.op() != Ops.GRADIENT) {
      return false;
    }
    Factors<Dyadic> at = q.at().plus(q.direction());
    double x = largest(at.x());
    double y = largest(at.y());
    double r = q.r() * x * y + largest(q.m());
    double ofResidual = u * (q.r() * (x + y) * (x + y) + r);
    double ofX = q.d2() * (ofResidual * y + u * (r + y) * (r + y));
    double ofY = q.d1() * (ofResidual * x + u * (r + x) * (r + x));
    double room = Compared.ROOM.doubleValue();
    return fit.due(piece).stream()
        .allMatch(
            one -> {
              boolean byX = one.field().endsWith("X");
              double step = (byX ? q.etaX() : q.etaY()).roundToDouble();
              double own = largest(byX ? q.at().x() : q.at().y());
              double error = byX ? ofX : ofY;
              double allowed = room * (update ? Math.abs(step) * error + u * own : error);
              return Double.isFinite(allowed) && one.largestError() <= allowed;
            });
  }

  private static double largest(Matrix<Dyadic> m) {
    return m.entries().stream().mapToDouble(d -> Math.abs(d.roundToDouble())).max().orElse(0);
  }

  private static boolean hasProducts(Request q) {
    return q.d1() * q.d2() * q.r() > 1;
  }

  /** Whether some entries are right, bit by bit, and the others a few units off. */
  private static boolean offByUnits(MistakeFit fit, Case tested) {
    List<Compared<Dyadic>> fields = fit.beside(tested.due(), fit.piece(tested));
    return fields.stream().allMatch(NormwiseErrors::isOffByUnits)
        && fields.stream().anyMatch(one -> one.entries().anyMatch(n -> one.error(n).signum() == 0));
  }

  private static boolean isOffByUnits(Compared<Dyadic> one) {
    return one.entries()
        .allMatch(n -> one.error(n).compareTo(one.due(n).abs().multiply(FEW_UNITS)) <= 0);
  }
}
