// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.rounding;

import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.CaseResult;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Place;
import org.noisygd.number.Dyadic;
import org.noisygd.number.Literals;

/** Judges converted values bit by bit. */
final class ConversionJudge {
  /** The warning that a zero has the other sign. */
  static final String ZERO_SIGN = "zero-sign";

  /** The warning that subnormal results are zeros. */
  static final String FLUSHED = "flushed-subnormals";

  private ConversionJudge() {}

  /** Judges the numbers of a case. */
  static CaseResult judge(Case tested, Converted answer) {
    Converted.Compared compared = answer.compared();
    if (!compared.wrong().isEmpty()) {
      return result(tested, Optional.of(failure(compared, compared.wrong().get(0))), List.of());
    }
    List<String> warnings = new ArrayList<>();
    if (compared.flush() != Converted.Flush.NONE) {
      warnings.add(FLUSHED);
    }
    if (compared.hasOtherZero()) {
      warnings.add(ZERO_SIGN);
    }
    return result(tested, Optional.empty(), warnings);
  }

  /** A result without a ratio to a bound. */
  static CaseResult result(
      Case tested, Optional<CaseResult.Failure> failure, List<String> warnings) {
    return new CaseResult(
        tested,
        failure.isEmpty() ? CaseResult.Outcome.PASS : CaseResult.Outcome.FAIL,
        failure.isEmpty() ? 0 : Double.POSITIVE_INFINITY,
        0,
        failure,
        warnings);
  }

  /** A number, finite or not, as it is printed. */
  static String literal(double d) {
    return Double.isFinite(d) ? Literals.format(d) : String.valueOf(d);
  }

  private static CaseResult.Failure failure(Converted.Compared compared, int i) {
    double due = compared.due().of(i);
    ReadNumber actual = compared.answer().rounded().entries().get(i);
    boolean numbers = Double.isFinite(due) && actual.isFinite();
    return new CaseResult.Failure(
        Place.of(Converted.FIELD).entry(i),
        literal(due),
        actual.literal(),
        numbers
            ? Literals.format(
                actual
                    .decimal()
                    .subtract(Dyadic.of(due).toBigDecimal())
                    .abs()
                    .round(MathContext.DECIMAL64))
            : "-",
        numbers ? "0" : "-");
  }
}
