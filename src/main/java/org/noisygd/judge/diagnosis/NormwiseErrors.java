// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisygd.descent.objective.Factors;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.exact.ExactImage;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Request;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.matrix.Matrix;

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
  static Optional<Diagnosis> diagnose(
      MistakeFit likeness, Op op, List<Case> failed, List<Case> all) {
    if (failed.stream().allMatch(c -> c.exact() && offByUnits(likeness, c))) {
      return Optional.of(
          new Diagnosis(
              "misread-input",
              op.word(),
              "results that are numbers of the request are a unit in the last place off, others are"
                  + " right: decimals of 16 or 17 digits are not read as the nearest double, as by"
                  + " Octave's jsondecode (use str2double or sscanf), or they pass through an"
                  + " operation that rounds"));
    }
    // Errors that follow the entries are too large in the largest ones too.
    boolean products =
        failed.stream().allMatch(c -> hasProducts(c.request()) && likeness.isRightInTheLarge(c));
    return products ? fastProduct(op, failed, all) : Optional.empty();
  }

  /** Such a product shows wherever sizes differ, and that is in many cases. */
  private static Optional<Diagnosis> fastProduct(Op op, List<Case> failed, List<Case> all) {
    return WIDESPREAD_OF * failed.size() < all.size()
        ? Optional.empty()
        : Optional.of(
            new Diagnosis(
                "fast-product",
                op.word(),
                "errors are as large in small entries as in large ones: those of a product that adds before"
                    + " it multiplies (Strassen's, Winograd's, Karatsuba's three products) or transforms"
                    + " (FFT); compute each entry by the formula"));
  }

  /**
   * The same of gradients and updates whose errors are those of products that add the factors
   * themselves, as Winograd's do: within u n (|A| + |B|)^2 for a product of n terms, with the
   * largest entries of both, and what that error of the residual becomes in the gradient.
   *
   * @param u the unit roundoff
   */
  static Optional<Diagnosis> ofSums(
      MistakeFit likeness, double u, Op op, List<Case> failed, List<Case> all) {
    List<AnsweredRequest> pieces = likeness.pieces(failed);
    boolean near = op != Ops.RUN && pieces.stream().allMatch(p -> isOfSums(p, u));
    return near ? fastProduct(op, failed, all) : Optional.empty();
  }

  private static boolean isOfSums(AnsweredRequest piece, double u) {
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
    double room = MistakeFit.ROOM.doubleValue();
    return piece.fields().entrySet().stream()
        .allMatch(
            field -> {
              boolean byX = field.getKey().endsWith("X");
              double step = (byX ? q.etaX() : q.etaY()).roundToDouble();
              double own = largest(byX ? q.at().x() : q.at().y());
              double error = byX ? ofX : ofY;
              double allowed = room * (update ? Math.abs(step) * error + u * own : error);
              return Double.isFinite(allowed) && error(piece, field.getKey()) <= allowed;
            });
  }

  /** The largest error of a field. */
  private static double error(AnsweredRequest piece, String name) {
    Matrix<Dyadic> right = ExactImage.right(DyadicArithmetic.INSTANCE, piece.request()).get(name);
    ReadMatrix actual = piece.fields().get(name);
    double largest = right == null || actual == null ? Double.POSITIVE_INFINITY : 0;
    for (int n = 0; right != null && actual != null && n < actual.entries().size(); n++) {
      BigDecimal due = right.entries().get(n).toBigDecimal();
      BigDecimal error = actual.entries().get(n).decimal().subtract(due);
      largest = Math.max(largest, Math.abs(error.doubleValue()));
    }
    return largest;
  }

  private static double largest(Matrix<Dyadic> m) {
    return m.entries().stream().mapToDouble(d -> Math.abs(d.roundToDouble())).max().orElse(0);
  }

  private static boolean hasProducts(Request q) {
    return q.d1() * q.d2() * q.r() > 1;
  }

  /** Whether some entries are right, bit by bit, and the others a few units off. */
  private static boolean offByUnits(MistakeFit likeness, Case tested) {
    Map<String, Matrix<Dyadic>> right = tested.due();
    boolean someRight = false;
    for (Map.Entry<String, ReadMatrix> field : likeness.answer(tested).fields().entrySet()) {
      List<Integer> wrong = MistakeFit.wrongEntries(right, field.getKey(), field.getValue());
      Matrix<Dyadic> exact = right.get(field.getKey());
      for (int n : wrong) {
        BigDecimal due = exact == null ? BigDecimal.ZERO : exact.entries().get(n).toBigDecimal();
        BigDecimal error = field.getValue().entries().get(n).decimal().subtract(due).abs();
        if (error.compareTo(due.abs().multiply(FEW_UNITS)) > 0) {
          return false;
        }
      }
      someRight |= exact != null && exact.entries().size() > wrong.size();
    }
    return someRight;
  }
}
