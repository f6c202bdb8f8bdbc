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
 * Explains answers whose errors are roundings in large entries and too large in small ones: numbers
 * are read inexactly, or a product satisfies only normwise bounds.
 */
final class NormwiseErrors {
  /**
   * Careless reading of a decimal errs by one or two units in the last place, at most 2^-52 each.
   */
  private static final BigDecimal FEW_UNITS = BigDecimal.ONE.divide(BigDecimal.valueOf(1L << 50));

  /** A fast product fails in at least one of this many cases. */
  private static final int WIDESPREAD_OF = 10;

  private NormwiseErrors() {}

  /** The diagnosis of failed cases in which every error is a rounding of the largest entry. */
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
    // Errors in proportion to the entries would be too large in the largest ones as well.
    boolean products =
        failed.stream().allMatch(c -> hasProducts(c.request()) && fit.isRightInTheLarge(c));
    return products ? fastProduct(given) : Optional.empty();
  }

  /** Such a product shows wherever the entries differ in size, which is in many cases. */
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
   * The diagnosis of gradients and updates computed by products that add entries of A to entries of
   * B, as Winograd's do: a product of n terms has an error of at most u n (|A| + |B|)^2, with the
   * largest entries of both, and the error of the residual passes into the gradient.
   */
  static Optional<Diagnosis> ofSums(OpAnswers given) {
    MistakeFit fit = given.fit();
    double u = RoundingModel.named(given.declared()).unitRoundoff().doubleValue();
    boolean near =
        given.op() != Ops.RUN
            && fit.pieces(given.failed()).stream()
                .allMatch(p -> isOfSums(fit, p, u) && !isWithoutProducts(fit, p));
    return near ? fastProduct(given) : Optional.empty();
  }

  /** Whether a result is as if a product were zero, which sums of entries are not in all places. */
  private static boolean isWithoutProducts(MistakeFit fit, AnsweredRequest piece) {
    Request q = piece.request();
    return fit.due(piece).stream()
        .anyMatch(
            one -> {
              Matrix<Dyadic> base =
                  q.op() == Ops.STEP ? q.matrix(one.field()) : one.image().scale(Dyadic.ZERO);
              boolean stays =
                  one.entries()
                      .allMatch(
                          n -> one.off(n, base.entries().get(n).toBigDecimal()).signum() == 0);
              return stays && !one.isWithin(Compared.ROOM);
            });
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

  /** Whether some entries are right bit by bit, and the others are a few units off. */
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
