// SPDX-License-Identifier: Apache-2.0
package org.noisygd.explain.diagnosis;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.noisygd.judge.judgement.Deviation.Printing;
import org.noisygd.judge.judgement.Judge;
import org.noisygd.judge.protocol.Code;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.request.Answer;

/**
 * A format of few digits in which right numbers may have been printed.
 *
 * @param digits the number of significant digits, or of digits after the point
 * @param fixed true if digits after the point are counted
 */
record TruncatedOutput(int digits, boolean fixed) implements Printing {
  /** A literal of this many digits does not distinguish every double from its neighbours. */
  private static final int FEW_DIGITS = 16;

  /** Maximum number of printed digits after the point, for which small numbers may be zeros. */
  private static final int MOST_DECIMALS = 20;

  /** The diagnosis, if right numbers printed with too few digits explain all answers. */
  static Optional<Diagnosis> diagnose(OpAnswers given) {
    FaultFit fit = given.fit();
    String declared = given.declared();
    return formats(given.all().stream().map(fit::answer)).stream()
        .filter(format -> fit.passes(new Judge(fit.model(), format), given.failed(), c -> c, 1))
        .findFirst()
        .map(
            format ->
                Diagnosis.of(
                    given.op(),
                    Code.TRUNCATED_OUTPUT.of(
                        "the numbers are right but printed with too few digits, at most "
                            + format.digits
                            + (format.fixed ? " after the point" : "")
                            + "; print "
                            + (declared.equals("binary64")
                                ? "17 significant ones"
                                : "enough digits for " + declared))));
  }

  /** The formats of few digits in which all these answers may have been printed. */
  private static List<TruncatedOutput> formats(Stream<Answer> answers) {
    List<BigDecimal> numbers =
        answers
            .flatMap(Answer::matrices)
            .flatMap(m -> m.entries().stream())
            .map(n -> n.printed().stripTrailingZeros())
            .toList();
    int digits = numbers.stream().mapToInt(BigDecimal::precision).max().orElse(0);
    int decimals = numbers.stream().mapToInt(BigDecimal::scale).max().orElse(0);
    List<TruncatedOutput> formats = new ArrayList<>();
    if (digits <= FEW_DIGITS) {
      formats.add(new TruncatedOutput(digits, false));
    }
    if (decimals <= MOST_DECIMALS) {
      formats.add(new TruncatedOutput(decimals, true));
    }
    return formats;
  }

  /** One unit of the last digit. */
  @Override
  public BigDecimal error(ReadNumber n) {
    BigDecimal printed = n.printed();
    if (printed.signum() == 0 && !fixed) {
      return BigDecimal.ZERO;
    }
    return BigDecimal.ONE.movePointLeft(
        fixed ? digits : digits - printed.precision() + printed.scale());
  }
}
