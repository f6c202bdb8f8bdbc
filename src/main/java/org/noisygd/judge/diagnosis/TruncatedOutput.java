// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.diagnosis;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.noisygd.judge.mistake.ExactImage;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.verdict.CaseBounds;
import org.noisygd.number.Dyadic;
import org.noisygd.number.DyadicArithmetic;
import org.noisygd.number.matrix.Matrix;
import org.noisygd.theory.rounding.ErrorBound;
import org.noisygd.theory.rounding.OpBounds;

/** Whether right numbers were printed with too few digits. */
public final class TruncatedOutput {
  /** A literal of this many digits does not tell every double from its neighbours. */
  private static final int FEW_DIGITS = 16;

  /** Steps keep eta times the curvature below one, so that an update adds up few such errors. */
  private static final BigDecimal GROWTH = BigDecimal.valueOf(8);

  private TruncatedOutput() {}

  /**
   * Whether every entry is its exact value to within one unit of its own last digit and the bound;
   * of a run, update by update from the printed states.
   *
   * @param wrong the first wrong update of a run
   */
  static boolean explains(CaseBounds bounds, Request q, Answer answer, int wrong) {
    if (q.op() == Ops.RUN && !startExplains(q, answer)) {
      return false;
    }
    return AnsweredRequest.of(q, answer, wrong).stream()
        .allMatch(piece -> explains(bounds, piece, carried(q, answer, piece.step())));
  }

  /** The most digits that a number in these answers has. */
  static int digits(Stream<Answer> answers) {
    return answers
        .flatMap(Answer::matrices)
        .flatMap(m -> m.entries().stream())
        .mapToInt(n -> n.printed().stripTrailingZeros().precision())
        .max()
        .orElse(0);
  }

  /** The state recorded for t = 0 is the start itself, as it was printed. */
  private static boolean startExplains(Request q, Answer answer) {
    List<ReadMatrix> start = answer.states().get(0);
    return start != null
        && explains(q.at().x(), start.get(0), ErrorBound.zero(q.at().x()), BigDecimal.ZERO)
        && explains(q.at().y(), start.get(1), ErrorBound.zero(q.at().y()), BigDecimal.ZERO);
  }

  /** What the digits that a run's printed state lacks may make of its next one. */
  private static BigDecimal carried(Request q, Answer answer, int step) {
    if (q.op() != Ops.RUN) {
      return BigDecimal.ZERO;
    }
    return answer.states().getOrDefault(step, List.of()).stream()
        .flatMap(m -> m.entries().stream())
        .map(n -> n.printed().ulp())
        .reduce(BigDecimal.ZERO, BigDecimal::max)
        .multiply(GROWTH);
  }

  private static boolean explains(CaseBounds bounds, AnsweredRequest piece, BigDecimal carried) {
    Map<String, Matrix<Dyadic>> exact =
        ExactImage.right(DyadicArithmetic.INSTANCE, piece.request());
    Map<String, ErrorBound> limits = bounds.of(piece.request(), OpBounds.LossForm.EXPANDED);
    return piece.fields().entrySet().stream()
        .allMatch(
            field -> {
              Matrix<Dyadic> expected = exact.get(field.getKey());
              ErrorBound limit = limits.get(field.getKey());
              return expected != null
                  && limit != null
                  && limit.decides()
                  && explains(expected, field.getValue(), limit, carried);
            });
  }

  private static boolean explains(
      Matrix<Dyadic> exact, ReadMatrix actual, ErrorBound limit, BigDecimal carried) {
    for (int i = 0; i < exact.rows(); i++) {
      for (int j = 0; j < exact.columns(); j++) {
        if (!explains(
            exact.get(i, j).toBigDecimal(), actual.get(i, j), limit.at(i, j).add(carried))) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean explains(BigDecimal exact, ReadNumber actual, BigDecimal bound) {
    BigDecimal printed = actual.printed();
    BigDecimal lastDigit = printed.ulp();
    BigDecimal error = actual.decimal().subtract(exact).abs();
    return printed.precision() <= FEW_DIGITS && error.compareTo(lastDigit.add(bound)) <= 0;
  }
}
